"""Outlines, testimonies and pieces, read from a store and parsed: what the engine works with.

A store holds bytes; this module parses them. It is the same for every store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from authoring.errors import Advice, AuthoringError, InputError, Problem, Remedy, UnknownSlug, advice
from authoring.model.slugs import check_slug, is_slug, suggest_slug, unusable_name
from authoring.store import Key, Kind, Stage, Store, StoredPiece, StoredText
from authoring.store.addresses import CALLS, INDEX, LOOKS, MANIFEST, REVISIONS
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.model.config import Settings
    from authoring.model.documents import Outline, Testimony
    from authoring.model.events import Event
    from authoring.store.manifests import Manifests
    from authoring.store.pieces import Attachments, Piece
    from authoring.text.frontmatter import Document

_FEWEST_DIGITS: Final = 4
_NEVER: Final = datetime.fromtimestamp(0, UTC)


class Repository:
    """The parsed content of a store. Nothing is cached: each call reads again."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings

    # Imports in the methods load the YAML and Markdown parsers, which a list from the index does not need.

    @property
    def manifests(self) -> Manifests:
        """The manifests of pieces, by this store and these settings."""
        from authoring.store.manifests import Manifests

        return Manifests(self.store, self.settings)

    def outlines(self) -> Sequence[str]:
        """The slugs of all outlines, in order."""
        return self.store.documents.slugs("outline")

    def testimonies(self) -> Sequence[str]:
        """The slugs of all testimonies, in order."""
        return self.store.documents.slugs("testimony")

    def pieces(self) -> Sequence[str]:
        """The slugs of all pieces, in order."""
        return self.store.documents.slugs("piece")

    def outline(self, slug: str) -> Outline:
        """One outline. Raises `UnknownSlug` or `InvalidDocuments`."""
        from authoring.model.loading import load_outline

        return load_outline(slug, self.document(Key("outline", slug)), default_lang=self.settings.lang)

    def outline_or_none(self, slug: str) -> Outline | None:
        """One outline; None when there is none of that name. Raises `InvalidDocuments`."""
        from authoring.model.loading import document_of, load_outline

        text = self._text("outline", slug)
        if text is None:
            return None
        return load_outline(slug, document_of(text.content, text.label), default_lang=self.settings.lang)

    def testimony(self, slug: str) -> Testimony:
        """One testimony. Raises `UnknownSlug` or `InvalidDocuments`."""
        from authoring.model.loading import load_testimony

        return load_testimony(slug, self.document(Key("testimony", slug)), default_lang=self.settings.lang)

    def testimony_or_none(self, slug: str) -> Testimony | None:
        """One testimony; None when there is none of that name. Raises `InvalidDocuments`."""
        from authoring.model.loading import document_of, load_testimony

        text = self._text("testimony", slug)
        if text is None:
            return None
        return load_testimony(slug, document_of(text.content, text.label), default_lang=self.settings.lang)

    def _text(self, kind: Kind, slug: str) -> StoredText | None:
        return self.store.documents.read(Key(kind, slug)) if is_slug(slug) else None

    def readable_testimonies(self, slugs: Iterable[str]) -> Iterator[Testimony]:
        """The testimonies that can be read; mistakes in the others are reported where those are used."""
        for slug in slugs:
            with suppress(AuthoringError):
                yield self.testimony(slug)

    def document(self, key: Key) -> Document:
        """A text, split into front matter and body. Raises `UnknownSlug`, or `InputError` for invalid bytes."""
        from authoring.model.loading import document_of

        text = self.store.documents.read(key)
        if text is None:
            raise self._unknown(key)
        return document_of(text.content, text.label)

    def has_piece(self, slug: str) -> bool:
        """Whether there is a piece of that name."""
        return is_slug(slug) and self.store.documents.read(Key("piece", slug)) is not None

    def piece(self, slug: str) -> Piece:
        """One piece as it is now. Raises `UnknownSlug`, `InvalidDocuments`, or `InputError` for a broken history."""
        check_slug(slug)
        stored = self.store.documents.piece(slug, records=(CALLS,))
        if stored is None:
            raise self._unknown(Key("piece", slug))
        return self.parsed(slug, stored)

    def piece_or_none(self, slug: str) -> Piece | None:
        """One piece as it is now; None when there is none of that name."""
        return self.piece(slug) if self.has_piece(slug) else None

    def parsed(self, slug: str, stored: StoredPiece) -> Piece:
        """The piece, parsed from stored bytes."""
        from authoring.model import history
        from authoring.model.loading import document_of
        from authoring.store.pieces import Attachments

        events = history.decode(stored.events, self.store.events.label(slug))
        piece = self._piece(
            slug,
            document_of(stored.text.content, stored.text.label),
            Attachments(self.store.blobs, Key("piece", slug)),
            events=events,
            checkpoint=history.checkpoint(stored.events),
            calls=stored.records.get(CALLS, b""),
        )
        return replace(piece, stage=stored.stage, version=stored.text.version, modified=stored.text.modified)

    def composed(self, slug: str, text: str, *, pictures: Mapping[str, bytes]) -> Piece:
        """A piece that is not stored yet, from its text and its pictures."""
        from authoring.model.loading import document_of
        from authoring.store.pieces import Attachments

        check_slug(slug)
        key = Key("piece", slug)
        document = document_of(text.encode(), self.store.documents.label(key))
        return self._piece(slug, document, Attachments(self.store.blobs, key, pictures))

    def edited(self, piece: Piece, text: str, *, pictures: Mapping[str, bytes] | None = None) -> Piece:
        """The piece with another text and additional pictures; nothing is stored."""
        from authoring.model.loading import document_of

        files = replace(piece.files, added={**piece.files.added, **(pictures or {})})
        document = document_of(text.encode(), piece.label)
        fresh = self._piece(
            piece.slug, document, files, events=piece.events, checkpoint=piece.checkpoint, calls=piece.calls
        )
        return replace(fresh, stage=piece.stage, version=piece.version, modified=piece.modified)

    def _piece(
        self,
        slug: str,
        document: Document,
        files: Attachments,
        *,
        events: Sequence[Event] = (),
        checkpoint: str = "0",
        calls: bytes = b"",
    ) -> Piece:
        from authoring.model import manifest
        from authoring.model.loading import load_draft
        from authoring.model.situation import situation_of
        from authoring.store.pieces import Piece

        manifests = self.manifests
        draft = load_draft(slug, document, default_lang=manifests.default_lang(slug, document.values, events))
        content = manifests.current(draft, events, calls, digest=files.digest)
        situation = situation_of(events, content_hash=manifest.content_hash(content), author=draft.author)
        return Piece(slug, document, draft, events, situation, files, _NEVER, checkpoint, content, calls=calls)

    def revisions(self, piece: Piece) -> Sequence[str]:
        """The content hashes of the kept revisions that the history names, oldest first."""
        named = dict.fromkeys(event.hash for event in piece.events if event.hash)
        return [content_hash for content_hash in named if self.store.revisions.has(piece.slug, content_hash)]

    def revision(self, piece: Piece, prefix: str) -> Piece:
        """A kept revision by the first digits of its hash. Raises `InputError` when no revision or several match."""
        matches = [name for name in self.revisions(piece) if name.startswith(prefix.lower())]
        if len(matches) != 1 or len(prefix) < _FEWEST_DIGITS:
            raise InputError(
                _("“{prefix}” names no kept revision of “{slug}”, or more than one.").format(
                    prefix=prefix, slug=piece.slug
                ),
                advice("see-revisions", slug=piece.slug),
            )
        return self.kept(piece, matches[0])

    def kept(self, piece: Piece, content_hash: str) -> Piece:
        """The kept revision with exactly this hash and the piece's history. Raises `InputError` if it is not kept."""
        from authoring.model.loading import load_draft
        from authoring.model.situation import situation_of
        from authoring.store.manifests import lang_of
        from authoring.store.pieces import Attachments

        key = Key("piece", piece.slug, content_hash)
        document, listed = self.document(key), self._manifest(piece.slug, content_hash)
        draft = load_draft(piece.slug, document, default_lang=lang_of(listed, otherwise=self.settings.lang))
        situation = situation_of(piece.events, content_hash=content_hash, author=draft.author)
        return replace(
            piece,
            document=document,
            draft=draft,
            situation=situation,
            files=Attachments(self.store.blobs, key),
            manifest=listed,
            calls=b"",
        )

    def live(self, piece: Piece) -> Piece:
        """The kept revision that readers see. Raises `InputError` when they see none, or it is gone."""
        return self.kept(piece, piece.situation.live)

    def shown(self, slug: str) -> Piece | None:
        """A piece as readers see it: the kept revision that its history names, whatever its text in progress is.

        None where readers see nothing of it. Raises `InputError` for a broken history, or when the revision is gone.
        """
        from authoring.model import history
        from authoring.model.loading import load_draft
        from authoring.model.situation import live_hash, situation_of
        from authoring.store.manifests import lang_of
        from authoring.store.pieces import Attachments, Piece

        content = self.store.events.read(slug) if is_slug(slug) else b""
        events = history.decode(content, self.store.events.label(slug))
        live = live_hash(events)
        if not live:
            return None
        key = Key("piece", slug, live)
        document, listed = self.document(key), self._manifest(slug, live)
        draft = load_draft(slug, document, default_lang=lang_of(listed, otherwise=self.settings.lang))
        return Piece(
            slug,
            document,
            draft,
            events,
            situation_of(events, content_hash=live, author=draft.author),
            Attachments(self.store.blobs, key),
            _NEVER,
            history.checkpoint(content),
            listed,
            stage=_stage_after(events),
        )

    def bereft(self, slug: str) -> Piece:
        """A piece whose text is missing, as its history left it: as readers see it, with the calls to models.

        Raises `UnknownSlug` where there is no history or readers see nothing, and as `shown` does.
        """
        piece = self.shown(slug)
        if piece is None:
            raise self._unknown(Key("piece", slug))
        return replace(piece, calls=self.store.records.read(slug, CALLS))

    def kept_file(self, slug: str, name: str) -> bytes:
        """A record of a piece, or a file of a kept revision, by the name that an erasure states.

        Empty when there is none.
        """
        content_hash, file = _in_revision(name)
        if not content_hash:
            return self.store.records.read(slug, name)
        if file == MANIFEST:
            return self.store.revisions.manifest(slug, content_hash)
        key = Key("piece", slug, content_hash)
        if file != INDEX:
            return self.store.blobs.read(key, file) or b""
        text = self.store.documents.read(key)
        return text.content if text else b""

    def kept_label(self, slug: str, name: str) -> str:
        """The place of what `kept_file` reads, as messages show it."""
        content_hash, file = _in_revision(name)
        if content_hash:
            return f"{self.store.revisions.label(slug, content_hash)}/{file}"
        return self.store.records.label(slug, name)

    def _manifest(self, slug: str, content_hash: str) -> dict[str, Any]:
        from authoring.text.strict_json import decode_object

        return decode_object(self.store.revisions.manifest(slug, content_hash))

    def looks(self, piece: Piece) -> Mapping[str, SeenRevision]:
        """The revision that each reviewer saw last, by their id, if it is still kept."""
        from authoring.text.strict_json import decode_object

        stated = decode_object(self.store.records.read(piece.slug, LOOKS))
        looks = {who: look for who, value in stated.items() if (look := _look_of(value)) is not None}
        has = self.store.revisions.has
        return {who: look for who, look in looks.items() if has(piece.slug, look.hash)}

    def problems(self) -> Iterator[Problem]:
        """The mistakes in outlines, testimonies and pieces."""
        for read, slugs in (
            (self.outline, self.outlines()),
            (self.testimony, self.testimonies()),
            (self.piece, self.pieces()),
        ):
            for slug in slugs:
                try:
                    read(slug)
                except AuthoringError as error:
                    yield from error.problems

    def _unknown(self, key: Key) -> AuthoringError:
        if key.revision:
            return InputError(_("The file does not exist."), _("Check its name."), file=self.store.documents.label(key))
        messages: dict[Kind, str] = {
            "outline": _("There is no outline “{slug}”."),
            "testimony": _("There is no testimony “{slug}”."),
            "piece": _("There is no piece “{slug}”."),
        }
        steps: dict[Kind, Advice] = {
            "outline": advice("make-outline", slug=suggest_slug(key.slug)),
            "testimony": advice("make-testimony", slug=suggest_slug(key.slug)),
            "piece": advice("see-pieces"),
        }
        slugs = self.store.documents.slugs(key.kind)
        if key.slug in slugs and not is_slug(key.slug):  # such a file lies there, and no command can read it
            problem = unusable_name(key.slug).problem
            return UnknownSlug(problem.message, problem.remedy)
        return UnknownSlug(messages[key.kind].format(slug=key.slug), _nearest(key.slug, slugs, steps[key.kind]))


class SeenRevision(NamedTuple):
    """A reviewer's last look at a piece: the whole hash of the revision, and the number of looks so far.

    `seal` was made by the machine on which they looked; earlier versions wrote none.
    """

    hash: str
    number: int = 0
    seal: str = ""

    @property
    def reference(self) -> str:
        """`look-N` for a person's N-th look at a piece; empty when looks were not counted yet."""
        return f"look-{self.number}" if self.number else ""

    def as_json(self) -> dict[str, Any]:
        """The look as the record has it."""
        return {"hash": self.hash, "number": self.number, "seal": self.seal}


def _look_of(value: object) -> SeenRevision | None:
    """A look as the record has it; earlier versions wrote only the hash."""
    stated = value if isinstance(value, dict) else {"hash": value, "number": 0}
    content_hash, number, seal = stated.get("hash"), stated.get("number"), stated.get("seal", "")
    if isinstance(content_hash, str) and isinstance(number, int) and isinstance(seal, str) and seal.isascii():
        return SeenRevision(content_hash, number, seal)
    return None


def _stage_after(events: Sequence[Event]) -> Stage:
    """The stage of a piece after these events."""
    from authoring.model.states import OUT, Action

    last = next((it.action for it in reversed(events) if it.action in (*OUT, Action.correct, Action.reopen)), None)
    return "out" if last in OUT else "in_progress"


def _in_revision(name: str) -> tuple[str, str]:
    """The name of the kept revision that a file belongs to, and the file's in it; both empty for a record."""
    folder, _slash, rest = name.partition("/")
    content_hash, _slash, file = rest.partition("/")
    return (content_hash, file) if folder == REVISIONS and file else ("", "")


def _nearest(slug: str, slugs: Iterable[str], otherwise: Advice) -> Remedy:
    from difflib import get_close_matches

    near = get_close_matches(slug, slugs, n=1, cutoff=0.5)
    if near:
        return _("Did you mean “{near}”?").format(near=near[0])
    return otherwise
