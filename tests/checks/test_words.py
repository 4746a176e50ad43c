"""Unresolved marks, words to avoid, chat leftovers, language, readability, hidden characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.worlds.subjects import NORA, WrittenPiece, nora, run, short


@pytest.mark.parametrize(
    "text",
    ["[[quote:nora-lind#3]]", "[[testimony:nora-lind]]", "[[something]]", "{{ title }}", "{% if x %}", "TODO", "FIXME",
     "[à compléter]", "[Votre nom]", "[Your name]", "[insert a number here]", "[Nom de la ville]", "Lorem ipsum"],
)  # fmt: skip
def test_marks_and_gaps_that_were_left_block(tmp_path: Path, text: str) -> None:
    subject = WrittenPiece(tmp_path, f"A line.\n\nHere {text} stays.\n").subject()
    assert short(run("tokens", subject)) == [("blocking", 9, text)]


@pytest.mark.parametrize(
    "body",
    ["`{{ title }}` and `[[x]]` in code.\n", "```\nTODO\n{{ x }}\n```\n", "    TODO in indented code\n",
     "[…] and (…)\n",
     "[date de début](https://example.org/a)\n", "Mastodon and methodology.\n", "[1] a note, [X] a mark\n"],
)  # fmt: skip
def test_code_links_and_words_are_no_gaps(tmp_path: Path, body: str) -> None:
    assert run("tokens", WrittenPiece(tmp_path, body).subject()) == []


def test_marks_in_the_front_matter_are_found_on_their_line(tmp_path: Path) -> None:
    front = "title: The {{ place }}\nauthor: agathe\ndescription: TODO\n"
    findings = run("tokens", WrittenPiece(tmp_path, "Text.\n", front).subject())
    assert short(findings) == [("blocking", 2, "{{ place }}"), ("blocking", 4, "TODO")]


def test_three_x_may_be_a_number(tmp_path: Path) -> None:
    assert short(run("tokens", WrittenPiece(tmp_path, "Psaume XXX.\n").subject())) == [("warning", 7, "XXX")]


AVOID = ("incontournable", "dans un monde en constante évolution", "local", "l'humain", "clé")


@pytest.mark.parametrize(
    ("body", "passages"),
    [
        ("Un lieu Incontournable, des lieux incontournables.\n", ["Incontournable", "incontournables"]),
        ("Dans un monde\nen constante évolution, oui.\n", ["Dans un monde en constante évolution"]),
        ("Des acteurs locaux, une vie locale.\n", ["locaux", "locale"]),
        ("Mettre l’humain au centre.\n", ["l’humain"]),
        ("## Un lieu incontournable\n", ["incontournable"]),
        ("Un contournable, la localité, un porte-clé, la déclé.\n", []),
        ("Elle dit « c’est incontournable pour moi » et `incontournable`.\n", []),
        ("> « Un lieu incontournable »\n", []),
        ("[ici](https://example.org/incontournable)\n", []),
    ],
)
def test_words_to_avoid_are_found_in_the_pieces_own_words(tmp_path: Path, body: str, passages: list[str]) -> None:
    findings = run("words", WrittenPiece(tmp_path, body).subject(avoid=AVOID))
    assert [(finding.severity, finding.passage) for finding in findings] == [("warning", it) for it in passages]


def test_testimonies_may_use_any_word(tmp_path: Path) -> None:
    body = f"<!-- testimony:nora-lind -->\n{NORA}\n<!-- /testimony:nora-lind -->\n"
    assert run("words", WrittenPiece(tmp_path, body).subject(testimonies=[nora()], avoid=["saw", "neighbour"])) == []


@pytest.mark.parametrize(
    ("body", "severity"),
    [
        ("En tant qu’IA, je ne peux pas visiter le lieu.\n", "blocking"),
        ("En tant que modèle de langage, je propose ceci.\n", "blocking"),
        ("Voici une section sur la communauté :\n", "blocking"),
        ("Bien sûr ! Voici un texte de 200 mots.\n", "blocking"),
        ("N’hésitez pas à me demander des précisions.\n", "blocking"),
        ("Voici la version révisée de l’article :\n", "blocking"),
        ("As an AI language model, I have no opinion.\n", "blocking"),
        ("Certainly! Here is the section you asked for.\n", "blocking"),
        ("Here’s a draft of the introduction:\n", "blocking"),
        ("I hope this helps!\n", "blocking"),
        ("Sure, the tools are shared by all.\n", "warning"),
        ("**Introduction :**\n\nThe text.\n", "warning"),
        ("<|im_end|>\n", "warning"),
        ("```markdown\n## A\n```\n", "warning"),
    ],
)
def test_what_a_chat_model_says_of_its_answer_is_found(tmp_path: Path, body: str, severity: str) -> None:
    findings = run("leftovers", WrittenPiece(tmp_path, f"A line.\n\n{body}").subject())
    assert severity in [finding.severity for finding in findings]
    assert {finding.line for finding in findings} == {9}


@pytest.mark.parametrize(
    "body",
    [
        "N’hésitez pas à réagir, à venir échanger avec nous.\n",
        "Voici comment rejoindre l’atelier, et voici nos horaires.\n",
        "Voici une partie de l’équipe au travail.\n",
        "Bien sûr, chacun apporte ses outils… mais pas toujours.\n".replace("Bien sûr,", "Il apporte, bien sûr,"),
        "In the workshop, here is what you find: tools.\n",
        "Nora, sure of herself, teaches others.\n",
        "Elle dit : « En tant qu’IA, je me tais. »\n",
    ],
)
def test_what_people_write_is_not_taken_for_a_chat_model(tmp_path: Path, body: str) -> None:
    assert run("leftovers", WrittenPiece(tmp_path, body).subject()) == []


FRENCH = "La communauté se réunit dans le grand atelier et les outils sont à tous pour une année entière.\n"
ENGLISH = "The community meets in the big workshop and all of the tools are there for whoever wants them.\n"


@pytest.mark.parametrize(
    ("lang", "body", "lines"),
    [("fr", f"{FRENCH}\n{ENGLISH}", [8]), ("en", f"{FRENCH}\n{ENGLISH}", [6]), ("fr", FRENCH, []), ("en", ENGLISH, [])],
)
def test_a_paragraph_in_the_other_language_is_a_warning(tmp_path: Path, lang: str, body: str, lines: list[int]) -> None:
    front = f"title: T\nauthor: agathe\nlang: {lang}\n"
    assert [finding.line for finding in run("language", WrittenPiece(tmp_path, body, front).subject())] == lines


def test_a_quotation_may_be_in_another_language(tmp_path: Path) -> None:
    body = f"> {FRENCH}\nThe smith says: « {FRENCH.strip()} »\n"
    assert run("language", WrittenPiece(tmp_path, body).subject()) == []


def test_the_score_is_told_in_words_and_long_sentences_by_line(tmp_path: Path) -> None:
    easy = "We share the tools. We meet on Saturday. Come in and look. " * 10
    long = "It is " + "very " * 40 + "long.\n"
    findings = run("readability", WrittenPiece(tmp_path, f"{easy}\n\n{long}").subject())
    assert [(it.severity, it.line, it.message) for it in findings] == [
        ("note", 9, "This sentence has 43 words."),
        ("note", 7, "The text is easy to read (score 100 of 100)."),
    ]


def test_french_is_scored_as_french(tmp_path: Path) -> None:
    front = "title: T\nauthor: agathe\nlang: fr\n"
    hard = "La reconfiguration organisationnelle des infrastructures territoriales nécessite l’accompagnement. " * 15
    (finding,) = run("readability", WrittenPiece(tmp_path, f"{hard}\n", front).subject())
    assert finding.message == "The text is hard to read (score 0 of 100)."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a\u200bb", "zero width space (U+200B)"),
        ("a\u202eb", "right-to-left override (U+202E)"),
        ("a\u00adb", "soft hyphen (U+00AD)"),
        ("a\x07b", "a control character (U+0007)"),
        ("a\rb", "a control character (U+000D)"),
        ("a\ufeffb", "zero width no-break space (U+FEFF)"),
        ("a\U000e0041b", "tag latin capital letter a (U+E0041)"),
        ("a\u200db", "zero width joiner (U+200D)"),
    ],
)
def test_hidden_characters_block(tmp_path: Path, text: str, name: str) -> None:
    (finding,) = run("hidden", WrittenPiece(tmp_path, f"One line.\nSome {text} here.\n").subject())
    assert (finding.severity, finding.line) == ("blocking", 8)
    assert finding.message == f"A hidden character stands here: {name}."


def test_spaces_that_french_needs_and_emoji_are_not_hidden(tmp_path: Path) -> None:
    body = "Oui\u202f! 10\u00a0%, 👩‍💻 et ❤️, 1️⃣.\r\nVoilà.\t\r\n"
    assert run("hidden", WrittenPiece(tmp_path, body).subject()) == []


def test_characters_written_as_code_cannot_hide_a_quotation(tmp_path: Path) -> None:
    findings = run(
        "hidden", WrittenPiece(tmp_path, "&laquo;&nbsp;Words&#8203;&raquo; R&amp;D `&amp;` AT&T\n").subject()
    )
    assert [(it.severity, it.passage) for it in findings] == [
        ("blocking", "&laquo;"),
        ("warning", "&nbsp;"),
        ("blocking", "&#8203;"),
        ("blocking", "&raquo;"),
        ("warning", "&amp;"),
    ]
