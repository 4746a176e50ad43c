"""The facts of a text with what they are compared by: quantities, days, hours, frequencies, names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from authoring.sourcing.coverage import moments, quantities
from authoring.sourcing.coverage.quantities import Quantity
from authoring.sourcing.coverage.terms import Term, is_like, terms
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

    `counted` is the noun that a number counts, `before` the word before it.
    """

    fact: Fact
    slot: str
    value: str = ""
    quantity: Quantity | None = None
    counted: Term | None = None
    before: Term | None = None
    start: int = 0

    @property
    def is_article(self) -> bool:
        """Whether it may be an article and no number."""
        return self.quantity is not None and self.quantity.is_article and self.quantity.dimension in ("count", "rank")

    def equals(self, other: Mark) -> bool:
        """Whether both state the same fact."""
        if self.quantity and other.quantity:
            return self.quantity.equals(other.quantity) or self._is_age_of(other, same=True)
        return bool(self.value) and self.slot == other.slot and moments.is_same(self.slot, self.value, other.value)

    def excludes(self, other: Mark) -> bool:
        """Whether both cannot be true of one thing."""
        if self._is_age_of(other, same=False):
            return True
        if self.equals(other) or self.slot != other.slot:
            return False
        if self.slot == "frequency":
            return _is_comparable(self.value, other.value)
        if self.quantity and self.quantity.dimension in ("count", "rank"):
            return self._counts_the_same(other)
        return True

    def _counts_the_same(self, other: Mark) -> bool:
        """Whether two numbers count the same noun, follow the same word (`Year 4`), or both stand alone."""
        if self.counted is None and other.counted is None:
            return True
        return any(
            own is not None and another is not None and is_like(own, another)
            for own, another in ((self.counted, other.counted), (self.before, other.before))
        )

    def _is_age_of(self, other: Mark, *, same: bool) -> bool:
        """Whether both are limits of age, `under 12` and `under-11s`, and the same or not."""
        own, another = self.quantity, other.quantity
        if not own or not another or not own.limit or own.limit != another.limit:
            return False
        is_age = {own.dimension, another.dimension} == {"count", "duration"} and _YEAR in (own.unit, another.unit)
        return is_age and (own.number == another.number) is same


def _is_comparable(frequency: str, other: str) -> bool:
    """Two frequencies of one noun, or two in days."""
    noun, _slash, _turns = frequency.partition("/")
    other_noun, _slash, _other_turns = other.partition("/")
    return noun == other_noun if "/" in frequency + other else True


@lru_cache(maxsize=4096)
def marks(text: str, lang: str) -> tuple[Mark, ...]:
    """The numbers, dates and names of a text."""
    plain = literals.normalised(text)
    timed, rest = _moments(plain)
    return (*timed, *_counted(rest, lang), *_named(rest))


_CODE: Final = re.compile(r"\b[A-Z]{1,4}-?\d{1,3}\b")
_CUT: Final = re.compile(r"[.;:,()\0]")
_FAR: Final = 40  # letters after a number within which what it counts is named
_SHORT_NAME: Final = 2
_YEAR: Final = 365
_NEAR: Final = 16  # letters before it within which the word before it begins
_SLOT_KINDS: Final[Mapping[str, FactKind]] = {"frequency": "condition"}


def _moments(plain: str) -> tuple[list[Mark], str]:
    all_moments, rest = moments.moments(plain)
    return [
        Mark(
            Fact(_SLOT_KINDS.get(moment.slot, "date"), moment.words or plain[moment.start : moment.end].strip()),
            moment.slot,
            moment.value,
            start=moment.start,
        )
        for moment in all_moments
    ], rest


def _counted(rest: str, lang: str) -> Iterator[Mark]:
    for quantity in quantities.quantities(rest):
        after = terms(_CUT.split(rest[quantity.end : quantity.end + _FAR])[0], lang)
        text = rest[quantity.start : quantity.end]
        is_bare = quantity.dimension in ("count", "rank")
        ahead = terms(_CUT.split(rest[max(0, quantity.start - _NEAR) : quantity.start])[-1], lang) if is_bare else ()
        counted = after[0] if after and is_bare else None
        before = ahead[-1] if ahead else None
        yield Mark(
            Fact("number", text),
            quantity.dimension,
            quantity=quantity,
            counted=counted,
            before=before,
            start=quantity.start,
        )


def _named(plain: str) -> Iterator[Mark]:
    for match in _CODE.finditer(plain):
        yield Mark(Fact("name", match.group()), "code", match.group().casefold(), start=match.start())
    for name in names.find(plain):
        if not _CODE.fullmatch(name) and len(name) > _SHORT_NAME:
            yield Mark(Fact("name", name), "name", names.plain(name), start=plain.find(name))
