"""The command line in this process: what a command prints and how it ends."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest

from authoring.cli.app import run


@dataclass(frozen=True)
class CommandResult:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Terminal:
    """Somebody at the keyboard in a workspace; nobody answers questions."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        monkeypatch.chdir(folder)

    def __call__(self, *arguments: str) -> CommandResult:
        self._capsys.readouterr()
        code = run(arguments)
        result = self._capsys.readouterr()
        return CommandResult(code, result.out, result.err)

    def ok(self, *arguments: str) -> CommandResult:
        """The command ended well; what it said otherwise is the failure."""
        result = self(*arguments)
        assert result.code == 0, result.err + result.out
        return result


def stop_the_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """For every command from now on it is this moment."""

    class StoppedClock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    monkeypatch.setattr("authoring.workspace.datetime", StoppedClock)
