"""Follows each sentence of a piece through its revisions: each step computes a record from the last one and a text.

The same revisions and the same passages always give the same record, so that it can be updated one revision at a time,
and verified by computing it again from the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from authoring.model.people import ActorKind
from authoring.sourcing.provenance.matching import Match, match
from authoring.sourcing.provenance.record import Origin, Passage, Provenance
from authoring.sourcing.provenance.text import Sentence, sentences_of

_OF_MODEL: Final = ("model", "edited")


@dataclass(frozen=True)
class Revision:
    """A text that an event recorded. `event` is the event's number; for the present text the values are empty.

    `writes` tells whether the actor counts as a writer of the text; who approves or publishes does not. `models` tells
    whether a model wrote in it, `is_whole` whether it wrote all of it. `found` are the near sources, by the sentences'
    digests; empty for a sentence that has none any more. `imports` tells that the text was imported and its writer is
    unknown.
    """

    hash: str
    sentences: Sequence[Sentence]
    event: int = 0
    actor: str = ""
    kind: ActorKind = "person"
    writes: bool = False
    models: bool = False
    is_whole: bool = False
    author: str = ""
    found: Mapping[str, str] = field(default_factory=dict)
    imports: bool = False

    @property
    def recorded(self) -> str:
        """The content hash, once an event has recorded the text."""
        return self.hash if self.event else ""

    @property
    def by(self) -> str:
        """The person who wrote the new sentences, if that is known."""
        return self.actor if self.writes and self.kind == "person" else ""


def advance(record: Provenance, before: Sequence[Sentence], revision: Revision) -> Provenance:
    """The record for the next revision. `before` are the sentences of the record's origins, in order."""
    if len(before) != len(record.sentences):
        before = ()
    if before and revision.hash == record.revision:
        return _sourced(_signed(replace(record, events=revision.event or record.events), revision.by), revision.found)
    matches: list[Match | None] = list(match(before, revision.sentences))
    stand = _Standing(record, revision)
    sentences = tuple(stand.origin(sentence, how) for sentence, how in zip(revision.sentences, matches, strict=True))
    unchanged = {pair.parents[0] for pair in matches if pair and pair.how == "same"}
    lost = [origin for index, origin in enumerate(record.sentences) if index not in unchanged]
    present = {origin.sha256 for origin in sentences}
    gone = {origin.sha256: origin for origin in (*record.gone, *lost)}
    after = replace(
        record,
        sentences=sentences,
        gone=tuple(origin for sha256, origin in gone.items() if sha256 not in present),
        revision=revision.hash,
        events=revision.event or record.events,
    )
    return _sourced(_signed(after, revision.by), revision.found)


def origins(body: str, record: Provenance, *, title: str = "", description: str = "") -> list[tuple[Sentence, Origin]]:
    """Every sentence of a text with its origin in the record.

    A sentence that the record does not have counts as written by a person and not yet recorded. Nothing is compared:
    `authoring.store.origins.Origins.present` gives a record that is up to date with a piece's text.
    """
    sentences = sentences_of(body, title=title, description=description)
    return list(zip(sentences, _recorded_origins(record, sentences), strict=True))


def _recorded_origins(record: Provenance, sentences: Sequence[Sentence]) -> list[Origin]:
    revision = Revision("", sentences)
    stand = _Standing(record, revision)
    places: dict[tuple[str, str], Origin] = {}
    for origin in (*record.gone, *record.sentences):
        places.setdefault(("", origin.sha256), origin)
        places[origin.section, origin.sha256] = origin
    recorded_origins = []
    for sentence in sentences:
        recorded = places.get((sentence.place, sentence.sha256)) or places.get(("", sentence.sha256))
        recorded_origins.append(_placed(recorded, sentence) if recorded else stand.origin(sentence, None))
    return recorded_origins


def _signed(record: Provenance, by: str) -> Provenance:
    """The record with a person's name for changes that no event had recorded yet."""
    if not by or all(origin.by or origin.kind not in ("person", "edited") for origin in record.sentences):
        return record
    return replace(
        record,
        sentences=tuple(
            replace(origin, by=by, revision=origin.revision or record.revision)
            if not origin.by and origin.kind in ("person", "edited")
            else origin
            for origin in record.sentences
        ),
    )


def _sourced(record: Provenance, near_sources: Mapping[str, str]) -> Provenance:
    """The record with the near sources of the model's sentences without a named source."""
    if not near_sources:
        return record
    return replace(
        record,
        sentences=tuple(
            replace(origin, found=(near_sources[origin.sha256],) if near_sources[origin.sha256] else ())
            if origin.sha256 in near_sources and origin.kind in _OF_MODEL and not origin.sources
            else origin
            for origin in record.sentences
        ),
    )


class _Standing:
    """Finds the origins of a revision's sentences, from the origins before it and the passages of programs."""

    def __init__(self, record: Provenance, revision: Revision) -> None:
        self._old = record.sentences
        self._gone = {origin.sha256: origin for origin in record.gone}
        self._written = _written(record, revision.event)
        self._has_record = any(passage.kind == "model" for passage in self._written.values())
        self._revision = revision

    def origin(self, sentence: Sentence, how: Match | None) -> Origin:
        """The origin of a sentence, by its match in the revision before."""
        passage = self._written.get(sentence.block)
        if self._revision.models and self._revision.is_whole:
            return self._of_passage(sentence, passage, how) if passage else self._of_outline(sentence)
        if sentence.role == "testimony":
            return self._of_testimony(sentence)
        if how and how.how == "same":
            return _placed(self._old[how.parents[0]], sentence)
        if sentence.sha256 in self._gone:
            return _placed(self._gone[sentence.sha256], sentence)
        if passage and passage.kind != "picture":
            return self._of_passage(sentence, passage, how)
        if how and how.how == "regrouped":
            return self._regrouped(sentence, [self._old[parent] for parent in how.parents])
        return self._changed(sentence, self._old[how.parents[0]] if how else None)

    def _of_passage(self, sentence: Sentence, passage: Passage, how: Match | None) -> Origin:
        """The origin of a sentence that a program wrote; a model may have reworded an earlier one."""
        if sentence.role == "testimony":
            return self._of_testimony(sentence)
        kind = "person" if passage.kind == "picture" else passage.kind
        before = self._old[how.parents[0]].sha256 if how and how.how != "same" else ""
        call, by = passage.call_of(sentence.sha256), ""
        if kind in ("model", "person") and sentence.sha256 in passage.calls and not call:  # the outline's own words
            kind, by = "person", self._revision.author
        origin = Origin(sentence.place, sentence.sha256, kind, call, by, self._revision.recorded, before)
        return replace(origin, sources=passage.sources_of(sentence.sha256))

    def _of_testimony(self, sentence: Sentence) -> Origin:
        origin = Origin(sentence.place, sentence.sha256, "testimony", revision=self._revision.recorded)
        return replace(origin, sources=(f"testimony:{sentence.testimony}#{sentence.number}",))

    def _of_outline(self, sentence: Sentence) -> Origin:
        """The origin of a sentence in a new draft that no passage of a model contains: the outline's words."""
        if sentence.role == "testimony":
            return self._of_testimony(sentence)
        if not self._has_record and sentence.role in ("prose", "description"):
            return Origin(sentence.place, sentence.sha256, "model", revision=self._revision.recorded)
        point = (f"point:{sentence.number}.0",) if sentence.role == "heading" and sentence.number else ()
        return Origin(
            sentence.place, sentence.sha256, "person", "", self._revision.author, self._revision.recorded, "", point
        )

    def _regrouped(self, sentence: Sentence, parents: Sequence[Origin]) -> Origin:
        """The origin of a cut or joined sentence: as before, unless it now joins a model's words and others'."""
        of_model = [parent for parent in parents if parent.kind in _OF_MODEL]
        edited = [parent for parent in of_model if parent.kind == "edited"]
        first = [*edited, *of_model, *parents][0]
        sources = tuple(dict.fromkeys(ref for parent in parents for ref in parent.sources))
        origin = replace(
            first, section=sentence.place, sha256=sentence.sha256, before=first.sha256, sources=sources, found=()
        )
        if of_model and len(of_model) < len(parents) and not self._is_by_model:
            return replace(origin, kind="edited", by=self._revision.by, revision=self._revision.recorded)
        return origin

    def _changed(self, sentence: Sentence, parent: Origin | None) -> Origin:
        """The origin of a new or reworded sentence: the writer of this revision."""
        before = parent.sha256 if parent else ""
        sources = parent.sources if parent else ()
        revision = self._revision
        if revision.imports:
            return Origin(sentence.place, sentence.sha256, "imported", "", "", revision.recorded, before, sources)
        if self._is_by_model:
            by = revision.actor if revision.kind == "agent" else ""
            return Origin(sentence.place, sentence.sha256, "model", "", by, revision.recorded, before, sources)
        if parent and parent.kind in _OF_MODEL:
            origin = Origin(
                sentence.place, sentence.sha256, "edited", parent.call, revision.by, revision.recorded, before
            )
            return replace(origin, sources=sources)
        return Origin(sentence.place, sentence.sha256, "person", "", revision.by, revision.recorded, before, sources)

    @property
    def _is_by_model(self) -> bool:
        """Whether new words are by an agent, or by a model whose record is lost."""
        return (self._revision.writes and self._revision.kind == "agent") or (
            self._revision.models and not self._has_record
        )


def _placed(origin: Origin, sentence: Sentence) -> Origin:
    """The origin with its sentence's present section; not copied if unchanged, since that takes time."""
    return origin if origin.section == sentence.place else replace(origin, section=sentence.place)


def _written(record: Provenance, event: int) -> Mapping[str, Passage]:
    """The passages that programs had written up to an event, the latest of equal ones; 0 means now."""
    return {
        passage.sha256: passage
        for passage in record.passages
        if not event or not passage.event or passage.event <= event
    }
