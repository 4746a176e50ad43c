"""Finds how a piece uses a testimony: its words, with or without quotation marks, and its person's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from authoring.checks import Subject
from authoring.checks.support import naming
from authoring.model.documents import Testimony
from authoring.privacy.confidences import Confidences
from authoring.sourcing.likely_sources import parts_of

Way = Literal["listed", "inserted", "quoted", "words", "named", "pictured"]

OF_WORDS: frozenset[Way] = frozenset({"listed", "inserted", "quoted", "words"})


@dataclass(frozen=True)
class Use:
    """A testimony and the ways in which a piece uses it; `words` are used without quotation marks."""

    testimony: Testimony
    ways: frozenset[Way]

    @property
    def has_words(self) -> bool:
        """Whether the person's words are used, not only their name."""
        return bool(self.ways & OF_WORDS)


def uses(subject: Subject, testimonies: Iterable[Testimony]) -> list[Use]:
    """The uses of these testimonies in the piece."""
    candidates = [Use(testimony, frozenset(_ways(subject, testimony))) for testimony in testimonies]
    return [use for use in candidates if use.ways]


def holds_words(subject: Subject, testimony: Testimony) -> bool:
    """Whether the piece names the testimony as its source, or contains words of it."""
    return any(True for _way in _of_words(subject, testimony))


def _ways(subject: Subject, testimony: Testimony) -> Iterator[Way]:
    yield from _of_words(subject, testimony)
    pictured = any(is_named(text, testimony) for place, text in subject.texts if place[0] == "images")
    if pictured:
        yield "pictured"
    if (
        pictured
        or is_named(subject.reading.body, testimony)
        or any(is_named(text, testimony) for _place, text in subject.texts)
    ):
        yield "named"


def _of_words(subject: Subject, testimony: Testimony) -> Iterator[Way]:
    if testimony.slug in subject.draft.testimonies:
        yield "listed"
    if any(region["slug"] == testimony.slug for region in subject.reading.testimonies):
        yield "inserted"
    if any(source.slug == testimony.slug for _quote, placement in subject.placements for source in placement.sources):
        yield "quoted"
    elif _held(testimony).breach("\n\n".join([subject.reading.body, *(text for _place, text in subject.texts)])):
        yield "words"


def withheld(subject: Subject, testimony: Testimony) -> list[str]:
    """The parts of the person's name that the piece must not show, except those that other people have too."""
    witnesses = (
        witness.person for witness in subject.testimonies.values() if witness.consent.name in ("full", "first")
    )
    people = (person.name for person in subject.settings.people.values())
    return naming.withheld(testimony, others=[*witnesses, *people])


def is_named(text: str, testimony: Testimony) -> bool:
    """Whether the text names the person by their whole name, an alias, or the family name."""
    parts = parts_of(testimony.person)
    names = [testimony.person, *testimony.aliases, *(parts[-1:] if len(parts) > 1 else [])]
    return any(naming.mentions(text, name) for name in names)


@lru_cache(maxsize=256)
def _words(slug: str, spoken: str) -> Confidences:
    return Confidences.words([(slug, spoken)])


def _held(testimony: Testimony) -> Confidences:
    return _words(testimony.slug, testimony.words_spoken)
