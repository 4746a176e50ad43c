"""The record of who wrote what: brought up to date with a piece's history, or computed again from kept revisions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from authoring.errors import AuthoringError, Problem, advice
from authoring.model.events import erased, models, near_sources, unvouched_records, vouched_records
from authoring.model.states import WRITING, Action
from authoring.sourcing import provenance
from authoring.sourcing.provenance import Provenance, Sentence, sentences_of
from authoring.sourcing.provenance.tracing import Revision, advance
from authoring.store import Key, Store
from authoring.store.addresses import PROVENANCE
from authoring.store.pieces import Piece
from authoring.text import frontmatter
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json

if TYPE_CHECKING:
    from authoring.model.events import Event


@dataclass(frozen=True)
class Step:
    """The record after an event, with the sentences that it is of."""

    event: Event
    sentences: Sequence[Sentence]
    record: Provenance


@dataclass(frozen=True)
class Origins:
    """The origin of each sentence of one piece, by the record beside it and its kept revisions.

    `written` is the record with the passages that a program has just written; it replaces the stored one.
    """

    store: Store
    piece: Piece
    written: Provenance | None = None

    def stored(self) -> Provenance:
        """The record beside the piece; an empty one when it is absent or unreadable.

        The digests in a record of the first format are replaced by those of the present one, with the kept texts.
        """
        if self.written is not None:
            return self.written
        record = provenance.decode_or_empty(self._content())
        if record.events or not any(passage.event for passage in record.passages):
            return record
        for content_hash in dict.fromkeys(event.hash for event in self.piece.events):
            text = self.store.documents.read(Key("piece", self.piece.slug, content_hash)) if content_hash else None
            if text is not None:
                try:
                    record = record.upgraded(frontmatter.parse(text.content.decode("utf-8")).body)
                except (ValueError, AuthoringError):
                    continue
        return record.upgraded(self.piece.draft.body)

    def recorded(self, event: Event) -> Provenance:
        """The record after `event`, which is about to record the piece's text."""
        number = len(self.piece.events) + 1
        record, before = self._caught_up(fresh=number)
        revision = _revision(replace(event, seq=number), self.present_sentences(), self.piece.draft.author)
        return advance(record, before, revision)

    def present(self) -> Provenance:
        """The record for the present text; sentences that no event has recorded yet have no person's name."""
        record, before = self._caught_up()
        return advance(record, before, Revision(self.piece.hash, self.present_sentences()))

    def rebuilt(self, *, events: int | None = None) -> Provenance:
        """The record computed again from the kept revisions, up to a line of the history; passages as recorded."""
        return self._followed(Provenance(self.stored().passages), (), self.piece.events[:events])[0]

    def _rebuilt_as_before(self, record: Provenance) -> Provenance:
        """The record by the rule of earlier versions, where a program's last passages applied to earlier lines too."""
        last = max((passage.event for passage in record.passages), default=0)
        passages = tuple(replace(it, event=0) if it.event == last else it for it in record.passages)
        return self._followed(Provenance(passages), (), self.piece.events[: record.events])[0]

    def is_vouched(self) -> bool:
        """Whether the record beside the piece has the digest that the history stated last."""
        for event in reversed(self.piece.events):
            if records := vouched_records(event):
                stated = records[PROVENANCE].sha256 if PROVENANCE in records else hashlib.sha256(b"").hexdigest()
                return hashlib.sha256(self._content()).hexdigest() == stated
        return not self.piece.events

    def problems(self) -> Iterator[Problem]:
        """The errors in the record: sentences that the kept revisions contradict, and changes by hand."""
        label = self.store.records.label(self.piece.slug, PROVENANCE)
        for event in self.piece.events:
            if PROVENANCE in unvouched_records(event):
                yield Problem(
                    _(
                        "This record was not the one that the history had vouched for when line {line} was written."
                    ).format(line=event.seq),
                    _("Compare the passages in it with a backup or with git."),
                    label,
                )
        record = provenance.decode_or_empty(self._content())
        if not record.events or erased(self.piece.events):
            return  # words that an erasure removed cannot be compared any more
        anew = self.rebuilt(events=record.events)
        if not _is_like(record, anew) and not _is_like(record, self._rebuilt_as_before(record)):
            stated = {sentence.sha256: sentence for sentence in record.sentences}
            wrong = [sentence for sentence in anew.sentences if stated.get(sentence.sha256) != sentence]
            yield Problem(
                _("{count} sentences come from elsewhere than this record says, by the kept revisions.").format(
                    count=max(1, len(wrong))
                ),
                advice("trace-sentences", slug=self.piece.slug),
                label,
            )

    def texts(self) -> Iterator[Sequence[Sentence]]:
        """The sentences of every kept revision, oldest first, and of the present text."""
        for content_hash in dict.fromkeys(event.hash for event in self.piece.events):
            revision = self._kept(content_hash)
            if revision:
                yield revision[0]
        yield self.present_sentences()

    def steps(self, events: Sequence[Event]) -> Iterator[Step]:
        """The record computed again, as it was after each of these events, which begin with the first."""
        yield from self._steps(Provenance(self.stored().passages), (), events)

    def present_sentences(self) -> Sequence[Sentence]:
        """The sentences of the text as it is now."""
        draft = self.piece.draft
        return sentences_of(draft.body, title=draft.title, description=draft.description)

    def _content(self) -> bytes:
        return self.store.records.read(self.piece.slug, PROVENANCE)

    def _caught_up(self, *, fresh: int = 0) -> tuple[Provenance, Sequence[Sentence]]:
        """The record after the last event, with the sentences that it is of.

        It is computed from the first event when the stored one cannot be trusted, and when passages were added, since
        their sentences may be older. Passages that no event has recorded count as written by event `fresh`.
        """
        record, events = _numbered(self.stored(), fresh), self.piece.events
        revision = self._kept(record.revision) if record.revision and self.written is None else None
        if not revision or record.events > len(events) or not self.is_vouched() or not _fits(record, revision[0]):
            return self._followed(Provenance(record.passages), (), events)
        return self._followed(record, revision[0], events[record.events :])

    def _followed(
        self, record: Provenance, before: Sequence[Sentence], events: Sequence[Event]
    ) -> tuple[Provenance, Sequence[Sentence]]:
        for step in self._steps(record, before, events):
            record, before = step.record, step.sentences
        return replace(record, events=events[-1].seq) if events else record, before

    def _steps(self, record: Provenance, before: Sequence[Sentence], events: Sequence[Event]) -> Iterator[Step]:
        for event in events:
            text = (before, "") if event.hash == record.revision else self._kept(event.hash)
            if text:
                revision = _revision(event, *text)
                record, before = advance(record, before, revision), revision.sentences
                yield Step(event, before, record)

    def _kept(self, content_hash: str) -> tuple[Sequence[Sentence], str] | None:
        """The sentences of a kept revision and its author; None when it is not kept."""
        text = self.store.documents.read(Key("piece", self.piece.slug, content_hash)) if content_hash else None
        if text is None:
            return None
        try:
            content = decode_json(self.store.revisions.manifest(self.piece.slug, content_hash))
            body = frontmatter.parse(text.content.decode("utf-8")).body
            sentences = sentences_of(body, title=content["title"], description=content["description"])
            return sentences, str(content["author"])
        except (ValueError, KeyError, TypeError, AuthoringError):
            return None


def _numbered(record: Provenance, event: int) -> Provenance:
    """The record in which passages without an event get this one."""
    return replace(record, passages=tuple(replace(it, event=it.event or event) for it in record.passages))


def _is_like(record: Provenance, other: Provenance) -> bool:
    """Whether both records have the same text and the same origins."""
    return (record.revision, record.sentences, record.gone) == (other.revision, other.sentences, other.gone)


def _fits(record: Provenance, sentences: Sequence[Sentence]) -> bool:
    return [origin.sha256 for origin in record.sentences] == [sentence.sha256 for sentence in sentences]


def _revision(event: Event, sentences: Sequence[Sentence], author: str) -> Revision:
    return Revision(
        event.hash,
        sentences,
        event=event.seq,
        actor=event.actor,
        kind=event.kind,
        writes=event.action in WRITING,
        models=bool(models(event)),
        is_whole=event.action is Action.draft,
        imports=event.action is Action.import_,
        author=author,
        found=near_sources(event),
    )
