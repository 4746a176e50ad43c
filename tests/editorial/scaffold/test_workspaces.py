"""The workspace that `init` writes works at once, explains every setting, and replaces no file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from authoring.editorial import scaffold
from authoring.editorial.actions import perform
from authoring.editorial.actions.upgrade import Upgrade
from authoring.editorial.context import Context
from authoring.editorial.scaffold import Founder, Laid, lay_workspace
from authoring.errors import Conflict
from authoring.model import config
from authoring.prompts import Prompts, packaged_folder
from authoring.workspace import open_workspace
from tests.worlds.files import build

TODAY = date(2026, 11, 23)
LANGUAGES = ("fr", "en")


def lay(
    folder: Path, *, lang: str = "fr", name: str = "Agathe Lemoine", email: str = "a@example.org", adopt: bool = False
) -> Laid:
    return lay_workspace(folder, lang=lang, founder=Founder(name, email), today=TODAY, adopt=adopt)


def opened(folder: Path) -> Context:
    return open_workspace(folder, {})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_new_workspace_has_the_format_of_this_version(tmp_path: Path, lang: str) -> None:
    lay(tmp_path, lang=lang)

    assert opened(tmp_path).settings.format == config.FORMAT
    assert perform(Upgrade(), opened(tmp_path)).is_done


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_new_workspace_loads_without_a_mistake(tmp_path: Path, lang: str) -> None:
    lay(tmp_path / "blog", lang=lang)

    context = opened(tmp_path / "blog")
    settings, repository = context.settings, context.repository
    outlines = [repository.outline(slug) for slug in repository.outlines()]
    testimonies = [repository.testimony(slug) for slug in repository.testimonies()]

    assert (settings.lang, settings.model.use, settings.site.responsible) == (lang, "local", "agathe")
    assert settings.people["agathe"].name == "Agathe Lemoine"
    assert [outline.lang for outline in outlines] == [lang]
    assert [testimony.slug for testimony in testimonies] == list(outlines[0].testimonies)
    assert testimonies[0].consent.covers("blog", on=TODAY)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_one_who_reviews_is_not_the_one_who_writes(tmp_path: Path, lang: str) -> None:
    for name in ("Camille Martin", "Robin Martin", ""):
        folder = tmp_path / (name or "nobody")
        laid = lay(folder, lang=lang, name=name, email="")

        people = opened(folder).settings.people
        assert laid.person != laid.reviewer
        assert people[laid.person].roles == {"author", "editor"}
        assert people[laid.reviewer].roles == {"reviewer"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_new_workspace_holds_its_own_prompts_in_its_language(tmp_path: Path, lang: str) -> None:
    lay(tmp_path, lang=lang)

    own = {path.name: path.read_bytes() for path in (tmp_path / "prompts").iterdir()}
    packaged = {path.name: path.read_bytes() for path in packaged_folder().glob(f"*.{lang}.md.j2")}
    assert own == packaged
    template = Prompts(opened(tmp_path).store.documents).template("section", lang)
    assert Path(template.label).parent == tmp_path / "prompts"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_setting_is_shown_in_the_settings_file(tmp_path: Path, lang: str) -> None:
    lay(tmp_path, lang=lang)

    text = (tmp_path / "authoring.toml").read_text(encoding="utf-8")
    tables = {
        "site": config.SiteSettings._fields,
        "model": config.ModelSettings._fields,
        "style": config.Style._fields,
        "budget": config.Budget._fields,
    }
    for table, names in tables.items():
        part = text.split(f"\n[{table}]\n")[1].split("\n[")[0]
        for name in names:
            assert re.search(rf"^(# )?{name} = ", part, re.MULTILINE), f"[{table}] {name}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_optional_setting_can_be_switched_on_as_it_stands(tmp_path: Path, lang: str) -> None:
    lay(tmp_path, lang=lang)
    path = tmp_path / "authoring.toml"

    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^# (?=\[\S+\]$|\w+ = )", "", text, flags=re.MULTILINE), encoding="utf-8")

    settings = opened(tmp_path).settings
    assert settings.budget.money_per_month is not None
    assert settings.people["robot"].kind == "agent"
    assert set(settings.targets) == {"site", "markdown", "blog"}


def test_a_name_with_quotes_and_accents_is_written_so_that_it_reads_back(tmp_path: Path) -> None:
    laid = lay(tmp_path, name='Éloïse "Lou" O\\Neil')

    assert laid.person == "eloise"
    assert opened(tmp_path).settings.people["eloise"].name == 'Éloïse "Lou" O\\Neil'


def test_a_second_init_changes_nothing(tmp_path: Path) -> None:
    lay(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    laid = lay(tmp_path, name="Somebody Else")

    assert laid.written == ()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_workspace_gets_what_it_misses_and_no_examples_again(tmp_path: Path) -> None:
    lay(tmp_path)
    (tmp_path / "outlines/premier-article.md").unlink()
    (tmp_path / ".gitignore").unlink()
    (tmp_path / "authoring.toml").write_text('lang = "fr"\n', encoding="utf-8")

    laid = lay(tmp_path)

    assert laid.written == (tmp_path / ".gitignore",)
    assert (tmp_path / "authoring.toml").read_text(encoding="utf-8") == 'lang = "fr"\n'


def test_a_folder_with_other_things_is_refused_unless_they_are_adopted(tmp_path: Path) -> None:
    build(tmp_path, {"LISEZMOI.md": "À nous.\n"})

    with pytest.raises(Conflict) as refusal:
        lay(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["LISEZMOI.md"]
    assert str(refusal.value) == "The folder is not empty and is no workspace."

    laid = lay(tmp_path, adopt=True)
    assert laid.kept == (tmp_path / "LISEZMOI.md",)
    assert (tmp_path / "LISEZMOI.md").read_text(encoding="utf-8") == "À nous.\n"


def test_a_fresh_clone_of_an_empty_repository_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    assert lay(tmp_path).written


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    build(tmp_path, {"blog": "a file\n"})

    with pytest.raises(Conflict):
        lay(tmp_path / "blog", adopt=False)


def test_nothing_is_written_when_a_text_cannot_be_filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = build(tmp_path / "texts", {"fr/workspace/a.md": "fine\n", "fr/workspace/b.md": "$unknown\n"})
    monkeypatch.setattr(scaffold, "_texts", lambda lang: texts / lang)

    with pytest.raises(KeyError):
        lay(tmp_path / "blog")
    assert not (tmp_path / "blog").exists()
