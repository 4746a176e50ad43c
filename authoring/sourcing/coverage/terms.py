"""The words of a text that carry meaning, as they are compared: stems, and the lexicon's classes of synonyms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from authoring.sourcing.coverage import lexicon
from authoring.sourcing.coverage.stems import stem
from authoring.sourcing.provenance.digests import folded
from authoring.text.folding import plain

_WORD: Final = re.compile(r"(?<![a-z0-9])[a-z]+(?:[0-9]+)?")
FAMILY: Final = 6  # letters that two words of one family begin with in common


@dataclass(frozen=True)
class Term:
    """A word, or several that the lexicon takes as one: its stem, its classes, its place in the folded text."""

    word: str
    stem: str
    classes: frozenset[int]
    start: int
    end: int
    is_modifier: bool = False


@lru_cache(maxsize=8192)
def terms(text: str, lang: str) -> tuple[Term, ...]:
    """The terms of a text in order, function words left out."""
    spelling = spelled(text)
    words_of_language = lexicon.of_language(lang)
    matches = list(_WORD.finditer(spelling))
    all_terms: list[Term] = []
    index = 0
    while index < len(matches):
        length, classes = _entry(matches, index, words_of_language, lang)
        first, last = matches[index], matches[index + length - 1]
        if length > 1 or not words_of_language.is_small(first.group()):
            word = spelling[first.start() : last.end()]
            is_modifier = word in words_of_language.modifiers
            all_terms.append(Term(word, stem(word, lang), classes, first.start(), last.end(), is_modifier))
        index += length
    return tuple(all_terms)


def spelled(text: str) -> str:
    """The text as words are looked for: one typography, small letters, no accents."""
    return plain(folded(text)).replace("-", " ")


def is_like(term: Term, other: Term) -> bool:
    """Whether two terms are the same word, synonyms, or of one family."""
    if term.stem == other.stem or not term.classes.isdisjoint(other.classes):
        return True
    return len(term.word) >= FAMILY and term.word[:FAMILY] == other.word[:FAMILY]


def _entry(
    matches: list[re.Match[str]], index: int, words_of_language: lexicon.Lexicon, lang: str
) -> tuple[int, frozenset[int]]:
    """How many words from here on are one entry of the lexicon, and its classes."""
    longest = words_of_language.starts.get(matches[index].group(), 1)
    for length in range(min(longest, len(matches) - index), 1, -1):
        phrase = " ".join(match.group() for match in matches[index : index + length])
        if classes := words_of_language.classes_of_phrase(phrase):
            return length, classes
    word = matches[index].group()
    return 1, words_of_language.classes_of(word, stem(word, lang))
