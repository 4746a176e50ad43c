"""Every alteration that the benchmark makes is one that counts, and is found."""

from __future__ import annotations

from benchmarks.history import alterations, count_found, sampled, written


def test_every_alteration_of_a_short_history_is_found() -> None:
    content = written(2)
    caught, count = count_found(content, alterations(content))
    assert (caught, count > 4_000) == (count, True)


def test_alterations_all_over_a_long_history_are_found() -> None:
    content = written(600)
    caught, count = count_found(content, sampled(content, 30))
    assert (caught, count > 90) == (count, True)
