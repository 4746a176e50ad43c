"""What two sequences have in common: rebuilt without loss, and in bounded time whatever they are."""

from __future__ import annotations

import time
from collections.abc import Sequence
from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from authoring.text.alignment import CHEAP, matching_runs, opcodes, ratio

WORDS = st.lists(st.sampled_from("abcd"), max_size=30)
# enough repetitions that difflib is not asked for the whole, and some words that stand once
COSTLY = st.lists(st.sampled_from([*"aab", *map(str, range(40))]), min_size=5, max_size=60).map(lambda it: it * 6)


def rebuilt(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """`after`, made of `before` by the codes."""
    words: list[str] = []
    for tag, first, last, begin, end in opcodes(before, after):
        words += before[first:last] if tag == "equal" else after[begin:end]
    return words


@given(WORDS, WORDS)
def test_where_it_is_cheap_it_is_what_difflib_says(before: list[str], after: list[str]) -> None:
    assert opcodes(before, after) == SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    assert ratio(before, after) == SequenceMatcher(None, before, after, autojunk=False).ratio()


@given(COSTLY, COSTLY)
def test_where_it_is_costly_no_word_is_lost(before: list[str], after: list[str]) -> None:
    assert rebuilt(before, after) == after
    last = (0, 0)
    for first, second, size in matching_runs(before, after):
        assert (first, second) >= last
        assert second >= last[1]
        assert before[first : first + size] == after[second : second + size]
        last = (first + size, second + size)


def test_a_long_text_of_one_word_takes_no_long_time() -> None:
    before, after = ["mot"] * 20_000, ["mot"] * 19_999 + ["fin"]
    assert len(before) * len(after) > CHEAP
    begun = time.process_time()
    assert rebuilt(before, after) == after
    assert time.process_time() - begun < 5


def test_words_that_stand_once_are_found_in_a_text_that_is_costly() -> None:
    before = ["mot"] * 500 + ["une", "seule", "fois"] + ["mot"] * 500
    after = ["mot"] * 400 + ["une", "seule", "fois"] + ["autre"] * 300
    common = [word for first, _second, size in matching_runs(before, after) for word in before[first : first + size]]
    assert [word for word in common if word != "mot"] == ["une", "seule", "fois"]
    assert 0 < ratio(before, after) < 1


def test_two_empty_texts_are_the_same() -> None:
    assert (opcodes([], []), ratio([], [])) == ([], 1.0)
