"""Two programs at work on one piece at the same time: one goes first, and the other is told or comes after."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from tests.worlds.lantern import lantern
from tests.worlds.newsroom import SLUG
from tests.worlds.terminal import Terminal

# runs a command whose model says when it is asked, and answers when the test lets it
SCRIPT: Final = """
import sys, time
from pathlib import Path
from authoring.drafting import draft
from authoring.cli import main

folder, name = Path(sys.argv[1]), sys.argv[2]
compose = draft.compose

def slowly(*arguments):
    (folder / name).touch()
    while not (folder / "go").exists():
        time.sleep(0.01)
    return compose(*arguments)

draft.compose = slowly
sys.argv[1:] = sys.argv[3:]
main()
"""
PATIENCE: Final = 60


def start(folder: Path, workspace: Path, name: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "AUTHORING_LANG": "en"}
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder), name, *arguments],
        cwd=workspace, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def wait_for(path: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_of_two_drafts_at_once_one_is_written_and_the_other_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = lantern(tmp_path / "workspace")
    arguments = ("draft", SLUG, "--as", "agathe", "--json")
    first = start(tmp_path, workspace, "first", *arguments)
    wait_for(tmp_path / "first")
    second = start(tmp_path, workspace, "second", *arguments)
    try:
        _out, err = second.communicate(timeout=PATIENCE)
    finally:
        is_asked_twice = (tmp_path / "second").exists()
        (tmp_path / "go").touch()
        output = first.communicate(timeout=PATIENCE)
    error = json.loads(err[err.index("{") :])
    assert second.returncode == 1
    assert (error["error"], error["code"]) == ("Conflict", "locked")
    assert error["message"] == f"“{SLUG}” is being drafted by another program at this moment; nothing was asked."
    assert not is_asked_twice
    assert first.returncode == 0, output
    terminal = Terminal(workspace, monkeypatch, capsys)
    assert [event["action"] for event in terminal.ok("log", SLUG, "--json").json] == ["draft"]
    assert terminal.ok("verify", "--json").json["ok"]


def test_two_drafts_that_begin_at_the_same_moment_end_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = lantern(tmp_path / "workspace")
    (tmp_path / "go").touch()
    arguments = ("draft", SLUG, "--as", "agathe", "--json")
    both = [start(tmp_path, workspace, name, *arguments) for name in ("first", "second")]
    outputs = [process.communicate(timeout=PATIENCE) for process in both]
    assert sorted(process.returncode for process in both) in ([0, 0], [0, 1]), outputs
    terminal = Terminal(workspace, monkeypatch, capsys)
    assert [event["action"] for event in terminal.ok("log", SLUG, "--json").json] == ["draft"]
    assert terminal.ok("verify", "--json").json["ok"]
