"""`authoring prompts test`: what it prints, how it ends, and what the second time costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.sourcing.grounding import nearness
from authoring.text import grammar
from tests.worlds.lantern import lantern
from tests.worlds.terminal import Terminal

FAILING = """
    ---
    case:
      about: A word that nobody writes.
      must: {words: [marmalade]}
    title: Tools
    author: agathe
    description: Tools.
    words: 60
    ---

    - The Lantern is an imaginary workshop

    ## Tools

    - Two drills and one saw are lent
"""
PASSED = """\
                                   in use (fake)
points said with all their facts   100 %
points contradicted                0.0
facts that no source holds         0.0
sentences without a source         –
repeated sentences                 0.0
empty sentences                    0.0
sentences in another language      0.0
words of a chat                    0.0
points in the outline’s own words  0 %
"""


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.setattr(nearness, "is_installed", lambda: False)
    monkeypatch.setattr(grammar, "checker", lambda _lang: "")
    return Terminal(lantern(tmp_path, **{"prompts/cases/tools.en.md": FAILING}), monkeypatch, capsys)


def test_cases_that_pass_show_their_figures_and_cost_nothing_the_second_time(terminal: Terminal) -> None:
    first = terminal.ok("prompts", "test", "voices")
    second = terminal.ok("prompts", "test", "voices")

    assert first.err == "voices.en, in use (fake), run 1: passed\n"
    assert first.out.startswith(PASSED)
    assert first.out.endswith("3 answers were asked for now; the others were kept from before.\nAll cases pass.\n")
    assert second.out.endswith("0 answers were asked for now; the others were kept from before.\nAll cases pass.\n")


def test_a_case_that_fails_ends_the_command_with_the_code_of_a_check(terminal: Terminal) -> None:
    result = terminal("prompts", "test", "tools")

    assert result.code == 3
    assert result.out.startswith("tools.en, run 1  prompts/cases/tools.en.md\n  “marmalade” is missing.\n\n")
    assert result.out.endswith("Not all cases pass.\n")


def test_a_comparison_stands_beside_what_is_in_use_and_says_when_nothing_differs(terminal: Terminal) -> None:
    result = terminal.ok("prompts", "test", "hours", "voices", "--seeds", "3", "--against", "packaged")

    assert "in use (fake)  the packaged templates\n" in result.out
    assert "“the packaged templates”: no difference is more than noise.\n" in result.out


def test_json_has_every_run_with_its_text(terminal: Terminal) -> None:
    result = terminal("prompts", "test", "tools", "--against", "fake", "--json")

    assert result.code == 3
    assert not result.json["passed"]
    assert [run["contender"] for run in result.json["runs"]] == ["in use (fake)", "fake"]
    assert all("## Tools" in run["text"] for run in result.json["runs"])


def test_an_unknown_case_is_an_error_of_the_users(terminal: Terminal) -> None:
    result = terminal("prompts", "test", "nothing")

    assert result.code == 1
    assert "The cases are: hours.en, tools.en, voices.en." in result.err
    assert terminal("prompts", "test", "--seeds", "0").code == 2
