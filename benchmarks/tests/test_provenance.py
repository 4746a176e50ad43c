"""Whose sentences are whose, after a long course of revisions."""

from __future__ import annotations

from benchmarks.provenance import attributed, course


def test_ninety_eight_of_a_hundred_sentences_are_attributed_as_made_after_fifty_revisions() -> None:
    right = count = 0
    for seed in range(100, 104):
        matching, all_of_them, _wrong = attributed(course(seed))
        right, count = right + matching, count + all_of_them
    assert right / count >= 0.98
