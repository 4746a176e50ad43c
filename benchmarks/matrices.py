"""The large matrices of cases of the tests, whole: the tests themselves try a sample of them each day."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from benchmarks.measuring import CHECKOUT, Row


def measure(most: int | None = None) -> list[Row]:
    """Every case of every matrix; in a trial, the sample of one matrix that takes seconds."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "run.xml"
        cases = [] if most is None else ["-k", "nested"]
        words = ["-q", "-m", "matrix", "-n", "2", *cases, f"--junitxml={report}", "tests"]
        environment = {**os.environ, **({"TESTS_IN_FULL": "1"} if most is None else {})}
        pytest = [sys.executable, "-m", "pytest", *words]
        subprocess.run(pytest, cwd=CHECKOUT, check=False, stdout=sys.stderr, env=environment)
        suite = next(iter(ElementTree.parse(report).getroot()))  # noqa: S314  pytest wrote it
    tests = int(suite.attrib["tests"]) - int(suite.attrib["skipped"])
    failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
    return [
        Row(
            "rows of the tests’ matrices, every case of each",
            f"{tests - failed} of {tests}",
            "",
            None,
            "all",
            failed == 0,
        )
    ]
