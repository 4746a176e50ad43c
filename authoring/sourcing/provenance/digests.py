"""Digests of the words of a text: changes of typography, white space and Markdown's marks do not alter them.

Two sentences with the same digest say the same thing in the same letters; case and punctuation count.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

_NO_WORDS: Final = re.compile(
    r"<!--(?:(?!<!--|-->).){0,2000}-->"
    r"|!\[[^\[\]]{0,500}\]\([^()\n]{0,2000}\)"
    r"|(?<=\])\([^()\n]{0,1000}(?:\([^()\n]{0,200}\)[^()\n]{0,1000})?\)",
    re.DOTALL,
)
LINE_MARK: Final = re.compile(
    r"^[ \t]*(?:(?:>|[-*+](?=[ \t])|\d{1,3}[.)](?=[ \t])|#{1,6}(?=[ \t]))[ \t]*)+", re.MULTILINE
)
_MARKUP: Final = dict.fromkeys(map(ord, "*_`~\\[]"))
_TYPOGRAPHY: Final = {
    **_MARKUP,
    **dict.fromkeys(map(ord, "’‘ʼ‛´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»"), '"'),
    **dict.fromkeys(map(ord, "–—‒―‐‑−"), "-"),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff")),
    ord("…"): "...",
    ord("œ"): "oe",
    ord("Œ"): "OE",
    ord("æ"): "ae",
    ord("Æ"): "AE",
}
_TIGHT: Final = re.compile(r"\s*([\"-])\s*|\s+(?=[;:!?%.,)])|(?<=\()\s+")
_WORD: Final = re.compile(r"[^\W_]+")
_PLACE: Final = 16  # digits: enough to tell one text's headings apart
_CAPITAL: Final = re.compile(r"[À-ÖØ-Þ]")
_ACCENT: Final = re.compile(r"[\u0300-\u036f]")


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """The text in one spelling: NFC, plain spaces, quotation marks, dashes and apostrophes, no Markdown.

    Accents on capital letters count as typography: they depend on the house's style and on keyboards.
    """
    bare = _NO_WORDS.sub("", text) if "(" in text or "<" in text else text
    plain = unicodedata.normalize("NFC", LINE_MARK.sub(" ", bare)).translate(_TYPOGRAPHY)
    if not plain.isascii():
        plain = _CAPITAL.sub(lambda match: _unaccented(match.group()), plain)
    return _TIGHT.sub(r"\1", " ".join(plain.split())).strip()


@lru_cache(maxsize=16384)
def digest(text: str) -> str:
    """The SHA-256 of the folded text: what a sentence or a passage is recognised by."""
    return hashlib.sha256(folded(text).encode()).hexdigest()


def place(heading: str) -> str:
    """The key of a section: the first digits of its heading's digest; empty for the introduction."""
    return digest(heading)[:_PLACE] if heading else ""


def exact_digest(text: str) -> str:
    """The SHA-256 of the text as it is; only line ends and white space around it do not count."""
    return hashlib.sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: folded, in small letters and without accents."""
    return tuple(_WORD.findall(_unaccented(folded(text).casefold())))


def _unaccented(text: str) -> str:
    return text if text.isascii() else _ACCENT.sub("", unicodedata.normalize("NFD", text))
