"""Whether a sentence denies what its source says: negations in French and English, clause by clause."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from authoring.sourcing.grounding.names import plain
from authoring.sourcing.provenance.digests import folded

_CUES: Final = re.compile(
    r"\b(?:pas|jamais|aucune?s?|guère|sans|non|ni|rien|impossible|cannot|not|never|nobody|none|nothing|nowhere|neither"
    r"|nor|without|no|unable|hardly|interdit\w*|refus\w*|empêch\w*|forbid\w*|forbidden|prevents?|lacks?|fail(?:s|ed)?"
    r"|cess\w*|manqu\w*|privée?s? de|dépourvue?s?|unpaid|unsold|fermée?s?|closed)\b|n't\b"
    r"|\bn(?:e |')[^.,;:]{0,40}?\b(?:personne|plus|nulle part)\b|\bpersonne n(?:e |')"
    r"|\bplus (?:aucun|de|rien|personne)\b",
    re.IGNORECASE,
)
_NO_CUES: Final = re.compile(
    r"\b(?:not only|non seulement|pas seulement|pas à pas|sans doute|sans cesse|sans arrêt|no doubt|nonetheless"
    r"|nevertheless|no matter|no one but|ni plus ni moins|non loin|rien que|why not|pourquoi pas|n'est-ce pas"
    r"|no longer than|pas mal|without doubt|sans faute|not far|pas loin|step by step)\b",
    re.IGNORECASE,
)
_CLAUSES: Final = re.compile(
    r"[,;:()]|\b(?:mais|but|et|and|parce que|because|car|donc|so|although|though|bien que|tandis que|while|whereas"
    r"|puis|then|or|ou|alors que|puisque|since|si|if|when|quand|lorsque|where|où)\b",
    re.IGNORECASE,
)
_STEM: Final = 5
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_SMALL: Final = frozenset(
    """
    les des une dans sur avec sans pour par entre vers chez comme aux que qui quoi dont cet cette ces son ses leur
    leurs notre nos votre vos mon mes elle nous vous ils elles est sont etait etaient etre ont avait avoir fait tres
    lui meme tout tous toute toutes plusieurs chaque peut peuvent ainsi depuis pas plus jamais rien aucun aucune non
    the and for from with without into over under between about than then that which who whom whose this these those
    its are was were been being has have had does did not our you your they them their his her there here when where
    how why can could will would should may might must also very more most some any each every all both never none
    nobody nothing cannot don doesn didn isn aren wasn weren won personne sans
""".split()
)


def is_negative(text: str) -> bool:
    """Whether something is denied in a text."""
    return bool(_CUES.search(_NO_CUES.sub(" ", folded(text))))


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The beginnings of the words that carry meaning, without accents."""
    all_words = (plain(word) for word in _WORD.findall(folded(text)))
    return frozenset(word[:_STEM] for word in all_words if word not in _SMALL)


def differs(sentence: str, source: str) -> bool:
    """Whether most of what both speak of is denied by one and not by the other."""
    denied, affirmed = _polarity(sentence)
    denied_in_source, affirmed_in_source = _polarity(source)
    shared = (denied | affirmed) & (denied_in_source | affirmed_in_source)
    if not shared:
        return is_negative(sentence) != is_negative(source)
    turned = (denied & affirmed_in_source - denied_in_source) | (denied_in_source & affirmed - denied)
    return 2 * len(turned) >= len(shared)


def _polarity(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of denying clauses, and those of the others."""
    denied: set[str] = set()
    affirmed: set[str] = set()
    for clause in _CLAUSES.split(_NO_CUES.sub(" ", folded(text))):
        (denied if _CUES.search(clause) else affirmed).update(stems(clause))
    return frozenset(denied), frozenset(affirmed)
