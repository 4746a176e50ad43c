"""Quotations are somebody's words, letter for letter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.cli.advice import words
from authoring.model.documents import Consent
from authoring.sourcing.quotations import marks
from authoring.sourcing.quotations.placing import SpokenIndex
from authoring.text import sentences
from authoring.text.spelling import folded
from tests.worlds.subjects import BASILE, NORA, WrittenPiece, basile, nora, run, short


def blocking(root: Path, body: str) -> list[str]:
    subject = WrittenPiece(root, body).subject(testimonies=[nora(), basile()])
    return [finding.passage for finding in run("quotes", subject) if finding.severity == "blocking"]


@pytest.mark.parametrize(
    "body",
    [
        "She says: “I had no saw of my own, and I didn’t know anybody.”\n",
        "She says: \"I had no saw of my own, and I didn't know anybody\".\n",
        "“I had no saw of my own,” she says, “and I didn’t know anybody.”\n",
        "She says that she had “no saw of my own” then.\n",
        "‘I had no saw of my own’, she says.\n",
        "'I had no saw of my own', she says.\n",
        "She says “… and I didn’t know anybody.”\n",
        "She says “I had *no saw* of my own” to us.\n",
        "She says “I had no saw\nof my own” to us.\n",
        "> “I came to the Lantern in 2021.”\n>\n> — Nora Lind, carpenter and member\n",
        "> I came to the Lantern\n> in 2021. I had no saw of my own.\n> — Nora Lind\n",
        "> theirs!\n>\n> Today I teach others on Saturdays.\n",
        "Il dit : « Je suis venu pour une vis... et je suis resté pour l'année. »\n",
        "Il dit : «\u202fJe suis venu pour une vis… et je suis resté pour l’année.\u202f»\n",
        "Il raconte : « “Viens donc”, m’a dit une voisine. »\n",
        "> « « Viens donc », m’a dit une voisine. »\n>\n> — Basile Orme, forgeron\n",
        "- « je n’osais pas entrer » : c’est ainsi.\n",
        "| qui | quoi |\n|---|---|\n| Basile | « je tiens la forge le jeudi » |\n",
        "`\"no quotation at all, this is code\"` and [a](https://example.org/ \"title with several words here\").\n",
        "```\nsay(\"nobody ever said these words\")\n```\n",
        "We meet on Saturdays, at seven o'clock, in the neighbours' yard behind the neighbours' house.\n",
        "A plank of 5\" and another one of 7\" long enough for a shelf.\n",
        "We run a project called “Open Saw on Every Saturday”.\n",
        "Nous avons lancé l’atelier intitulé « La scie ouverte du samedi matin ».\n",
    ],
)  # fmt: skip
def test_words_that_stand_in_a_testimony_may_be_quoted(tmp_path: Path, body: str) -> None:
    assert blocking(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "passage"),
    [
        ("“I had a saw of my own, and I didn’t know anybody.”\n", "I had a saw of my own, and I didn’t know anybody."),
        ("\"I came to the Lantern in 2022\"\n", "I came to the Lantern in 2022"),
        ("“My neighbours showed me how to use theirs.”\n", "My neighbours showed me how to use theirs."),
        ("“I had no saw of my own, and I know anybody”\n", "I had no saw of my own, and I know anybody"),
        ("“I had no saw of my o”\n", "I had no saw of my o"),
        ("'I had a saw of my own', she says.\n", "I had a saw of my own"),
        ("‘I had a saw of my own’, she says.\n", "I had a saw of my own"),
        ("„I had a saw of my own“, she says.\n", "I had a saw of my own"),
        ("« Au début, j’osais entrer »\n", "Au début, j’osais entrer"),
        ("« Au debut, je n’osais pas entrer »\n", "Au debut, je n’osais pas entrer"),
        ("Il dit «je n’osais pas “vraiment” entrer» hier.\n", "je n’osais pas “vraiment” entrer"),
        ("> Never said by anybody.\n", "Never said by anybody."),
        ("> « Bravo ! »\n>\n> — Basile Orme\n", "Bravo !"),
        ("> “I came to the Lantern in 2021.” And it was fun.\n>\n> — Nora Lind\n",
         "“I came to the Lantern in 2021.” And it was fun."),
        ("## “Everything belongs to everybody”\n", "Everything belongs to everybody"),
        ("1. “Everything belongs to everybody”\n", "Everything belongs to everybody"),
        ("[“Everything belongs to everybody”](https://example.org)\n", "Everything belongs to everybody"),
        ("**“Everything belongs to everybody”**\n", "Everything belongs to everybody"),
        ("”Everything belongs to everybody”\n", "Everything belongs to everybody"),
        ("\\\"Everything belongs to everybody\\\"\n", "Everything belongs to everybody\\"),
    ],
)  # fmt: skip
def test_words_that_nobody_said_block(tmp_path: Path, body: str, passage: str) -> None:
    assert blocking(tmp_path, body) == [passage]


def test_a_changed_word_is_shown_beside_the_source(tmp_path: Path) -> None:
    body = "\nFirst line.\n\n“I had no hammer of my own.”\n"
    (finding,) = run("quotes", WrittenPiece(tmp_path, body).subject(testimonies=[nora()]))
    assert (finding.line, finding.message, finding.remedy) == (
        10,
        "These are not quite the words of the testimony “nora-lind”: “hammer” stands for “saw”. "
        "It says: “I had no saw of my own, and I didn’t know anybody.”",
        "Put the person’s own words back, or take the quotation marks away and say it in your own voice.",
    )


def test_words_of_several_sentences_are_held_against_as_many(tmp_path: Path) -> None:
    body = "“I came to the Lantern in 2021. I had no hammer of my own, and I didn’t know anybody.”\n"
    (finding,) = run("quotes", WrittenPiece(tmp_path, body).subject(testimonies=[nora(), basile()]))
    assert "“hammer” stands for “saw”. It says: “I came to the Lantern in 2021. I had no saw" in finding.message


def test_a_quotation_without_any_source_says_what_to_do(tmp_path: Path) -> None:
    (finding,) = run("quotes", WrittenPiece(tmp_path, "“Nothing ever happens in winter.”\n").subject())
    assert (finding.message, words(finding.remedy)) == (
        "No testimony holds these words, and they are shown as a quotation.",
        "Quote a sentence of a testimony exactly, or say it in your own voice without quotation marks. "
        "If somebody did say this, note it down first: authoring new testimony NAME",
    )


def test_a_short_term_between_marks_is_only_a_note(tmp_path: Path) -> None:
    subject = WrittenPiece(tmp_path, "A “third place” is a place.\n").subject(testimonies=[nora()])
    assert short(run("quotes", subject)) == [("note", 7, "third place")]


def test_words_quoted_within_a_title_are_looked_at_too(tmp_path: Path) -> None:
    assert blocking(tmp_path, "We run a project called “The ‘everybody lies to everybody’ House”.\n") == [
        "everybody lies to everybody"
    ]


def test_a_mark_that_never_closes_counts_until_the_paragraph_ends(tmp_path: Path) -> None:
    body = "She says: “I had no saw, and it was hard.\n\nAnother paragraph.\n"
    subject = WrittenPiece(tmp_path, body).subject(testimonies=[nora()])
    assert short(run("quotes", subject)) == [("blocking", 7, "I had no saw, and it was hard.")]
    verbatim = WrittenPiece(tmp_path, "She says: “I had no saw of my own.\n").subject(testimonies=[nora()])
    assert ("warning", 7, "I had no saw of my own.") in short(run("quotes", verbatim))


def test_quotations_in_the_description_and_in_captions_are_examined_too(tmp_path: Path) -> None:
    front = (
        "title: The title\nauthor: agathe\nlang: en\ndescription: “Everything belongs to everybody”, says Nora.\n"
        "images:\n  - src: images/a.png\n    alt: A room\n    caption: “I had no saw of my own”\n"
    )
    subject = WrittenPiece(tmp_path, "Text.\n", front).subject(testimonies=[nora()])
    assert short(run("quotes", subject)) == [
        ("blocking", 5, "Everything belongs to everybody"),
        ("note", 9, "I had no saw of my own"),
    ]


def test_the_words_of_a_whole_testimony_are_not_searched_for_quotations(tmp_path: Path) -> None:
    body = f"<!-- testimony:basile-orme -->\n{BASILE}\n<!-- /testimony:basile-orme -->\n"
    assert run("quotes", WrittenPiece(tmp_path, body).subject(testimonies=[basile()])) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a « b « c » d » e", ["b « c » d"]),
        ("a « b » c « d » e", ["b", "d"]),
        ("a “b ‘c’ d” e", ["b ‘c’ d"]),
        ("a \"b\" c \"d\" e", ["b", "d"]),
        ("a « b", ["b"]),
        ("a » b", []),
        ("« a “ b »", ["a “ b"]),
        ("« Il a dit \"oui\" »", ["Il a dit \"oui\""]),
        ("l'un et l'autre, d'ici", []),
        ("", []),
    ],
)  # fmt: skip
def test_marks_pair_up(text: str, words: list[str]) -> None:
    assert [quotation.words for quotation in marks.in_prose(text, 0, len(text))] == words


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("I had no saw of my own", "verbatim"),
        ("theirs!  Today I teach", "verbatim"),
        ("I didn't know anybody", "verbatim"),
        ("I had no  saw", "verbatim"),
        ("I had no saws", "unknown"),
        ("I HAD NO SAW", "unknown"),
        ("", "unknown"),
        ("…", "unknown"),
    ],
)
def test_typography_alone_changes_no_words(words: str, kind: str) -> None:
    assert SpokenIndex((nora(),)).place(words).kind == kind


@settings(deadline=None)
@given(st.sampled_from(sentences.split(NORA) + sentences.split(BASILE)), st.data())
def test_a_word_dropped_from_within_a_quotation_is_always_found(sentence: str, data: st.DataObject) -> None:
    words = sentence.split(" ")
    dropped = data.draw(st.sampled_from([number for number in range(2, len(words) - 1) if words[number].isalpha()]))
    rest = " ".join(words[:dropped] + words[dropped + 1 :])
    assert not SpokenIndex((nora(), basile())).place(rest).sources


@settings(deadline=None)
@given(st.text(alphabet="ab é’'«»“”\"-–—….,;:!?()\n\u00a0\u202f*_", max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


INVENTED = "Everything belongs to everybody"


@pytest.mark.parametrize(
    "body",
    [
        f"Nora says `“{INVENTED}”` to us.\n",
        f"Nora says “`{INVENTED}`” to us.\n",
        "Nora says “``Everything`` belongs `to everybody`” to us.\n",
        f"Nora Lind says `\"{INVENTED}\"` to us.\n",
        f"Nora Lind says:\n\n    \"{INVENTED}\"\n",
        f"Nora Lind says:\n\n```\n“{INVENTED}”\n```\n",
        f"~~~text\n« {INVENTED} »\n~~~\n",
        f"- a point\n\n      “{INVENTED}”\n",
        f">     {INVENTED}\n",
        f"> ```\n> {INVENTED}\n> ```\n",
        f"> `{INVENTED}`\n",
        f"![“{INVENTED}”](a.png)\n",
        f"![A room](a.png '“{INVENTED}”')\n",
        f"Text and ![A room](a.png (« {INVENTED} ».)) more.\n",
        f"[a page](https://example.org '“{INVENTED}”')\n",
        f"[a page][1]\n\n[1]: https://example.org '“{INVENTED}”'\n",
        f"![“{INVENTED}”][1]\n\n[1]: a.png\n",
        f"[![“{INVENTED}”](a.png)](https://example.org)\n",
        f"| a |\n|---|\n| `“{INVENTED}”` |\n",
        f"Text <!-- “{INVENTED}” --> more.\n",
        f"Text <b title='« {INVENTED} »'>more</b>.\n",
        f"[[quote:nora “{INVENTED}”]]\n",
        f"[x][“{INVENTED}”]\n",
        f"## A `“{INVENTED}”`\n",
        "`\"I had no hammer of my own, and I didn't know anybody.\"`\n",
    ],
)  # fmt: skip
def test_words_that_nobody_said_block_wherever_readers_see_them(tmp_path: Path, body: str) -> None:
    assert len(blocking(tmp_path, body)) == 1, body


@pytest.mark.parametrize(
    "body",
    [
        "`“I had no saw of my own”`\n",
        "“I had `no saw` of my own”\n",
        "“I had no saw of `my own`, and I didn’t know anybody.”\n",
        "> I had `no saw` of my own, and I didn’t know anybody.\n>\n> — Nora Lind\n",
        "```\n“I had no saw of my own”\n```\n",
        "![“I had no saw of my own”](a.png)\n",
        "[a page](https://example.org '“I had no saw of my own”')\n",
        "The sign `\"` begins a string, and so does `'`.\n",
        "```\nprint(\"hello\", 'you')\n```\n",
        "![A room with 5\" planks](a.png \"A caption of several words\")\n",
    ],
)  # fmt: skip
def test_words_that_somebody_said_may_stand_in_code_and_beside_pictures(tmp_path: Path, body: str) -> None:
    assert blocking(tmp_path, body) == []


def test_a_string_in_code_that_nobody_said_is_shown_as_what_it_is(tmp_path: Path) -> None:
    body = 'Run this:\n\n```\nsay("nobody ever said these words")\n```\n'
    (finding,) = run("quotes", WrittenPiece(tmp_path, body).subject(testimonies=[nora()]))
    assert (finding.severity, finding.line, finding.passage) == ("warning", 10, "nobody ever said these words")
    assert finding.message == "These words stand between quotation marks in code, and no testimony holds them."


def test_a_withheld_name_is_found_in_code_and_beside_pictures(tmp_path: Path) -> None:
    shy = nora(consent=Consent("granted", date(2026, 3, 2), name="anonymous"))
    quoted = "“I had no saw of my own”, somebody says.\n\n"
    for hidden in (
        "`Nora Lind`",
        "<!-- Nora Lind -->",
        "![Nora Lind](a.png)",
        "[a](https://example.org 'Nora Lind')",
        "```\nNora Lind\n```",
    ):
        subject = WrittenPiece(tmp_path, f"{quoted}{hidden}\n").subject(testimonies=[shy])
        assert "Nora Lind" in [it.passage for it in run("consent", subject)], hidden
