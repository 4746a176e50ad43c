"""What of a point a sentence contradicts: another number, day or name, the opposite, a denial, or roles exchanged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from authoring.sourcing.coverage import lexicon
from authoring.sourcing.coverage.marks import Fact, Mark
from authoring.sourcing.coverage.reading import Reading
from authoring.sourcing.coverage.terms import Term
from authoring.sourcing.grounding import negation

Contradiction = tuple[Fact, str]


def contradictions(point: Reading, text: Reading, absent: Sequence[Mark]) -> tuple[Contradiction, ...]:
    """The facts of a point that a text changes; `absent` are the numbers, dates and names that it does not state."""
    pairs = [*_other_values(point, text, absent), *_opposites(point, text)]
    return tuple(pairs or _denials(point, text))


def _other_values(point: Reading, text: Reading, absent: Sequence[Mark]) -> Iterable[Contradiction]:
    for mark in absent:
        for other in text.marks:
            if mark.excludes(other) and not point.states(other):
                yield mark.fact, other.fact.text
                break


def _opposites(point: Reading, text: Reading) -> Iterable[Contradiction]:
    words = lexicon.of_language(point.lang)
    for term in point.terms:
        excluded = words.excluded_by(term.classes)
        if not excluded or text.likeness(term):
            continue
        opposite = next((it for it in text.terms if it.classes & excluded and not point.likeness(it)), None)
        if opposite and not _is_turned(point, term, text, opposite):
            yield Fact("condition", term.word), opposite.word


def _is_turned(point: Reading, term: Term, text: Reading, opposite: Term) -> bool:
    """Whether one of the two is denied: `not closed` is open."""
    return negation.is_negative(point.text) != negation.is_negative(text.text)


def _denials(point: Reading, text: Reading) -> Iterable[Contradiction]:
    shared = [term for term in point.content if text.likeness(term) == 1.0]
    if len(shared) * 2 > len(point.content) and negation.differs(text.text, point.text):
        yield Fact("negation", point.text), text.text
