"""Where a text's sentences begin and end: the numbering that `[[quote:slug#n]]` counts in.

The rule is deterministic and loses nothing: every sentence is a slice of the text, in order, and
what lies between two sentences is white space alone. French and English.
"""

from __future__ import annotations

import re
from typing import Final

# Words after which a full stop ends no sentence. Single capitals ("J. Dupont") are handled by the pattern.
_ABBREVIATIONS: Final = frozenset("""
    m mm mme mmes mlle mr mrs ms dr pr prof st ste sr jr av bd art chap cf p pp no n° vol éd ed env ex fig max min
    tél tel vs approx e.g i.e c.-à-d p.ex
""".split())  # fmt: skip
_CLOSING: Final = "»”\"’')\\]›"
# A run gives nothing back of what it has taken, and none begins in the middle of another: else each would be read once
# for each of its characters.
_END: Final = re.compile(rf"(?<![.!?…])(?:[.!?…]++(?:[\s\u00a0\u202f]*+[{_CLOSING}])*)(?=\s)|\n[ \t]*+\n")
_OPENS: Final = re.compile(r"[\s\u00a0\u202f]*+[«“\"‘'(\[—–\-•]*+[\s\u00a0\u202f]*+(?:[^\W_]|\d)", re.UNICODE)
_LONGEST_ABBREVIATION: Final = 100  # characters: with longer initials a sentence ends


def split(text: str) -> list[str]:
    """The sentences of `text`, in order, without the white space around them."""
    return [text[start:end] for start, end in spans(text)]


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end offsets of each sentence in `text`."""
    ranges: list[tuple[int, int]] = []
    start = 0
    last = len(text.rstrip())
    for match in _END.finditer(text):
        if _ends_sentence(text, start, match, last):
            _keep(ranges, text, start, match.end())
            start = match.end()
    _keep(ranges, text, start, len(text))
    return ranges


def _ends_sentence(text: str, start: int, match: re.Match[str], last: int) -> bool:
    ending = match.group()
    if ending.startswith("\n") or "\n\n" in text[match.end() : match.end() + 2]:
        return True
    following = _OPENS.match(text, match.end())
    if following is None:
        return match.end() >= last
    if following.group()[-1].islower():
        # "« Bravo ! » dit-elle", "etc. puis": the sentence goes on
        return False
    if ending != ".":
        return True
    begin = max(start, match.start() - _LONGEST_ABBREVIATION)
    word = text[begin : match.start()].rsplit(maxsplit=1)[-1:] or [""]
    before = word[0].strip("(«“[\u00a0\u202f").casefold()
    return before not in _ABBREVIATIONS and not re.fullmatch(r"[^\W\d_](?:\.-?[^\W\d_])*", before)


def _keep(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + piece.index(stripped)
        spans.append((begin, begin + len(stripped)))
