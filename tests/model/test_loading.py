"""Outlines and testimonies: what is read, and every mistake with its line and its remedy."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest

from authoring.errors import InputError, InvalidDocuments
from authoring.model import loading, slugs
from authoring.model.documents import Consent, Outline, Testimony
from authoring.text.frontmatter import Document
from tests.worlds.lantern import OUTLINE, TESTIMONY


def document(text: str) -> Document:
    return loading.document_of(dedent(text).lstrip("\n").encode(), "a text")


def outline(text: str) -> Outline:
    return loading.load_outline("neighbours", document(text), default_lang="fr")


def testimony(text: str) -> Testimony:
    return loading.load_testimony("nora-lind", document(text), default_lang="fr")


def test_an_outline_gives_its_plan() -> None:
    read = outline(OUTLINE)
    assert read.introduction.points == ("The Lantern is a shared workshop", "The question: what do neighbours bring?")
    assert [(s.heading, s.points, s.quotes, s.testimonies, s.line) for s in read.sections] == [
        ("What is a neighbourhood workshop?", ("A place with tools that everybody may use",), ("nora-lind",), (), 14),
        ("What Nora Lind tells us", (), (), ("nora-lind",), 19),
    ]
    assert not read.sections[1].is_written_by_model
    assert (read.slug, read.label) == ("neighbours", "a text")
    assert read.body.lstrip("\n").startswith("- The Lantern is a shared workshop")


def test_all_mistakes_of_an_outline_come_out_at_once() -> None:
    text = """
        ---
        title: 2026
        lang: de
        words: many
        tags: one, two
        due: soon
        images:
          - alt: A saw
        ---

        ## Nothing here

        ## Somebody speaks

        [[testimony:unknown]]
    """
    with pytest.raises(InvalidDocuments) as caught:
        outline(text)
    assert [(p.line, p.message, p.remedy) for p in caught.value.problems] == [
        (11, "The section “Nothing here” has no point.",
         "Say what it is about: one “- point” a line, or [[testimony:slug]]."),
        (2, "`title` must be a text, and “2026” is not.", 'Put it between quotes: title: "2026"'),
        (3, "`lang` is “de”, which is not one of the words it may be.", "Write one of: fr, en."),
        (1, "`author` is missing.", 'Add a line: author: "…"'),
        (4, "`words` must be a whole number of 50 or more, and “many” is not.",
         "Write it in figures, without quotes or units: words: 600"),
        (5, "`tags` must be a list, and “one, two” is not.", "Put it between square brackets: tags: [one, two]"),
        (8, "`images.src` is missing.", 'Add a line: src: "…"'),
        (6, "`due` must be a day, and “soon” is not.", "Write year, month and day: due: 2026-11-23"),
        (13, "The section “Somebody speaks” names the testimony “unknown”, which `testimonies` does not.",
         "Add it above: testimonies: [unknown]"),
    ]  # fmt: skip


def test_an_outline_without_a_section_says_how_to_write_one() -> None:
    with pytest.raises(InvalidDocuments, match="has no section"):
        outline("---\ntitle: A title\nauthor: agathe\n---\n\n- a point\n")


def test_a_testimony_keeps_its_words_and_its_consent() -> None:
    read = testimony(TESTIMONY)
    assert read.text == dedent(TESTIMONY).lstrip("\n")
    assert read.words_spoken.startswith("I came to the Lantern in 2021.")
    assert read.consent.covers("blog", on=date(2026, 11, 23))
    assert not read.consent.covers("newsletter", on=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("consent", "holds"),
    [
        (Consent("granted", granted=date(2026, 1, 1)), True),
        (Consent("pending"), False),
        (Consent("withdrawn", granted=date(2026, 1, 1), withdrawn=date(2026, 2, 1)), False),
        (Consent("granted", granted=date(2026, 1, 1), expires=date(2026, 11, 23)), True),
        (Consent("granted", granted=date(2026, 1, 1), expires=date(2026, 11, 22)), False),
        (Consent("granted", granted=date(2027, 1, 1)), False),
    ],
)
def test_a_consent_holds_from_its_day_to_its_end(consent: Consent, holds: bool) -> None:
    assert consent.covers("blog", on=date(2026, 11, 23)) is holds


@pytest.mark.parametrize(
    ("form", "name"), [("full", "Nora Lind"), ("first", "Nora"), ("initials", "N. L."), ("anonymous", "")]
)
def test_a_name_is_shown_as_the_person_allows(form: str, name: str) -> None:
    assert testimony(TESTIMONY.replace("name: full", f"name: {form}")).attributed_name == name


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\x07", "\u2066"])
def test_a_hidden_character_in_a_testimony_is_refused_with_its_line(hidden: str) -> None:
    with pytest.raises(InvalidDocuments, match="hidden character") as caught:
        testimony(TESTIMONY.replace("Today I", f"Today{hidden} I"))
    assert caught.value.problem.line == 17


def test_a_file_that_is_not_utf8_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match="not UTF-8") as caught:
        loading.document_of("---\ntitle: Été\n---\n".encode("latin-1"), "a text")
    assert caught.value.problem.place == "a text:2"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("L’été à Saint-Omer !", "l-ete-a-saint-omer"),
        ("Cœur", "coeur"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "article-con"),
        ("…", "article"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_slug_can_be_made_from_any_text(text: str, slug: str) -> None:
    assert slugs.suggest_slug(text) == slug
    assert slugs.is_slug(slug)


@pytest.mark.parametrize("name", ["", "..", "a/b", "A", "a--b", "-a", "nul", "a b", "é", "x" * 81, "a\n"])
def test_what_could_lead_elsewhere_is_no_slug(name: str) -> None:
    assert not slugs.is_slug(name)
    with pytest.raises(InputError):
        slugs.check_slug(name)
