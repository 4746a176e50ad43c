"""Finds words that a model may not read in a text that is about to be sent, wherever they came from.

A template, an outline or a section may hold words of a testimony whose person said no. What counts is the text that
would leave: five of their words in a row, or a whole short sentence of theirs. Only letters and figures are compared,
so that no separator between or within words hides them, whatever it is: a space, markup, a comment, a line's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from authoring.model.documents import Testimony
from authoring.text import sentences
from authoring.text.folding import decoded, plain, without_comments

RUN: Final = 5  # words in a row; four come together by chance
LETTERS: Final = 18  # in that run; where they are fewer, it goes on until there are as many
_LONGEST: Final = 9  # words of a run
_SHORTEST: Final = 3  # words of a sentence that is found as a whole
_FEWEST: Final = 14  # letters of such a sentence
_WORD: Final = re.compile(r"[^\W_]+")
_SEPARATORS: Final = re.compile(r"[\W_]+")
_FIGURES: Final = re.compile(r"\d+")
_MARKUP: Final = re.compile(r"<[A-Za-z/!?][^<>]{0,500}>|\]\([^()\n]{0,500}\)|\\[nrt]")


@dataclass(frozen=True)
class Confidences:
    """The words of testimonies that a model may not read. `runs` maps each run, joined, to the testimony's slug."""

    runs: Mapping[str, str] = field(default_factory=dict)

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
        joined = _joined(text)
        return next((slug for run, slug in self.runs.items() if joined.holds(run)), "")


class _Joined(NamedTuple):
    """The letters and figures of a text's readings, and every few of them in a row, which rule out most runs."""

    text: str
    beginnings: frozenset[str]

    def holds(self, run: str) -> bool:
        return run[:_FEWEST] in self.beginnings and run in self.text


@lru_cache(maxsize=8)
def _joined(text: str) -> _Joined:
    readings = dict.fromkeys(reading for read in _read(text) for reading in (read, _FIGURES.sub("", read)))
    joined = " ".join(readings)
    return _Joined(joined, frozenset(joined[start : start + _FEWEST] for start in range(len(joined) - _FEWEST + 1)))


def _read(text: str) -> Iterator[str]:
    """The text as it stands and as a browser shows it, without separators."""
    yield _letters(text)
    text = decoded(text)
    yield _letters(text)
    yield _letters(_MARKUP.sub("", without_comments(text)))


def _letters(text: str) -> str:
    return _SEPARATORS.sub("", plain(text))


def _runs_of(text: str) -> Iterator[str]:
    """The runs of words as they are stored, and as a browser shows them: both can be what is sent."""
    for reading in dict.fromkeys([text, shown := decoded(text), _MARKUP.sub("", without_comments(shown))]):
        yield from _runs_in(reading)


def _runs_in(text: str) -> Iterator[str]:
    words = _WORD.findall(plain(text))
    for start in range(len(words) - RUN + 1):
        lengths = range(RUN, min(_LONGEST, len(words) - start) + 1)
        runs = ("".join(words[start : start + length]) for length in lengths)
        yield from _with_letters(islice((run for run in runs if len(run) >= LETTERS), 1), LETTERS)
    for sentence in sentences.split(text):
        words_of_sentence = _WORD.findall(plain(sentence))
        run = "".join(words_of_sentence)
        if _SHORTEST <= len(words_of_sentence) <= _LONGEST and len(run) >= _FEWEST:
            yield from _with_letters([run], _FEWEST)


def _with_letters(runs: Iterable[str], fewest: int) -> Iterator[str]:
    """The runs, and those that have figures without them, since figures may be what stands between words."""
    for run in runs:
        yield run
        lettered = _FIGURES.sub("", run)
        if lettered != run and len(lettered) >= fewest:
            yield lettered
