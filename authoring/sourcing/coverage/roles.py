"""Who does what, and what goes with what: whether a sentence exchanges what a point keeps apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from authoring.sourcing.coverage.marks import Fact
from authoring.sourcing.coverage.reading import Reading
from authoring.sourcing.coverage.terms import Term, is_like, spelled

_APART: Final = re.compile(r"[,;]|\b(?:mais|but|et|and|ou|or|puis|then|tandis que|while|whereas)\b")
_PASSIVE: Final = re.compile(r"\b(?:est|sont|ete|etait|etaient|sera|seront|is|are|was|were|be|been|being) (?:\w+ )?\Z")
_FROM: Final = re.compile(r"\s(?:from|aupres d[eu]|a|au|aux) ")


def exchanged(point: Reading, text: Reading) -> Iterator[tuple[Fact, str]]:
    """What a text exchanges: `Year 4: beds, Year 5: pond`, where the point has the pond with Year 4."""
    if _is_crossed(point, text) or _is_reversed(point, text):
        yield Fact("role", point.text), text.text


def _is_crossed(point: Reading, text: Reading) -> bool:
    """Whether what stands in one clause of the point stands in two of the text, and the other way round."""
    places = _places(point, text)
    numbers = sorted(places)
    for index, number in enumerate(numbers):
        for other in numbers[index + 1 :]:
            if _cross(places[number], places[other]):
                return True
    return False


def _cross(own: dict[str, set[int]], other: dict[str, set[int]]) -> bool:
    """Whether two things of a clause are apart in the text, each with something of the other clause."""
    for first, first_places in own.items():
        for second, second_places in own.items():
            if first == second or first_places & second_places:
                continue
            beside_first = {name for name, where in other.items() if where & first_places}
            beside_second = {name for name, where in other.items() if where & second_places}
            if beside_first - beside_second and beside_second - beside_first:
                return True
    return False


def _places(point: Reading, text: Reading) -> dict[int, dict[str, set[int]]]:
    """For each clause of the point, its words and facts with the clauses of the text that hold them."""
    own, theirs = _parts(point), _parts(text)
    places: defaultdict[int, dict[str, set[int]]] = defaultdict(dict)
    for term in point.content:
        where = {_number(theirs, it.start) for it in text.terms if is_like(term, it)}
        if len(where) == 1:
            places[_number(own, term.start)][term.stem] = where
    for mark in point.statements:
        where = {_number(theirs, it.start) for it in text.marks if mark.equals(it)}
        if len(where) == 1 and mark.slot != "name":
            places[_number(own, mark.start)][f"{mark.slot}:{mark.fact.text}"] = where
    return places


def _parts(reading: Reading) -> list[int]:
    """Where the parts of a text end that keep things apart; a label (`Year 4: the pond`) goes with what follows."""
    return [match.start() for match in _APART.finditer(spelled(reading.text))]


def _number(ends: list[int], start: int) -> int:
    return bisect_right(ends, start)


def _is_reversed(point: Reading, text: Reading) -> bool:
    """Whether the one who does it in the point has it done to them in the text, or stands behind the verb there."""
    for verb in point.terms:
        for same in (it for it in text.terms if it.stem == verb.stem):
            doer, other = _before(point, verb), _before(text, same)
            if doer is None or other is None or is_like(doer, other):
                continue
            is_passive = bool(_PASSIVE.search(spelled(text.text)[: same.start]))
            if is_passive and _comes_from(text, same, doer):
                return True
            if not is_passive and _is_after(point, verb, other) and _is_named(point, doer) and _is_named(point, other):
                return True
    return False


def _before(reading: Reading, verb: Term) -> Term | None:
    return next((term for term in reversed(reading.content) if term.end <= verb.start), None)


def _comes_from(text: Reading, verb: Term, doer: Term) -> bool:
    after = next((term for term in text.content if term.start > verb.end and is_like(term, doer)), None)
    return bool(after and _FROM.search(spelled(text.text)[verb.end : after.start]))


def _is_after(point: Reading, verb: Term, other: Term) -> bool:
    return any(term.start > verb.end and is_like(term, other) for term in point.content)


def _is_named(point: Reading, term: Term) -> bool:
    return any(mark.slot == "name" and term.word in mark.value for mark in point.marks)
