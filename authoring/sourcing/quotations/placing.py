"""Where quoted words come from, and whether they are given as they were said."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final, Literal

from authoring.model.documents import Testimony
from authoring.sourcing.quotations import cuts
from authoring.sourcing.quotations.cuts import Turn
from authoring.sourcing.quotations.parts import Part, decoded, split
from authoring.sourcing.quotations.spoken import Library, Place, Run, Spoken, library
from authoring.text.spelling import folded

Kind = Literal["verbatim", "edited", "altered", "misattributed", "unknown"]

_Candidate = tuple[int, tuple[Run, ...], Turn | None]

_CLOSING: Final = " \t\n\u00a0\u202f»”’\"'*_"
_FEWEST_SPLICED: Final = 2  # words of a part: a single one stands anywhere


@dataclass(frozen=True)
class Placement:
    """Where quoted words come from, and what was done to them.

    `verbatim`: equal after white space and typography. `edited`: with marked omissions, marked insertions or a first
    letter's case in brackets, and nothing else. `altered`: with a `turn`, the words are the person's, and what is left
    out or put in may turn them; without one, they are not the person's. `misattributed`: somebody else's words.
    `unknown`: nobody's. `runs` are the words of the first source that were placed; `whole` is what was said, where a
    sentence is quoted in part. `original` are the words in their own language where these are a translation of them,
    which is `edited`.
    """

    kind: Kind
    digest: str = ""
    sources: tuple[Testimony, ...] = ()
    turn: Turn | None = None
    runs: tuple[Run, ...] = ()
    whole: str = ""
    original: str = ""

    @property
    def is_translated(self) -> bool:
        """Whether these are the person's words in another language: only the person themselves can stand by them."""
        return bool(self.original)

    @property
    def may_be_accepted(self) -> bool:
        """Whether a person may accept the change: never where a word was put in the place of another."""
        return self.kind == "edited" or (self.turn is not None and self.turn.reason != "replaced")


def digest(words: str) -> str:
    """The SHA-256 of quoted words, folded: what an agreement to them is recorded for."""
    return hashlib.sha256(folded(decoded(words)).encode()).hexdigest()


@dataclass(frozen=True)
class SpokenIndex:
    """Testimonies, ready for quoted words to be placed in them."""

    testimonies: tuple[Testimony, ...]

    @cached_property
    def library(self) -> Library:
        """Their words; read once for the same testimonies."""
        return library(tuple(testimony.body for testimony in self.testimonies))

    def sentences(self, placement: Placement) -> str:
        """The whole sentences that a placement gives words of, as they were told; the index holds its first source."""
        spoken = self.library.spoken[0]
        begins = spoken.sentence(placement.runs[0][0])[0], spoken.sentence(placement.runs[-1][1] - 1)[1]
        return spoken.words(begins)

    def place(self, words: str, *, beside: Iterable[Placement] = (), is_cut_watched: bool = True) -> Placement:
        """Where `words` come from, by the strictest comparison that they pass.

        `beside` are the placements of the quotations in the same paragraph: what they give is not left out. With
        `is_cut_watched` false, where a sentence was begun or ended is no matter: a term is nobody's statement.
        """
        text = decoded(words)
        search = _Search(self, tuple(beside), is_cut_watched, text.rstrip(_CLOSING).endswith("?"))
        placement = search.whole(folded(text)) or search.parts(split(text))
        return replace(placement or Placement("unknown"), digest=digest(words))


@dataclass(frozen=True)
class _Search:
    """One search: the testimonies, and what the quotations beside this one give of them."""

    index: SpokenIndex
    beside: tuple[Placement, ...]
    is_cut_watched: bool
    asks: bool

    def whole(self, words: str) -> Placement | None:
        """The places of the words as they are; those where no cut changes the meaning come first."""
        return self._best("verbatim", [(number, (run,), None) for number, run in self.index.library.runs(words)])

    def parts(self, parts: Sequence[Part]) -> Placement | None:
        """The words with what is marked in them."""
        worded = [part for part in parts if part.words]
        if not worded or (len(parts) == 1 and not parts[0].joint and not parts[0].is_recased):
            return None
        last = worded[-1]
        before = {
            words: self.index.library.runs(folded(words), is_whole=False) for words in {it.words for it in worded[:-1]}
        }
        standing = [before[part.words] for part in worded[:-1]]
        standing.append(self.index.library.runs(folded(last.words)))
        if not all(standing):
            return None
        if chains := list(_chains(parts, standing)):
            candidates = [(number, runs, self._marked(number, parts, runs)) for number, runs in chains]
            return self._best("edited", candidates)
        return self._spliced(worded, standing)

    def _marked(self, number: int, parts: Sequence[Part], runs: Sequence[Run]) -> Turn | None:
        """Why marked omissions and insertions may change the meaning."""
        spoken = self.index.library.spoken[number]
        for part in parts:
            if part.inserted and (turn := cuts.inserted(part.inserted)):
                return turn
        worded = [part for part in parts if part.words]
        for part, (run, next_run) in zip(worded[1:], pairwise(runs), strict=True):
            gap = (run[1], next_run[0])
            if turn := _across(spoken, run, next_run) or self._left_out(number, spoken, gap, part):
                return turn
        return self._replaced_edges(number, parts, runs)

    def _replaced_edges(self, number: int, parts: Sequence[Part], runs: Sequence[Run]) -> Turn | None:
        """What brackets at the beginning or at the end stand for: the rest of the sentence there."""
        spoken = self.index.library.spoken[number]
        begin, end = spoken.sentence(runs[0][0])[0], spoken.sentence(runs[-1][1] - 1)[1]
        for part, rest in ((parts[0], (begin, runs[0][0])), (parts[-1], (runs[-1][1], end))):
            is_edge = part is parts[0] or not part.words
            if is_edge and part.joint == "insertion" and (turn := self._left_out(number, spoken, rest, part)):
                return turn
        return None

    def _left_out(self, number: int, spoken: Spoken, gap: Run, part: Part) -> Turn | None:
        words = " ".join(spoken.words(rest) for rest in self._unspoken(number, gap))
        if not words:
            return None
        return cuts.omitted(words) if part.joint == "omission" else cuts.replaced(words)

    def _best(self, kind: Kind, candidates: Sequence[_Candidate]) -> Placement | None:
        """All the sources; those where no cut changes the meaning come first."""
        if not candidates:
            return None
        watched = [
            (number, runs, turn or (self._edges(number, runs) if self.is_cut_watched else None))
            for number, runs, turn in candidates
        ]
        straight = [candidate for candidate in watched if candidate[2] is None]
        chosen = sorted(
            straight or watched, key=lambda candidate: (candidate[0], candidate[1][-1][1] - candidate[1][0][0])
        )
        sources = self._of(number for number, _runs, _turn in chosen)
        number, runs, turn = chosen[0]
        whole = self._whole(number, runs) if self.is_cut_watched else ""
        return Placement("altered" if turn else kind, sources=sources, turn=turn, runs=runs, whole=whole)

    def _whole(self, number: int, runs: tuple[Run, ...]) -> str:
        """The sentences that are quoted in part, with what no quotation beside this one gives; empty where all is."""
        spoken = self.index.library.spoken[number]
        begin, end = spoken.sentence(runs[0][0])[0], spoken.sentence(runs[-1][1] - 1)[1]
        edges = [*self._unspoken(number, (begin, runs[0][0])), *self._unspoken(number, (runs[-1][1], end))]
        return spoken.words((begin, end)) if edges else ""

    def _of(self, numbers: Iterable[int]) -> tuple[Testimony, ...]:
        return tuple(self.index.testimonies[number] for number in dict.fromkeys(numbers))

    def _edges(self, number: int, runs: tuple[Run, ...]) -> Turn | None:
        """Why the meaning may change without the rest of the first and last sentence, and what follows."""
        spoken = self.index.library.spoken[number]
        first, last = runs[0], runs[-1]
        begin, end = spoken.sentence(first[0])[0], spoken.sentence(last[1] - 1)[1]
        lead = self._not_given_beside(number, spoken, (begin, first[0]))
        tail = self._not_given_beside(number, spoken, (last[1], end))
        if (lead or tail) and spoken.asks(last) and not self.asks:
            return Turn("question", spoken.words((begin, end)))
        if turn := cuts.before(lead, spoken.words(first)) or cuts.after(tail):
            return turn
        follows = spoken.following(last)
        unquoted = self._unspoken(number, follows)
        return cuts.afterwards(spoken.words(follows)) if unquoted else None

    def _not_given_beside(self, number: int, spoken: Spoken, run: Run) -> str:
        """What of a run stands in no quotation beside this one, with the punctuation around it."""
        return " ".join(spoken.between(rest) for rest in self._unspoken(number, run))

    def _unspoken(self, number: int, run: Run) -> Iterator[Run]:
        testimony = self.index.testimonies[number]
        spoken_runs = sorted(
            run_beside
            for placement in self.beside
            if testimony in placement.sources[:1]
            for run_beside in placement.runs
            if run_beside[0] < run[1] and run_beside[1] > run[0]
        )
        position = run[0]
        for first, last in spoken_runs:
            if first > position:
                yield position, first
            position = max(position, last)
        if position < run[1]:
            yield position, run[1]

    def _spliced(self, worded: Sequence[Part], standing: Sequence[Sequence[Place]]) -> Placement | None:
        """Parts that were all said, and not in this order or not by one person."""
        if any(len(part.words.split()) < _FEWEST_SPLICED for part in worded):
            return None
        sources = self._of(places[0][0] for places in standing)
        words = " […] ".join(part.words for part in worded)
        return Placement("altered", sources=sources, turn=Turn("splice", words), runs=(standing[0][0][1],))


def _across(spoken: Spoken, run: Run, next_run: Run) -> Turn | None:
    """Two halves of sentences joined to a sentence that nobody said."""
    first, second = spoken.sentence(run[1] - 1), spoken.sentence(next_run[0])
    if first == second or (run[1] == first[1] and next_run[0] == second[0]):
        return None
    return Turn("splice", spoken.words((run[1], next_run[0])))


def _chains(parts: Sequence[Part], standing: Sequence[Sequence[Place]]) -> Iterator[tuple[int, tuple[Run, ...]]]:
    """Every beginning with the parts that follow it in order, each at its nearest place."""
    for number, run in standing[0]:
        runs = [run]
        for places in standing[1:]:
            index = bisect_left(places, (number, (runs[-1][1], 0)))
            if index == len(places) or places[index][0] != number:
                break
            runs.append(places[index][1])
        else:
            yield number, tuple(runs)
