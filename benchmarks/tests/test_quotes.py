"""Every change of the benchmark's quotations is judged as it should be."""

from __future__ import annotations

import pytest

from benchmarks import quotes


@pytest.mark.parametrize("kind", quotes.HARMFUL)
def test_every_harmful_change_of_the_benchmark_is_stopped(kind: str) -> None:
    missed = [case.body for case in quotes.cases() if case.kind == kind and quotes.verdict(case) in quotes.PASSES]
    assert missed == []


@pytest.mark.parametrize("kind", quotes.HARMLESS)
def test_every_harmless_change_of_the_benchmark_passes(kind: str) -> None:
    stopped = [case.body for case in quotes.cases() if case.kind == kind and quotes.verdict(case) not in quotes.PASSES]
    assert stopped == []
