"""The facts of a text with what they are compared by: quantities, days, hours, frequencies, names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from authoring.sourcing.coverage import moments, quantities
from authoring.sourcing.coverage.quantities import Quantity
from authoring.sourcing.coverage.terms import Term, likeness, terms
from authoring.sourcing.grounding import literals, names

FactKind = Literal["number", "date", "name", "condition", "negation", "quantity", "role"]


@dataclass(frozen=True)
class Fact:
    """A fact of a point: what it is, and its words as they stand there."""

    kind: FactKind
    text: str


@dataclass(frozen=True)
class Mark:
    """A fact with its slot (`weekday`, `clock`, `money`): another value in the same slot contradicts it.

    `counted` is the noun that a number counts; `limit` says that it is a bound.
    """

    fact: Fact
    slot: str
    value: str = ""
    quantity: Quantity | None = None
    counted: Term | None = None
    start: int = 0

    def equals(self, other: Mark) -> bool:
        """Whether both state the same fact."""
        if self.quantity and other.quantity:
            return self.quantity.equals(other.quantity)
        return bool(self.value) and self.slot == other.slot and self.value == other.value

    def excludes(self, other: Mark) -> bool:
        """Whether both cannot be true of one thing."""
        if self.equals(other) or self.slot != other.slot:
            return False
        if self.quantity and self.quantity.dimension == "count":
            return bool(self.counted and other.counted and likeness(self.counted, other.counted))
        return True


@lru_cache(maxsize=4096)
def marks(text: str, lang: str) -> tuple[Mark, ...]:
    """The numbers, dates and names of a text."""
    plain = literals.normalised(text)
    timed, rest = _moments(plain)
    return (*timed, *_counted(rest, lang), *_named(plain))


_CODE: Final = re.compile(r"\b[A-Z]{1,4}-?\d{1,3}\b")
_SLOT_KINDS: Final[Mapping[str, FactKind]] = {"frequency": "condition"}


def _moments(plain: str) -> tuple[list[Mark], str]:
    all_moments, rest = moments.moments(plain)
    return [
        Mark(
            Fact(_SLOT_KINDS.get(moment.slot, "date"), plain[moment.start : moment.end].strip()),
            moment.slot,
            moment.value,
            start=moment.start,
        )
        for moment in all_moments
    ], rest


def _counted(rest: str, lang: str) -> Iterator[Mark]:
    for quantity in quantities.quantities(rest):
        after = terms(rest[quantity.end : quantity.end + 40].replace("\0", " "), lang)
        text = rest[quantity.start : quantity.end]
        counted = after[0] if after and quantity.dimension == "count" else None
        yield Mark(Fact("number", text), quantity.dimension, quantity=quantity, counted=counted, start=quantity.start)


def _named(plain: str) -> Iterator[Mark]:
    for match in _CODE.finditer(plain):
        yield Mark(Fact("name", match.group()), "code", match.group().casefold(), start=match.start())
    for name in names.find(plain):
        if not _CODE.fullmatch(name):
            yield Mark(Fact("name", name), "name", names.plain(name), start=plain.find(name))
