"""The large matrices of cases of the tests, whole: the tests themselves try a sample of them each day."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from xml.etree import ElementTree

from benchmarks.measuring import CHECKOUT, Row

_ALL: Final = 100_000
_KILLS: Final = "kills at every write of every command that changes something, then `verify`, then the command again"
_REFUSALS: Final = "a full disk, a closed or read-only one, from every write on, then `verify`, then the command again"


def measure(most: int | None = None) -> list[Row]:
    """Every case of every matrix; in a trial, the sample of one matrix that takes seconds, and a few interruptions."""
    trials = _interrupted(most)
    kills = [trial for trial in trials if trial["interruption"].startswith("kill")]
    refusals = [trial for trial in trials if trial not in kills]
    return [_rows_of_tests(most), _row_of_trials(_KILLS, kills), _row_of_trials(_REFUSALS, refusals)]


def _rows_of_tests(most: int | None) -> Row:
    with TemporaryDirectory() as folder:
        report = Path(folder) / "run.xml"
        cases = ["-k", "not interrupted_at_any_change" if most is None else "nested"]  # counted one by one
        words = ["-q", "-m", "matrix", "-n", "2", *cases, f"--junitxml={report}", "tests"]
        environment = {**os.environ, **({"TESTS_IN_FULL": "1"} if most is None else {})}
        pytest = [sys.executable, "-m", "pytest", *words]
        subprocess.run(pytest, cwd=CHECKOUT, check=False, stdout=sys.stderr, env=environment)
        suite = next(iter(ElementTree.parse(report).getroot()))  # noqa: S314  pytest wrote it
    tests = int(suite.attrib["tests"]) - int(suite.attrib["skipped"])
    failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
    work = "rows of the tests’ matrices, every case of each"
    return Row(work, f"{tests - failed} of {tests}", "", None, "all", failed == 0)


def _interrupted(most: int | None) -> list[dict[str, Any]]:
    """What was wrong after each interruption; in a trial, of the one command that changes least."""
    names = [] if most is None else ["new_outline"]
    count = _ALL if most is None else most
    with TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "tests.cli.interrupting", folder, str(count), "", *names]
        process = subprocess.run(words, cwd=CHECKOUT, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in process.stdout.splitlines()]


def _row_of_trials(work: str, trials: Sequence[dict[str, Any]]) -> Row:
    good = sum(not trial["complaints"] for trial in trials)
    return Row(work, f"{good:,} of {len(trials):,} in order", "", None, "all", good == len(trials) > 0)
