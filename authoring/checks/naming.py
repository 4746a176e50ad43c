"""Which people a text names, and whether it shows more of a name than its owner allows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from authoring.documents import Testimony


def words_of(name: str) -> list[str]:
    """The parts of a name that tell who it is: `de`, `la` and initials do not."""
    parts = [part for part in re.split(r"[\s\u00a0]+", name) if len(part.strip(".")) > 1 and part[:1].isupper()]
    return parts or name.split()


def mentions(text: str, name: str) -> bool:
    """Whether `text` holds `name` as whole words, whatever the spaces within it."""
    return bool(name.strip()) and bool(_pattern(name).search(text))


def find(text: str, name: str) -> int:
    """The offset of `name` in `text`, -1 when it is not there."""
    match = _pattern(name).search(text) if name.strip() else None
    return match.start() if match else -1


def is_named(text: str, testimony: Testimony) -> bool:
    """Whether a text names the person who gave a testimony, in any form that readers would recognise."""
    parts = words_of(testimony.person)
    return any(mentions(text, part) for part in (parts[0], parts[-1])) if parts else False


def withheld(testimony: Testimony) -> list[str]:
    """What may not be shown of the person's name: nothing, or the name and the family name that give them away."""
    if testimony.consent.name == "full":
        return []
    parts = words_of(testimony.person)
    if testimony.consent.name == "first":
        return parts[1:][-1:]
    return list(dict.fromkeys([testimony.person, *parts[-1:]]))


def others(testimony: Testimony, known: Iterable[Testimony]) -> list[Testimony]:
    """The testimonies of other people."""
    return [other for other in known if other.person != testimony.person]


@lru_cache(maxsize=512)
def _pattern(name: str) -> re.Pattern[str]:
    spelled = r"[\s\u00a0]+".join(re.escape(part) for part in name.split())
    return re.compile(rf"(?<!\w){spelled}(?!\w)", re.IGNORECASE)
