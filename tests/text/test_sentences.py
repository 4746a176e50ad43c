"""Sentences get the same numbers in every version, and only white space lies between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.text import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un. Deux ! Trois ?", ["Un.", "Deux !", "Trois ?"]),
        ("M. Dupont est venu. Il rit.", ["M. Dupont est venu.", "Il rit."]),
        ("Dr. Smith came, e.g. on Monday. She left.", ["Dr. Smith came, e.g. on Monday.", "She left."]),
        ("« Bravo ! » dit-elle. Puis rien.", ["« Bravo ! » dit-elle.", "Puis rien."]),
        ("Elle a dit : « Je viens. » Elle est venue.", ["Elle a dit : « Je viens. »", "Elle est venue."]),
        ("J. R. Martin attend… Et alors ?", ["J. R. Martin attend…", "Et alors ?"]),
        ("Il a payé 3.50 euros. C’est peu.", ["Il a payé 3.50 euros.", "C’est peu."]),
        ("Une ligne\nqui continue.\n\nUn autre paragraphe", ["Une ligne\nqui continue.", "Un autre paragraphe"]),
        ("Quoi ?! Non.", ["Quoi ?!", "Non."]),
        ("En 2018. 2019 fut mieux.", ["En 2018.", "2019 fut mieux."]),
        ("", []),
    ],
)
def test_a_text_is_split_where_a_reader_would(text: str, expected: list[str]) -> None:
    assert sentences.split(text) == expected


@given(st.text(alphabet='aA1 .!?…«»\n\u00a0\u202f-M’"'))
def test_between_sentences_there_is_white_space_alone(text: str) -> None:
    end = 0
    for start, stop in sentences.spans(text):
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip() != ""
        end = stop
    assert not text[end:].strip()
