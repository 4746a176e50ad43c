"""Labelled pairs of points and texts: there are enough, and the check agrees with those that it was tuned on."""

from __future__ import annotations

from collections import Counter

from authoring.sourcing.coverage import Status
from benchmarks import coverage


def test_there_are_at_least_four_hundred_pairs_half_of_them_held_out() -> None:
    sizes = {part: len(list(coverage.cases(part))) for part in ("tuning", "held_out")}
    assert sum(sizes.values()) >= 400
    assert sizes["held_out"] * 2 >= sum(sizes.values())


def test_no_text_is_in_both_parts() -> None:
    tuning, held_out = ({case.text for case in coverage.cases(part)} for part in ("tuning", "held_out"))
    assert tuning.isdisjoint(held_out)


def test_without_the_model_of_meaning_the_check_agrees_with_most_pairs_that_it_was_tuned_on() -> None:
    result = coverage.counts(coverage.cases("tuning"), model=None)
    labels: tuple[Status, ...] = ("said", "missing", "changed")
    for lang in coverage.LANGUAGES:
        shares = {label: coverage.rate(result, lang, label, (label,))[0] for label in labels}
        assert all(share >= 0.7 for share in shares.values()), (lang, shares)


def test_every_pair_is_counted_once() -> None:
    pairs = list(coverage.cases("tuning"))
    result = coverage.counts(pairs, model=None)
    assert Counter(case.label for case in pairs) == Counter(
        {label: sum(n for (_lang, own, _s), n in result.items() if own == label) for label in {c.label for c in pairs}}
    )
