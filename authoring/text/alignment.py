"""What two sequences have in common, in the same order, in a time that no sequences can drive up.

`difflib` compares every pair of equal elements, and again in every part between two runs; on a long text of one word it
takes minutes. It is used where that is cheap, which is nearly always. Where it is not, the elements that stand once on
either side cut the sequences into parts first (as patience sorting does), and a part that is still too costly counts as
replaced as a whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal

Tag = Literal["equal", "replace", "delete", "insert"]
Opcode = tuple[Tag, int, int, int, int]
Run = tuple[int, int, int]  # where a common run begins in both, and its length
_DEEPEST: Final = 8  # parts of parts: deeper ones count as replaced
CHEAP: Final = 20_000  # pairs of equal elements that difflib may look at


def opcodes(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Opcode]:
    """How to make `after` of `before`, as `difflib` tells it: tag, and from where to where on either side."""
    codes: list[Opcode] = []
    old = new = 0
    for first, second, size in [*matching_runs(before, after), (len(before), len(after), 0)]:
        if old < first or new < second:
            tag: Tag = "insert" if old == first else "delete" if new == second else "replace"
            codes.append((tag, old, first, new, second))
        if size:
            codes.append(("equal", first, first + size, second, second + size))
        old, new = first + size, second + size
    return codes


def matching_runs(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Run]:
    """The runs that both have in common, in order."""
    if _is_cheap(before, after):
        return _by_difflib(before, after, 0, 0)
    return list(_joined(_in_parts(before, after)))


def ratio(before: Sequence[Hashable], after: Sequence[Hashable]) -> float:
    """From 0 to 1: what both have in common in the same order, in proportion to all of theirs."""
    total = len(before) + len(after)
    return 2 * sum(size for _first, _second, size in matching_runs(before, after)) / total if total else 1.0


def _is_cheap(before: Sequence[Hashable], after: Sequence[Hashable]) -> bool:
    if len(before) * len(after) <= CHEAP:
        return True
    counts = Counter(after)
    return sum(count * counts[element] for element, count in Counter(before).items()) <= CHEAP


def _by_difflib(before: Sequence[Hashable], after: Sequence[Hashable], first: int, second: int) -> list[Run]:
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return [(block.a + first, block.b + second, block.size) for block in blocks if block.size]


def _in_parts(before: Sequence[Hashable], after: Sequence[Hashable], *, depth: int = 0) -> Iterator[Run]:
    """The runs of sequences that are too costly as a whole: between their common ends and their unique elements."""
    start = _common(before, after)
    rest = min(len(before), len(after)) - start
    end = _common(before[::-1][:rest], after[::-1][:rest])
    yield from [(0, 0, start)] if start else []
    anchors = _anchors(before[start : len(before) - end], after[start : len(after) - end])
    old = new = start
    stops = [(start + first, start + second, 1) for first, second in anchors]
    for first, second, size in [*stops, (len(before) - end, len(after) - end, end)]:
        part, other = before[old:first], after[new:second]
        if part and other and _is_cheap(part, other):
            yield from _by_difflib(part, other, old, new)
        elif part and other and anchors and depth < _DEEPEST:
            runs = _in_parts(part, other, depth=depth + 1)
            yield from ((old + begin, new + other_begin, length) for begin, other_begin, length in runs)
        if size:
            yield first, second, size
        old, new = first + size, second + size


def _common(before: Sequence[Hashable], after: Sequence[Hashable]) -> int:
    pairs = zip(before, after, strict=False)
    return next(
        (index for index, (element, other) in enumerate(pairs) if element != other), min(len(before), len(after))
    )


def _anchors(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The places of elements that occur once on both sides, as many as are in the same order on both."""
    counts, others = Counter(before), Counter(after)
    places = {element: index for index, element in enumerate(after) if others[element] == 1}
    pairs = [(index, places[it]) for index, it in enumerate(before) if counts[it] == 1 and it in places]
    return _longest_rising(pairs)


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest selection of pairs, already in the order of the first, in which the second rises too."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, (_first, second) in enumerate(pairs):
        place = bisect_left(tails, second)
        tails[place : place + 1] = [second]
        ends[place : place + 1] = [index]
        previous.append(ends[place - 1] if place else -1)
    chosen = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = previous[index]
    return chosen[::-1]


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Runs that follow each other without a gap as one."""
    current: Run | None = None
    for first, second, size in runs:
        if current and current[0] + current[2] == first and current[1] + current[2] == second:
            current = (current[0], current[1], current[2] + size)
            continue
        if current:
            yield current
        current = (first, second, size)
    if current:
        yield current
