"""What of a point a sentence contradicts: another number, day or name, the opposite, a denial, or roles exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from authoring.sourcing.coverage import lexicon, roles
from authoring.sourcing.coverage.marks import Fact, Mark
from authoring.sourcing.coverage.polarity import clauses
from authoring.sourcing.coverage.reading import Reading
from authoring.sourcing.coverage.terms import Term, is_like, spelled

Contradiction = tuple[Fact, str]

_EXCEPTS: Final = re.compile(r"\b(?:sauf|excepte|hormis|except|apart from|other than|a l'exception)\b")
_EXCEPTED: Final = re.compile(r"\bexcept(?:ed|es?)\b")
_BESIDE: Final = 32  # letters between an exception and its word
_OF: Final = re.compile(r"\b(?:of|sur|des|parmi)\b", re.IGNORECASE)
_FAR: Final = 2  # letters of the whole that are read, for `sur` may touch it
_SAME: Final = 0.9  # the likeness of synonyms
_ALL: Final = re.compile(r"\b(?:tous|toutes|all|every|chaque)\b")


def contradictions(
    point: Reading, text: Reading, absent: Sequence[Mark], *, best: Reading
) -> tuple[Contradiction, ...]:
    """The facts of a point that a text changes; `absent` are the numbers, dates and names that it does not state.

    `best` is the sentence that is most about the point: only that one is held to deny it.
    """
    certain = [*_other_values(point, text, absent), *_free_or_paid(point, text), *_all_or_some(point, text)]
    if certain:
        return tuple(dict.fromkeys(certain))
    return tuple([*roles.exchanged(point, text)] or [*_turned(point, text, best)])


def _other_values(point: Reading, text: Reading, absent: Sequence[Mark]) -> Iterator[Contradiction]:
    for mark in absent:
        other = next((it for it in text.marks if _replaces(it, mark, point, text)), None)
        if other:
            yield mark.fact, other.fact.text
    yield from _other_counts(point, text, absent)


def _replaces(other: Mark, mark: Mark, point: Reading, text: Reading) -> bool:
    """Whether the text's mark stands where the point's does: another value, or the same number in another unit."""
    if other.slot == "weekday" and _is_excepted(other, text):
        return False
    if point.states(other) or (other.is_article and not mark.excludes(other)):
        return False
    return mark.excludes(other) or _has_other_unit(mark, other)


def _is_excepted(mark: Mark, text: Reading) -> bool:
    """Whether a day stands in the text as an exception: `except Sundays`."""
    spelling = spelled(text.text)
    return bool(
        _EXCEPTS.search(spelling, max(0, mark.start - _BESIDE), mark.start)
        or _EXCEPTED.search(spelling, mark.start, mark.start + _BESIDE)
    )


def _has_other_unit(mark: Mark, other: Mark) -> bool:
    own, another = mark.quantity, other.quantity
    if own is None or another is None or "count" in (own.dimension, another.dimension):
        return False
    return own.dimension != another.dimension and own.number == another.number


def _other_counts(point: Reading, text: Reading, absent: Sequence[Mark]) -> Iterator[Contradiction]:
    """Numbers that the text has for something else, while it counts the same things otherwise."""
    for mark in point.statements:
        if mark in absent or mark.counted is None:
            continue
        same = [it for it in text.marks if it.counted is not None and is_like(mark.counted, it.counted)]
        if same and not any(mark.equals(it) for it in same):
            yield mark.fact, same[0].fact.text


def _free_or_paid(point: Reading, text: Reading) -> Iterator[Contradiction]:
    """`Free`, and a price of its own; or a price, and `free`."""
    free = lexicon.of_language(point.lang).classes_of("gratuit" if point.lang == "fr" else "free", "")
    own = next((term for term in point.terms if term.classes & free), None)
    theirs = next((term for term in text.terms if term.classes & free), None)
    own_price, price = (next((it for it in reading.marks if it.slot == "money"), None) for reading in (point, text))
    if own and not theirs and price and not own_price:
        yield Fact("condition", own.word), price.fact.text
    if theirs and not own and own_price and not price:
        yield own_price.fact, theirs.word


def _all_or_some(point: Reading, text: Reading) -> Iterator[Contradiction]:
    """`All five` or `12 of 14`, where the text has `three of the five` or `nine of the fourteen`."""
    all_of_point = _ALL.search(spelled(point.text))
    own = list(_ratios(point))
    for part, whole in _ratios(text):
        if all_of_point and any(whole.equals(mark) for mark in point.statements) and not point.states(part):
            yield Fact("quantity", all_of_point.group()), f"{part.fact.text} / {whole.fact.text}"
        for own_part, own_whole in own:
            if own_whole.equals(whole) and not own_part.equals(part):
                yield own_part.fact, part.fact.text


def _ratios(reading: Reading) -> Iterator[tuple[Mark, Mark]]:
    """The parts of wholes: `nine of the fourteen`."""
    counts = sorted((mark for mark in reading.marks if mark.slot == "count"), key=lambda mark: mark.start)
    for first, second in pairwise(counts):
        if _OF.search(reading.text, first.start, second.start + _FAR):
            yield first, second


def _turned(point: Reading, text: Reading, best: Reading) -> Iterator[Contradiction]:
    """Opposites, and else a denial."""
    opposites = [(Fact("condition", own.word), theirs.word) for own, theirs in _opposites(point, text)]
    if not opposites and _is_denied(point, best):
        opposites.append((Fact("negation", point.text), best.text))
    yield from opposites


def _opposites(point: Reading, text: Reading) -> Iterator[tuple[Term, Term]]:
    """The point's words that the text replaces by one that excludes them; `not closed` does not exclude `open`."""
    words = lexicon.of_language(point.lang)
    own, theirs = clauses(point.terms, point.text), clauses(text.terms, text.text)
    for term in point.terms:
        excluded = words.excluded_by(term.classes)
        if not excluded or text.likeness(term):
            continue
        for other in text.terms:
            if (
                other.classes & excluded
                and not point.likeness(other)
                and own.is_denied(term) == theirs.is_denied(other)
            ):
                yield term, other
                break


def _is_denied(point: Reading, text: Reading) -> bool:
    """Whether one simply denies what the other says; all words of the point stand in the text, else nobody can tell."""
    if not point.content or any(text.likeness(term) < _SAME for term in point.content):
        return False
    own, theirs = clauses(point.terms, point.text), clauses(text.terms, text.text)
    if own.has_denial:
        return not theirs.has_denial
    pairs = [[it for it in text.terms if is_like(term, it)] for term in point.content]
    return any(same and all(theirs.is_denied(it) for it in same) for same in pairs)
