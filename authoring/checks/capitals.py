"""Finds French capitals without their accent, in frequent words that are often typed so."""

from __future__ import annotations

import re
from typing import Final

# Words that begin with an accented É, written without that letter; without the accent none of them is a word.
_ACUTE: Final = """
    change changes chelle chelles chéance clairage cole coles cologie cologique conomie conomies conomique
    conomiques cosystème cosystèmes coute coutes cran crit crits criture ditions dition diteur ditrice
    ducation ducatif ducative galité galement glise glises lection lections lève lèves lu lue lus mission
    missions nergie nergies nergétique ntendu quipe quipes quipement quipements tablissement tablissements tage tant
    tape tapes tat tats té tranger trangers tude tudes tudiant tudiante tudiants tudiantes vénement vénements
    vènement vènements videmment vidence volution volutions
""".split()
_E: Final = re.compile(rf"(?<!\w)E(?=(?:{'|'.join(sorted(_ACUTE, key=len, reverse=True))})(?!\w))")
_E_CIRCUMFLEX: Final = re.compile(r"(?<!\w)E(?=(?:tre|tes)(?!\w))")
_CEDILLA: Final = re.compile(r"(?<!\w)C(?=a(?:[ \u00a0,]|$))")
# "A" at the beginning of a sentence is the preposition, unless a verb or a letter is meant.
_A: Final = re.compile(
    r"(?:\A[\s\ufffc]*|(?<=[.!?…])[\s\u00a0]+|(?<=[.!?…] «)[\s\u00a0])"
    r"(?P<letter>A)(?=[ \u00a0](?!(?:est|et|ou|a)\b)[a-zà-ÿœ])"
)


def missing_accents(text: str) -> list[tuple[int, str]]:
    """The offsets of capitals without their accent, and for each the right letter."""
    letters = [(match.start(), "É") for match in _E.finditer(text)]
    letters += [(match.start(), "Ê") for match in _E_CIRCUMFLEX.finditer(text)]
    letters += [(match.start(), "Ç") for match in _CEDILLA.finditer(text)]
    letters += [(match.start("letter"), "À") for match in _A.finditer(text)]
    return sorted(letters)
