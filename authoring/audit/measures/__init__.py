"""How good a draft is, in figures: what it says of its outline, what it adds, and how it is written.

The command that tests prompts and the benchmark of drafts count with these functions alone.

    >>> measured = measure(body, outline=outline, testimonies=testimonies, settings=settings)
    >>> measured.said, measured.points
    (11, 12)

A text of any origin can be measured: nothing here looks at who wrote it. A point may be said in a heading or a
quotation as well; everything else is counted in what the text says by itself, without people's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from authoring.audit.measures import wording
from authoring.checks import Subject, language, leftovers, repeats
from authoring.checks.sources import FEWEST_STEMS
from authoring.checks.support.covering import covered
from authoring.checks.support.reading import Reading
from authoring.model.config import Settings
from authoring.model.documents import Draft, Outline, Testimony
from authoring.sourcing import grounding
from authoring.sourcing.coverage import PointCoverage
from authoring.sourcing.grounding import Sources, nearness, negation
from authoring.sourcing.quotations.marks import count_words
from authoring.store import Key
from authoring.store.memory import MemoryStore
from authoring.store.pieces import Attachments
from authoring.text import grammar

__all__ = ["Measures", "measure"]


@dataclass(frozen=True)
class Measures:
    """The figures of one text, and the passages that they count. None stands for what could not be measured here.

    `coverage` says of each point whether the text says it with all its facts, as the check of that name does;
    `unsourced` pairs a sentence with a number, date, name or role that no source holds. `far` are sentences that are
    near no source. `own_words` are points that stand in the text in the outline's own words. `budget` is the length
    that the outline asks for, in words.
    """

    coverage: tuple[PointCoverage, ...]
    unsourced: tuple[tuple[str, str], ...]
    sentences: int
    far: tuple[str, ...] | None
    repeated: tuple[str, ...]
    empty: tuple[str, ...]
    foreign: tuple[str, ...]
    leftovers: tuple[str, ...]
    own_words: tuple[str, ...]
    words: int
    budget: int
    faults: tuple[str, ...] | None

    @property
    def points(self) -> int:
        """How many points the outline has."""
        return len(self.coverage)

    @property
    def said(self) -> int:
        """How many of them the text says with all their facts."""
        return sum(point.status == "said" for point in self.coverage)

    @property
    def changed(self) -> int:
        """How many of them the text contradicts."""
        return sum(point.status == "changed" for point in self.coverage)

    @property
    def said_share(self) -> float:
        """The share of points that are said with all their facts; 1 for an outline without points."""
        return self.said / self.points if self.points else 1.0

    @property
    def far_share(self) -> float | None:
        """The share of sentences that are near no source."""
        if self.far is None:
            return None
        return len(self.far) / self.sentences if self.sentences else 0.0

    @property
    def own_words_share(self) -> float:
        """The share of points that stand in the outline's own words."""
        return len(self.own_words) / self.points if self.points else 0.0

    @property
    def excess(self) -> float:
        """How far the length is from the budget, as a share of it: -0.2 for a fifth too short."""
        return (self.words - self.budget) / self.budget

    @property
    def faults_per_100_words(self) -> float | None:
        """The faults of grammar per 100 words."""
        if self.faults is None:
            return None
        return 100 * len(self.faults) / self.words if self.words else 0.0


def measure(body: str, *, outline: Outline, testimonies: Mapping[str, Testimony], settings: Settings) -> Measures:
    """The figures of a text, whose Markdown is `body`, as a draft of the outline.

    Without the extra `nearness`, sentences are not compared with sources by their meaning.
    """
    subject = _subject(body, outline=outline, testimonies=testimonies, settings=settings)
    text = subject.reading
    sentences = [" ".join(sentence.text.split()) for sentence in text.sentences]
    sources = grounding.of_piece(outline, testimonies, settings)
    points = [point for part in (outline.introduction, *outline.sections) for point in part.points]
    return Measures(
        coverage=tuple(it.coverage for it in covered(subject)),
        unsourced=tuple(_unsourced(sentences, sources)),
        sentences=len(sentences),
        far=_far(sentences, sources) if nearness.is_installed() else None,
        repeated=tuple(_repeated(sentences)),
        empty=tuple(it for it in sentences if wording.is_empty(it, sources, outline.lang)),
        foreign=tuple(it for it in sentences if language.other_language(it, outline.lang)),
        leftovers=(
            *(" ".join(it.text.split()) for it in leftovers.find(text)),
            *wording.copied_notes(points, sentences),
        ),
        own_words=tuple(wording.in_own_words(points, sentences)),
        words=count_words(text.prose),
        budget=outline.words,
        faults=_faults(text, outline.lang),
    )


def _subject(body: str, *, outline: Outline, testimonies: Mapping[str, Testimony], settings: Settings) -> Subject:
    """The text as checks take it; it has no files beside it."""
    draft = Draft(outline.slug, outline.title, outline.lang, outline.author, body, testimonies=outline.testimonies)
    no_files = Attachments(MemoryStore(clock=lambda: datetime.now(UTC)).blobs, Key("piece", outline.slug))
    return Subject(draft, no_files, settings, outline, testimonies)


def _unsourced(sentences: Sequence[str], sources: Sources) -> Iterator[tuple[str, str]]:
    for sentence in sentences:
        for literal in sources.missing(sentence):
            yield sentence, literal.text


def _far(sentences: Sequence[str], sources: Sources) -> tuple[str, ...]:
    """The sentences that are near no source; those of few words are near nothing and say nothing."""
    comparable = [sentence for sentence in sentences if len(negation.stems(sentence)) >= FEWEST_STEMS]
    near = nearness.nearest(comparable, sources.citable)
    return tuple(text for text, nearest in zip(comparable, near, strict=True) if nearest and not nearest.is_near)


def _repeated(sentences: Sequence[str]) -> Iterator[str]:
    """The sentences that say again what an earlier one says, wherever it stands, or what they say themselves."""
    later = {repeat.later for repeat in repeats.find(sentences)}
    for number, sentence in enumerate(sentences):
        if number in later or wording.repeats_itself(sentence):
            yield sentence


def _faults(text: Reading, lang: str) -> tuple[str, ...] | None:
    paragraphs = [
        text.prose[block.start : block.end] for block in text.blocks if block.kind == "paragraph" and not block.quote
    ]
    faults = grammar.faults(paragraphs, lang)
    return None if faults is None else tuple(f"{fault.passage}: {fault.message}" for fault in faults)
