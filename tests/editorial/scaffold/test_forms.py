"""What `new` writes: an outline that loads as it is, and a testimony that says what is missing."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from authoring.editorial.scaffold import write_outline, write_testimony
from authoring.errors import Conflict, InputError, InvalidDocuments
from authoring.model.documents import Consent, Outline, Testimony
from authoring.model.loading import load_outline, load_testimony

TODAY = date(2026, 11, 23)
LANGUAGES = ("fr", "en")
NOT_IN_FRONT_MATTER = {"slug", "path", "extra", "body", "introduction", "sections", "consent"}


def key_names(*kinds: type) -> set[str]:
    return {field.name for kind in kinds for field in fields(kind)} - NOT_IN_FRONT_MATTER


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fresh_outline_loads_as_it_is(tmp_path: Path, lang: str) -> None:
    path = write_outline(tmp_path, "no-rain-today", lang=lang, author="agathe")

    outline = load_outline(path, default_lang="")

    assert (outline.slug, outline.title, outline.lang, outline.author) == (
        "no-rain-today",
        "No rain today",
        lang,
        "agathe",
    )
    assert len(outline.sections) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", ["no", "2026", "true-story", "null"])
def test_a_title_that_yaml_would_misread_stays_a_text(tmp_path: Path, lang: str, slug: str) -> None:
    path = write_outline(tmp_path, slug, lang=lang, author="agathe")

    assert load_outline(path, default_lang="").title == slug.replace("-", " ").capitalize()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fresh_testimony_says_exactly_what_is_missing(tmp_path: Path, lang: str) -> None:
    path = write_testimony(tmp_path, "nora-lind", lang=lang, collected_by="agathe", today=TODAY)
    lines = path.read_text(encoding="utf-8").splitlines()

    with pytest.raises(InvalidDocuments) as gaps:
        load_testimony(path, default_lang="")

    person, words = gaps.value.problems
    assert person.message == "`person` is missing."
    assert person.line is not None
    assert lines[person.line - 1] == 'person: ""'
    assert words.message == "The testimony is empty."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_testimony_filled_in_is_not_yet_to_be_shown(tmp_path: Path, lang: str) -> None:
    path = write_testimony(tmp_path, "nora-lind", lang=lang, collected_by="agathe", today=TODAY)
    text = path.read_text(encoding="utf-8").replace('person: ""', "person: Nora Lind")
    path.write_text(text + "\nI came in out of the rain.\n", encoding="utf-8")

    testimony = load_testimony(path, default_lang="")

    assert testimony.words_spoken == "I came in out of the rain."
    assert (testimony.collected, testimony.collected_by) == (TODAY, "agathe")
    assert (testimony.consent.status, testimony.consent.ai) == ("pending", "never")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_of_front_matter_is_in_the_forms(tmp_path: Path, lang: str) -> None:
    outline = write_outline(tmp_path, "a", lang=lang, author="x").read_text(encoding="utf-8")
    testimony = write_testimony(tmp_path, "a", lang=lang, collected_by="x", today=TODAY).read_text(encoding="utf-8")

    assert {key for key in key_names(Outline) if f"{key}: " not in outline and f"{key}:\n" not in outline} == set()
    written_by_erasing = {"erased", "sha256"}
    assert {key for key in key_names(Testimony, Consent) if f"{key}: " not in testimony} == written_by_erasing


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    path = write_outline(tmp_path, "garden", lang="en", author="agathe")
    path.write_text("mine\n", encoding="utf-8")

    with pytest.raises(Conflict) as refusal:
        write_outline(tmp_path, "garden", lang="en", author="agathe")

    assert path.read_text(encoding="utf-8") == "mine\n"
    assert refusal.value.problem.file == path


@pytest.mark.parametrize("slug", ["../garden", "Garden", "con", ""])
def test_a_name_that_cannot_be_an_address_is_refused(tmp_path: Path, slug: str) -> None:
    with pytest.raises(InputError):
        write_outline(tmp_path, slug, lang="en", author="agathe")
    assert list(tmp_path.rglob("*.md")) == []
