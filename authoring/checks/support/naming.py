"""Finds the people whom a text names, and names that are shown in a form that the person does not allow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from authoring.model.documents import Testimony
from authoring.privacy.pseudonyms.common import WORDS
from authoring.sourcing.likely_sources import parts_of
from authoring.text.folding import plain, readings

_JOINTS: Final = re.compile(r"[\s\-'.]+")
_BETWEEN: Final = r"[\s\-'.*_]*+"


def mentions(text: str, name: str) -> bool:
    """Whether `text` holds `name` as whole words, in whatever typography; see `places`."""
    return find(text, name) >= 0


def find(text: str, name: str) -> int:
    """The offset of `name` in `text`; -1 when it does not occur."""
    return next(places(text, name), -1)


def places(text: str, name: str) -> Iterator[int]:
    """The offsets of `name`: case, accents, spaces and hyphens may differ; what is also a word needs its capital."""
    parts = _parts(name)
    needs_capital = plain(name) in WORDS
    for folded in readings(text) if parts else ():
        if not all(part in folded.text for part in parts):  # most names: no pattern need be made
            continue
        for match in _pattern(parts).finditer(folded.text):
            start, _end = folded.span(*match.span())
            is_capital = not needs_capital or text[start].isupper()
            if is_capital and folded.stands_apart(text, *match.span()):
                yield start


def is_named(text: str, testimony: Testimony) -> bool:
    """Whether a text names the person who gave a testimony, in any form that readers would recognise."""
    parts = parts_of(testimony.person)
    return any(mentions(text, part) for part in (parts[0], parts[-1])) if parts else False


def withheld(testimony: Testimony, *, others: Iterable[str] = ()) -> list[str]:
    """The names that identify the person and must not be shown; empty when all may be shown.

    A person who allows only initials, or nothing, must not be called by their first name. A part of the name that one
    of the `others` has too does not identify the person.
    """
    shared = {plain(part) for name in others if plain(name) != plain(testimony.person) for part in parts_of(name)}
    return [name for name in _withheld(testimony) if plain(name) not in shared]


def _withheld(testimony: Testimony) -> list[str]:
    if testimony.consent.name == "full":
        return []
    parts = parts_of(testimony.person)
    if testimony.consent.name == "first":
        return [part for part in parts[1:][-1:] if part]
    return list(dict.fromkeys([testimony.person, *testimony.aliases, *parts[-1:], *parts[:1]]))


def others(testimony: Testimony, everybody: Iterable[Testimony]) -> list[Testimony]:
    """The testimonies of other people."""
    return [other for other in everybody if other.person != testimony.person]


@lru_cache(maxsize=512)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(part for part in _JOINTS.split(plain(name)) if part)


@lru_cache(maxsize=512)
def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_BETWEEN.join(map(re.escape, parts)))
