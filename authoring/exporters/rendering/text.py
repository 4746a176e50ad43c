"""Text that pages, feeds and addresses can hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from typing import Final

RESERVED_IDS: Final = frozenset({"content"})  # ids of the page around a text
_NO_CHARACTERS: Final = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_UNPRINTABLE: Final = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]")
_ACCENTS: Final = re.compile(r"[\u0300-\u036f]")
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


def printable(text: str) -> str:
    """`text` without the characters that neither HTML nor XML may hold; line ends become line feeds."""
    if text.replace("\n", " ").replace("\u00a0", " ").replace("\u202f", " ").isprintable():
        return text  # nearly always, and found out ten times faster than by the expression below
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class UsedIds(set[str]):
    """The ids of one page; for each one that was wanted again, the last number that was put behind it."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        super().__init__(ids)
        self.numbers: dict[str, int] = {}


def identifier(text: str, *, used: Container[str] = ()) -> str:
    """`text` as a readable id that is not in `used`: lower case, without accents, words joined by hyphens."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    base = _BETWEEN_WORDS.sub("-", plain).strip("-") or "section"
    numbers = used.numbers if isinstance(used, UsedIds) else {}
    name, number = base, numbers.get(base, 1)
    while name in used:
        number += 1
        name = f"{base}-{number}"
    numbers[base] = max(number - 1, 1)
    return name
