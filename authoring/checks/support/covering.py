"""What of its outline a piece says: the outline's points with their lines, held against every sentence of the piece.

A point may be said in the prose, and as well in a heading, the description or a testimony; only the prose can
change it, since a person whose words are quoted may remember another number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from authoring.checks import Subject
from authoring.model.documents import Outline, Section
from authoring.sourcing import provenance
from authoring.sourcing.coverage import Point, PointCoverage, cover
from authoring.sourcing.coverage.reading import read
from authoring.sourcing.grounding import nearness
from authoring.sourcing.points import is_note, without_notes
from authoring.text import markdown, sentences

_FEWEST_TERMS: Final = 2  # a point of one word says too little to be looked for
_HOUR_ENDS: Final = re.compile(r"(?<=\d[ \u00a0\u202f]h\.)\s+(?=[A-ZÀ-Þ«“\"])")


@dataclass(frozen=True)
class PlacedPoint:
    """A point of an outline with the line of the outline's file on which it stands."""

    point: Point
    line: int


@dataclass(frozen=True)
class PlacedSentence:
    """A sentence of a piece. `line` is the body's, 0 for the title and the description.

    `is_prose` tells whether the piece itself says it.
    """

    text: str
    line: int
    is_prose: bool
    sha256: str


@dataclass(frozen=True)
class CoveredPoint:
    """A point, what the piece says of it, and the sentences that are about it, best first."""

    placed: PlacedPoint
    coverage: PointCoverage
    sentences: tuple[PlacedSentence, ...]


def covered(subject: Subject) -> list[CoveredPoint]:
    """What the piece says of each point of its outline, in order; empty where there is no outline or no text."""
    outline = subject.outline
    body = subject.draft.body
    if outline is None or not body.strip():
        return []
    placed = [it for it in points_of(outline) if _is_comparable(it.point, outline.lang)]
    if not placed:
        return []
    texts = list(_sentences(subject))
    model = nearness.Embeddings() if nearness.is_installed() else None
    coverages = cover([it.point for it in placed], [text.text for text in texts], lang=outline.lang, nearness=model)
    return [_covered(place, coverage, texts) for place, coverage in zip(placed, coverages, strict=True)]


def points_of(outline: Outline) -> list[PlacedPoint]:
    """The outline's points with their references, as provenance counts them, and their lines."""
    parts = markdown.sections(outline.body)
    placed: list[PlacedPoint] = []
    for number, section in enumerate((outline.introduction, *outline.sections)):
        lines = _lines(outline.body, parts[number], section) if number < len(parts) else []
        for index, text in enumerate(section.points, start=1):
            if is_note(text):
                continue
            line = next((line for line, raw in lines if text in raw), section.line)
            placed.append(PlacedPoint(Point(f"point:{number}.{index}", without_notes(text), section.heading), line))
    return placed


def _lines(body: str, part: markdown.BodySection, section: Section) -> list[tuple[int, str]]:
    """The lines of a section with their numbers in the file; `section.line` is that of its heading."""
    first = section.line + body.count("\n", part.start, part.text_start)
    return [(first + offset, raw) for offset, raw in enumerate(part.text_of(body).splitlines())]


def _is_comparable(point: Point, lang: str) -> bool:
    reading = read(point.text, lang)
    return len(reading.content) + len(reading.statements) >= _FEWEST_TERMS


def _sentences(subject: Subject) -> Iterator[PlacedSentence]:
    draft = subject.draft
    for sentence in provenance.sentences_of(draft.body, title=draft.title, description=draft.description):
        for part in split(provenance.text.shown(sentence.text)):
            yield PlacedSentence(part, sentence.line, sentence.role == "prose", sentence.sha256)


def split(text: str) -> list[str]:
    """The sentences of a text; one that ends with an hour (`15 h.`) ends there."""
    return [part for sentence in sentences.split(text) for part in _HOUR_ENDS.split(sentence)]


def _covered(place: PlacedPoint, coverage: PointCoverage, texts: Sequence[PlacedSentence]) -> CoveredPoint:
    """A point with its sentences; one of which a quoted person or a heading says something else is not changed."""
    about = tuple(texts[index] for index in coverage.sentences)
    if coverage.status == "changed" and not about[0].is_prose:
        coverage = replace(coverage, status="partly" if coverage.missing else "said", changed=())
    return CoveredPoint(place, coverage, about)
