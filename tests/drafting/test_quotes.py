from __future__ import annotations

import pytest

from authoring.drafting import quotes
from authoring.drafting.quotes import Quotable
from authoring.model.documents import Consent, NameForm, Testimony

BODY = (
    "I came to the Lantern in 2021. I had no saw of my own. My neighbours showed me how to use theirs.\n\n"
    "Today I teach others on Saturdays. Yes!"
)


def nora(name: NameForm = "full", *, role: str = "carpenter") -> Testimony:
    return Testimony("nora-lind", "Nora Lind", role, "en", BODY, Consent("granted", name=name, ai="allowed"))


SOURCE = Quotable(nora(), is_shown=True)


@pytest.mark.parametrize(
    ("name", "role", "shown"),
    [
        ("full", "carpenter", "Nora Lind, carpenter"),
        ("first", "carpenter", "Nora, carpenter"),
        ("initials", "carpenter", "N. L., carpenter"),
        ("anonymous", "carpenter", "carpenter"),
        ("anonymous", "", "a person who wishes to stay anonymous"),
    ],
)
def test_a_person_is_named_in_the_form_that_they_allow(name: NameForm, role: str, shown: str) -> None:
    assert quotes.attribution(nora(name, role=role), "en") == shown


def test_a_quotation_is_a_block_with_its_attribution() -> None:
    assert quotes.block("Bonjour.", nora(), "fr") == "> «\u00a0Bonjour.\u00a0»\n>\n> — Nora Lind, carpenter"
    assert quotes.block("Two\nlines.", nora(), "en") == "> “Two\n> lines.”\n>\n> — Nora Lind, carpenter"


@pytest.mark.parametrize("number", ["1", "5"])
def test_a_mark_names_a_sentence(number: str) -> None:
    assert SOURCE.sentence(number)


@pytest.mark.parametrize("number", ["0", "6", "x", "", None, "²", "-1"])
def test_a_number_without_a_sentence_names_none(number: str | None) -> None:
    assert SOURCE.sentence(number) is None


def test_the_nearest_sentence_is_chosen_and_never_the_same_twice() -> None:
    points = ["neighbours who lend their tools"]
    first = quotes.nearest(points, SOURCE, quoted=[])
    second = quotes.nearest(points, SOURCE, quoted=[("nora-lind", 3)])
    assert first == 3
    assert second not in (3, None)
    assert quotes.nearest(points, SOURCE, quoted=[("nora-lind", number) for number in range(1, 6)]) is None


@pytest.mark.parametrize(
    "typed",
    [
        "My neighbours showed me how to use theirs.",
        "“My neighbours showed me how to use theirs.”",
        "« My neighbours  showed me how to use theirs »",
        "[[quote:nora-lind#3]] My neighbours showed me how to use theirs.",
        '"My neighbours showed me how to use theirs." [[quote:nora-lind#3]]',
        "“[[quote:nora-lind#3]]”",
    ],
)
def test_a_sentence_that_the_model_typed_is_a_mark_again(typed: str) -> None:
    assert quotes.marked(f"She said so. {typed}", [SOURCE]) == "She said so. [[quote:nora-lind#3]]"


def test_words_that_nobody_said_are_not_made_a_mark() -> None:
    text = "She said: “My neighbours showed me how to use mine.”"
    assert quotes.marked(text, [SOURCE]) == text
    assert quotes.invented(text) == ["“My neighbours showed me how to use mine.”"]


def test_a_term_between_quotation_marks_is_no_quotation() -> None:
    assert quotes.invented("Un « tiers-lieu » est un “third place”.") == []
