"""The parts of a point, and those of which a sentence that says the others says no word.

Only where the sentence has next to nothing left to say it with: else other words of it may say the part.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from authoring.sourcing.coverage.marks import Fact
from authoring.sourcing.coverage.reading import Reading
from authoring.sourcing.coverage.terms import spelled
from authoring.sourcing.provenance.digests import folded

_APART: Final = re.compile(
    r"[,;:()+=]| - |\b(?:et|and|avec|with|sauf|except|mais|but|puis|then|a condition|si|if|only if|unless)\b"
)
_JOINT: Final = re.compile(r"\A(?:et|and)\s", re.IGNORECASE)
_LABEL_ENDS: Final = re.compile(r"\s*[:=]")
_CONDITION: Final = re.compile(
    r"(?:sauf|except|a condition|si|if|only|unless|uniquement|seulement|pas|not|hors|sans|without)\b"
)
_MOSTLY: Final = 0.6  # the share of a part's words that a text must have for the part to be said
_LEFT: Final = 2  # words of a sentence that say nothing of the point


@dataclass
class _Part:
    """A part of a point: the likeness of its words and facts in the text."""

    start: int
    end: int
    shares: list[float] = field(default_factory=list)

    @property
    def is_said(self) -> bool:
        return sum(self.shares) / len(self.shares) >= _MOSTLY

    @property
    def is_absent(self) -> bool:
        return max(self.shares) == 0


def absent_parts(point: Reading, sentence: Reading, text: Reading) -> list[Fact]:
    """The parts of a point that a text does not say, all others being said; `sentence` is the one about it."""
    left = {term.stem for term in sentence.content if not point.likeness(term)}
    if len(left) > _LEFT:
        return []
    spelling = spelled(point.text)
    parts = _parts(point, text, spelling)
    absent = [part for part in parts if part.is_absent and not _LABEL_ENDS.match(spelling, part.end)]
    others = [part for part in parts if part not in absent and not part.is_absent]
    if not others or not all(part.is_said for part in others):
        return []
    shown = folded(point.text)
    words = shown if len(shown) == len(spelling) else spelling
    return [_fact(words[part.start : part.end].strip(" ,;:()+=-")) for part in absent]


def _parts(point: Reading, text: Reading, spelling: str) -> list[_Part]:
    cuts = [match.start() for match in _APART.finditer(spelling)]
    shares: defaultdict[int, list[float]] = defaultdict(list)
    for term in point.content:
        shares[bisect_right(cuts, term.start)].append(text.likeness(term))
    for mark in point.statements:
        shares[bisect_right(cuts, mark.start)].append(float(text.states(mark)))
    edges = [0, *cuts, len(spelling)]
    return [_Part(edges[number], edges[number + 1], own) for number, own in sorted(shares.items())]


def _fact(words: str) -> Fact:
    return Fact("condition" if _CONDITION.match(spelled(words)) else "role", _JOINT.sub("", words, count=1))
