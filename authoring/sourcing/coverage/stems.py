"""The beginnings of words that their forms share, in French and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_ENDINGS: Final[Mapping[str, re.Pattern[str]]] = {
    "fr": re.compile(
        r"(?:issements?|issaient|issait|issant|issent|issons|atrices?|ateurs?|ations?|ements?|erions|eraient|erait"
        r"|eront|erons|erez|antes?|ants|euses?|eurs?|iques?|ables?|ibles?|ances?|ences?|aient|ives?|ifs?|ites?|ions?"
        r"|iers?|ieres?|ures?|ages?|ant|ent|ait|ais|iez|ons|era|eaux?|aux|als?|ales?|ees?|es|er|ez|ie|is|it|ir|i|s|e"
        r"|x)$"
    ),
    "en": re.compile(
        r"(?:ations?|ements?|ments?|ings?|ingly|ness|ances?|ences?|ables?|ibles?|ives?|ions?|ers?|ors?|ies|ied|edly"
        r"|ally|ly|ed|es|s|e|y)$"
    ),
}  # fmt: skip
_SHORTEST: Final = 3


@lru_cache(maxsize=16384)
def stem(word: str, lang: str) -> str:
    """The beginning of a word that its forms share; a word of digits or several words stays whole."""
    if not word.isalpha():
        return word
    for _round in range(2):
        shorter = _ENDINGS[lang].sub("", word)
        if len(shorter) < _SHORTEST or shorter == word:
            break
        word = shorter
    return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] else word
