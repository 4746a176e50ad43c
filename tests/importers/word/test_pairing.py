"""A paragraph is known again by its number, then by its words, then by its place."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from authoring.importers.word import pairing


@dataclass(frozen=True)
class One:
    number: int
    text: str
    kind: str = "paragraph"


def test_a_number_counts_more_than_words() -> None:
    old = [One(1, "saw"), One(2, "lamp")]
    assert pairing.pairs(old, [One(2, "saw"), One(1, "lamp")]) == {0: 1, 1: 0}


def test_a_number_that_was_copied_stays_with_the_nearest_words() -> None:
    assert pairing.pairs([One(1, "the saw is old")], [One(1, "new words"), One(1, "the saw is very old")]) == {1: 0}


def test_what_has_no_number_is_known_by_its_words_and_then_by_its_place() -> None:
    old = [One(0, "First heading"), One(1, "text"), One(0, "Second heading")]
    new = [One(0, "The first heading"), One(1, "text"), One(0, "Second heading"), One(0, "xyz")]
    assert pairing.pairs(old, new) == {0: 0, 1: 1, 2: 2}


def test_as_many_of_the_same_kind_in_the_same_place_are_the_same() -> None:
    old = [One(1, "before"), One(0, "Nora", "cell"), One(2, "after")]
    assert pairing.pairs(old, [One(1, "before"), One(0, "Lena", "cell"), One(2, "after")]) == {0: 0, 1: 1, 2: 2}
    assert pairing.pairs(old, [One(1, "before"), One(0, "Lena", "heading"), One(2, "after")]) == {0: 0, 2: 2}


def test_the_fewest_have_moved() -> None:
    assert pairing.moved({0: 3, 1: 0, 2: 1, 3: 2}) == {0}
    assert pairing.moved({0: 0, 1: 1}) == set()


@given(
    st.lists(st.tuples(st.integers(0, 5), st.text("ab ", max_size=4))),
    st.lists(st.tuples(st.integers(0, 5), st.text("ab ", max_size=4))),
)
def test_no_passage_is_two_paragraphs(old: list[tuple[int, str]], new: list[tuple[int, str]]) -> None:
    pairs = pairing.pairs([One(*fields) for fields in old], [One(*fields) for fields in new])
    assert len(set(pairs.values())) == len(pairs)
    assert all(there < len(new) and here < len(old) for there, here in pairs.items())
