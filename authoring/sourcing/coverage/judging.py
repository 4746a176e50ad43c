"""Whether a point is said, partly said, changed or missing, from the sentences that are about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from authoring.sourcing.coverage import aligning, lexicon
from authoring.sourcing.coverage.aligning import Match, Nearness, Reading
from authoring.sourcing.coverage.marks import Fact, Mark
from authoring.sourcing.coverage.terms import Term, likeness
from authoring.sourcing.grounding import negation

_ABOUT: Final = 0.3  # the share of a point's words that a sentence about it has, at least
_WHOLE: Final = 0.5  # the share that all sentences about it have together, at least, where it is said as a whole
_MOST_SENTENCES: Final = 3


@dataclass(frozen=True)
class Verdict:
    """What is said of one point."""

    status: Literal["said", "partly", "changed", "missing"]
    sentences: tuple[int, ...] = ()
    missing: tuple[Fact, ...] = ()
    changed: tuple[tuple[Fact, str], ...] = ()
    is_certain: bool = True


def statements(reading: Reading, lang: str) -> list[Mark]:
    """The facts that a text states, in order."""
    return sorted((mark for mark in reading.marks if not _is_article(mark)), key=lambda mark: mark.start)


def _is_article(mark: Mark) -> bool:
    return mark.quantity is not None and mark.quantity.is_article and mark.quantity.dimension == "count"


@dataclass(frozen=True)
class Judge:
    """Judges the points of an outline against the sentences of a text."""

    points: Sequence[Reading]
    sentences: Sequence[Reading]
    lang: str
    nearness: Nearness | None = None

    @cached_property
    def _weights(self) -> dict[str, float]:
        return aligning.weights_of([*self.points, *self.sentences])

    def verdict(self, number: int) -> Verdict:
        """What the text says of the point with this number."""
        point = self.points[number]
        matches = sorted(
            (aligning.match(point, sentence, self._weights, index) for index, sentence in enumerate(self.sentences)),
            key=lambda it: (-it.words, it.index),
        )
        about = [it for it in matches[:_MOST_SENTENCES] if self._is_about(it, matches[0])]
        if not about:
            return Verdict("missing", is_certain=self.nearness is not None or bool(matches and matches[0].shared))
        indices = tuple(it.index for it in about)
        missing, changed = self._facts(point, [self.sentences[index] for index in indices])
        if changed:
            return Verdict("changed", indices, missing, changed)
        whole = self._together(point, indices)
        return Verdict("partly" if missing or whole < _WHOLE else "said", indices, missing)

    def _is_about(self, candidate: Match, best: Match) -> bool:
        return candidate.words >= _ABOUT and candidate.words >= best.words / 2 and candidate.shared > 0

    def _together(self, point: Reading, indices: Sequence[int]) -> float:
        joined = Reading(
            "",
            tuple(term for index in indices for term in self.sentences[index].terms),
            tuple(mark for index in indices for mark in self.sentences[index].marks),
        )
        return aligning.match(point, joined, self._weights, 0).words

    def _facts(
        self, point: Reading, sentences: Sequence[Reading]
    ) -> tuple[tuple[Fact, ...], tuple[tuple[Fact, str], ...]]:
        missing: list[Fact] = []
        changed: list[tuple[Fact, str]] = []
        for mark in statements(point, self.lang):
            if any(aligning.is_said(mark, sentence) for sentence in sentences):
                continue
            contrary = _contrary(mark, point, sentences)
            if contrary:
                changed.append((mark.fact, contrary))
            else:
                missing.append(mark.fact)
        changed += _turned(point, sentences, self.lang)
        return tuple(missing), tuple(changed)


def _contrary(mark: Mark, point: Reading, sentences: Sequence[Reading]) -> str:
    """The words of the sentences that state something else in the mark's slot, and that the point does not say."""
    for sentence in sentences:
        for other in sentence.marks:
            if mark.excludes(other) and not aligning.is_said(other, point):
                return other.fact.text
    return ""


def _turned(point: Reading, sentences: Sequence[Reading], lang: str) -> list[tuple[Fact, str]]:
    """What the sentences deny or state the opposite of."""
    turned: list[tuple[Fact, str]] = []
    for term in point.terms:
        excluded = lexicon.of_language(lang).excluded_by(term.classes)
        if not excluded or any(likeness(term, other) for sentence in sentences for other in sentence.terms):
            continue
        for opposite in (other for sentence in sentences for other in sentence.terms if other.classes & excluded):
            if not _stands_in(opposite, point):
                turned.append((Fact("condition", term.word), opposite.word))
                break
    if not turned and sentences and negation.differs(sentences[0].text, point.text) and _shares(point, sentences[0]):
        turned.append((Fact("negation", point.text), sentences[0].text))
    return turned


def _stands_in(term: Term, reading: Reading) -> bool:
    return any(likeness(term, other) for other in reading.terms)


def _shares(point: Reading, sentence: Reading) -> bool:
    return any(term.stem == other.stem for term in point.terms for other in sentence.terms)
