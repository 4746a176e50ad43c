"""After any command that was killed at any change of the disk, or met a full or closed one, everything is in order.

The next command finds everything as it was before or as it is after, `verify` is content, and the command given again
completes it. What SQLite writes by itself is not interrupted here; what it holds can be made again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from authoring.cli.app import app
from tests.worlds.changing_commands import CASES, READING
from tests.worlds.effort import IS_FULL, sample

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")

GROUPS: Final = 6  # for two processes that run tests at once
SOME_CASES: Final = 2  # of each group
SOME_INTERRUPTIONS: Final = 4  # of each case
_ALL: Final = 100_000


def interrupted(folder: Path, names: Sequence[str], *, count: int, pattern: str = "") -> list[dict[str, Any]]:
    """What was wrong after each interruption of these cases."""
    arguments = [sys.executable, "-m", "tests.cli.interrupting", str(folder), str(count), pattern, *names]
    process = subprocess.run(arguments, check=False, timeout=7200, capture_output=True, text=True)
    assert process.returncode == 0, process.stderr
    return [json.loads(line) for line in process.stdout.splitlines()]


@pytest.mark.matrix
@pytest.mark.parametrize("group", range(GROUPS))
def test_a_command_interrupted_at_any_change_leaves_everything_in_order(tmp_path: Path, group: int) -> None:
    names = sample([*CASES][group::GROUPS], SOME_CASES, of=f"interrupted commands {group}")
    trials = interrupted(tmp_path, names, count=_ALL if IS_FULL else SOME_INTERRUPTIONS)
    assert len(trials) >= SOME_INTERRUPTIONS * len(names)
    assert [trial for trial in trials if trial["complaints"]] == []


@pytest.mark.parametrize("name", ["submit", "approve_second_of_two", "draft_over_edits"])
def test_a_kill_between_the_record_of_origins_and_the_history_is_no_fault(tmp_path: Path, name: str) -> None:
    trials = interrupted(tmp_path, [name], count=_ALL, pattern=r"^replace .*/\.history\.jsonl\.part")
    assert {trial["interruption"].split()[0] for trial in trials} >= {"kill", "full"}
    assert [trial for trial in trials if trial["complaints"]] == []


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of all commands, with those of their groups."""
    for name in group.commands:
        command = group.commands[name]
        yield from commands(command, (*path, name)) if hasattr(command, "commands") else [" ".join((*path, name))]


def test_every_command_is_known_to_read_or_is_interrupted_while_it_changes_something() -> None:
    changing = {case.command for case in CASES.values()}
    assert changing.isdisjoint(READING)
    assert changing | {*READING} == {*commands(typer.main.get_command(app))}
