"""The published revision of each piece, ready to be sent: checked by its hash, with its disclosure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, cast

from authoring.errors import InputError, InvalidDocuments, Problem, advice
from authoring.exporters import ApprovedRevision
from authoring.model import manifest
from authoring.model.config import Settings
from authoring.model.events import Event, publication
from authoring.model.local_times import in_zone
from authoring.model.manifest import Imprint, ModelPart
from authoring.model.situation import Course, times_out
from authoring.model.states import OUT, Action
from authoring.sourcing import authorship
from authoring.sourcing.disclosure import Disclosure, DisclosureKind, disclosure, visible
from authoring.store import version_of
from authoring.store.addresses import kept_manifest
from authoring.store.manifests import imprint_now
from authoring.store.pieces import Attachment, Attachments, Piece
from authoring.store.repository import Repository
from authoring.text.i18n import _

_ROOM: Final = 1 << 24  # bytes of a revision's files that stay in memory until it is sent
_PUTS_OUT: Final = (Action.publish, Action.schedule)


@dataclass(frozen=True)
class ApprovedRevisions:
    """The kept revision of each piece that readers see, compared with its hash before it is returned.

    Text and pictures are read once: what is exported are the very values and bytes whose hash was computed. A picture
    that is too large to be kept is held against the manifest whenever it is read. `out_of_order` are the pieces that
    may not go out, and why. `translations` are what readers see of each text in other
    languages, by slug and language.
    """

    repository: Repository
    out_of_order: Mapping[str, Problem] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """The workspace's settings."""
        return self.repository.settings

    def read(self, slug: str) -> ApprovedRevision:
        """One piece's live revision, or the scheduled one if readers see none yet.

        Raises `InputError` when the kept revision is not the approved one, when the history is out of order, or when a
        value cannot be what it stands for: one unreadable piece keeps no other from a target.
        """
        try:
            return self._read(slug)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise InputError(
                _("“{slug}” cannot be read, so it is not exported: {reason}.").format(slug=slug, reason=error),
                advice("restore-folder"),
            ) from error

    def _read(self, slug: str) -> ApprovedRevision:
        if slug in self.out_of_order:
            raise InvalidDocuments([self.out_of_order[slug]])
        revision, moment = self._chosen(slug)
        files = _Files(revision.files)
        content = refuse_altered(self.repository, revision, digest=files.digest)
        draft = revision.draft
        times = times_out(revision.events)
        is_first = manifest.format_of(content) == manifest.FIRST
        imprint = imprint_now(self.settings, draft) if is_first else manifest.imprint_of(content)
        digests = {src: content["files"][src] for src in manifest.picture_sources(draft)}
        linked = {} if is_first else {src: sha256 for src, sha256 in content["files"].items() if src not in digests}
        return ApprovedRevision(
            slug=slug,
            hash=revision.hash,
            title=draft.title,
            description=draft.description,
            lang=draft.lang,
            author=imprint.byline,
            body=f"{manifest.unified(draft.body)}\n",
            published=in_zone(moment or times[0], self.settings.zone),
            updated=in_zone(moment or times[-1], self.settings.zone),
            disclosure=self._disclosure(revision, _parts(revision, content), imprint),
            tags=draft.tags,
            images=draft.images,
            pictures={src: files.holding(src, sha256) for src, sha256 in digests.items() if sha256},
            files={src: files.holding(src, sha256) for src, sha256 in linked.items()},
            checkpoint=revision.checkpoint,
            author_id=draft.author,
            is_scheduled=moment is not None,
            aliases=manifest.former_addresses(draft),
            translation_of=draft.translation_of,
            translations=self.translations.get(slug, {}),
        )

    def _chosen(self, slug: str) -> tuple[Piece, datetime | None]:
        """The revision that readers see, or will, and from when on they will."""
        shown = self.repository.shown(slug)
        if shown is not None:
            return shown, None
        piece = self.repository.piece(slug)
        moment = piece.situation.scheduled_at
        return (self.repository.kept(piece, piece.hash) if moment else self.repository.live(piece)), moment

    def _disclosure(self, piece: Piece, model: ModelPart, imprint: Imprint) -> Disclosure:
        """What readers are told about a model's part in this revision, computed from its record."""
        byline = {piece.draft.author: imprint.byline}
        reviewers = self._names((it.actor for it in approvals_of(piece)), byline)
        kind = cast(DisclosureKind, model.kind)
        statement = disclosure(
            "ai-autonomous" if kind == "ai-assisted" and not reviewers else kind,
            lang=piece.draft.lang,
            responsible=imprint.responsible,
            contact=imprint.contact,
            author=imprint.byline,
            wording=visible(piece.draft.disclosure) or imprint.wording,
            parts=model.parts,
        )
        editor = "".join(self._names([_editor_of(piece)], byline))
        return replace(statement, reviewers=reviewers, editor=editor, sources=len(piece.draft.testimonies))

    def _names(self, identities: Iterable[str], byline: Mapping[str, str]) -> tuple[str, ...]:
        """The people's names: the author's as approved, the others' by the settings of today."""
        people = self.settings.people
        names = (
            byline.get(identity) or (people[identity].name if identity in people else identity)
            for identity in identities
        )
        return tuple(dict.fromkeys(names))


class _Files:
    """The files of a kept revision, read once: what was hashed is what goes out, as far as memory goes."""

    def __init__(self, files: Attachments) -> None:
        self._files = files
        self._contents: dict[str, bytes] = {}
        self._room = _ROOM

    def digest(self, src: str) -> str:
        """The SHA-256 of a file; empty when there is none."""
        content = self._files.read(src)
        if content is None:
            return ""
        if len(content) <= self._room:
            self._contents[src] = content
            self._room -= len(content)
        return version_of(content)

    def holding(self, src: str, sha256: str) -> Attachment:
        """A file whose digest was computed."""
        return self._files.holding(src, sha256, content=self._contents.get(src))


def refuse_altered(repository: Repository, kept: Piece, *, digest: Callable[[str], str]) -> Mapping[str, Any]:
    """The manifest of a kept revision, computed anew from its text and its files, of which `digest` gives the SHA-256.

    Raises `InputError` when its hash is not the revision's.
    """
    try:
        content = manifest.rebuilt(kept.manifest, kept.draft, digest)
    except ValueError:
        raise InputError(
            _("The manifest of the kept revision {hash} of “{slug}” cannot be read; it is not exported.").format(
                hash=kept.hash[:12], slug=kept.slug
            ),
            advice("restore-folder"),
            file=repository.kept_label(kept.slug, kept_manifest(kept.hash)),
        ) from None
    if manifest.content_hash(content) != kept.hash:
        raise InputError(
            _("The kept revision {hash} of “{slug}” is no longer what was approved; it is not exported.").format(
                hash=kept.hash[:12], slug=kept.slug
            ),
            advice("restore-changed-file"),
            file=kept.label,
        )
    return content


def approvals_of(piece: Piece) -> list[Event]:
    """The approvals of this text that counted when it was published, or count now if it was not.

    An approval that was taken back, or that an edit voided, is not included.
    """
    course, approvers = Course(), None
    for event in piece.events:
        course.add(event)
        if event.action in OUT and event.hash == piece.hash:
            approvers = course.situation(content_hash=piece.hash).approvals
    if approvers is None:
        approvers = course.situation(content_hash=piece.hash).approvals
    last = {it.actor: it for it in piece.events if it.action is Action.approve and it.hash == piece.hash}
    return [last[actor] for actor in approvers if actor in last]


def _editor_of(piece: Piece) -> str:
    """The id of the person who published this text, or who scheduled it; else empty."""
    acts = [it for it in piece.events if it.hash == piece.hash and it.action in _PUTS_OUT and it.kind != "system"]
    return acts[-1].actor if acts and acts[-1].kind == "person" else ""


def _parts(piece: Piece, content: Mapping[str, Any]) -> ModelPart:
    """The model's part in this revision: as approved, or in format 1 as recorded at its publication."""
    stated = manifest.model_part(content)
    return stated if manifest.format_of(content) > manifest.FIRST else stated._replace(parts=_noted_parts(piece))


def _noted_parts(piece: Piece) -> tuple[str, ...]:
    """The model's part in this revision: as recorded at its publication, else as the history shows."""
    for event in reversed(piece.events):
        if event.action is Action.publish and event.hash == piece.hash:
            parts = publication(event).parts
            if parts is not None:
                return parts
            break
    return authorship.parts(piece.events, piece.draft, piece.calls)
