"""What somebody told us, made ready for finding quoted words in it, however long it is and however many they are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final

from authoring.text import sentences
from authoring.text.spelling import composed, folded

Run = tuple[int, int]
Place = tuple[int, Run]

_WORD: Final = re.compile(r"[^\W_]+")
_BEGINNING: Final = re.compile(r"^(?:\.\.\.)\s*")
_ENDING: Final = re.compile(r"\s*(?:\.\.\.|[.,;])$")
MAX_PLACES: Final = 200


class Spoken:
    """The words of a testimony. A `Run` is what stands between two of them, counted from 0, the end left out."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.folded = folded(text)
        matches = list(_WORD.finditer(self.folded))
        self._places = [match.start() for match in matches]
        self.keys = [match.group().casefold() for match in matches]

    def holds(self, words: str, word: int, *, lead: int, is_stop: bool) -> bool:
        """Whether folded `words`, whose first word begins at their offset `lead`, stand at the `word`-th word, whole.

        With `is_stop`, not where the person asks or exclaims right after them.
        """
        start = self._places[word] - lead
        end = start + len(words)
        if start < 0 or not self.folded.startswith(words, start):
            return False
        if _splits_word(self.folded, start) or _splits_word(self.folded, end):
            return False
        return not (is_stop and self.folded[end : end + 2].lstrip()[:1] in ("?", "!"))

    @cached_property
    def text(self) -> str:
        """The words as they were told."""
        return composed(self._text)

    @cached_property
    def _shown(self) -> list[Run]:
        """Where each word stands in `text`; the folded text's places where the words cannot be paired."""
        places = [match.span() for match in _WORD.finditer(self.text)]
        if len(places) == len(self._places):
            return places
        return [match.span() for match in _WORD.finditer(self.folded)]

    @cached_property
    def _display(self) -> str:
        return self.text if len(_WORD.findall(self.text)) == len(self._places) else self.folded

    def words(self, run: Run) -> str:
        """The words of a run as they were told, with the punctuation between them."""
        first, last = run
        return self._display[self._shown[first][0] : self._shown[last - 1][1]] if first < last else ""

    def between(self, run: Run) -> str:
        """As `words`, with the punctuation that stands before the first and after the last of them too."""
        first, last = run
        start = self._shown[first - 1][1] if first else 0
        end = self._shown[last][0] if last < len(self._shown) else len(self._display)
        return self._display[start:end]

    @cached_property
    def _starts(self) -> list[int]:
        """The first word of each sentence."""
        begins = [start for start, _end in sentences.spans(self._display)]
        places = [start for start, _end in self._shown]
        return sorted({bisect_left(places, begin) for begin in begins} - {len(places)})

    def sentence(self, word: int) -> Run:
        """The sentence that a word stands in."""
        index = max(0, bisect_right(self._starts, word) - 1)
        return self._starts[index] if self._starts else 0, self._end(index)

    def asks(self, run: Run) -> bool:
        """Whether the sentence that a run ends in is a question."""
        last = self.sentence(run[1] - 1)[1]
        return "?" in self.between((last - 1, last))

    def following(self, run: Run) -> Run:
        """The sentence after the one that a run ends in; an empty run after the last."""
        end = self.sentence(run[1] - 1)[1]
        return self.sentence(end) if end < len(self._places) else (end, end)

    def _end(self, index: int) -> int:
        return self._starts[index + 1] if index + 1 < len(self._starts) else len(self._places)

    def windows(self, sentence: Run, length: int) -> Iterator[Run]:
        """Every `length` sentences in a row that hold this one; fewer at the ends of the text."""
        index = bisect_left(self._starts, sentence[0])
        for first in range(max(0, index - length + 1), index + 1):
            yield self._starts[first], self._end(min(first + length, len(self._starts)) - 1)


class Library:
    """Several testimonies' words, to look quoted words up in all of them at once."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.spoken = [_spoken(text) for text in texts]

    @cached_property
    def _words(self) -> dict[str, list[tuple[int, int]]]:
        """Every place of every word: the testimony's number and the word's."""
        places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, spoken in enumerate(self.spoken):
            for word, key in enumerate(spoken.keys):
                places[key].append((number, word))
        return places

    @cached_property
    def _pairs(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """Every place of every two words in a row: the testimony's number and the first word's."""
        places: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for number, spoken in enumerate(self.spoken):
            for word, pair in enumerate(pairwise(spoken.keys)):
                places[pair].append((number, word))
        return places

    def places(self, key: str) -> list[tuple[int, int]]:
        """The places of a word, in small letters."""
        return self._words.get(key, [])

    def runs(self, words: str, *, is_whole: bool = True) -> list[Place]:
        """Where `words`, folded, stand as whole words; at most `MAX_PLACES` places.

        The case of the first letter may differ, as may a last full stop or comma, and dots may stand for what comes
        before or after. A full stop may not stand where the person asks or exclaims, if the quotation ends there
        (`is_whole`).
        """
        keys = [match.group().casefold() for match in _WORD.finditer(words)]
        candidates = self._candidates(keys)
        if not candidates:
            return []
        if exact := self._standing(words, candidates, len(keys), is_stop=False):
            return exact
        stem = _ENDING.sub("", _BEGINNING.sub("", words))
        is_stop = is_whole and words[-1:] == "." and words[-3:] != "..."
        initial = _lead(stem)
        spellings = dict.fromkeys((stem, stem[:initial] + stem[initial : initial + 1].swapcase() + stem[initial + 1 :]))
        standing = (self._standing(spelling, candidates, len(keys), is_stop=is_stop) for spelling in spellings)
        return sorted({place for places in standing for place in places})

    def _candidates(self, keys: Sequence[str]) -> list[tuple[int, int]]:
        """Where words could begin: the places of the rarest two of them in a row, taken back to the first."""
        if not keys:
            return []
        places = [self._pairs.get(pair, []) for pair in pairwise(keys)] or [self.places(keys[0])]
        rarest = min(range(len(places)), key=lambda number: len(places[number]))
        return [(number, word - rarest) for number, word in places[rarest] if word >= rarest]

    def _standing(
        self, words: str, candidates: Sequence[tuple[int, int]], length: int, *, is_stop: bool
    ) -> list[Place]:
        lead = _lead(words)
        places: list[Place] = []
        for number, first in candidates:
            if self.spoken[number].holds(words, first, lead=lead, is_stop=is_stop):
                places.append((number, (first, first + length)))
                if len(places) == MAX_PLACES:
                    break
        return places


@lru_cache(maxsize=8)
def library(texts: tuple[str, ...]) -> Library:
    """The same for the same testimonies: they are read once, however many pieces quote them."""
    return Library(texts)


@lru_cache(maxsize=512)
def _spoken(text: str) -> Spoken:
    return Spoken(text)


def _lead(words: str) -> int:
    """The offset of the first word."""
    first = _WORD.search(words)
    return first.start() if first else 0


def _splits_word(text: str, offset: int) -> bool:
    return 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum()
