"""What `new` writes: an outline that loads as it is, and a testimony that says what is missing."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from authoring.editorial.context import Context
from authoring.editorial.scaffold import new_outline, new_testimony, outline_text, testimony_text
from authoring.errors import Conflict, InputError, InvalidDocuments
from authoring.model.documents import Consent, Outline, Testimony
from authoring.store import Key
from tests.worlds.lantern import lantern_in_memory

TODAY = date(2026, 11, 23)
LANGUAGES = ("fr", "en")
NOT_IN_FRONT_MATTER = {"slug", "label", "text", "extra", "body", "introduction", "sections", "consent"}


@pytest.fixture
def context() -> Context:
    return lantern_in_memory()


def save(context: Context, key: Key, text: str) -> None:
    """Save a text as somebody does in an editor of their own."""
    with context.store.transaction(key.slug) as change:
        change.write(key, text.encode())


def key_names(*kinds: type) -> set[str]:
    return {field.name for kind in kinds for field in fields(kind)} - NOT_IN_FRONT_MATTER


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fresh_outline_loads_as_it_is(context: Context, lang: str) -> None:
    new_outline(context, "no-rain-today", lang=lang, author="agathe")

    outline = context.repository.outline("no-rain-today")

    assert (outline.slug, outline.title, outline.lang, outline.author) == (
        "no-rain-today",
        "No rain today",
        lang,
        "agathe",
    )
    assert len(outline.sections) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", ["no", "2026", "true-story", "null"])
def test_a_title_that_yaml_would_misread_stays_a_text(context: Context, lang: str, slug: str) -> None:
    new_outline(context, slug, lang=lang, author="agathe")

    assert context.repository.outline(slug).title == slug.replace("-", " ").capitalize()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fresh_testimony_says_exactly_what_is_missing(context: Context, lang: str) -> None:
    lines = new_testimony(context, "zoe-noon", lang=lang, collected_by="agathe").text.splitlines()

    with pytest.raises(InvalidDocuments) as gaps:
        context.repository.testimony("zoe-noon")

    person, words = gaps.value.problems
    assert person.message == "`person` is missing."
    assert person.line is not None
    assert lines[person.line - 1] == 'person: ""'
    assert words.message == "The testimony is empty."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_testimony_filled_in_is_not_yet_to_be_shown(context: Context, lang: str) -> None:
    form = new_testimony(context, "zoe-noon", lang=lang, collected_by="agathe").text
    text = form.replace('person: ""', "person: Zoe Noon")
    save(context, Key("testimony", "zoe-noon"), text + "\nI came in out of the rain.\n")

    testimony = context.repository.testimony("zoe-noon")

    assert testimony.words_spoken == "I came in out of the rain."
    assert (testimony.collected, testimony.collected_by) == (TODAY, "agathe")
    assert (testimony.consent.status, testimony.consent.ai) == ("pending", "never")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_of_front_matter_is_in_the_forms(lang: str) -> None:
    outline = outline_text("a", lang=lang, author="x")
    testimony = testimony_text("a", lang=lang, collected_by="x", today=TODAY)

    assert {key for key in key_names(Outline) if f"{key}: " not in outline and f"{key}:\n" not in outline} == set()
    written_by_erasing = {"erased", "sha256"}
    assert {key for key in key_names(Testimony, Consent) if f"{key}: " not in testimony} == written_by_erasing


def test_a_text_that_is_there_stays_as_it_is(context: Context) -> None:
    key = Key("outline", "garden")
    save(context, key, "mine\n")

    with pytest.raises(Conflict) as refusal:
        new_outline(context, "garden", lang="en", author="agathe")

    stored = context.store.documents.read(key)
    assert stored is not None
    assert stored.content == b"mine\n"
    assert (refusal.value.problem.file, refusal.value.code) == (stored.label, "exists")


@pytest.mark.parametrize("slug", ["../garden", "Garden", "con", ""])
def test_a_name_that_cannot_be_an_address_is_refused(context: Context, slug: str) -> None:
    before = context.repository.outlines()
    with pytest.raises(InputError):
        new_outline(context, slug, lang="en", author="agathe")
    assert context.repository.outlines() == before
