"""Whatever moment a command is killed at: given again it is completed, and until then what is still seen is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.editorial.killing import COMMANDS

pytestmark = [
    pytest.mark.matrix,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked"),
]

SOME_MOMENTS = 5  # of each command
TAKES_DOWN = ("withdraw", "retract", "export-retracted")


def killed(folder: Path, command: str, *, count: int) -> list[dict[str, Any]]:
    """What readers saw after each moment at which the command was killed, and once it was given again."""
    arguments = [sys.executable, "-m", "tests.editorial.killing", str(folder), command, str(count)]
    process = subprocess.run(arguments, check=True, timeout=900, capture_output=True, text=True)
    return [json.loads(line) for line in process.stdout.splitlines()]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_killed_command_is_completed_when_it_is_given_again(tmp_path: Path, command: str) -> None:
    moments = killed(tmp_path, command, count=SOME_MOMENTS)
    assert len(moments) >= SOME_MOMENTS
    for moment in moments:
        after, again, withdrawn = moment["killed"], moment["again"], moment["withdrawn"]
        label = (command, moment["number"], moment)
        assert after["live"] or after["owed"] or not after["shown"], label
        assert again["problems"] == [], label
        assert again["owed"] == [], label
        assert again["left"] == [], label
        assert again["posts"] == 1, label
        if command in TAKES_DOWN:
            assert again["shown"] == [], label
            assert not again["listed"], label
        else:
            assert len(again["shown"]) == 3, label
            assert again["listed"], label
        assert (withdrawn["shown"], withdrawn["owed"], withdrawn["problems"]) == ([], [], []), label
