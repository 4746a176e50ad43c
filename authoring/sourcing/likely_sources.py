"""Which of thousands of testimonies can concern a text: by the names and by the words that stand in both.

Both sides are put down as keys that an index looks up: `traces_of` those of a testimony, `Clues` those of a text.
Whatever equals under the rules by which quotations, unmarked words and names are recognised has equal keys here. The
reverse need not hold: one testimony too many only costs time, since the checks compare its words themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from authoring.model.documents import Testimony
from authoring.text import sentences
from authoring.text.folding import plain
from authoring.text.spelling import folded

RUN: Final = 3  # words in a row that a quotation has in common with its source
RUNS_IN_A_ROW: Final = 3  # so many, one word apart, are five words: those that count without quotation marks
SHORT_SENTENCE: Final = (3, 4)  # words of a whole sentence that counts though it is shorter
LONGEST_NAME: Final = 6  # words of a name that are looked at

# `called`: a whole name, another name or the family name. `first`: the first name. `word`: any part that tells who
# it is. `part`: any words in a row of a whole name. `shown`: as `word`, of somebody whose first name may be shown.
NameKind = Literal["called", "first", "word", "part", "shown"]
NameKey = tuple[NameKind, str]

_WORD: Final = re.compile(r"[^\W_]+")
_DIGEST_BYTES: Final = 6


@dataclass(frozen=True)
class Traces:
    """The keys of a testimony: its runs of words, its short sentences, and the names of its person."""

    runs: frozenset[int] = frozenset()
    names: frozenset[NameKey] = frozenset()


@dataclass(frozen=True)
class Clues:
    """The keys of a text: `texts` are its words with markup, `quotations` what stands between quotation marks.

    Testimonies with a name of `everybody` all count; of those with one of `anybody`, the first two people's.
    """

    texts: tuple[str, ...] = ()
    quotations: tuple[str, ...] = ()
    everybody: Collection[NameKey] = field(default_factory=frozenset)
    anybody: Collection[NameKey] = field(default_factory=frozenset)

    @cached_property
    def sufficient(self) -> frozenset[int]:
        """The keys of which one is enough: runs of quotations, and what may be a whole short sentence."""
        quoted = {run for text in self.quotations for reading in _readings(text) for run in _runs(reading)}
        short = {
            _digest(words, is_sentence=True)
            for reading in self._readings
            for length in SHORT_SENTENCE
            for words in windows(reading, length)
        }
        return frozenset(quoted | short)

    @cached_property
    def places(self) -> Mapping[int, list[int]]:
        """Where each run of the texts stands; places that follow each other are one word apart."""
        places: defaultdict[int, list[int]] = defaultdict(list)
        offset = 0
        for reading in self._readings:
            for place, run in enumerate(_runs(reading), start=offset):
                places[run].append(place)
            offset += len(reading) + RUN
        return dict(places)

    def suffice(self, runs: Collection[int]) -> bool:
        """Whether these keys, which a testimony has in common with the text, are enough for it to concern the text."""
        if not self.sufficient.isdisjoint(runs):
            return True
        standing = {place for run in runs for place in self.places.get(run, ())}
        return any(all(place + n in standing for n in range(1, RUNS_IN_A_ROW)) for place in standing)

    @cached_property
    def _readings(self) -> list[list[str]]:
        return [reading for text in self.texts for reading in _readings(text)]


def traces_of(testimony: Testimony) -> Traces:
    """The keys of a testimony."""
    words = testimony.words_spoken
    runs = {run for reading in _readings(words) for run in _runs(reading)}
    for sentence in sentences.split(words):
        spoken = words_of(sentence)
        if len(spoken) in SHORT_SENTENCE:
            runs.add(_digest(spoken, is_sentence=True))
    return Traces(frozenset(runs), frozenset(_names(testimony)))


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(plain(text))


def name_key(name: str) -> str:
    """A name as it is looked up: its words, folded, at most the first few."""
    return " ".join(words_of(name)[:LONGEST_NAME])


def parts_of(name: str) -> list[str]:
    """The parts of a name that tell who it is: `de`, `la` and initials do not."""
    parts = [part for part in re.split(r"[\s\u00a0]+", name) if len(part.strip(".")) > 1 and part[:1].isupper()]
    return parts or name.split()


def windows(words: list[str], length: int) -> Iterator[list[str]]:
    """Every `length` words in a row."""
    return (words[start : start + length] for start in range(len(words) - length + 1))


def _names(testimony: Testimony) -> Iterator[NameKey]:
    whole, parts = (testimony.person, *testimony.aliases), parts_of(testimony.person)
    keyed: dict[NameKind, Iterable[str]] = {
        "called": (*whole, *parts[-1:]),
        "first": parts[:1],
        "word": parts,
        "part": (" ".join(words) for name in whole for words in _subruns(words_of(name))),
        "shown": parts if testimony.consent.name in ("full", "first") else (),
    }
    for kind, names in keyed.items():
        yield from ((kind, key) for name in names if (key := name_key(name)))


def _subruns(words: list[str]) -> Iterator[list[str]]:
    return (part for length in range(1, min(len(words), LONGEST_NAME) + 1) for part in windows(words, length))


def _readings(text: str) -> list[list[str]]:
    """The words of a text as unmarked words are compared, and, where they differ, as quotations are."""
    reading, quoted = words_of(text), words_of(folded(text))
    return [reading] if reading == quoted else [reading, quoted]


def _runs(words: list[str]) -> Iterator[int]:
    return map(_digest, windows(words, RUN))


def _digest(words: list[str], *, is_sentence: bool = False) -> int:
    text = f"{'.' if is_sentence else ''}{' '.join(words)}"
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest())
