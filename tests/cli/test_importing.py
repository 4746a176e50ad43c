"""`authoring import` finds its sources by name; an argument that names none is a file from Word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.worlds.lantern import lantern
from tests.worlds.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(lantern(tmp_path), monkeypatch, capsys)


@pytest.mark.parametrize("words", [("missing.docx",), ("word", "missing.docx")])
def test_a_file_without_a_source_is_one_from_word(terminal: Terminal, words: tuple[str, ...]) -> None:
    result = terminal("import", *words)
    assert (result.code, result.err) == (1, "missing.docx: The file does not exist.\n  → Check its name.\n")


def test_help_lists_the_sources(terminal: Terminal) -> None:
    assert "  word " in terminal.ok("import", "--help").out
