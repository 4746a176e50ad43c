"""Text as names and withheld words are looked for: without case, accents, invisible characters and look-alikes.

What stands between the letters of a name and is no word itself (a comment, a tag, the number of a line) is passed over
in a second reading of the same text, so that a name that was written around it is found as well.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

from authoring.text import visible

# Letters that a reader takes for one of ours: Cyrillic, Greek, Armenian, phonetic ones and small capitals.
_LETTERS: Final = {
    **dict(zip("авгезикмнопрстухһіјѕԁԛԝӏьҽѵҝғҫ", "abrezukmhonpctyxhijsdqwlbevkfc", strict=True)),
    **dict(zip("αβγεζηικμνορσςτυχωϲϳ", "abyezhikmnopsstyxwcj", strict=True)),
    **dict(zip("օսոհցզքյլա", "ounhgqpjlw", strict=True)),
    **dict(zip("ɑƀɓƈđɖɗɛɡɠħɦɨɩıɪɟȷƙłɫɭɱɲŋƞøɵƥɾɽʂŧʈʉʋʏʐƶ", "abbcdddegghhiiiijjklllmnnnooprrsttuvyzz", strict=True)),
    **dict(zip("ᴀʙᴄᴅᴇꜰɢʜᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡᴢ", "abcdefghjklmnoprstuvwz", strict=True)),
}
_ALIKE: Final = {
    **dict.fromkeys("’‘ʼ‛`´′＇", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    "œ": "oe",
    "æ": "ae",
    **_LETTERS,
}
# Greek letters whose capital looks like another letter than they do: among letters of ours the small one counts.
_SMALL_GREEK: Final = str.maketrans("ηνυμ", "nvuu")
_WITH_SMALL_GREEK: Final = re.compile(r"\w*[ηνυμ]\w*")
_OURS: Final = re.compile(r"[A-Za-z]")
_BLANK: Final = "\u2028\u2029\u2800"
_NOTHING: Final = "\u115f\u1160\u3164\uffa0\ufffc"
_DROPPED_KINDS: Final = ("Mn", "Me", "Cf", "Cc", "Cs")
_INVISIBLE: Final = re.compile(f"(?![\t-\r])[{visible.UNSEEN}{_BLANK}{_NOTHING}\u200c\u200d]")
_COMMENT: Final = ("<!--", "-->")
_SPACE: Final = r"[^\S\x1c-\x1f\x85]"
_MARKS: Final = rf"(?:{_SPACE}|[>|#*+-])*+"
_BREAK: Final = (
    rf"(?P<hyphen>(?<=\w)[-\u2010\u2011\u00ad])?(?P<line>(?<!{_SPACE}){_SPACE}*?\n)"
    rf"{_MARKS}(?:\d{{1,6}}[.):|\]]*(?={_SPACE}){_MARKS})?"
)
_ENTITY: Final = r"&(?:amp;){0,3}(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});?"
_ESCAPES: Final = r"(?:%[\da-fA-F]{2})+|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}"
_EMPHASIS: Final = r"(?<=\w)(?:\*{1,3}|_{1,3}|~{1,2}|`{1,2})(?=\w)|\\(?=[-_.*'])"
_HUMP: Final = r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])"  # where words that were run together meet
_UNESCAPED: Final = 3  # times, at most: an entity of an entity is one
_BETWEEN_WORDS: Final = re.compile(
    rf"(?P<spelled>{_ENTITY}|{_ESCAPES})|{_EMPHASIS}|(?P<hump>{_HUMP})|<[A-Za-z/!?][^<>]{{0,500}}>|\]\([^()\n]{{0,500}}\)|{_BREAK}|(?P<space>(?<!{_SPACE}){_SPACE}{{2}}{_SPACE}*+)"
)

_AT_HUMP: Final = re.compile(_HUMP)
_WITH_ESCAPES: Final = re.compile(_ESCAPES)


@dataclass(frozen=True)
class Folded:
    """A folded text. `starts` holds the offset in the original of each of its characters, and of the end.

    `ends` holds where each of them ends, where that is not one character on. Where `is_loose`, something was left out
    that may stand between a name and other letters.
    """

    text: str
    starts: tuple[int, ...]
    is_loose: bool = False
    ends: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place here; marks that were folded away stay with their letter."""
        return self.starts[start], self.starts[end]

    def stands_apart(self, original: str, start: int, end: int) -> bool:
        """Whether a place here is whole words in the original, in which any separator ends a word."""
        return self.begins_word(original, start) and self.ends_word(original, end)

    def begins_word(self, original: str, start: int) -> bool:
        """Whether no letter stands right before a place in the original."""
        before = self.starts[start]
        while before and unicodedata.category(original[before - 1]) == "Mn":
            before -= 1
        return not (before and original[before - 1].isalpha()) or bool(_AT_HUMP.match(original, before))

    def ends_word(self, original: str, end: int) -> bool:
        """Whether no letter stands right after a place in the original."""
        after = self.ends[end - 1] if self.ends else self.starts[end - 1] + 1
        while after < len(original) and unicodedata.category(original[after]) == "Mn":
            after += 1
        return not original[after : after + 1].isalpha() or bool(_AT_HUMP.match(original, after))


def readings(text: str) -> Sequence[Folded]:
    """The text folded, and folded without comments, tags and ends of lines where it has any."""
    folded, bare = fold(text), _bare(text)
    return [folded] if bare is None or bare.text == folded.text else [folded, bare]


@lru_cache(maxsize=64)
def fold(text: str) -> Folded:
    """`text` folded, with the way back."""
    is_loose = bool(_INVISIBLE.search(text))
    if text.isascii() and not is_loose:
        return Folded(text.lower(), tuple(range(len(text) + 1)))
    letters: list[str] = []
    starts: list[int] = []
    for offset, character in enumerate(_without_small_greek(text)):
        plain = folded_character(character)
        letters.append(plain)
        starts.extend([offset] * len(plain))
    return Folded("".join(letters), (*starts, len(text)), is_loose)


def plain(text: str) -> str:
    """`text` folded, without the way back."""
    if text.isascii() and text.isprintable():
        return text.lower()
    return "".join(map(folded_character, _without_small_greek(text)))


@lru_cache(maxsize=4096)
def folded_character(character: str) -> str:
    """What a character counts as: nothing for marks and invisible ones."""
    if character in _ALIKE:
        return _ALIKE[character]
    if character in "\t\n\v\f\r":
        return character
    if character in _BLANK or unicodedata.category(character) == "Zs":
        return " "
    if character in _NOTHING or unicodedata.category(character) in _DROPPED_KINDS:
        return ""
    return character.lower() if character.isascii() else "".join(_letters(character))


def decoded(text: str) -> str:
    """The text with HTML's entities, and the escapes of addresses and of JSON, as the characters themselves."""
    for _time in range(_UNESCAPED):
        text = html.unescape(text)
    return _WITH_ESCAPES.sub(lambda match: _unescaped(match.group()), text)


def _unescaped(escapes: str) -> str:
    return unquote(escapes) if escapes.startswith("%") else chr(int(escapes[2:], 16))


def without_comments(text: str) -> str:
    """The text without HTML's comments, of which readers see nothing."""
    return "".join(text[start:end] for start, end in _outside_comments(text))


def _letters(character: str) -> Iterator[str]:
    for part in unicodedata.normalize("NFKD", character):
        if unicodedata.category(part) not in _DROPPED_KINDS:
            yield from (_ALIKE.get(letter, letter) for letter in _ALIKE.get(part, part.casefold()))


def _without_small_greek(text: str) -> str:
    if text.isascii():
        return text
    return _WITH_SMALL_GREEK.sub(
        lambda word: word.group().translate(_SMALL_GREEK) if _OURS.search(word.group()) else word.group(), text
    )


def _outside_comments(text: str) -> Iterator[tuple[int, int]]:
    opening, closing = _COMMENT
    position = 0
    while (start := text.find(opening, position)) >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
        yield position, start
        position = end + len(closing)
    yield position, len(text)


@lru_cache(maxsize=64)
def _bare(text: str) -> Folded | None:
    """The text folded without what stands between words and is none; None where nothing does."""
    parts = list(_outside_comments(text))
    shown = "".join(text[start:end] for start, end in parts)
    if len(parts) == 1 and not _BETWEEN_WORDS.search(shown):
        return None
    offsets = [*(offset for start, end in parts for offset in range(start, end)), len(text)]
    matches = list(_BETWEEN_WORDS.finditer(shown))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    edges = [(0, 0, ""), *((*match.span(), _joint(match)) for match in matches), (len(shown), len(shown), "")]
    for (_start, begin, _joint_before), (end, after, joint) in pairwise(edges):
        part = fold(shown[begin:end])
        letters += [part.text, joint]
        starts += [offsets[begin + start] for start in part.starts[:-1]]
        ends += [offsets[begin + start] + 1 for start in part.starts[:-1]]
        starts += [offsets[end]] * len(joint)
        ends += [offsets[after - 1] + 1 if after else 0] * len(joint)
    return Folded("".join(letters), (*starts, len(text)), is_loose=True, ends=tuple(ends))


def _joint(match: re.Match[str]) -> str:
    """What is left of it: a space where a line ends or several spaces stand, nothing of a tag or a hyphen.

    Of a character that is spelled out, that character.
    """
    if match["spelled"]:
        return plain(decoded(match["spelled"]))
    if match["hump"] is not None:
        return " "
    return " " if (match["line"] and not match["hyphen"]) or match["space"] else ""
