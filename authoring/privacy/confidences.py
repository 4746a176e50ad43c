"""Finds words that a model may not read in a text that is about to be sent, wherever they came from.

A template, an outline or a section may hold words of a testimony whose person said no. What counts is the text that
would leave: five of their words in a row, or a whole short sentence of theirs.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Final

from authoring.model.documents import Testimony
from authoring.text import sentences
from authoring.text.folding import plain

RUN: Final = 5  # words in a row; four come together by chance
LETTERS: Final = 18  # in that run; where they are fewer, it goes on until there are as many
_LONGEST: Final = 9  # words of a run
_SHORTEST: Final = 3  # words of a sentence that is found as a whole
_FEWEST: Final = 14  # letters of such a sentence
_WORD: Final = re.compile(r"[^\W_]+")
_HYPHENATED: Final = re.compile(r"\u00ad\s*|(?<=\w)[-\u2010][ \t]*\n[ \t>]*(?=\w)")  # one word, at the end of a line


@dataclass(frozen=True)
class Confidences:
    """The words of testimonies that a model may not read. `runs` maps each run of words to the testimony's slug."""

    runs: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    @classmethod
    def of(cls, testimonies: Iterable[Testimony]) -> Confidences:
        """What holds the words of these testimonies together."""
        return cls.words([(testimony.slug, testimony.words_spoken) for testimony in testimonies])

    @classmethod
    def words(cls, spoken: Iterable[tuple[str, str]]) -> Confidences:
        """The same of words by slug."""
        return cls({run: slug for slug, text in spoken for run in _runs_of(text)})

    def breach(self, text: str) -> str:
        """The slug of a testimony whose words `text` holds; empty when it holds none."""
        if not self.runs:
            return ""
        runs_in_text = windows(text)
        return next((slug for run, slug in self.runs.items() if run in runs_in_text), "")


@lru_cache(maxsize=8)
def windows(text: str) -> frozenset[tuple[str, ...]]:
    """Every few words in a row of a text, folded, as a browser and a reader join them."""
    read = html.unescape(text)
    readings = dict.fromkeys([read, _HYPHENATED.sub("", read)])
    return frozenset(
        run
        for reading in readings
        for words in [_WORD.findall(plain(reading))]
        for length in range(_SHORTEST, _LONGEST + 1)
        for run in _windows(words, length)
    )


def _runs_of(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(plain(text))
    for start in range(len(words) - RUN + 1):
        lengths = range(RUN, min(_LONGEST, len(words) - start) + 1)
        runs = (tuple(words[start : start + length]) for length in lengths)
        yield from islice((run for run in runs if sum(map(len, run)) >= LETTERS), 1)
    for sentence in sentences.split(text):
        words_of_sentence = tuple(_WORD.findall(plain(sentence)))
        if _SHORTEST <= len(words_of_sentence) <= _LONGEST and sum(map(len, words_of_sentence)) >= _FEWEST:
            yield words_of_sentence


def _windows(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[start : start + length]) for start in range(len(words) - length + 1))
