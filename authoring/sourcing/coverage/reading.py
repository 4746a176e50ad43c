"""A point or a sentence as it is compared: its terms, its facts, and what says the same as one of its terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from authoring.sourcing.coverage import marks as marking
from authoring.sourcing.coverage.marks import Mark
from authoring.sourcing.coverage.terms import FAMILY, Term, terms

_LIKE: Final = 0.9
_KIN: Final = 0.75
_NAME_LETTERS: Final = 4
_PERIODS: Final = {
    "1": ("jour", "journ", "day"),
    "7": ("semain", "week"),
    "30.4": ("mois", "month"),
    "365": ("an", "anne", "year", "saison", "season"),
}  # the stems of what a frequency counts in


@dataclass(frozen=True)
class Reading:
    """A text with its terms and its marks."""

    text: str
    lang: str
    terms: tuple[Term, ...]
    marks: tuple[Mark, ...]

    @cached_property
    def content(self) -> tuple[Term, ...]:
        """The terms that a text about it must say in some words."""
        return tuple(term for term in self.terms if not term.is_modifier)

    @cached_property
    def statements(self) -> tuple[Mark, ...]:
        """The facts that it states, in order; an article is no number."""
        return tuple(
            sorted(
                (mark for mark in self.marks if not mark.is_article and not mark.value.endswith("/1")),
                key=lambda mark: mark.start,
            )
        )

    def likeness(self, term: Term) -> float:
        """How much of the term stands here: 1 for the word itself, less for a synonym or one of its family, else 0."""
        if term.stem in self._stems:
            return 1.0
        if not self._classes.isdisjoint(term.classes):
            return _LIKE
        return _KIN if len(term.word) >= FAMILY and term.word[:FAMILY] in self._families else 0.0

    def states(self, mark: Mark) -> bool:
        """Whether it states this fact."""
        if mark.slot == "name":
            return self._names(mark.value)
        if mark.slot == "frequency" and not self._stems.isdisjoint(_PERIODS.get(mark.value, ())):
            return not any(mark.excludes(other) for other in self.marks)
        return any(mark.equals(other) for other in self.marks)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(term.stem for term in self.terms)

    @cached_property
    def _classes(self) -> frozenset[int]:
        return frozenset(number for term in self.terms for number in term.classes)

    @cached_property
    def _families(self) -> frozenset[str]:
        return frozenset(term.word[:FAMILY] for term in self.terms)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(term.word for term in self.terms)

    def _names(self, name: str) -> bool:
        parts = [part for part in name.replace("-", " ").replace("'", " ").split() if len(part) >= _NAME_LETTERS]
        return any(part in self._words for part in parts) if parts else name in self._words


@lru_cache(maxsize=8192)
def read(text: str, lang: str) -> Reading:
    """A point or a sentence, read once."""
    return Reading(text, lang, terms(text, lang), marking.marks(text, lang))


def joined(readings: tuple[Reading, ...]) -> Reading:
    """Several sentences as one."""
    return Reading(
        " ".join(reading.text for reading in readings),
        readings[0].lang,
        tuple(term for reading in readings for term in reading.terms),
        tuple(mark for reading in readings for mark in reading.marks),
    )
