from __future__ import annotations

from collections.abc import Sequence

import pytest

from authoring.drafting import quotes
from authoring.drafting.quotes import Quotable
from authoring.model.documents import Consent, NameForm, Testimony
from authoring.sourcing.grounding import nearness

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


def of_sentences(*spoken: str) -> Quotable:
    return Quotable(
        Testimony("lea", "Léa Roy", "", "fr", " ".join(spoken), Consent("granted", ai="allowed")), is_shown=True
    )


def test_a_dismissal_is_not_chosen_for_what_comes_next() -> None:
    source = of_sentences(
        "Et maintenant, à quoi bon continuer le jardin si personne ne vient ?",
        "Au printemps prochain nous planterons des cerisiers devant la cabane.",
    )
    points = ["Et maintenant ?", "Le jardin continue l’an prochain"]
    assert quotes.nearest(points, source, quoted=[]) == 2


def test_a_sentence_that_denies_is_chosen_where_the_points_deny_too() -> None:
    source = of_sentences(
        "Le samedi matin, on ne répare jamais les vélos ici.", "Le samedi matin, on répare les vélos ici ensemble."
    )
    assert quotes.nearest(["On répare les vélos le samedi matin"], source, quoted=[]) == 2
    assert quotes.nearest(["On ne répare jamais les vélos le samedi matin"], source, quoted=[]) == 1


def test_of_a_testimony_that_is_printed_whole_its_first_sentence_is_not_repeated() -> None:
    source = of_sentences(
        "Je répare des vélos dans cet atelier depuis deux ans.",
        "Mes voisins viennent le samedi avec leurs lampes cassées.",
    )
    points = ["On répare des vélos dans l’atelier depuis deux ans"]
    assert quotes.nearest(points, source, quoted=[]) == 1
    assert quotes.nearest(points, source, quoted=[], is_printed=True) == 2
    assert quotes.nearest(points, source, quoted=[("lea", 2)], is_printed=True) == 1


def test_meaning_counts_except_in_a_testimony_that_no_model_may_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def near_the_fourth(_self: object, _texts: object, others: Sequence[str]) -> list[list[float]]:
        return [[1.0 if number == 4 else 0.0 for number, _other in enumerate(others, start=1)]]

    monkeypatch.setattr(nearness, "is_installed", lambda: True)
    monkeypatch.setattr(nearness.Embeddings, "cosines", near_the_fourth)
    points = ["neighbours who lend their tools"]
    assert quotes.nearest(points, SOURCE, quoted=[]) == 4
    assert quotes.nearest(points, Quotable(SOURCE.testimony, is_shown=False), quoted=[]) == 3
