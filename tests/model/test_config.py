"""Settings: every mistake with its line and what to write instead, all at once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from authoring.errors import InputError, InvalidDocuments, Remedy
from authoring.model import config
from authoring.workspace import find_root, open_workspace
from tests.worlds.files import build
from tests.worlds.lantern import SETTINGS


def load(text: str, **environment: str) -> config.Settings:
    content = dedent(text).lstrip("\n").encode()
    return config.parse(content, label="the settings", base=Path("/nowhere"), environment=environment)


def mistakes(text: str) -> list[tuple[int | None, str, Remedy]]:
    with pytest.raises(InvalidDocuments) as caught:
        load(text)
    assert {problem.file for problem in caught.value.problems} == {"the settings"}
    return [(problem.line, problem.message, problem.remedy) for problem in caught.value.problems]


def test_an_empty_file_gives_the_defaults() -> None:
    settings = load("")
    assert (settings.lang, settings.quorum, settings.model.use, settings.model.concurrency) == (
        "fr", 1, "openai:gpt-5-mini", 4,
    )  # fmt: skip


def test_everything_in_the_design_is_read() -> None:
    settings = load(
        SETTINGS
        + """
    [review]
    quorum = 2
    [style]
    voice = "warm"
    avoid = ["synergy"]
    [budget]
    tokens_per_draft = 60000
    money_per_month = "20 EUR"
    [targets.site]
    kind = "site"
    folder = "site"
    colour = "green"
    """,
    )
    assert settings.quorum == 2
    assert settings.style.avoid == ("synergy",)
    assert settings.budget.money_per_month == config.Money(Decimal(20), "EUR")
    assert settings.targets["site"].options == {"colour": "green"}
    assert settings.people["samir"].roles == frozenset({"reviewer"})
    assert settings.people["robot"].kind == "agent"


def test_the_environment_wins_over_the_file() -> None:
    settings = load(SETTINGS, AUTHORING_MODEL="local", AUTHORING_BASE_URL="http://127.0.0.1:1/v1")
    assert (settings.model.use, settings.model.base_url) == ("local", "http://127.0.0.1:1/v1")


def test_all_mistakes_come_out_at_once_each_with_its_line() -> None:
    text = """
        lang = "de"
        timezone = "Paris"

        [site]
        url = "blog.example.org"
        responsible = "nobody"

        [model]
        concurrency = 0
        api_key = "sk-secret"

        [people.samir]
        roles = ["reviewr"]

        [budget]
        money_per_month = "twenty"

        [styl]
        voice = "warm"
    """
    assert mistakes(text) == [
        (1, "`lang` is “de”, which is not one of the words it may be.", "Write one of: fr, en."),
        (2, "“Paris” is not a time zone.", 'Write a region and a city: timezone = "Europe/Paris"'),
        (
            5,
            "`site.url` is “blog.example.org”, which is not a web address.",
            'Write it whole: url = "https://blog.example.org"',
        ),
        (
            9,
            "`model.concurrency` must be a whole number of 1 or more, and “0” is not.",
            "Write it in figures, without quotes or units: concurrency = 4",
        ),
        (
            10,
            "A key does not belong in this file, which others read.",
            "Remove it, and set the provider's variable in your environment, for example OPENAI_API_KEY.",
        ),
        (13, "“reviewr” is not a role.", "Write one of: author, reviewer, editor, admin."),
        (12, "`people.samir.name` is missing.", 'Add a line: name = "…"'),
        (
            16,
            "`budget.money_per_month` is “twenty”, which is not an amount of money.",
            'Write an amount and a currency: money_per_month = "20 EUR"',
        ),
        (18, "`styl` is not a setting that exists.", "Did you mean `style`?"),
        (
            6,
            "`site.responsible` names “nobody”, who is not in [people].",
            "Write the id of somebody in [people]: samir.",
        ),
    ]


def test_broken_toml_names_its_line() -> None:
    with pytest.raises(InputError) as caught:
        load('lang = "fr"\n[site\n')
    assert caught.value.problem.line == 2


def test_folders_named_in_the_settings_are_relative_to_their_base() -> None:
    settings = load(SETTINGS)
    assert (settings.base, settings.label) == (Path("/nowhere"), "the settings")


def test_a_folder_without_settings_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a workspace"):
        open_workspace(tmp_path, {})


def test_the_workspace_is_found_from_below(tmp_path: Path) -> None:
    build(tmp_path, {"authoring.toml": "", "drafts/x/index.md": ""})
    assert find_root(tmp_path / "drafts" / "x") == tmp_path
    assert open_workspace(tmp_path / "drafts" / "x", {}).settings.base == tmp_path


@pytest.mark.parametrize("address", ["http://agathe:secret@127.0.0.1:8080/v1", "https://token@models.example.org"])
def test_a_model_s_address_holds_no_password_and_none_is_shown(address: str) -> None:
    ((line, message, remedy),) = mistakes(f'lang = "fr"\n[model]\nbase_url = "{address}"\n')
    assert line == 3
    assert message == "`model.base_url` holds a name or a password, and an address is shown in messages and records."
    assert "secret" not in f"{message}{remedy}"


def test_a_target_s_folder_has_no_character_that_none_can_have() -> None:
    text = '[targets.site]\nkind = "site"\nfolder = "a\\u0000b"\n'
    assert mistakes(text) == [
        (3, "`folder` holds the character 0, which no folder can have.", "Write it again without that character.")
    ]
