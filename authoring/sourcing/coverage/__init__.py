"""What of an outline a text says: the sentences about each point, and the facts that they lack or change.

    >>> point = Point("point:1.1", "Open on Thursdays from 18:00", "Opening hours")
    >>> cover([point], ["We open every Tuesday at six in the evening."], lang="en")[0].status
    'changed'

Words and a small lexicon decide; a model of meaning (`nearness`) adds what shares no word. Nothing is proved by it:
a sentence can say a point and mean something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from authoring.sourcing.coverage import judging
from authoring.sourcing.coverage.aligning import Nearness
from authoring.sourcing.coverage.marks import Fact, FactKind
from authoring.sourcing.coverage.reading import read

__all__ = ["Fact", "FactKind", "Nearness", "Point", "PointCoverage", "Status", "cover", "facts_of"]

Status = Literal["said", "partly", "changed", "missing"]


@dataclass(frozen=True)
class Point:
    """A point of an outline: its reference (`point:2.1`), its words, and the heading that it stands under."""

    reference: str
    text: str
    heading: str = ""


@dataclass(frozen=True)
class PointCoverage:
    """What a text says of a point. `sentences` are the indices of those that are about it, best first.

    `missing` are facts that no such sentence states; `changed` pairs a fact with the words that contradict it.
    `is_certain` is false for a missing point where no model of meaning was asked and no word is shared: other words
    may say it.
    """

    reference: str
    point: str
    status: Status
    sentences: tuple[int, ...]
    missing: tuple[Fact, ...] = ()
    changed: tuple[tuple[Fact, str], ...] = ()
    is_certain: bool = True


def cover(
    points: Sequence[Point], sentences: Sequence[str], *, lang: str, nearness: Nearness | None = None
) -> list[PointCoverage]:
    """What these sentences say of each point, in the points' order; `nearness` is asked where words leave a doubt."""
    readings = [read(sentence, lang) for sentence in sentences]
    own = [read(point.text, lang) for point in points]
    verdicts = judging.verdicts(own, readings, None)
    if nearness is not None and not all(verdict.is_clear for verdict in verdicts):
        verdicts = judging.verdicts(own, readings, nearness)
    return [_coverage(point, verdict) for point, verdict in zip(points, verdicts, strict=True)]


def facts_of(text: str, lang: str) -> tuple[Fact, ...]:
    """The facts of a text in order: what must be said of it for the whole to be said."""
    return tuple(mark.fact for mark in read(text, lang).statements)


def _coverage(point: Point, verdict: judging.Verdict) -> PointCoverage:
    return PointCoverage(
        point.reference,
        point.text,
        verdict.status,
        verdict.sentences,
        verdict.missing,
        verdict.changed,
        verdict.is_certain,
    )
