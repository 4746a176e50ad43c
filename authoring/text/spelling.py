"""What of a text is typography: white space, apostrophes, quotation marks, dashes, the ellipsis, emphasis."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_SPACES: Final = re.compile(r"\s+")
_INVISIBLE: Final = dict.fromkeys(map(ord, "*_\\\u00ad"))
_SPELLINGS: Final = {
    **_INVISIBLE,
    **dict.fromkeys(map(ord, '’‘ʼ‛`´«»‹›“”„‟"'), "'"),
    **dict.fromkeys(map(ord, "–—‒―‐‑−"), "-"),
    **dict.fromkeys(map(ord, "…"), "..."),
    **{ord("œ"): "oe", ord("Œ"): "OE", ord("æ"): "ae", ord("Æ"): "AE"},
}
_TIGHT: Final = re.compile(r" ?(['-]) ?| (?=[;:!?%)\]])|(?<=[(\[]) ")


def composed(text: str) -> str:
    """`text` in NFC without soft hyphens, marks of emphasis and backslashes: the same words, as readers see them."""
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE)


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """`text` without what is typography: NFC, spaces, apostrophes, quotation marks, dashes, the ellipsis, ligatures.

    Letters, accents, case, figures and all other punctuation stay: they are the person's.
    """
    plain = unicodedata.normalize("NFC", text).translate(_SPELLINGS)
    return _TIGHT.sub(lambda match: match.group(1) or "", _SPACES.sub(" ", plain)).strip(" '-")
