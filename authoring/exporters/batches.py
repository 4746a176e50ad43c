"""The same work for each of a long row of things, shared between two processes where that pays."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from authoring.text import i18n

_WORTH_TWO_PROCESSES: Final = 400
_AT_ONCE: Final = 100  # outcomes that come back together, so that neither process holds a long row twice

Thing = TypeVar("Thing")
Outcome = TypeVar("Outcome")


def each_of(work: Callable[[Thing], Outcome], things: Iterable[Thing]) -> list[Outcome]:
    """What `work` gives for each of these things, in their order.

    The second half of a long sequence is worked on by another process, which also reads it where it is lazy, unless
    something that this needs cannot be handed to one, such as a store in memory.
    """
    if not isinstance(things, Sequence) or len(things) < _WORTH_TWO_PROCESSES or os.cpu_count() == 1:
        return [work(thing) for thing in things]
    half = len(things) // 2
    first, second = things[:half], things[half:]
    if not _can_be_handed_over(work, second):
        return [work(thing) for thing in things]
    from concurrent.futures import ProcessPoolExecutor

    lang = i18n.current()
    with ProcessPoolExecutor(max_workers=1) as pool:
        parts = [second[start : start + _AT_ONCE] for start in range(0, len(second), _AT_ONCE)]
        rest = [pool.submit(_in_language, work, part, lang=lang) for part in parts]
        outcomes = [work(thing) for thing in first]
        while rest:
            outcomes += rest.pop(0).result()
        return outcomes


def _can_be_handed_over(*values: object) -> bool:
    """Whether another process can be given these values. `pickle` names three errors for one that it cannot take."""
    import pickle

    try:
        pickle.dumps(values)
    except (pickle.PicklingError, TypeError, AttributeError):
        return False
    return True


def _in_language(work: Callable[[Thing], Outcome], things: Iterable[Thing], *, lang: str) -> list[Outcome]:
    with i18n.speaking(lang):
        return [work(thing) for thing in things]
