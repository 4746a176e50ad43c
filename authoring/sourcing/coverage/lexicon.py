"""A small lexicon of everyday French and English: words that say the same, and words of which only one can be true.

`lexicon.fr.txt` and `lexicon.en.txt` are written for this project. A line is a class of synonyms, words apart by
spaces, the words of a phrase joined by `_`; ` | ` parts classes that exclude each other
(`brother | sister`), ` <> ` two opposites, which a denial turns into each other (`open <> closed`). A line that
begins with `~` only says what excludes what (`all | some`): its words carry no meaning that a text must repeat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from authoring.sourcing.coverage.stems import stem
from authoring.text.folding import plain
from authoring.text.words import FUNCTION_WORDS

_NONE: Final[frozenset[int]] = frozenset()
# words without a meaning of their own beside those of `authoring.text.words`; numbers are read elsewhere
_SMALL: Final[Mapping[str, frozenset[str]]] = {
    "fr": frozenset("""
        des ses m t j s ne cela ca ceci autre autres deja encore bien peu trop ici la bas puis quand ainsi lors
        faut il ils elle celui celle ceux celles lequel laquelle etait etaient sera seront soit avait ete fut
        peut pourra doit doivent fois cas afin non oui notamment environ etc va vont aller
        un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante
        cinquante soixante cent cents mille million millions zero dizaine douzaine quinzaine vingtaine centaine demi
        demie moitie tiers quart deuxieme second seconde troisieme
    """.split()),
    "en": frozenset("""
        a an m s t d ll re ve o i up out off so even just still too yet again already once ever own such
        say says said get gets got go goes let lets put puts want wants way thing things lot lots etc per plus
        something someone somebody anything am being having done
        one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million zero dozen
        half third quarter second
    """.split()),
}  # fmt: skip


@dataclass(frozen=True)
class Lexicon:
    """The lexicon of one language. `starts` holds the words that begin phrases, with the length of the longest.

    `opposites` are the classes that exclude a class, `polar` those that have one opposite; `modifiers` are words that
    only say what excludes what.
    """

    words: Mapping[str, frozenset[int]]
    stems: Mapping[str, frozenset[int]]
    phrases: Mapping[str, frozenset[int]]
    starts: Mapping[str, int]
    opposites: Mapping[int, frozenset[int]]
    small: frozenset[str]
    modifiers: frozenset[str]
    polar: frozenset[int]

    def is_small(self, word: str) -> bool:
        """Whether a word carries no meaning of its own."""
        return word in self.small

    def classes_of(self, word: str, stem: str) -> frozenset[int]:
        """The classes of a word, by its spelling or by its stem."""
        return self.words.get(word) or self.stems.get(stem, _NONE)

    def classes_of_phrase(self, phrase: str) -> frozenset[int]:
        """The classes of several words that the lexicon takes as one."""
        return self.phrases.get(phrase, _NONE)

    def excluded_by(self, classes: frozenset[int]) -> frozenset[int]:
        """The classes of which none can be true where these are."""
        return frozenset(other for number in classes for other in self.opposites.get(number, _NONE))


@lru_cache(maxsize=2)
def of_language(lang: str) -> Lexicon:
    """The lexicon of a language, read once."""
    words: defaultdict[str, set[int]] = defaultdict(set)
    stems: defaultdict[str, set[int]] = defaultdict(set)
    phrases: defaultdict[str, set[int]] = defaultdict(set)
    opposites: dict[int, frozenset[int]] = {}
    modifiers: set[str] = set()
    number = 0
    polar: set[int] = set()
    for is_polar, group in _groups(lang):
        if group[0][:1] == ["~"]:
            del group[0][0]
            modifiers.update(entry for entries in group for entry in entries)
        numbers = range(number, number + len(group))
        polar.update(numbers if is_polar else ())
        for own, entries in zip(numbers, group, strict=True):
            opposites[own] = frozenset(numbers) - {own}
            for entry in entries:
                if " " in entry:
                    phrases[entry].add(own)
                else:
                    words[entry].add(own)
                    stems[stem(entry, lang)].add(own)
        number += len(group)
    small = frozenset(plain(word) for word in FUNCTION_WORDS[lang]) - words.keys() | _SMALL[lang]
    starts: dict[str, int] = {}
    for phrase in phrases:
        first, *others = phrase.split()
        starts[first] = max(starts.get(first, 1), 1 + len(others))
    return Lexicon(
        _frozen(words),
        _frozen(stems),
        _frozen(phrases),
        starts,
        opposites,
        small,
        frozenset(modifiers),
        frozenset(polar),
    )


def _frozen(sets: Mapping[str, set[int]]) -> dict[str, frozenset[int]]:
    return {key: frozenset(numbers) for key, numbers in sets.items()}


def _groups(lang: str) -> Iterator[tuple[bool, list[list[str]]]]:
    """Each line's classes, each a list of words and phrases in small letters without accents; and if it is polar."""
    text = files("authoring.sourcing.coverage").joinpath(f"lexicon.{lang}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            is_polar = " <> " in line
            parts = plain(line).replace("'", " ").replace("-", " ").split("<>" if is_polar else "|")
            yield is_polar, [[" ".join(entry.replace("_", " ").split()) for entry in part.split()] for part in parts]
