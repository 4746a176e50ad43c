"""Just enough about French and English words: which language a text is in, and how near two texts are."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+", re.UNICODE)
_SUFFIXES: Final = re.compile(
    r"(?:issements?|ements?|ations?|ateurs?|atrices?|ivement|ments?|ances?|ences?|ites?|ives?|ifs?|euses?|eurs?|iques?"
    r"|ables?|ibles?|ions?|ings?|ness|ers?|ees?|ed|es|s|e)$"
)
FUNCTION_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "fr": frozenset("""
        le la les l un une des du de d au aux et ou où mais donc car ni que qui qu quoi dont ce cet cette ces c se s
        son sa ses leur leurs notre nos votre vos mon ma mes je j tu il elle on nous vous ils elles y en ne n pas plus
        est sont était être a ont avait avoir fait dans sur sous avec sans pour par entre vers chez comme si aussi très
        lui même tout tous toute toutes plusieurs chaque peut peuvent afin ainsi lors depuis
    """.split()),
    "en": frozenset("""
        a the an and or but so nor of to in on at by for from with without into over under between about as if than then
        that which who whom whose this these those it its is are was were be been being has have had do does did not no
        we us our you your they them their he she his her i my me there here when where how why can could will would
        should may might must also very more most some any each every all both
    """.split()),
}  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text in small letters, elisions apart: `l’atelier` is `l`, `atelier`."""
    return [word.casefold() for word in _WORD.findall(text)]


def seems_foreign(text: str, lang: str) -> bool:
    """Whether a text is in another language than `lang`; short ones are given the benefit of the doubt."""
    spoken = words(text)
    if len(spoken) < 20:
        return False
    shares = {name: sum(word in small for word in spoken) / len(spoken) for name, small in FUNCTION_WORDS.items()}
    return shares[lang] < 0.15 or max(shares.values()) > 1.5 * shares[lang]


def stems(text: str) -> list[str]:
    """The beginnings of the words that carry meaning, without accents and endings."""
    ignored = FUNCTION_WORDS["fr"] | FUNCTION_WORDS["en"]
    return [_stem(word) for word in words(text) if word not in ignored and len(word) > 2]


def nearness(text: str, others: Sequence[str]) -> list[float]:
    """How much each of `others` has in common with `text`: rare words count more, long texts less."""
    wanted = set(stems(text))
    counted = [Counter(stems(other)) for other in others]
    common: Counter[str] = Counter(stem for counts in counted for stem in counts)
    return [_score(wanted, counts, common, len(others)) for counts in counted]


def _score(wanted: Iterable[str], counts: Counter[str], common: Counter[str], total: int) -> float:
    weights = [math.log(1 + total / common[stem]) for stem in wanted if stem in counts]
    return sum(weights) / math.sqrt(1 + sum(counts.values()))


def _stem(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    stripped = _SUFFIXES.sub("", plain)
    return stripped if len(stripped) >= 3 else plain
