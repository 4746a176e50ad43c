"""How long a text is as a network counts it: graphemes, links, mentions.

A grapheme is what a reader takes for one letter or picture, whatever it is made of. Rare scripts whose letters join
without a mark of their own (Hangul in parts) are counted letter by letter: never too few.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LINK: Final = re.compile(r"https?://[^\s<>\"«»“”]*[^\s<>\"«»“”.,;:!?'’)\]]", re.IGNORECASE)
_MASTODON_LINK: Final = "x" * 23  # Mastodon counts every link as so many characters, however long it is
_MENTION: Final = re.compile(r"(?<![\w/])(@\w+)@[\w.-]+\w")
_JOINER: Final = "\u200d"
_TAGS: Final = range(0xE0020, 0xE0080)
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_REGIONS: Final = range(0x1F1E6, 0x1F200)
_PICTURES: Final = (range(0x2190, 0x2C00), range(0x1F000, 0x1FB00))


def graphemes(text: str) -> int:
    """How many letters and pictures a reader sees."""
    return sum(_begins(text, index) for index in range(len(text)))


def for_mastodon(text: str) -> int:
    """As Mastodon counts: a link is 23 characters, and of a mention the server does not count."""
    return graphemes(_MENTION.sub(r"\1", LINK.sub(_MASTODON_LINK, text)))


def utf16(text: str) -> int:
    """As editors in browsers count: a picture beyond the first plane of Unicode is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _begins(text: str, index: int) -> bool:
    """Whether a grapheme begins here: the character continues none."""
    character = text[index]
    if index == 0:
        return True
    before = text[index - 1]
    if character == "\n":
        return before != "\r"
    if before in "\r\n":
        return True
    if _extends(character):
        return False
    if before == _JOINER and _is_picture(character):
        return not _joins_picture(text, index - 1)
    return not (ord(character) in _REGIONS and _regions_before(text, index) % 2)


def _extends(character: str) -> bool:
    """Whether the character is a part of the one before it: a mark, a joiner, a skin tone, a letter of a flag's tag."""
    is_mark = unicodedata.category(character) in ("Mn", "Me", "Mc")
    return is_mark or character == _JOINER or ord(character) in _SKIN_TONES or ord(character) in _TAGS


def _is_picture(character: str) -> bool:
    return any(ord(character) in pictures for pictures in _PICTURES)


def _joins_picture(text: str, joiner: int) -> bool:
    """Whether the joiner follows a picture, with its marks."""
    index = joiner - 1
    while index > 0 and _extends(text[index]) and text[index] != _JOINER:
        index -= 1
    return index >= 0 and _is_picture(text[index])


def _regions_before(text: str, index: int) -> int:
    start = index
    while start > 0 and ord(text[start - 1]) in _REGIONS:
        start -= 1
    return index - start
