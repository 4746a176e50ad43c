"""Literals of the labelled pairs: the wrong ones are caught, and the right ones left in peace."""

from __future__ import annotations

from authoring.sourcing.grounding import Source, Sources
from benchmarks import sources


def missing(pair: sources.Pair) -> list[str]:
    """The literals of a pair's sentence that its source does not hold."""
    return [literal.text for literal in Sources([Source("point:1.1", pair.source)]).missing(pair.sentence)]


def test_every_wrong_literal_of_the_labelled_pairs_is_caught() -> None:
    wrong = [pair for pair in sources.pairs() if pair.label == "literal"]
    assert len(wrong) >= 150
    assert [pair for pair in wrong if not missing(pair)] == []


def test_at_most_one_supported_sentence_in_a_hundred_has_a_literal_flagged() -> None:
    right = [pair for pair in sources.pairs() if pair.label == "supported"]
    flagged = [pair for pair in right if missing(pair)]
    assert len(flagged) <= len(right) / 100, flagged
