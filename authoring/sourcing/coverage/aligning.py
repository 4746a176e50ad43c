"""Which sentences of a text are about a point: by shared words, by facts, and by meaning where a model is there."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from authoring.sourcing.coverage import marks as marking
from authoring.sourcing.coverage.marks import Mark
from authoring.sourcing.coverage.terms import Term, likeness, terms

MARK_WEIGHT: Final = 1.5  # what a shared number, date or name counts, in words
_NAME_LETTERS: Final = 4


class Nearness(Protocol):
    """A model of meaning."""

    def cosines(self, texts: Sequence[str], others: Sequence[str]) -> Sequence[Sequence[float]]:
        """For each text, how near each of the others is to it, up to 1."""


@dataclass(frozen=True)
class Reading:
    """A text as it is compared: its terms and its marks."""

    text: str
    terms: tuple[Term, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Match:
    """How much of a point a sentence says: `words` of its terms and marks by weight, and how many of them at all."""

    index: int
    words: float
    shared: int


@lru_cache(maxsize=8192)
def read(text: str, lang: str) -> Reading:
    """A point or a sentence, read once."""
    return Reading(text, terms(text, lang), marking.marks(text, lang))


def weights_of(readings: Sequence[Reading]) -> dict[str, float]:
    """How much each stem tells: what stands in many of the texts tells little."""
    counts: Counter[str] = Counter(stem for reading in readings for stem in {term.stem for term in reading.terms})
    total = max(len(readings), 1)
    return {stem: 0.3 + math.log(1 + total / count) / math.log(1 + total) for stem, count in counts.items()}


def match(point: Reading, sentence: Reading, weights: dict[str, float], index: int) -> Match:
    """How much of a point this sentence says."""
    total = shared_weight = 0.0
    shared = 0
    for term in point.terms:
        weight = weights.get(term.stem, 1.0)
        alike = max((likeness(term, other) for other in sentence.terms), default=0.0)
        total += weight
        shared_weight += weight * alike
        shared += alike > 0
    for mark in point.marks:
        total += MARK_WEIGHT
        if is_said(mark, sentence):
            shared_weight += MARK_WEIGHT
            shared += 1
    return Match(index, shared_weight / total if total else 0.0, shared)


def is_said(mark: Mark, sentence: Reading) -> bool:
    """Whether a sentence states this fact."""
    if mark.slot == "name":
        return _holds_name(mark.value, sentence)
    return any(mark.equals(other) for other in sentence.marks)


def _holds_name(name: str, sentence: Reading) -> bool:
    words = {term.word for term in sentence.terms}
    parts = [part for part in name.replace("-", " ").replace("'", " ").split() if len(part) >= _NAME_LETTERS]
    return any(part in words for part in parts) if parts else name in words
