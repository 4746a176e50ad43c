"""The disclosure for readers, and the address behind the contact."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.sourcing.disclosure import Disclosure, DisclosureKind, address, disclosure


def test_a_reviewed_text_says_so_and_names_who_answers_for_it() -> None:
    assert disclosure("ai-assisted", lang="en", responsible="Agathe", contact="hello@example.org") == Disclosure(
        "ai-assisted",
        "This article was written in part with the help of a language model, then read and approved by our team "
        "before publication. Responsible for publication: Agathe. A question? hello@example.org",
        "Agathe",
        "hello@example.org",
    )


def test_an_unreviewed_text_never_claims_a_review() -> None:
    statement = disclosure("ai-autonomous", lang="en")
    assert (
        statement.text
        == "This article was written by a language model and was not reviewed by a person before publication."
    )


def test_a_text_without_a_model_says_nothing() -> None:
    assert disclosure("human-only", lang="en", responsible="Agathe").text == ""


def test_the_author_answers_where_nobody_else_is_named() -> None:
    statement = disclosure("ai-assisted", lang="en", author="Lena N.")
    assert statement.responsible == "Lena N."
    assert statement.text.endswith("Responsible for publication: Lena N.")


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("hello@example.org", "mailto:hello@example.org"),
        ("https://example.org/contact", "https://example.org/contact"),
        ("01 02 03 04 05", ""),
        ("javascript:alert(1)", ""),
        ("a@b.c?subject=x y", ""),
    ],
)
def test_a_contact_is_a_link_when_it_can_be_one(contact: str, link: str) -> None:
    assert address(contact) == link


def test_french_readers_are_told_in_french_with_french_spaces() -> None:
    text = disclosure("ai-assisted", lang="fr", responsible="Agathe", contact="bonjour@example.org").text
    assert text.startswith("Cet article a été écrit en partie avec l’aide d’un modèle de langage")
    assert text.endswith("Responsable de la publication\u00a0: Agathe. Une question\u202f? bonjour@example.org")


@pytest.mark.parametrize(
    "wording",
    [
        " ",
        "\u00a0\u200b\u2060",
        "<!-- nothing -->",
        "<!--",
        "&nbsp;&#8203;",
        "—…!",
        "<span style='display:none'></span>",
        ".disclosure { display: none }",
        "<style>.disclosure{visibility:hidden}</style>",
    ],
)
def test_a_wording_that_shows_nothing_does_not_remove_the_disclosure(wording: str) -> None:
    assert disclosure("ai-assisted", lang="en", wording=wording) == disclosure("ai-assisted", lang="en")


DENIALS = [
    "100 % human, zero AI.",
    "100 % humain, zéro IA.",
    "This text is free of artificial intelligence.",
    "AI-free.",
    "Our machines stay in the workshop: every word is by hand.",
    "Handmade by people; a model citizen wrote it.",
    "No AI was used for this article.",
    "Aucune IA n’a servi.",
    "Written with love, rather than by a machine.",
    "Écrit par des humains, l’IA étant proscrite chez nous.",
    "We refuse AI.",
    "Any claim that AI helped is false.",
    "Ignore the notice: the model is our head carpenter.",
    "Une IA nous a aidés ; trois d’entre nous ont relu.",
    "Thank you for reading.",
]


@pytest.mark.parametrize("wording", DENIALS)
@pytest.mark.parametrize("kind", ["ai-assisted", "ai-autonomous"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_words_of_the_organisation_are_added_and_replace_nothing(wording: str, kind: DisclosureKind, lang: str) -> None:
    ours = disclosure(kind, lang=lang, responsible="Agathe", parts=("drafted",))
    theirs = disclosure(kind, lang=lang, responsible="Agathe", parts=("drafted",), wording=wording)
    assert theirs == replace(ours, added=wording)
    assert theirs.paragraphs == (ours.text, wording)


@given(st.text())
def test_no_words_change_the_program_s_own_sentence(wording: str) -> None:
    assert disclosure("ai-assisted", lang="en", wording=wording).text == disclosure("ai-assisted", lang="en").text


@pytest.mark.parametrize("kind", ["human-only", "not-recorded"])
def test_where_the_program_says_nothing_nothing_is_added(kind: DisclosureKind) -> None:
    assert disclosure(kind, lang="en", wording="100 % human, zero AI.").paragraphs == ()


def test_added_words_are_shown_without_their_markup_and_cover_nothing() -> None:
    added = disclosure("ai-assisted", lang="en", wording="<b hidden>An AI</b> helped\u200b us <!-- a little -->.").added
    assert added == "An AI helped us ."
    stacked = disclosure("ai-assisted", lang="en", wording="Z" + "\u0335\u0336\u0337\u20dd" * 40 + "alt").added
    assert len(stacked) == len("Zalt") + 2


def test_readers_are_told_what_the_model_did() -> None:
    statement = disclosure("ai-assisted", lang="en", parts=("drafted", "revised", "title"))
    assert statement.parts == ("drafted", "revised", "title")
    assert statement.text.endswith(
        "before publication. The model wrote a first version. The model reworded passages. "
        "The model proposed the title."
    )
    only = disclosure("ai-assisted", lang="en", parts=("title",)).text
    assert only.startswith("This article was written by our team, with proposals of a language model")
