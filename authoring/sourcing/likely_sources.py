"""Which of thousands of testimonies can concern a text: by the names and by the words that stand in both.

Both sides are put down as keys that an index looks up: `traces_of` those of a testimony, `Clues` those of a text.
Whatever equals under the rules by which quotations, unmarked words and names are recognised has equal keys here. The
reverse need not hold: one testimony too many only costs time, since the checks compare its words themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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

    Each quotation is given as the whole and then its parts, where brackets divide it. Testimonies with a name of
    `everybody` all count; of those with one of `anybody`, the first two people's.
    """

    texts: tuple[str, ...] = ()
    quotations: tuple[tuple[str, ...], ...] = ()
    everybody: Collection[NameKey] = field(default_factory=frozenset)
    anybody: Collection[NameKey] = field(default_factory=frozenset)

    @property
    def runs(self) -> frozenset[int]:
        """The keys of words in all: what an index looks up."""
        quoted = (run for quotation in self._quotations for text in quotation for runs in text for run in runs)
        return frozenset([*self._short, *self._places, *quoted])

    def concerned(self, shared: Mapping[int, Collection[int]]) -> set[int]:
        """The testimonies that can concern the text by their words; `shared` are those keys that each has of `runs`."""
        sets = {number: frozenset(runs) for number, runs in shared.items()}
        numbers = {number for number, runs in sets.items() if self._stand_unmarked(runs)}
        return numbers.union(*(_givers(quotation, sets) for quotation in self._quotations))

    def _stand_unmarked(self, runs: frozenset[int]) -> bool:
        """Whether these keys are enough without quotation marks: a short sentence, or five words in a row."""
        if not self._short.isdisjoint(runs):
            return True
        standing = {place for run in runs for place in self._places.get(run, ())}
        return any(all(place + n in standing for n in range(1, RUNS_IN_A_ROW)) for place in standing)

    @cached_property
    def _short(self) -> frozenset[int]:
        """The keys of what may be a whole short sentence."""
        return frozenset(
            _digest(words, is_sentence=True)
            for reading in self._readings
            for length in SHORT_SENTENCE
            for words in windows(reading, length)
        )

    @cached_property
    def _quotations(self) -> list[list[list[frozenset[int]]]]:
        """For each quotation, the whole and its parts; of each of these its runs, in every reading that has some."""
        quotations = [[_runs_of_readings(text) for text in texts] for texts in self.quotations]
        return [[text for text in texts if text] for texts in quotations]

    @cached_property
    def _places(self) -> Mapping[int, list[int]]:
        """Where each run of the texts stands; places that follow each other are one word apart."""
        places: defaultdict[int, list[int]] = defaultdict(list)
        offset = 0
        for reading in self._readings:
            for place, run in enumerate(_runs(reading), start=offset):
                places[run].append(place)
            offset += len(reading) + RUN
        return dict(places)

    @cached_property
    def _readings(self) -> list[list[str]]:
        return [reading for text in self.texts for reading in _readings(text)]


def _givers(quotation: Sequence[Sequence[frozenset[int]]], shared: Mapping[int, frozenset[int]]) -> set[int]:
    """Who can have said a quotation: those with all of its words; else those with all words of a part.

    Where nobody said some part of it, everybody counts who has three words of it in a row: theirs may be the nearest.
    """
    for texts in (quotation[:1], quotation[1:]):
        holders = [_holders(text, shared) for text in texts]
        if holders and all(holders):
            return set().union(*holders)
    runs = frozenset(run for text in quotation for reading in text for run in reading)
    return {number for number, theirs in shared.items() if not runs.isdisjoint(theirs)}


def _holders(text: Sequence[frozenset[int]], shared: Mapping[int, frozenset[int]]) -> set[int]:
    return {number for number, theirs in shared.items() if any(reading <= theirs for reading in text)}


def _runs_of_readings(text: str) -> list[frozenset[int]]:
    return [runs for reading in _readings(text) if (runs := frozenset(_runs(reading)))]


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
