from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.drafting import cleaning

PLAIN = "Un établi attend sous la fenêtre. Chacun apporte ce qu’il veut réparer.\n\nLe café est prêt à dix heures."


@pytest.mark.parametrize(
    ("answer", "removed"),
    [
        (PLAIN, []),
        (f"Voici la section demandée :\n\n{PLAIN}", ["a sentence to the asker"]),
        (f"Bien sûr ! Voici un texte de 80 mots :\n{PLAIN}", ["a sentence to the asker"]),
        (f"Sure, here is the section:\n\n{PLAIN}\n\nLet me know if you want changes.", ["a sentence to the asker"]),
        (f"{PLAIN}\n\nN’hésitez pas à me dire si cela convient.", ["a sentence to the asker"]),
        (f"## Un établi\n\n{PLAIN}", ["a heading"]),
        (f"Un établi\n=========\n\n{PLAIN}", ["a heading"]),
        (f"**Un établi**\n\n{PLAIN}", ["a heading"]),
        (f"Un établi\n\n{PLAIN}", ["a sentence to the asker"]),
        (f"Texte : {PLAIN}", ["a label"]),
        (f"Paragraphe 1 : {PLAIN.replace('Le café', 'Paragraphe 2 : Le café')}", ["a label"]),
        (f"Notes :\n- un établi\n- du café\nTexte :\n{PLAIN}", ["the question again"]),
        (f"{PLAIN}\n\nDans cette introduction, je maintiens un ton chaleureux.", ["a sentence to the asker"]),
        (f"{PLAIN}\n\nCette introduction utilise des mots clairs et évite le jargon.", ["a sentence to the asker"]),
        (f"```markdown\n{PLAIN}\n```", ["a code fence"]),
        (f"<think>Let me think.</think>{PLAIN}", ["reasoning"]),
        (f"---\n\n{PLAIN}\n\n---", ["a rule"]),
        (f"<!-- testimony:nora -->{PLAIN}<!-- /testimony:nora -->", ["a comment"]),
        (f"{PLAIN}\n\n![](https://elsewhere.example/x.png)", ["a picture"]),
        (f"{PLAIN}\n\nEn résumé, un établi et du café suffisent à réunir tout un quartier.", ["a summary at the end"]),
        (f"{PLAIN}\n\nUn établi attend sous la fenêtre.", []),
        ("\u200b" + PLAIN, []),
    ],
)
def test_what_a_model_writes_around_a_text_is_taken_off(answer: str, removed: list[str]) -> None:
    cleaned = cleaning.clean(answer, heading="Un établi")
    assert cleaned.text == PLAIN if "réunir" not in answer or removed else True
    assert [what for what in cleaned.removed if what != "a repeated sentence"] == removed


def test_lines_with_a_boundary_of_the_prompt_are_not_of_the_text() -> None:
    prompt = "Words:\n0123456789abcdef\n[[quote:x#1]] Hello.\n0123456789abcdef\nWrite."
    answer = f"{PLAIN}\n\nSes paroles : 0123456789abcdef [[quote:x#1]] Hello.\nCode fedcba9876543210 ici."
    assert cleaning.clean(answer, prompt=prompt).text == f"{PLAIN}\n\nCode fedcba9876543210 ici."


def test_a_label_that_is_the_subject_of_its_sentence_stays() -> None:
    cleaned = cleaning.clean(
        "1. **L’écosystème** est l’ensemble des acteurs.\n\n2. **La communauté** se voit chaque jour."
    )
    assert cleaned.text == "L’écosystème est l’ensemble des acteurs.\n\nLa communauté se voit chaque jour."


@pytest.mark.parametrize(
    "text",
    [
        "Voici ce que nous avons appris.\n\nLe café compte autant que les outils.",
        "Une phrase entière se termine ici.\n---\nUne autre la suit de près.",
    ],
)
def test_sentences_of_the_text_itself_are_left_alone(text: str) -> None:
    assert cleaning.clean(text).text == text.replace("---\n", "")


def test_a_list_becomes_sentences_and_labels_that_repeat_the_points_go() -> None:
    answer = (
        "Le samedi sert à plusieurs choses :\n\n1. **Un établi** : on y trouve des outils pour tous\n"
        "2. **Du café** : il est prêt à dix heures du matin.\n\n- Et des voisins"
    )
    cleaned = cleaning.clean(answer, heading="Au samedi", points=["Un établi", "Du café"])
    assert cleaned.text == (
        "Le samedi sert à plusieurs choses.\n\nOn y trouve des outils pour tous. Il est prêt à dix heures du matin.\n\n"
        "Et des voisins."
    )


def test_a_sentence_that_comes_again_word_for_word_is_said_once() -> None:
    again = "La Station est un lieu unique pour tous. "
    assert cleaning.clean(again * 5 + "On y vient à pied.").text == again + "On y vient à pied."


def test_a_sentence_that_differs_in_a_word_is_the_same_one() -> None:
    first = "La Station est un lieu où les deux éléments de notre projet se rencontrent chaque jour."
    again = first.replace("un lieu où", "un tiers-lieu où")
    other = "La Station est un lieu où l’on vient à pied, à vélo et même en barque chaque matin."
    assert cleaning.clean(f"{first} {again}\n\n{again}\n\n{other}").text == f"{first}\n\n{other}"


def test_a_sentence_with_another_figure_is_another_one() -> None:
    text = "En 2021, le lieu comptait douze membres et une cafetière."
    both = f"{text} {text.replace('2021', '2022')}"
    assert cleaning.clean(both).text == both


def test_links_are_unlinked_and_their_words_stay() -> None:
    assert cleaning.clean("Lisez [notre page](https://elsewhere.example) ici.").text == "Lisez notre page ici."


def test_marks_and_quotation_marks_are_left_alone() -> None:
    text = "Elle le dit : « c’est à tous ».\n\n[[quote:nora-lind#2]]\n\nEt “rien d’autre”."
    assert cleaning.clean(text).text == text


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing_more_in_plain_words(text: str) -> None:
    once = cleaning.clean(" ".join(word for word in text.split() if word.isalpha())).text
    assert cleaning.clean(once).text == once


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("One is here. Two is", "One is here."),
        ("One is here. Two is there.", "One is here. Two is there."),
        ("One is", ""),
        ("", ""),
        ("Elle dit : « oui. » Puis", "Elle dit : « oui. »"),
    ],
)
def test_a_text_that_was_cut_off_ends_at_its_last_whole_sentence(text: str, whole: str) -> None:
    assert cleaning.whole_sentences(text) == whole


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        ("« Un atelier ouvert à tous »", "Un atelier ouvert à tous"),
        ("Description : un atelier ouvert.", "un atelier ouvert."),
        ("1. Un atelier ouvert", "Un atelier ouvert"),
        ("Voici la description :\n\n**Un atelier ouvert**", "Un atelier ouvert"),
        ("", ""),
    ],
)
def test_an_answer_of_one_line_loses_its_wrapping(answer: str, line: str) -> None:
    assert cleaning.line(answer) == line


PROMPT = "An example of the work:\nText:\nThe oven is lit again. Everybody brings dough.\n\nNow the notes:\n- a bench"


def test_sentences_taken_out_of_the_prompt_are_taken_off() -> None:
    cleaned = cleaning.clean(f"The oven is lit again. {PLAIN}", prompt=PROMPT)
    assert cleaned.text == PLAIN
    assert cleaned.removed == ["sentences of the prompt"]


def test_an_answer_that_is_nothing_but_the_prompt_leaves_nothing() -> None:
    assert cleaning.clean("The oven is lit again. Everybody brings dough.", prompt=PROMPT).text == ""


def test_the_notes_of_the_outline_may_be_said_in_their_own_words() -> None:
    prompt = f"{PROMPT}\nA bench stands by the window."
    points = ["A bench stands by the window."]
    assert cleaning.clean("A bench stands by the window.", points=points, prompt=prompt).text != ""
