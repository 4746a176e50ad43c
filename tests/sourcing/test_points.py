from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.drafting.pointwise import starts
from authoring.sourcing.points import as_sentence, is_note, is_question, without_notes


@pytest.mark.parametrize(
    ("point", "readable"),
    [
        ("La question de l’article : qu’est-ce qu’un jardin apporte ?", "qu’est-ce qu’un jardin apporte ?"),
        ("Question: does sharing tools help?", "does sharing tools help?"),
        ("The article's question: who gains?", "who gains?"),
        ("312 objets apportés (à vérifier)", "312 objets apportés"),
        ("[demander à Luc] le four vient de Lyon", "le four vient de Lyon"),
        ("le tarif [voir avec la mairie] est de 5 €", "le tarif est de 5 €"),
        ("open on Mondays – to check with Ana", "open on Mondays"),
        ("La Fondation n’a pas répondu (ne pas le mettre ?)", "La Fondation n’a pas répondu"),
        ("Ouverture : 9 h – 18 h, du lundi au vendredi", "Ouverture : 9 h – 18 h, du lundi au vendredi"),
        ("la salle (120 places) est à l’étage", "la salle (120 places) est à l’étage"),
        ("voir [le plan](plan.pdf)", "voir [le plan](plan.pdf)"),
    ],
)
def test_labels_and_notes_to_oneself_are_not_for_readers(point: str, readable: str) -> None:
    assert without_notes(point) == readable


def test_the_outlines_own_words_are_set_as_a_sentence() -> None:
    assert as_sentence("loan of tools: free for members") == "Loan of tools: free for members."
    assert as_sentence("Question : à qui appartient le lieu ?") == "À qui appartient le lieu ?"
    assert is_question("Question : à qui appartient le lieu ?")


@given(st.text(min_size=1).filter(lambda text: any(letter.isalnum() for letter in text)))
def test_a_point_never_becomes_nothing(point: str) -> None:
    assert as_sentence(point).strip(" .")


@pytest.mark.parametrize(
    ("note", "beginning"),
    [
        ("Les ruches dorment tout l’hiver derrière la chapelle", "Derrière la chapelle"),
        ("Les bacs ont été fabriqués, un samedi de mars", "Un samedi de mars"),
        ("The hives sleep behind the chapel", "Behind the chapel"),
    ],
)
def test_a_sentence_may_begin_with_another_phrase_of_its_note(note: str, beginning: str) -> None:
    assert beginning in starts(note)


@pytest.mark.parametrize(
    "note",
    [
        "Pains à 8 h, tartes à 10 h 30, plats mijotés à midi",
        "Ouvert à tous ; rien pour les moins de 18 ans",
        "Des bras en avril et des arrosoirs en août",
    ],
)
def test_no_phrase_is_moved_out_of_its_clause(note: str) -> None:
    assert starts(note) == []


@pytest.mark.parametrize(
    "point",
    [
        "(à vérifier : 900 ou 950 livres)",
        "Check: is it a quarter?",
        "[demander à Luc]",
        "Question à poser au maire : le dimanche ?",
    ],
)
def test_a_point_that_is_a_note_to_oneself_is_recognised(point: str) -> None:
    assert is_note(point)


@pytest.mark.parametrize("point", ["Vérifier les piles tous les mois, dit la consigne", "[[quote:nora]] vient ensuite"])
def test_a_point_for_readers_is_no_note(point: str) -> None:
    assert not is_note(point)
