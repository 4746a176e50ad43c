"""Which paragraph of a returned file is which passage of the text: by number, else by words, else by place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, Protocol

_ALIKE: Final = 0.5
_COMPARED: Final = 300  # characters of a text, which tell enough of it


class Numbered(Protocol):
    """What can be paired: a number, 0 where there is none, words, and a kind."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...


def pairs(old: Sequence[Numbered], new: Sequence[Numbered]) -> dict[int, int]:
    """The index of the old paragraph for that of each new one which is the same; none is paired twice."""
    pairing = _by_number(old, new)
    _by_words(old, new, pairing)
    _by_place(old, new, pairing)
    return pairing


def moved(pairing: dict[int, int]) -> set[int]:
    """The indices of the new paragraphs that were moved: the fewest that explain the change of order."""
    ordered = [(there, pairing[there]) for there in sorted(pairing)]
    tails: list[int] = []
    chains: list[list[int]] = []
    for there, here in ordered:  # the longest increasing run stays, the rest has moved
        position = bisect_left(tails, here)
        chain = [*(chains[position - 1] if position else []), there]
        tails[position : position + 1], chains[position : position + 1] = [here], [chain]
    return set(pairing) - set(chains[-1] if chains else [])


def _by_number(old: Sequence[Numbered], new: Sequence[Numbered]) -> dict[int, int]:
    """Where several new paragraphs have one number, it belongs to the one whose words are nearest."""
    numbers = {item.number: index for index, item in enumerate(old) if item.number}
    claims: dict[int, list[int]] = {}
    for index, item in enumerate(new):
        if item.number in numbers:
            claims.setdefault(numbers[item.number], []).append(index)
    return {max(there, key=lambda index: _nearness(old[here], new[index])): here for here, there in claims.items()}


def _by_words(old: Sequence[Numbered], new: Sequence[Numbered], pairing: dict[int, int]) -> None:
    left_old = [index for index in range(len(old)) if index not in set(pairing.values()) and not old[index].number]
    left_new = [index for index in range(len(new)) if index not in pairing and not new[index].number]
    matcher = SequenceMatcher(None, [old[i].text for i in left_old], [new[i].text for i in left_new], autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            pairing[left_new[block.b + step]] = left_old[block.a + step]


def _by_place(old: Sequence[Numbered], new: Sequence[Numbered], pairing: dict[int, int]) -> None:
    """Pairs what is left between paired neighbours: all in order where the kinds agree, else what is alike."""
    for left_old, left_new in list(_gaps(len(old), len(new), pairing)):
        is_numbered = any(old[here].number for here in left_old)
        if not is_numbered and [old[here].kind for here in left_old] == [new[there].kind for there in left_new]:
            pairing.update(zip(left_new, left_old, strict=True))
            continue
        position = 0
        for there in left_new:
            alike = [n for n in range(position, len(left_old)) if _nearness(old[left_old[n]], new[there]) >= _ALIKE]
            if alike and not (new[there].number and old[left_old[alike[0]]].number):
                pairing[there] = left_old[alike[0]]
                position = alike[0] + 1


def _gaps(olds: int, news: int, pairing: dict[int, int]) -> Iterator[tuple[list[int], list[int]]]:
    """The unpaired old and new paragraphs between two neighbours that are paired and were not moved."""
    paired = set(pairing.values())
    fixed = sorted(set(pairing) - moved(pairing))
    for before, after in pairwise([-1, *fixed, news]):
        start = pairing.get(before, -1) + 1
        end = pairing.get(after, olds)
        left_old = [here for here in range(start, end) if here not in paired]
        left_new = [there for there in range(before + 1, after) if there not in pairing]
        if left_old and left_new:
            yield left_old, left_new


def _nearness(item: Numbered, other: Numbered) -> float:
    return SequenceMatcher(None, item.text[:_COMPARED], other.text[:_COMPARED], autojunk=False).ratio()
