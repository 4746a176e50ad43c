from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.worlds.lantern import lantern
from tests.worlds.terminal import Terminal

INDEX = "drafts/neighbours/index.md"


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(lantern(tmp_path), monkeypatch, capsys)


def test_draft_says_where_the_piece_is_and_what_it_cost(terminal: Terminal) -> None:
    result = terminal("draft", "neighbours", "--as", "agathe")
    lines = result.out.splitlines()
    assert result.code == 0
    assert lines[0] == f"“Why the Lantern needs its neighbours” is in {INDEX}"
    assert lines[2].startswith("  2 calls to a model, 0 answers known before, ")
    assert lines[2].endswith(" tokens, cost 0 EUR")
    assert lines[3] == "  Next: authoring check neighbours"
    assert "introduction: …" in result.err.splitlines()
    assert any(line.startswith("introduction: written, about ") for line in result.err.splitlines())


def test_draft_prints_the_agreed_keys(terminal: Terminal) -> None:
    summary = terminal("draft", "outlines/neighbours.md", "--as", "agathe", "--json").json
    assert set(summary) == {
        "slug",
        "path",
        "hash",
        "calls",
        "cached",
        "input_tokens",
        "output_tokens",
        "points",
        "in_outline_words",
        "cost",
    }
    assert (summary["slug"], summary["path"], summary["calls"]) == ("neighbours", INDEX, 2)


def test_what_was_drafted_before_a_failure_is_told_to_programs_too(terminal: Terminal) -> None:
    result = terminal("draft", "neighbours", "nobody", "--as", "agathe", "--json")
    assert result.code == 1
    assert [draft["slug"] for draft in result.json] == ["neighbours"]


def test_draft_again_says_that_nothing_changed(terminal: Terminal) -> None:
    terminal("draft", "neighbours", "--as", "agathe")
    result = terminal("draft", "neighbours", "--as", "agathe")
    assert result.out.startswith(
        f"“Why the Lantern needs its neighbours” is in {INDEX} already; nothing was changed.\n"
    )


def test_a_dry_run_shows_each_part_and_the_sum_and_writes_nothing(terminal: Terminal) -> None:
    result = terminal("draft", "neighbours", "--as", "agathe", "--dry-run")
    lines = result.out.splitlines()
    assert result.code == 0
    assert lines[0] == "neighbours: nothing is asked and nothing is written now."
    assert lines[1].startswith("  0. introduction: new; fake: 1 request, ")
    assert any(line.startswith("First 2 requests, at most ") for line in lines)
    assert "Nothing leaves this machine." in lines
    assert not (terminal.folder / INDEX).exists()


def test_a_dry_run_gives_programs_the_same(terminal: Terminal) -> None:
    values = terminal("draft", "neighbours", "--as", "agathe", "--dry-run", "--json").json
    assert (values["dry_run"], values["requests"], values["cost"]) == (True, 2, "0 EUR")
    assert values["sections"][0]["status"] == "new"


def test_sections_of_several_outlines_cannot_be_named_at_once(terminal: Terminal) -> None:
    assert terminal("draft", "neighbours", "others", "--as", "agathe", "--section", "1").code == 2


def test_draft_over_edits_refuses_and_a_new_revision_says_how_to_go_back(terminal: Terminal) -> None:
    terminal("draft", "neighbours", "--as", "agathe")
    path = terminal.folder / INDEX
    edited = path.read_text("utf-8") + "\nAnd one more thing.\n"
    path.write_text(edited, "utf-8")
    refused = terminal("draft", "neighbours", "--as", "agathe")
    assert refused.code == 1
    assert "--new-revision" in refused.err
    result = terminal("draft", "neighbours", "--as", "agathe", "--new-revision")
    back = next(line for line in result.out.splitlines() if "To go back" in line).split("cp ")[1].split()
    assert (terminal.folder / back[0]).read_text("utf-8") == edited
    assert back[1] == INDEX


def test_an_unknown_outline_is_an_error_with_a_hint(terminal: Terminal) -> None:
    result = terminal("draft", "neighbors", "--as", "agathe")
    assert (result.code, result.out) == (1, "")
    assert result.err == "There is no outline “neighbors”.\n  → Did you mean “neighbours”?\n"


def test_an_outline_whose_name_no_command_can_use_is_told_its_usable_name(terminal: Terminal) -> None:
    outline = terminal.folder / "outlines/neighbours.md"
    outline.rename(outline.with_name("été.md"))
    result = terminal("draft", "été", "--as", "agathe")
    assert "“été” cannot be the name of a piece, an outline or a testimony." in result.err
    assert "for example: ete" in result.err


def test_another_model_can_be_named_and_its_missing_key_names_the_section(terminal: Terminal) -> None:
    result = terminal("draft", "neighbours", "--as", "agathe", "--model", "openai:gpt-5-mini")
    assert result.code == 4
    assert "OPENAI_API_KEY" in result.err
    assert "introduction: " in result.err
    assert not (terminal.folder / INDEX).exists()


def test_revise_only_shows_the_change_where_nobody_can_answer(terminal: Terminal) -> None:
    terminal("draft", "neighbours", "--as", "agathe")
    before = (terminal.folder / INDEX).read_bytes()
    command = ("revise", "neighbours", "--section", "1", "--instruction", "Shorter still.", "--as", "agathe")
    outcome = terminal(*command)
    assert outcome.code == 0
    assert "\n+ " in outcome.out
    assert outcome.out.endswith(
        "Nothing was written. To write this very change: give the command again with --apply.\n"
    )
    assert (terminal.folder / INDEX).read_bytes() == before
    applied = terminal(*command, "--apply")
    assert applied.out.splitlines()[-1].startswith("Written: revision ")
    assert (terminal.folder / INDEX).read_bytes() != before


def test_revise_as_json_says_whether_it_was_applied(terminal: Terminal) -> None:
    terminal("draft", "neighbours", "--as", "agathe")
    command = (
        "revise",
        "neighbours",
        "--section",
        "1",
        "--instruction",
        "Shorter still.",
        "--as",
        "agathe",
        "--json",
    )
    assert terminal(*command).json["applied"] is False
    assert terminal(*command, "--apply").json["applied"] is True


def test_revise_a_testimony_is_stopped(terminal: Terminal) -> None:
    terminal("draft", "neighbours", "--as", "agathe")
    result = terminal("revise", "neighbours", "--section", "2", "--instruction", "Shorter still.", "--as", "agathe")
    assert result.code == 3


@pytest.mark.parametrize("wanted", ["title", "description"])
def test_suggest_proposes_and_changes_nothing(terminal: Terminal, wanted: str) -> None:
    terminal("draft", "neighbours", "--as", "agathe")
    before = (terminal.folder / INDEX).read_bytes()
    result = terminal("suggest", "neighbours", wanted)
    assert result.code == 0
    assert result.out.startswith("- ")
    assert (terminal.folder / INDEX).read_bytes() == before


def test_prompts_are_listed_with_the_copy_that_is_used(terminal: Terminal) -> None:
    (terminal.folder / "prompts").mkdir()
    template = terminal("prompts", "show", "alt", "--lang", "en").out
    (terminal.folder / "prompts" / "alt.en.md.j2").write_text(template.replace("version: 1", "version: 7"), "utf-8")
    prompts = {(entry["name"], entry["lang"]): entry for entry in terminal("prompts", "list", "--json").json}
    assert prompts["alt", "en"]["path"] == "prompts/alt.en.md.j2"
    assert (prompts["alt", "en"]["version"], prompts["alt", "en"]["packaged"]) == (7, False)
    assert prompts["alt", "fr"]["packaged"] is True
    assert "\n                  prompts/alt.en.md.j2\n" in terminal("prompts", "list").out


def test_prompts_render_prints_exactly_what_is_sent(terminal: Terminal) -> None:
    result = terminal("prompts", "render", "section", "--outline", "neighbours", "--section", "1")
    request = json.loads(terminal("prompts", "render", "section", "--outline", "neighbours", "--json").out)
    assert result.out == f"[system]\n{request['system']}\n\n[user]\n{request['text']}\n"
    assert "[[quote:nora-lind#1]]" in request["text"]
    assert request["model"] == "fake"
    assert not (terminal.folder / "drafts").exists()
