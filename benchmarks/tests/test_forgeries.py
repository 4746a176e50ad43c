"""The figures of the forgeries are those that the tests counted."""

from __future__ import annotations

from collections import Counter

from benchmarks import forgeries


def test_every_class_of_the_rest_is_a_row_and_the_largest_comes_first() -> None:
    figures = Counter({
        "forgeries": 10, "found": 7, "before the checkpoint": 6, "found against the checkpoint": 6,
        "rest: who acted": 1, "rest: when": 2,
    })  # fmt: skip
    rows = forgeries._forgeries(figures, crashes=0)
    assert [(row.work, row.ours) for row in rows[-2:]] == [
        ("not found without a checkpoint: when", "2"),
        ("not found without a checkpoint: who acted", "1"),
    ]
    assert all(row.holds for row in rows)


def test_one_that_a_checkpoint_did_not_show_is_a_row_that_does_not_hold() -> None:
    figures = Counter({"before the checkpoint": 6, "found against the checkpoint": 5})
    assert not forgeries._forgeries(figures, crashes=0)[0].holds
