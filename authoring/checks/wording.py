"""Whether words are somebody's words: a ladder from equal letters to equal typography, and nothing below it.

Similarity never decides: a dropped "not" leaves a sentence almost entirely alike. It only finds the
sentence to show beside a quotation that is not in any source.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, Literal

from authoring import sentences
from authoring.documents import Testimony
from authoring.i18n import _

Rung = Literal["exact", "spaces", "typography"]

_SPACES: Final = re.compile(r"\s+")
_QUOTES: Final = str.maketrans(dict.fromkeys("’‘ʼ‛`´«»‹›“”„‟\"", "'") | dict.fromkeys("–—‒―‐‑−", "-")
                               | {"…": "...", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"}
                               | dict.fromkeys("*_\\\u00ad", ""))  # fmt: skip
_TIGHT: Final = re.compile(r" ?(['-]) ?| (?=[;:!?%)\]])|(?<=[(\[]) ")
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BEGINNING: Final = re.compile(r"^(?:\.\.\.|…)\s*")
_ENDING: Final = re.compile(r"\s*(?:\.\.\.|[….,;])$")
NEAR: Final = 0.5


@dataclass(frozen=True)
class Nearest:
    """The passage of a testimony that has most words in common with a quotation, and how far: 0 to 1."""

    testimony: Testimony
    words: str
    likeness: float


@dataclass(frozen=True)
class Placement:
    """Where quoted words come from: the testimonies that hold them, and on which rung of the ladder."""

    rung: Rung | None = None
    sources: tuple[Testimony, ...] = ()


@lru_cache(maxsize=1024)
def spaced(text: str) -> str:
    """`text` with every run of white space as one space."""
    return _SPACES.sub(" ", text).strip()


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """`text` without what is typography: NFC, spaces, apostrophes, quotation marks, dashes, the ellipsis, ligatures.

    Letters, accents, case, figures and all other punctuation stay: they are the person's.
    """
    composed = unicodedata.normalize("NFC", text).translate(_QUOTES)
    return _TIGHT.sub(lambda match: match.group(1) or "", _SPACES.sub(" ", composed)).strip(" '-")


def place(words: str, testimonies: Iterable[Testimony]) -> Placement:
    """The testimonies that hold these words, on the highest rung on which any does; none when none does."""
    known = list(testimonies)
    for rung, alike in _RUNGS:
        wanted = alike(words)
        sources = tuple(testimony for testimony in known if holds(alike(testimony.body), wanted))
        if sources:
            return Placement(rung, sources)
    return Placement()


def holds(text: str, words: str) -> bool:
    """Whether `text` holds `words` as whole words.

    The case of the first letter may differ, as may a last full stop or comma, and dots may stand for what
    comes before or after. A full stop may not stand where the source asks or exclaims.
    """
    if words in text and _stands_in(text, words, is_stop=False):
        return True
    stem = _ENDING.sub("", _BEGINNING.sub("", words))
    is_stop = words[-1:] == "." and words[-3:] != "..."
    return any(_stands_in(text, spelling, is_stop=is_stop) for spelling in (stem, stem[:1].swapcase() + stem[1:]))


def _stands_in(text: str, words: str, *, is_stop: bool) -> bool:
    at = text.find(words) if words else -1
    while at >= 0:
        end = at + len(words)
        asks = is_stop and text[end : end + 2].lstrip()[:1] in ("?", "!")
        if not asks and not _splits_word(text, at) and not _splits_word(text, end):
            return True
        at = text.find(words, at + 1)
    return False


def _splits_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


_RUNGS: Final[tuple[tuple[Rung, Callable[[str], str]], ...]] = (
    ("exact", str),
    ("spaces", spaced),
    ("typography", folded),
)


def nearest(words: str, testimonies: Iterable[Testimony]) -> Nearest | None:
    """The passage that shares most words with `words`, as many sentences long as they are."""
    wanted = _bag(words)
    length = max(1, len(sentences.spans(words)))
    best: Nearest | None = None
    for testimony in testimonies:
        text = testimony.words_spoken
        for start, end in _windows(text, length):
            likeness = _dice(wanted, _bag(text[start:end]))
            if likeness > (best.likeness if best else 0):
                best = Nearest(testimony, text[start:end], likeness)
    return best


def _windows(text: str, length: int) -> list[tuple[int, int]]:
    spans = _spans(text)
    length = min(length, len(spans))
    return [(spans[at][0], spans[at + length - 1][1]) for at in range(len(spans) - length + 1)]


@lru_cache(maxsize=256)
def _spans(text: str) -> list[tuple[int, int]]:
    return sentences.spans(text)


@lru_cache(maxsize=16384)
def _bag(text: str) -> Counter[str]:
    return Counter(_words(text))


def _words(text: str) -> list[str]:
    return [_plain(word).casefold() for word in _WORD.findall(text)]


def _plain(word: str) -> str:
    return word.replace("’", "'")


def _dice(one: Counter[str], other: Counter[str]) -> float:
    if len(one) > len(other):
        one, other = other, one
    shared = sum(min(count, other[word]) for word, count in one.items())
    return 2 * shared / max(1, one.total() + other.total())


def difference(piece: str, source: str, *, limit: int = 4) -> str:
    """What was done to the source's words, in words: at most `limit` changes, in reading order."""
    ours, theirs = _WORD.findall(piece), _WORD.findall(source)
    matcher = SequenceMatcher(None, [_plain(word) for word in theirs], [_plain(word) for word in ours], autojunk=False)
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    changes = [
        _change(" ".join(theirs[i1:i2]), " ".join(ours[j1:j2]))
        for tag, i1, i2, j1, j2 in codes
        if tag != "delete" or (i1 > 0 and i2 < len(theirs))  # a quotation may begin later and end earlier
    ]
    shown = changes[:limit] + (["…"] if len(changes) > limit else [])
    return _("; ").join(shown) or _("spelling or punctuation differs")


def _change(old: str, new: str) -> str:
    if not new:
        return _("“{old}” is left out").format(old=old)
    if not old:
        return _("“{new}” is added").format(new=new)
    return _("“{new}” stands for “{old}”").format(new=new, old=old)
