"""How much the costly tests try: a part by default, other cases each day; everything with `TESTS_IN_FULL=1`.

The head of a run says what its cases were sampled by, so that a failure can be repeated: `TESTS_SEED=2026-11-28`.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, TypeVar

T = TypeVar("T")

IS_FULL: Final = bool(os.environ.get("TESTS_IN_FULL"))
# set for the processes of a parallel run too: they all sample by the same seed
SEED: Final = os.environ.setdefault("TESTS_SEED", str(datetime.now(UTC).date()))


def examples(usual: int, *, full: int) -> int:
    """How many examples of a property to try."""
    return full if IS_FULL else usual


def sample(cases: Sequence[T], count: int, *, of: str) -> Sequence[T]:
    """At most `count` of the cases of one row of a matrix, in order; `of` names the row, so that rows differ."""
    if IS_FULL or count >= len(cases):
        return cases
    places = random.Random(f"{SEED} {of}").sample(range(len(cases)), count)
    return [cases[place] for place in sorted(places)]


def description() -> str:
    """What the head of a run says."""
    return (
        "costly tests: in full" if IS_FULL else f"costly tests: sampled by TESTS_SEED={SEED}, all with TESTS_IN_FULL=1"
    )
