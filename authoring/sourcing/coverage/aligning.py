"""Which sentences of a text are about which point: by shared words and facts, and by meaning where a model is there.

Every sentence is compared with every point, and points compete for it: what a sentence says of another point more
than of this one is hardly about this one. The constants are fitted to the labelled pairs of
`tests/cases/coverage/tuning.*`, by logistic regression; meaning counts for more than on those pairs alone, since the
lexicon was written with them in view: with nine in ten of its words left out, these constants lose least.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

from authoring.sourcing.coverage.reading import Reading, joined

_MARK_WEIGHT: Final = 1.5  # what a fact counts for, in words
_MOST_MARKS: Final = 3
_LEAST: Final = -3.0  # evidence as weak as this is none
_LEADS: Final = (-3.0, 5.0)  # a longer lead says no more
_OWN: Final = 5.0  # what a sentence is worth where its words are this point's alone
_NEARLY_ALL: Final = 0.8  # the share of a point's words that makes it present wherever they stand
_BASE: Final = 0.3


@dataclass(frozen=True)
class _Fit:
    """What evidence is worth: of meaning, words and facts; and what of its lead makes a point present."""

    meaning: float
    words: float
    marks: float
    base: float
    lead: float


_BY_MEANING: Final = _Fit(meaning=17.0, words=7.5, marks=2.0, base=-6.2, lead=0.8)
_BY_WORDS: Final = _Fit(meaning=0.0, words=14.0, marks=0.3, base=-4.9, lead=0.75)


class Nearness(Protocol):
    """A model of meaning."""

    def cosines(self, texts: Sequence[str], others: Sequence[str]) -> Sequence[Sequence[float]]:
        """For each text, how near each of the others is to it: about 0 for nothing in common, up to 1."""


@dataclass(frozen=True)
class Alignment:
    """A point's best sentence. `presence` is positive where the text seems to say the point, in full or in part.

    `words` is the share of the point's words and facts that the sentence says; `shares` tells whether it has any.
    """

    sentence: int
    presence: float
    words: float
    shares: bool


@dataclass(frozen=True)
class Aligner:
    """Compares the points of an outline with the sentences of a text."""

    points: Sequence[Reading]
    sentences: Sequence[Reading]
    nearness: Nearness | None = None

    def best(self, point: int) -> Alignment:
        """The sentence that is most about a point. There must be sentences."""
        leads = [self._lead(point, sentence) for sentence in range(len(self.sentences))]
        evidence = self.evidence[point]
        best = max(range(len(evidence)), key=lambda index: evidence[index] + 0.25 * min(leads[index], 0.0))
        lead = max(_LEADS[0], min(_LEADS[1], leads[best]))
        presence = self._fit.lead * lead + _OWN * self._own_share(point, best) + _BASE
        if presence <= 0 and self._everywhere(point) >= _NEARLY_ALL:
            presence = _BASE
        return Alignment(best, presence, self.words[point][best], any(share > 0 for share in self.words[point]))

    def _own_share(self, point: int, sentence: int) -> float:
        """What of the point a sentence says that no point says which it is rather about; 0 where there is none."""
        own = self.evidence[point][sentence]
        rivals = [self.points[number] for number, row in enumerate(self.evidence) if row[sentence] > own]
        return _share(self.points[point], self.sentences[sentence], self._weights, rivals) if rivals else 0.0

    def _everywhere(self, point: int) -> float:
        """The share of the point's words and facts that stand anywhere in the text."""
        return _share(self.points[point], joined(tuple(self.sentences)), self._weights)

    @cached_property
    def words(self) -> list[list[float]]:
        """For each point, the share of its words and facts that each sentence says, rare words counting more."""
        return [[_share(point, sentence, self._weights) for sentence in self.sentences] for point in self.points]

    @cached_property
    def evidence(self) -> list[list[float]]:
        """For each point, how much each sentence seems to be about it, as the logarithm of odds."""
        fit = self._fit
        meaning = self._meaning
        return [
            [
                fit.meaning * meaning[row][column] + fit.words * share + fit.marks * _marks(point, sentence) + fit.base
                for column, (share, sentence) in enumerate(zip(self.words[row], self.sentences, strict=True))
            ]
            for row, point in enumerate(self.points)
        ]

    def _lead(self, point: int, sentence: int) -> float:
        """How much more a sentence is about this point than about any other, or than about nothing."""
        first, second = self._leaders[sentence]
        own = self.evidence[point][sentence]
        return own - max(_LEAST, second if own >= first else first)

    @cached_property
    def _leaders(self) -> list[tuple[float, float]]:
        """For each sentence, the strongest evidence that it is about a point, and the next."""
        columns = (sorted(column, reverse=True) for column in zip(*self.evidence, strict=True))
        return [(column[0], column[1] if len(column) > 1 else _LEAST) for column in columns]

    @property
    def _fit(self) -> _Fit:
        return _BY_MEANING if self.nearness else _BY_WORDS

    @cached_property
    def _meaning(self) -> Sequence[Sequence[float]]:
        if self.nearness is None:
            return [[0.0] * len(self.sentences)] * len(self.points)
        return self.nearness.cosines([it.text for it in self.points], [it.text for it in self.sentences])

    @cached_property
    def _weights(self) -> dict[str, float]:
        """How much each stem tells: what stands in many of the texts tells little."""
        readings = [*self.points, *self.sentences]
        counts: Counter[str] = Counter(stem for reading in readings for stem in {term.stem for term in reading.terms})
        total = max(len(readings), 1)
        return {stem: 0.3 + math.log(1 + total / count) / math.log(1 + total) for stem, count in counts.items()}


def _share(point: Reading, sentence: Reading, weights: dict[str, float], rivals: Sequence[Reading] = ()) -> float:
    """The share of a point's words and facts, by weight, that a sentence says and none of the rivals."""
    total = said = 0.0
    for term in point.content:
        weight = weights.get(term.stem, 1.0)
        total += weight
        likeness = sentence.likeness(term)
        said += weight * likeness if likeness and not any(rival.likeness(term) for rival in rivals) else 0.0
    for mark in point.statements:
        total += _MARK_WEIGHT
        is_stated = sentence.states(mark) and not any(rival.states(mark) for rival in rivals)
        said += _MARK_WEIGHT * is_stated
    return said / total if total else 0.0


def _marks(point: Reading, sentence: Reading) -> float:
    return min(sum(sentence.states(mark) for mark in point.statements), _MOST_MARKS) / _MOST_MARKS
