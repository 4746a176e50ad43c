"""The parts of quoted words: what is given as said, and what brackets mark as left out, put in or changed in case."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import Final, Literal

Joint = Literal["", "omission", "insertion"]

_BRACKETED: Final = re.compile(
    r"(?P<omission>[\[(]\s{0,3}(?:…|\.(?:\s?\.){2})\s{0,3}[\])])"
    r"|\[(?P<initial>[^\W\d_])\](?=[\w’' ])"
    r"|\[(?P<insertion>[^\[\]]{1,200})\]"
)
_EDGE: Final = " \t\n\u00a0\u202f.,;:…"
_WORD: Final = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Part:
    """Words given as said. `joint` is what stands between the part before and this one, `inserted` what was put in.

    `is_recased` is true where brackets mark another case of the first letter.
    """

    words: str
    joint: Joint = ""
    inserted: str = ""
    is_recased: bool = False


def decoded(words: str) -> str:
    """Quoted words as a browser shows them: `&nbsp;` and `&eacute;` are what they stand for."""
    return html.unescape(words) if "&" in words else words


def split(words: str) -> list[Part]:
    """The parts of quoted words, in order; one where nothing is marked. Only the last may be without words."""
    parts: list[Part] = []
    coming, position = Part(""), 0
    for match in _BRACKETED.finditer(words):
        words_before = coming.words + words[position : match.start()]
        position = match.end()
        if match["initial"]:
            is_recased = coming.is_recased or not _WORD.search(words_before)
            coming = replace(coming, words=words_before + match["initial"], is_recased=is_recased)
            continue
        if _WORD.search(words_before):
            parts.append(_trimmed(coming, words_before))
            coming = Part("")
        is_omission = match["omission"] or coming.joint == "omission"
        inserted = f"{coming.inserted} {match['insertion'] or ''}".strip()
        coming = Part("", "omission" if is_omission else "insertion", inserted)
    words_before = coming.words + words[position:]
    return [*parts, _trimmed(coming, words_before)] if _WORD.search(words_before) or coming.joint else parts


def _trimmed(part: Part, quoted: str) -> Part:
    return replace(part, words=quoted.strip(_EDGE) if _WORD.search(quoted) else "")
