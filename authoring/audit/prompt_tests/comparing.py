"""Whether two rows of figures differ by more than noise: a permutation test on pairs, which assumes nothing of them.

Each pair is the same case in the same run, written in two ways. If both ways were alike, each difference could as well
have the other sign; `p` is the share of all choices of signs whose sum is as far from zero as the one that was seen.
With five pairs or fewer no difference can be told from noise: even the best result comes up by chance once in sixteen.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import fmean
from typing import Final

LIMIT: Final = 0.05
FEWEST_PAIRS: Final = 6  # 2 of 2 ** 6 choices of signs are 0.031; 2 of 2 ** 5 are 0.063
_EXACT: Final = 12  # pairs: up to so many, all choices of signs are tried
_TRIES: Final = 5_000
_TINY: Final = 1e-9
_SEED: Final = 20_261_129


@dataclass(frozen=True)
class Difference:
    """How much the second row is above the first on average, and how likely chance alone gives as much."""

    mean: float
    p: float
    pairs: int

    @property
    def is_more_than_noise(self) -> bool:
        """Whether chance alone gives as much in fewer than one of twenty comparisons."""
        return self.pairs >= FEWEST_PAIRS and self.p < LIMIT


@dataclass(frozen=True)
class Spread:
    """The mean of some runs, and the least and the most of them."""

    mean: float
    least: float
    most: float


def compare(first: Sequence[float], second: Sequence[float]) -> Difference:
    """The difference of two rows of the same pairs, in order."""
    differences = [after - before for before, after in zip(first, second, strict=True)]
    if not differences:
        return Difference(0.0, 1.0, 0)
    return Difference(fmean(differences), _p(differences), len(differences))


def spread(runs: Iterable[Sequence[float]]) -> Spread:
    """The spread over runs of the mean of each."""
    means = [fmean(run) for run in runs]
    return Spread(fmean(means), min(means), max(means))


def _p(differences: Sequence[float]) -> float:
    observed = abs(sum(differences)) - _TINY
    changing = [it for it in differences if it]
    if len(changing) <= _EXACT:
        signs: Iterable[Sequence[int]] = product((1, -1), repeat=len(changing))
        total = 2 ** len(changing)
    else:
        chance = random.Random(_SEED)  # noqa: S311  a test of chance, no secret
        signs = (chance.choices((1, -1), k=len(changing)) for _ in range(_TRIES))
        total = _TRIES
    as_far = sum(abs(sum(sign * it for sign, it in zip(row, changing, strict=True))) >= observed for row in signs)
    return float(as_far / total)
