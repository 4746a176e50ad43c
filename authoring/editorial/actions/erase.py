"""Erase: remove the words of withdrawn testimonies from all records, with an event in the history of each piece.

The event names each record with its SHA-256 before and after, so that `verify` accepts exactly this erasure. The event
and the erasure of a piece are one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from authoring.editorial import approvals, consents
from authoring.editorial.actions import GuardedByPreparation, event_of
from authoring.editorial.context import Context
from authoring.editorial.spoken_words import blanked, holds, is_text
from authoring.errors import NotPossibleNow, advice
from authoring.model import workflow
from authoring.model.documents import Testimony
from authoring.model.events import Erased, Erasure, Event, erased
from authoring.model.states import Action
from authoring.privacy.confidences import Confidences
from authoring.sourcing.grounding import nearness
from authoring.store import WORKSPACE, Expected, Key, version_of
from authoring.store.addresses import TEXTS
from authoring.store.pieces import Attachments, Piece
from authoring.store.recording import Additions, KeptText, record
from authoring.text.frontmatter import dump
from authoring.text.i18n import _

# what is removed whole where it holds the words: reviewers' proposals in Word, and texts that go with the piece
_REMOVED: Final = ("proposals/", f"{TEXTS}/")


@dataclass(frozen=True)
class PieceErasure:
    """What is to be erased of one piece, and its event; None when an interrupted run has recorded it already."""

    piece: Piece
    event: Event | None
    records: dict[str, bytes | None]
    revisions: tuple[KeptText, ...]

    @property
    def count(self) -> int:
        """The number of texts, manifests and records from which words are removed."""
        return len(self.records) + sum(revision.count for revision in self.revisions)


@dataclass(frozen=True)
class PreparedErasure:
    """The words to erase, and the pieces whose records contain them."""

    testimonies: tuple[Testimony, ...]
    words: Confidences
    pieces: tuple[PieceErasure, ...]


@dataclass(frozen=True)
class Erasing:
    """The number of erased records of pieces and of the workspace; `left` are places that still have the words."""

    testimonies: tuple[str, ...]
    kept: int
    cached: int
    left: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Erase(GuardedByPreparation[PreparedErasure, Erasing]):
    """Erase the words of withdrawn testimonies. The proof of consent and withdrawal stays, and so do hashes."""

    slugs: tuple[str, ...]

    def prepare(self, context: Context) -> PreparedErasure:
        """What is erased of each piece.

        Raises `NotPossibleNow` while a consent is valid, or while a piece uses the words in its present text, and
        `NotAllowed` for an actor without the role for it.
        """
        testimonies = [context.repository.testimony(slug) for slug in self.slugs]
        _refuse_in_use(context, testimonies)
        words = Confidences.of(testimonies)
        pieces = [
            self._of_piece(context, context.repository.piece(slug), words) for slug in context.repository.pieces()
        ]
        return PreparedErasure(tuple(testimonies), words, tuple(it for it in pieces if it is not None))

    def execute(self, context: Context, prepared: PreparedErasure, *, signature: bytes = b"") -> Erasing:
        """Erase, piece by piece, and delete the workspace's own records of the words.

        A second call completes an erasure that was interrupted.
        """
        for erasure in prepared.pieces:
            _erase_piece(context, erasure)
        records = context.store.records
        cached = [name for name in records.names(WORKSPACE) if holds(records.read(WORKSPACE, name), prepared.words)]
        for name in cached:
            records.write(WORKSPACE, name, None)
        if prepared.words.runs:
            nearness.forget()
        for testimony in prepared.testimonies:
            if testimony.consent.erased is None:
                _keep_proof(context, testimony)
        words = prepared.words
        remaining = context.index.erase(self.slugs, lambda text: bool(words.breach(text)))
        places = list(map(str, remaining))
        if words.runs:
            places += context.store.holding(lambda content: _is_text_with(content, words))
        return Erasing(self.slugs, sum(erasure.count for erasure in prepared.pieces), len(cached), tuple(places))

    def _of_piece(self, context: Context, piece: Piece, words: Confidences) -> PieceErasure | None:
        records = dict(_records(context, piece, words))
        revisions = tuple(_revisions(context, piece, words))
        if not records and not revisions:
            return None
        target = workflow.permit(Action.erase, now=piece.situation, actor=context.actor)
        entries = [*(entry for it in revisions for entry in it.erasures), *_entries(context, piece, records)]
        recorded = {(it.file, it.before, it.after) for it in erased(piece.events)}
        fresh = tuple(it for it in entries if (it.file, it.before, it.after) not in recorded)
        details: dict[str, Any] = Erasure(tuple(sorted(self.slugs)), fresh).as_details()
        named, event = event_of(context, piece, Action.erase, target=target, details=details)
        return PieceErasure(named, event if fresh else None, records, revisions)


def _refuse_in_use(context: Context, testimonies: Sequence[Testimony]) -> None:
    for testimony in testimonies:
        if testimony.consent.status != "withdrawn":
            raise NotPossibleNow(
                _("The consent for the testimony “{slug}” has not been withdrawn.").format(slug=testimony.slug),
                advice("withdraw-consent", slug=testimony.slug),
                file=testimony.label,
            )
    usages, unreadable = consents.usages(context, testimonies)
    consents.refuse(unreadable)
    for usage in usages:
        if usage.ways & {"inserted", "quoted", "words"}:
            _refuse_used(usage.piece)


def _refuse_used(piece: Piece) -> NoReturn:
    raise NotPossibleNow(
        _("“{slug}” still holds these words, so they are not erased.").format(slug=piece.slug),
        advice("take-words-out"),
        file=piece.label,
    )


def _records(context: Context, piece: Piece, words: Confidences) -> Iterator[tuple[str, bytes | None]]:
    """The piece's records with the words: reviews and accompanying texts are removed, passages of reports blanked."""
    for name in (name for folder in _REMOVED for name in context.store.records.names(piece.slug, folder)):
        if holds(context.store.records.read(piece.slug, name), words):
            yield name, None
    for name in context.store.records.names(piece.slug, f"{approvals.FOLDER}/"):
        content = context.store.records.read(piece.slug, name)
        if name.endswith(f"/{approvals.REPORT}") and holds(content, words):
            yield name, blanked(content, words) or None


def _entries(context: Context, piece: Piece, records: dict[str, bytes | None]) -> Iterator[Erased]:
    for name, after in records.items():
        before = context.store.records.read(piece.slug, name)
        yield Erased(name, _sha256(before), _sha256(after) if after else "")


def _revisions(context: Context, piece: Piece, words: Confidences) -> Iterator[KeptText]:
    """The kept revisions with the words: their text, manifest or linked file with the words is removed.

    Raises `NotPossibleNow` when a file that the present text links to has the words.
    """
    in_use = {
        context.store.revisions.name(piece.slug, content_hash)
        for content_hash in (piece.hash, piece.situation.live)
        if content_hash
    }
    for name in context.store.revisions.hashes(piece.slug):
        key = Key("piece", piece.slug, name)
        stored = context.store.documents.read(key)
        text, manifest = stored.content if stored else None, context.store.revisions.manifest(piece.slug, name) or None
        files = Attachments(context.store.blobs, key)
        revision = KeptText(
            name,
            text=text,
            manifest=manifest,
            erases_text=text is not None and holds(text, words),
            erases_manifest=manifest is not None and holds(manifest, words),
            files=files,
            erased_files=tuple(file for file in files.names() if _is_text_with(files.read(file) or b"", words)),
        )
        if revision.erased_files and name in in_use:
            _refuse_used(piece)
        if revision.count:
            yield revision


def _is_text_with(content: bytes, words: Confidences) -> bool:
    return is_text(content) and holds(content, words)


def _erase_piece(context: Context, erasure: PieceErasure) -> None:
    additions = Additions(records=erasure.records, revisions=erasure.revisions)
    if erasure.event is not None:
        record(context.repository, erasure.piece, erasure.event, additions=additions)
        return
    with context.store.transaction(erasure.piece.slug) as change:
        additions.add_to(change, erasure.piece.slug)


def _keep_proof(context: Context, testimony: Testimony) -> None:
    """The testimony without its words: who agreed to what and when, and when they withdrew it."""
    key = Key("testimony", testimony.slug)
    document = context.repository.document(key)
    digest = _sha256(testimony.words_spoken.encode())
    consent = {**document.values["consent"], "erased": context.today, "sha256": digest}
    stays: dict[str, Any] = {
        name: document.values[name] for name in ("person", "lang", "collected") if name in document.values
    }
    proof = f"---\n{dump({**stays, 'consent': consent})}---\n".encode()
    expected = Expected(texts={key: version_of(document.text.encode())})
    with context.store.transaction(testimony.slug, expected=expected) as change:
        change.write(key, proof)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
