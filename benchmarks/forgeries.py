"""Forged histories that `verify` finds, and honest ones that it accuses.

Histories of every state, made by the program itself, are altered in every way that somebody would try who can write to
the workspace and who numbers and chains all lines anew. The tests' matrix of forgeries does that; here it runs whole,
and so do the random courses of a piece after each of which nothing may be accused.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from benchmarks.measuring import CHECKOUT, Row

_MATRIX = "tests/audit/test_forgeries.py"
_COURSES = "tests/editorial/test_no_way_around.py"
COURSES = 1_000


def measure(most: int | None = None) -> list[Row]:
    """The forgeries found against a checkpoint and without one, the rest by its classes, and the false alarms.

    In a trial, the sample of each.
    """
    with TemporaryDirectory() as folder:
        report = Path(folder) / "run.xml"
        suite = _run(_MATRIX, report, is_full=most is None)
        figures = _figures(suite)
        courses = _run(_COURSES, report, is_full=most is None)
    return [
        *_forgeries(figures, crashes=_failed(suite)),
        Row(
            f"{COURSES if most is None else 'sampled'} random honest courses, then other settings: accused",
            "none" if not _failed(courses) else "some",
            "",
            None,
            "none",
            not _failed(courses),
        ),
    ]


def _run(tests: str, report: Path, *, is_full: bool) -> ElementTree.Element:
    environment = {**os.environ, **({"TESTS_IN_FULL": "1"} if is_full else {})}
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", "2", f"--junitxml={report}", tests]
    subprocess.run(pytest, cwd=CHECKOUT, check=False, stdout=sys.stderr, env=environment)
    return next(iter(ElementTree.parse(report).getroot()))  # noqa: S314  pytest wrote it


def _figures(suite: ElementTree.Element) -> Counter[str]:
    """What the tests counted, all histories together."""
    figures = Counter[str]()
    for entry in suite.iter("property"):
        figures[entry.attrib["name"]] += int(entry.attrib["value"])
    return figures


def _failed(suite: ElementTree.Element) -> int:
    return int(suite.attrib["failures"]) + int(suite.attrib["errors"])


def _forgeries(figures: Counter[str], *, crashes: int) -> list[Row]:
    before, against = figures["before the checkpoint"], figures["found against the checkpoint"]
    count, detected = figures["forgeries"], figures["found"]
    rest = {name.removeprefix("rest: "): number for name, number in figures.items() if name.startswith("rest: ")}
    return [
        Row(
            "forged lines before a checkpoint: found", f"{against:,} of {before:,}", "", None, "all", against == before
        ),
        Row("histories after which a test failed or crashed", f"{crashes:,}", "", None, "0", crashes == 0),
        Row("forgeries found without a checkpoint", f"{detected:,} of {count:,}", "", None, "shown", holds=True),
        *(
            Row(f"not found without a checkpoint: {name}", f"{number:,}", "", None, "shown", holds=True)
            for name, number in sorted(rest.items(), key=lambda item: (-item[1], item[0]))
        ),
    ]
