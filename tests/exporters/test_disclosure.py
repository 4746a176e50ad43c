"""The disclosure for readers, and the address behind the contact."""

from __future__ import annotations

import pytest

from authoring.sourcing.disclosure import Disclosure, address, disclosure


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


@pytest.mark.parametrize(
    "wording",
    [
        "Thank you for reading.",
        "No AI was used for this article.",
        "Aucune IA n’a servi.",
        "Written with love, not by a machine.",
        "Écrit sans modèle.",
    ],
)
def test_a_wording_that_does_not_say_it_stands_before_what_does(wording: str) -> None:
    text = disclosure("ai-assisted", lang="en", wording=wording).text
    assert text.startswith(f"{wording} This article was written in part with the help of a language model")


def test_a_wording_that_says_it_takes_the_place_of_ours() -> None:
    statement = disclosure(
        "ai-assisted", lang="fr", wording="Une IA nous a aidés ; trois d’entre nous ont relu.", responsible="Zoé"
    )
    assert (
        statement.text == "Une IA nous a aidés ; trois d’entre nous ont relu. Responsable de la publication\u00a0: Zoé."
    )


def test_a_wording_is_shown_without_its_markup() -> None:
    text = disclosure("ai-assisted", lang="en", wording="<b hidden>An AI</b> helped\u200b us <!-- a little -->.").text
    assert text == "An AI helped us ."


def test_a_wording_cannot_claim_a_review_that_did_not_happen() -> None:
    text = disclosure("ai-autonomous", lang="en", wording="An AI helped and we read it.").text
    assert text.endswith("was not reviewed by a person before publication.")


def test_readers_are_told_what_the_model_did() -> None:
    statement = disclosure("ai-assisted", lang="en", parts=("drafted", "revised", "title"))
    assert statement.parts == ("drafted", "revised", "title")
    assert statement.text.endswith(
        "before publication. The model wrote a first version. The model reworded passages. "
        "The model proposed the title."
    )
    only = disclosure("ai-assisted", lang="en", parts=("title",)).text
    assert only.startswith("This article was written by our team, with proposals of a language model")
