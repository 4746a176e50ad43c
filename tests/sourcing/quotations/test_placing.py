"""Where quoted words come from, and what was done to them."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from authoring.model.documents import Consent, Testimony
from authoring.sourcing.quotations.placing import SpokenIndex

ADA = (
    "I came in 2019, quite by chance, and Leo showed me the forge. I would not say that everything is easy. "
    "I’d stay forever if the roof held. Nobody asked me anything! Is it true that they sell the house?\n\n"
    "My hands shake. Except on Sundays. We eat together, we laugh, and we mend what we can."
)
LEO = "La forge était froide. Elle m’a appris à souder, puis elle est partie. Le loyer a baissé de dix pour cent."


def witness(slug: str, words: str) -> Testimony:
    return Testimony(slug, slug.title(), "", "en", f"\n{words}\n", Consent("granted"))


SHELF = SpokenIndex((witness("ada", ADA), witness("leo", LEO)))


@pytest.mark.parametrize(
    "words",
    [
        "I came in 2019, quite by chance, and Leo showed me the forge.",
        "i came in 2019, quite by chance, and Leo showed me the forge",
        "I came  in\u00a02019, quite by chance,\nand Leo showed me the forge…",
        "I'd stay forever if the roof held",
        "*We eat* together, we **laugh**, and we mend what we can,",
        "Nobody asked me anything!",
        "Is it true that they sell the house?",
        "La&nbsp;forge &eacute;tait froide.",
        "My hands shake. Except on Sundays.",
    ],
)
def test_typography_and_case_of_the_first_letter_change_no_words(words: str) -> None:
    assert SHELF.place(words).kind == "verbatim"


@pytest.mark.parametrize(
    "words",
    [
        "I came in 2019, […] and Leo showed me the forge.",
        "I came in 2019 (...) and Leo showed me the forge.",
        "[M]y hands shake. Except on Sundays.",
        "We eat together [in the kitchen], we laugh, and we mend what we can.",
        "[Nora] m’a appris à souder, puis elle est partie.",
        "We eat together, […] and we mend what we can.",
    ],
)
def test_marked_omissions_insertions_and_capitals_are_edits(words: str) -> None:
    placement = SHELF.place(words)
    assert (placement.kind, placement.turn) == ("edited", None)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("everything is easy", "negation"),
        ("I would […] say that everything is easy.", "negation"),
        ("I’d stay forever.", "condition"),
        ("I’d stay forever […].", "condition"),
        ("I came […], quite by chance, and Leo showed me the forge.", "number"),
        ("Le loyer a baissé […].", "number"),
        ("They sell the house", "question"),
        ("My hands shake.", "condition"),
        ("I came in 2019, […] the roof held.", "splice"),
        ("We eat together […] La forge était froide.", "splice"),
        ("We mend what we can […] we eat together", "splice"),
        ("My hands [never] shake. Except on Sundays.", "negation"),
        ("We eat [five] together, we laugh, and we mend what we can.", "number"),
        ("We eat together [as a family that has always stood close], we laugh, and we mend what we can.", "long"),
        ("La forge était [chaude].", "replaced"),
        ("[Everybody] asked me anything!", "replaced"),
        ("We [argue] together, we laugh, and we mend what we can.", "replaced"),
    ],
)
def test_a_cut_or_an_insertion_that_may_turn_the_meaning_is_an_alteration(words: str, reason: str) -> None:
    placement = SHELF.place(words)
    assert (placement.kind, placement.turn.reason if placement.turn else None) == ("altered", reason)
    assert placement.may_be_accepted == (reason != "replaced")


def test_what_the_quotation_beside_it_gives_is_not_left_out() -> None:
    first, second = "I’d stay forever", "if the roof held"
    beside = SHELF.place(second, is_cut_watched=False)
    assert SHELF.place(first).turn is not None
    assert SHELF.place(first, beside=[beside]).kind == "verbatim"


def test_the_whole_sentence_is_shown_where_a_part_is_quoted() -> None:
    assert SHELF.place("we laugh").whole == "We eat together, we laugh, and we mend what we can"
    assert SHELF.place("We eat together, we laugh, and we mend what we can.").whole == ""


def test_words_that_two_people_said_are_both_theirs() -> None:
    both = SpokenIndex((witness("ada", "We came early. It rained."), witness("leo", "We came early.")))
    assert [source.slug for source in both.place("We came early.").sources] == ["ada", "leo"]


@pytest.mark.parametrize("words", ["", "…", "[…]", "«»", "nobody ever said that", "forge froide", "[the house]"])
def test_words_that_nobody_said_are_unknown(words: str) -> None:
    assert SHELF.place(words).kind == "unknown"


SENTENCES = [(words, sentence) for words in (ADA, LEO) for sentence in words.split(". ") if len(sentence.split()) > 6]


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(SENTENCES), st.data())
def test_one_word_of_a_sentence_replaced_by_any_other_is_never_verbatim(
    source: tuple[str, str], data: st.DataObject
) -> None:
    testimony, sentence = source
    words = sentence.split(" ")
    place = data.draw(st.integers(1, len(words) - 1))
    other = data.draw(st.from_regex(r"[a-zéèà]{2,9}", fullmatch=True))
    assume(other not in testimony.casefold())
    changed = " ".join([*words[:place], other, *words[place + 1 :]])
    index = SpokenIndex((witness("ada", testimony),))
    assert index.place(changed).kind == "unknown"


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(SENTENCES), st.data())
def test_a_marked_omission_is_never_verbatim_and_always_placed(source: tuple[str, str], data: st.DataObject) -> None:
    testimony, sentence = source
    words = sentence.split(" ")
    first = data.draw(st.integers(1, len(words) - 2))
    last = data.draw(st.integers(first + 1, len(words) - 1))
    cut = " ".join([*words[:first], "[…]", *words[last:]])
    assume(re.search(r"\w", " ".join(words[last:])))
    placement = SpokenIndex((witness("ada", testimony),)).place(cut)
    assert placement.kind in ("edited", "altered")
    assert placement.sources


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="ab é’'«»“”\"-–—….,;:!?()[]\n\u00a0*_&<>", max_size=60))
def test_no_words_break_the_search(words: str) -> None:
    assert SHELF.place(words).kind in ("verbatim", "edited", "altered", "unknown")
