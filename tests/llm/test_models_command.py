"""`authoring models list` and `authoring models test`, as somebody sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from authoring.cli.app import run
from tests.worlds import provider as providers
from tests.worlds.lantern import lantern
from tests.worlds.provider import MODEL, Provider, Reply


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(lantern(tmp_path))
    return tmp_path


def test_the_list_says_what_is_usable_and_why_not(
    world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AUTHORING_MODEL", "openai:gpt-5-mini")
    assert run(["models", "list"]) == 0
    assert capsys.readouterr().out == (
        "model              for              runs       usable\n"
        "openai:gpt-5-mini  everything else  elsewhere  no\n"
        "\n"
        "There is no key for openai:gpt-5-mini: OPENAI_API_KEY is not set.\n"
        "  → Set it in your environment, never in a file: export OPENAI_API_KEY=…"
        " Or use the model on this machine: local\n"
    )


def test_the_list_is_there_for_programs(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"model": "fake", "prompts": [], "where": "here", "server": "", "usable": True, "reason": "", "remedy": ""}
    ]


@pytest.mark.server
def test_the_test_shows_the_time_and_the_tokens(
    world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Provider([Reply("To tell people what goes on.")]) as server:
        monkeypatch.setenv("AUTHORING_BASE_URL", server.base_url)
        assert run(["models", "test", "openai:invented", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report.pop("seconds") >= 0
    assert report == {
        "model": "openai:invented",
        "reported": MODEL,
        "input_tokens": 9,
        "output_tokens": 6,
        "attempts": 1,
        "text": "To tell people what goes on.",
    }


def test_the_configured_model_is_tested_without_a_name(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "test"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "fake answered in 0.0 seconds."
    assert lines[1].startswith("Model: fake; tokens: 9 in, ")


@pytest.mark.server
def test_a_failure_ends_with_its_code_and_its_remedy(
    world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Provider([providers.wrong_key()]) as server:
        monkeypatch.setenv("AUTHORING_MODEL", "openai:invented")
        monkeypatch.setenv("AUTHORING_BASE_URL", server.base_url)
        assert run(["models", "test"]) == 4
        address = server.base_url.removeprefix("http://").removesuffix("/v1")
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == (
        f"{address} does not accept the key for openai:invented.\n"
        "  → Check the key in your environment: OPENAI_API_KEY.\n"
    )
