"""Numbers, dates, names and roles of a sentence, and whether a source holds them."""

from __future__ import annotations

import pytest

from authoring.sourcing.grounding import Source, Sources
from authoring.sourcing.grounding.negation import differs
from authoring.sourcing.grounding.numerals import numbers


def missing(sentence: str, *source_texts: str, people: tuple[str, ...] = ()) -> list[str]:
    return [
        part.text for part in Sources([Source("point:1.1", text) for text in source_texts], people).missing(sentence)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("douze", 12), ("quatre-vingt-dix", 90), ("nonante", 90), ("quatre-vingts", 80), ("soixante et onze", 71),
     ("two thousand", 2000), ("one hundred and five", 105), ("mille neuf cent quatre-vingt-quatre", 1984),
     ("vingt et un", 21), ("12,5", 12.5), ("1,500", 1500), ("10 000", 10000), ("3.5 million", 3_500_000),
     ("une douzaine", 12), ("twenty-first", 21), ("XIXe", 19), ("cent mille deux cents", 100_200)],
)  # fmt: skip
def test_number_words_and_figures_are_one_number(text: str, value: float) -> None:
    assert [number.value for number in numbers(text) if not number.is_article] == [value]


@pytest.mark.parametrize(
    ("sentence", "source"),
    [("Douze membres viennent.", "12 members come"), ("Nonante vis.", "90 vis"), ("À 14 h 30.", "At 2:30 pm"),
     ("On May 3rd.", "le 3 mai"), ("La présidente parle.", "le président"), ("12 %", "douze pour cent"),
     ("Un membre a une idée.", "des membres"), ("Un vélo neuf et bleu.", "un vélo")],
)  # fmt: skip
def test_the_same_literal_in_another_form_is_sourced(sentence: str, source: str) -> None:
    assert missing(sentence, source) == []


@pytest.mark.parametrize(
    ("sentence", "source", "literal"),
    [("Treize membres viennent.", "12 membres", "Treize"), ("12 euros", "12 %", "12"), ("À 15 h.", "à 14 h", "15 h"),
     ("Le 4 mai.", "le 3 mai", "4 mai"), ("On Tuesday.", "on Monday", "Tuesday"),
     ("Elle vit à Lyon.", "à Brest", "Lyon"),
     ("La présidente parle.", "la vice-présidente", "présidente"), ("La deuxième fois.", "deux fois", "deuxième"),
     ("Camille vient.", "Agathe vient", "Camille"), ("Avec Nora Orme.", "Nora Lind, Basile Orme", "Nora Orme")],
)  # fmt: skip
def test_another_literal_is_unsourced(sentence: str, source: str, literal: str) -> None:
    assert missing(sentence, source) == [literal]


def test_a_dash_joins_no_two_names() -> None:
    assert missing("From Tuesday to Saturday- The question: what for?", "Tuesday to Saturday") == []
    assert missing("Nora Lind – The carpenter – came.", "Nora Lind, carpenter") == []


def test_a_role_must_be_that_persons_own() -> None:
    source_texts = ("Agathe Orme, vice-présidente", "Nora Lind, présidente")
    people = ("Agathe Orme", "Nora Lind")
    assert missing("Agathe Orme, présidente, ouvre la séance.", *source_texts, people=people) == ["présidente"]
    assert missing("Agathe Orme, vice-président, ouvre la séance.", *source_texts, people=people) == []


@pytest.mark.parametrize(
    ("sentence", "source", "is_different"),
    [("La réparation n’est pas gratuite.", "La réparation est gratuite", True),
     ("La réparation est gratuite.", "La réparation est gratuite, on ne dépose pas", False),
     ("Repairs are never free.", "Repairs are free", True),
     ("Not only repairs are free.", "Repairs are free", False),
     ("On ne répare que le samedi.", "On répare le samedi", False)],
)  # fmt: skip
def test_a_denial_differs_from_its_source(sentence: str, source: str, *, is_different: bool) -> None:
    assert differs(sentence, source) is is_different
