"""The figures of a draft: what it says of its outline, what it adds, and how it is written."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from authoring.audit.measures import Measures, measure
from authoring.model.config import Settings
from authoring.model.documents import Outline, Testimony
from authoring.model.loading import document_of, load_outline, load_testimony
from authoring.sourcing.grounding import nearness
from authoring.text import grammar

OUTLINE = """
    ---
    title: Why we share
    lang: en
    author: agathe
    words: 60
    testimonies: [nora-lind]
    ---

    - The Lantern opened in March 2021 in an old laundry

    ## The tools

    - Two drills and one saw are lent for free
    - Members write their names in a book

    ## When

    - Open on Thursdays from 18:00
"""
FRENCH = """
    ---
    title: Pourquoi partager
    lang: fr
    author: agathe
    words: 60
    ---

    - La Lanterne a ouvert en mars 2021 dans une ancienne laverie

    ## Les outils

    - Deux perceuses et une scie se prêtent gratuitement
"""
TESTIMONY = """
    ---
    person: Nora Lind
    role: carpenter
    lang: en
    consent:
      status: granted
      granted: 2026-03-02
    ---

    I had no saw of my own.
"""
FAITHFUL = """The Lantern is a workshop that opened in March 2021, in what had been an old laundry.

## The tools

It lends two drills and one saw, and nobody pays for them: they are free.
Whoever is a member writes their name in a book.

> “I had no saw of my own.”
>
> — Nora Lind, carpenter

## When

The door is open on Thursdays from 18:00.
"""


def outline_of(text: str) -> Outline:
    return load_outline("workshop", document_of(dedent(text).lstrip().encode(), "workshop.md"), default_lang="en")


def testimony() -> Testimony:
    return load_testimony("nora-lind", document_of(dedent(TESTIMONY).lstrip().encode(), "nora.md"), default_lang="en")


def measured(body: str, outline: str = OUTLINE) -> Measures:
    return measure(
        body,
        outline=outline_of(outline),
        testimonies={"nora-lind": testimony()},
        settings=Settings(base=Path("/nowhere")),
    )


@pytest.fixture(autouse=True)
def no_checker_and_no_model_of_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "is_installed", lambda: False)
    monkeypatch.setattr(grammar, "checker", lambda _lang: "")


def test_a_faithful_text_says_every_point_and_has_nothing_against_it() -> None:
    figures = measured(FAITHFUL)

    assert (figures.said, figures.points, figures.said_share) == (4, 4, 1.0)
    assert figures.unsourced == ()
    assert figures.repeated == figures.empty == figures.foreign == figures.leftovers == ()
    assert figures.own_words == ()


def test_a_point_that_is_left_out_is_not_said_and_a_changed_day_contradicts() -> None:
    without_book = FAITHFUL.replace("\nWhoever is a member writes their name in a book.", "")
    assert [it.point for it in measured(without_book).coverage if it.status == "missing"] == [
        "Members write their names in a book"
    ]
    assert measured(FAITHFUL.replace("Thursdays", "Tuesdays")).changed == 1


def test_a_name_and_a_year_that_no_source_holds_are_counted() -> None:
    figures = measured(f"{FAITHFUL}\nMax Orme joined in 2019.\n")

    assert [literal for _sentence, literal in figures.unsourced] == ["2019", "Max Orme"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Lantern is a workshop that opened in March 2021, in what had been an old laundry.",
        "The Lantern is a workshop that opened in March 2021, in what was an old laundry.",
        "It is a place where people feel shared things and feel shared things.",
    ],
)
def test_a_sentence_that_comes_back_is_counted_in_whatever_section(sentence: str) -> None:
    assert measured(f"{FAITHFUL}\n{sentence}\n").repeated == (sentence,)


def test_figures_that_are_listed_alike_are_no_repetition() -> None:
    assert measured("We are open on Monday from 9 to 12 and on Friday from 9 to 12.\n").repeated == ()


@pytest.mark.parametrize(
    "sentence", ["It is a truly unique experience.", "It offers a great opportunity to share.", "And that is that."]
)
def test_a_sentence_of_stock_words_alone_is_empty(sentence: str) -> None:
    assert measured(f"{FAITHFUL}\n{sentence}\n").empty == (sentence,)


def test_a_short_sentence_that_a_source_holds_is_not_empty() -> None:
    outline = f"{dedent(OUTLINE).rstrip()}\n- We sing\n"

    assert measured("We sing.\n", outline).empty == ()


def test_another_language_and_words_of_a_chat_are_counted() -> None:
    french = "Les outils sont prêtés aux membres de la rue et chacun les rapporte dans la semaine."
    figures = measured(f"Here is the section you asked for:\n\n{FAITHFUL}\n{french}\n")

    assert figures.foreign == (french,)
    assert figures.leftovers == ("Here is the section",)


def test_a_label_and_a_note_to_oneself_that_are_copied_are_leftovers() -> None:
    outline = f"{dedent(OUTLINE).rstrip()}\n- Question: who sweeps the floor? (to check with Ada)\n"

    assert measured("Question: who sweeps the floor?\n", outline).leftovers == ("Question:",)
    assert measured("Who sweeps the floor (to check with Ada)?\n", outline).leftovers == ("(to check with Ada)",)
    assert measured("Who sweeps the floor?\n", outline).leftovers == ()


def test_a_point_in_the_outlines_own_words_is_found_whatever_its_typography() -> None:
    figures = measured("two  drills and one saw are lent for free…\n")

    assert figures.own_words == ("Two drills and one saw are lent for free",)
    assert figures.own_words_share == 0.25


def test_the_length_is_held_against_the_budget_and_testimonies_are_not_counted() -> None:
    whole = "<!-- testimony:nora-lind -->\nI had no saw of my own.\n<!-- /testimony:nora-lind -->\n"

    assert measured("One two three.\n\n" + whole).words == 3
    assert measured("word " * 75).excess == 0.25


def test_what_cannot_be_measured_here_is_none_and_not_zero() -> None:
    figures = measured(FAITHFUL)

    assert figures.far is None
    assert figures.far_share is None
    assert figures.faults is None
    assert figures.faults_per_100_words is None


def test_a_text_without_a_sentence_has_figures_too() -> None:
    figures = measured("")

    assert (figures.said, figures.sentences, figures.words) == (0, 0, 0)
    assert figures.excess == -1


def test_french_faults_are_those_of_grammar_and_each_is_counted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = [
        {"nStart": 0, "nEnd": 2, "sLineId": "#1", "sType": "conj", "sMessage": "Accord."},
        {"nStart": 3, "nEnd": 7, "sLineId": "#1", "sType": "conj", "sMessage": "Conjugaison."},
        {"nStart": 8, "nEnd": 9, "sLineId": "#2", "sType": "nbsp", "sMessage": "Espace."},
    ]
    report = {"data": [{"iParagraph": 1, "lGrammarErrors": marks, "lSpellingErrors": []}]}
    install(tmp_path, monkeypatch, report)

    assert measured("Il sont parti.\n", FRENCH).faults == ("Il: Accord.",)


def test_a_checker_that_fails_measures_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "no report")

    assert measured("Il sont parti.\n", FRENCH).faults is None


def test_english_faults_are_those_of_grammar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lint(kind: str, start: int) -> dict[str, object]:
        span = {"char_start": start, "char_end": start + 3}
        return {"rule": kind, "kind": kind, "span": span, "line": 1, "message": kind, "matched_text": "has"}

    install(tmp_path, monkeypatch, [{"lints": [lint("Agreement", 5), lint("Spelling", 9)]}])

    assert measured("They has one.\n").faults == ("has: Agreement",)


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, report: object) -> None:
    """A checker of grammar that prints this report, whatever it is given."""
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    program = folder / "checker"
    program.write_text(f"#!/bin/sh\ncat {folder / 'report.json'}\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(grammar, "checker", lambda _lang: str(program))
