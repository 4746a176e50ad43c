"""Typography: found where it is, mended in prose alone, and mended once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polytypo.text import transform

from authoring.checks import typography
from authoring.checks.support.quoting import SHORT
from authoring.checks.support.reading import read
from authoring.checks.typography import fix_typography
from authoring.cli.advice import words
from tests.worlds.subjects import NORA, WrittenPiece, run
from tests.worlds.typography import BODIES, FRAGMENTS, NARROW, NBSP


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Qui vient ? L'atelier...\n", f"Qui vient{NARROW}? L’atelier…\n"),
        ("Trois mots:  oui.\n", f"Trois mots{NBSP}: oui.\n"),
        ("Un \"tiers-lieu\" ouvert\n", f"Un «{NBSP}tiers-lieu{NBSP}» ouvert\n"),
        ("A cette époque. A partir de là. Ca va, Etat et Ecole.\n",
         "À cette époque. À partir de là. Ça va, État et École.\n"),
        ("## L'école : pour qui ?\n\n- l'un\n- l'autre\n",
         f"## L’école{NBSP}: pour qui{NARROW}?\n\n- l’un\n- l’autre\n"),
        ("Elle dit : \"j'avais besoin d'un lieu, c'est tout\" !\n",
         f"Elle dit{NBSP}: «{NBSP}j'avais besoin d'un lieu, c'est tout{NBSP}»{NARROW}!\n"),
        ("**Où ?** L'été : [l'atelier](https://example.org/l'atelier?x : y)\n",
         f"**Où{NARROW}?** L’été{NBSP}: [l’atelier](https://example.org/l'atelier?x : y)\n"),
        ("| l'un | l'autre   |\n|---|---|\n| c'est | l'été |\n",
         "| l’un | l’autre   |\n|---|---|\n| c’est | l’été |\n"),
    ],
)  # fmt: skip
def test_french_prose_is_mended(before: str, after: str) -> None:
    assert fix_typography(before, lang="fr") == after
    assert fix_typography(after, lang="fr") == after


@pytest.mark.parametrize(
    "body",
    [
        "> « l'atelier ? »\n>\n> — Nora Lind, l'amie\n",
        f"<!-- testimony:nora-lind -->\n{NORA.replace('’', chr(39))}\n<!-- /testimony:nora-lind -->\n",
        "```\nl'un ? l'autre...\n```\n",
        "    l'un ? l'autre...\n",
        "`l'un ?`\n",
        "[[quote:nora-lind#1]]\n",
        "![l'un ?](images/l'autre.png)\n",
        "https://example.org/l'un?a=1\n",
        "<!-- l'un ? -->\n",
        "[a]: https://example.org 'l’un ?'\n",
        "---\n",
        "l'un\rl'autre ?\n",
    ],
)
def test_what_is_not_our_prose_is_left_alone(body: str) -> None:
    assert fix_typography(body, lang="fr") == body


def test_english_gets_what_english_needs() -> None:
    assert fix_typography("It's \"our place\" -- isn't it?\n", lang="en") == "It’s “our place”—isn’t it?\n"


def test_line_ends_stay_as_they_were() -> None:
    assert fix_typography("L'un ?\r\nL'autre\nC'est\r\n", lang="fr") == f"L’un{NARROW}?\r\nL’autre\nC’est\r\n"


def test_a_language_without_rules_is_left_alone() -> None:
    assert fix_typography("L'un ?\n", lang="de") == "L'un ?\n"


def test_one_note_for_each_paragraph_says_what_is_wrong(tmp_path: Path) -> None:
    front = "title: T\nauthor: agathe\nlang: fr\n"
    body = f"\nTout va bien{NARROW}!\n\nUne ligne bien composée\nqui demande l'avis de tous : oui ?\n"
    (finding,) = run("typography", WrittenPiece(tmp_path, body, front).subject())
    assert (finding.severity, finding.line, finding.passage, finding.message, words(finding.remedy)) == (
        "note",
        10,
        "bien composée qui demande l'avis de tous : oui ?",
        "3 slips of typography in this paragraph: a straight apostrophe, a no-break space missing.",
        "Mend them all at once: authoring check piece --fix typography",
    )


LOCALES: Final = {"fr": "fr", "en": "en-US"}


@given(BODIES, st.sampled_from(["fr", "en"]))
@settings(max_examples=400, deadline=None)
def test_mending_twice_changes_nothing_more(body: str, lang: str) -> None:
    once = fix_typography(body, lang=lang)
    assert fix_typography(once, lang=lang) == once


@given(BODIES, st.sampled_from(["fr", "en"]))
@settings(max_examples=400, deadline=None)
def test_every_byte_that_is_not_our_prose_stays(body: str, lang: str) -> None:
    before, after = read(body), read(fix_typography(body, lang=lang))
    words = [quotation.words for quotation in before.quotations if quotation.length > SHORT]
    assert [quotation.words for quotation in after.quotations if quotation.length > SHORT] == words
    for part in ("testimonies", "code", "asides"):
        assert _texts(before.body, _spans(before, part)) == _texts(after.body, _spans(after, part))
    assert before.body.count("\n") == after.body.count("\n")
    assert [block.kind for block in before.blocks] == [block.kind for block in after.blocks]
    quoted = [(block.start, block.end) for block in before.blocks if block.quote]
    assert _texts(before.body, quoted) == _texts(after.body, [(b.start, b.end) for b in after.blocks if b.quote])


def _spans(reading: object, name: str) -> list[tuple[int, int]]:
    return [it.span() if isinstance(it, re.Match) else it for it in getattr(reading, name)]


def _texts(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


WORDS: Final = st.one_of(
    FRAGMENTS, st.sampled_from(["une communauté entière ", "l'atelier ", "MB ", "h", "L", ", ", "the tools "])
)


@given(st.lists(WORDS, max_size=30).map("".join), st.sampled_from(["fr", "en"]))
@settings(max_examples=1000, deadline=None)
def test_looking_only_where_it_may_matter_finds_the_same_as_looking_everywhere(text: str, lang: str) -> None:
    lettered = re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", text)
    parts, position = [], 0
    for start, end in typography.windows(lettered, lang):
        parts += [lettered[position:start], transform(lettered[start:end], locale=LOCALES[lang])]
        position = end
    assert "".join([*parts, lettered[position:]]) == transform(text, locale=LOCALES[lang])
