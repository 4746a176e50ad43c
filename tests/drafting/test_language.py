from __future__ import annotations

import pytest

from authoring.text import words as language

FRENCH = (
    "Un atelier de quartier rassemble des outils et des personnes. Chacun y vient quand il le veut, et ceux qui savent "
    "montrent aux autres comment faire. On y répare surtout ce que l’on allait jeter."
)
ENGLISH = (
    "A neighbourhood workshop brings tools and people together. Everybody comes when they like, and those who know "
    "show the others how it is done. What is repaired there would have been thrown away."
)
OTHER = (
    "Una officina di quartiere riunisce attrezzi e persone diverse ogni sabato mattina, dove ciascuno impara dagli "
    "altri riparando oggetti che altrimenti finirebbero buttati via, senza fretta né spese inutili."
)


@pytest.mark.parametrize(
    ("text", "lang", "foreign"),
    [
        (FRENCH, "fr", False),
        (ENGLISH, "en", False),
        (FRENCH, "en", True),
        (ENGLISH, "fr", True),
        (OTHER, "fr", True),
        (OTHER, "en", True),
        ("Coworking", "fr", False),
        ("", "fr", False),
        ("工作坊" * 30, "fr", False),
    ],
)
def test_a_paragraph_in_another_language_is_noticed(text: str, lang: str, foreign: bool) -> None:
    assert language.seems_foreign(text, lang) is foreign


def test_the_nearest_text_shares_rare_words_whatever_their_endings() -> None:
    texts = ["J’arrose les tomates le soir.", "Nous réparons des lampes et des radios.", "Il fait beau."]
    scores = language.nearness("la réparation d’une lampe", texts)
    assert scores.index(max(scores)) == 1


def test_nothing_in_common_is_no_nearness() -> None:
    assert language.nearness("lampe", ["Il fait beau."]) == [0.0]
