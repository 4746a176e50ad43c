"""Which paragraph of a returned file is which passage of the text: by number, else by words, else by place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final, Protocol

_ALIKE: Final = 0.5


class Numbered(Protocol):
    """What can be paired: a number, 0 where there is none, and words."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...


def pairs(old: Sequence[Numbered], new: Sequence[Numbered]) -> dict[int, int]:
    """For each new one that is an old one, by index, which; an old one is at most one new one."""
    found = _by_number(old, new)
    _by_words(old, new, found)
    _by_place(old, new, found)
    return found


def moved(found: dict[int, int]) -> set[int]:
    """The new ones that no longer stand in the order of the old ones: the fewest that explain the difference."""
    ordered = [(there, found[there]) for there in sorted(found)]
    tails: list[int] = []
    chains: list[list[int]] = []
    for there, here in ordered:  # the longest increasing run stays, the rest has moved
        at = bisect_left(tails, here)
        chain = [*(chains[at - 1] if at else []), there]
        tails[at : at + 1], chains[at : at + 1] = [here], [chain]
    return set(found) - set(chains[-1] if chains else [])


def _by_number(old: Sequence[Numbered], new: Sequence[Numbered]) -> dict[int, int]:
    """A number that was copied with its paragraph belongs to the one whose words are nearest."""
    known = {each.number: index for index, each in enumerate(old) if each.number}
    claims: dict[int, list[int]] = {}
    for index, each in enumerate(new):
        if each.number in known:
            claims.setdefault(known[each.number], []).append(index)
    return {max(there, key=lambda index: _nearness(old[here], new[index])): here for here, there in claims.items()}


def _by_words(old: Sequence[Numbered], new: Sequence[Numbered], found: dict[int, int]) -> None:
    left_old = [index for index in range(len(old)) if index not in set(found.values()) and not old[index].number]
    left_new = [index for index in range(len(new)) if index not in found and not new[index].number]
    matcher = SequenceMatcher(None, [old[i].text for i in left_old], [new[i].text for i in left_new], autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            found[left_new[block.b + step]] = left_old[block.a + step]


def _by_place(old: Sequence[Numbered], new: Sequence[Numbered], found: dict[int, int]) -> None:
    """What is left and stands between the same neighbours, where the words are alike."""
    taken = set(found.values())
    at = 0
    for index, each in enumerate(new):
        if index in found:
            at = found[index] + 1
            continue
        ahead = at
        while ahead < len(old) and ahead not in taken:
            if not (old[ahead].number and each.number) and _nearness(old[ahead], each) >= _ALIKE:
                found[index] = ahead
                taken.add(ahead)
                at = ahead + 1
                break
            ahead += 1


def _nearness(one: Numbered, other: Numbered) -> float:
    return SequenceMatcher(None, one.text, other.text, autojunk=False).ratio()
