"""Text as names are looked for: without case, accents, invisible characters and kinds of apostrophes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_ALIKE: Final = {
    **dict.fromkeys("’‘ʼ‛`´′＇", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **{
        "œ": "oe",
        "Œ": "oe",
        "æ": "ae",
        "Æ": "ae",
        "ł": "l",
        "Ł": "l",
        "ø": "o",
        "Ø": "o",
        "đ": "d",
        "Đ": "d",
        "ı": "i",
    },
}


@dataclass(frozen=True)
class Folded:
    """A folded text. `starts` holds the offset in the original of each of its characters, and of the end."""

    text: str
    starts: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place here; marks that were folded away stay with their letter."""
        return self.starts[start], self.starts[end]


@lru_cache(maxsize=64)
def fold(text: str) -> Folded:
    """`text` folded, with the way back."""
    if text.isascii():
        return Folded(text.lower(), tuple(range(len(text) + 1)))
    letters: list[str] = []
    starts: list[int] = []
    for offset, character in enumerate(text):
        plain = folded_character(character)
        letters.append(plain)
        starts.extend([offset] * len(plain))
    return Folded("".join(letters), (*starts, len(text)))


def plain(text: str) -> str:
    """`text` folded, without the way back."""
    if text.isascii():
        return text.lower()
    return "".join(map(folded_character, text))


@lru_cache(maxsize=4096)
def folded_character(character: str) -> str:
    """What a character counts as: nothing for marks and invisible ones."""
    if character.isascii():
        return character.lower()
    if character in _ALIKE:
        return _ALIKE[character]
    kind = unicodedata.category(character)
    if kind in ("Mn", "Cf"):
        return ""
    if kind == "Zs":
        return " "
    return "".join(_letters(character))


def _letters(character: str) -> Iterator[str]:
    for part in unicodedata.normalize("NFKD", character):
        if unicodedata.category(part) not in ("Mn", "Cf"):
            yield _ALIKE.get(part, part.casefold())
