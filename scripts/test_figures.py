"""Reads what a measured run of the tests left in `build/coverage`: which modules are covered too little, and figures.

    python3 start.py cover                    # runs all tests, measured, and fails when a module is covered too little
    python scripts/test_figures.py --write    # then writes the figures of that run into CONTRIBUTING.md

A module that only a real server or the model on this machine exercises is held to the limit when their tests ran.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.etree import ElementTree

from pages import ROOT, filled

LEAST: Final = 85.0
PAGE: Final = ROOT / "CONTRIBUTING.md"
RUN: Final = ROOT / "build" / "coverage" / "run.xml"
FIGURES: Final = ROOT / "build" / "coverage" / "coverage.json"
SLOWEST: Final = 10
# What is exercised by tests that need more than Python, and where these tests lie.
NEEDS: Final = {
    "authoring/exporters/wordpress/": "tests.exporters.wordpress.",
    "authoring/exporters/ghost/": "tests.exporters.ghost.",
    "authoring/llm/local.py": "tests.drafting.test_local_model",
}


@dataclass(frozen=True)
class Test:
    """A test that ran or was skipped, and its time in seconds."""

    name: str
    module: str
    seconds: float
    is_skipped: bool


def main() -> int:
    """The exit code: 1 when a module is covered too little."""
    tests = list(read_tests())
    combine()
    report = json.loads(FIGURES.read_text(encoding="utf-8"))
    low = {name: covered for name, covered in by_module(report) if covered < LEAST and is_held(name, tests)}
    for name, covered in sorted(low.items(), key=lambda pair: pair[1]):
        print(f"{name}: {covered:.1f} % of its lines and branches are covered, and {LEAST:.0f} % are wanted")
    if "--write" in sys.argv[1:]:
        text = filled(PAGE, "figures of the tests", figures(report, tests))
        PAGE.write_text(text, encoding="utf-8")
    return 1 if low else 0


def combine() -> None:
    """Put the files that the processes of the run wrote into one, and make the report of it."""
    coverage = [sys.executable, "-m", "coverage"]
    if any(FIGURES.parent.glob("data.*")):
        subprocess.check_call([*coverage, "combine", "--quiet"], cwd=ROOT)
    subprocess.check_call([*coverage, "json", "--quiet"], cwd=ROOT)


def by_module(report: dict[str, dict[str, dict[str, dict[str, float]]]]) -> Iterator[tuple[str, float]]:
    """Each module with the share of its lines and branches that is covered, in per cent."""
    for name, figures_of in report["files"].items():
        yield name, figures_of["summary"]["percent_covered"]


def is_held(name: str, tests: list[Test]) -> bool:
    """Whether the tests that exercise the module could run here."""
    needed = next((module for place, module in NEEDS.items() if name.startswith(place)), None)
    if needed is None:
        return True
    return any(test.module.startswith(needed) and not test.is_skipped for test in tests)


def read_tests() -> Iterator[Test]:
    """What pytest wrote of the run."""
    for case in ElementTree.parse(RUN).iter("testcase"):
        is_skipped = case.find("skipped") is not None
        yield Test(case.get("name", ""), case.get("classname", ""), float(case.get("time", "0")), is_skipped)


def figures(report: dict[str, dict[str, dict[str, dict[str, float]]]], tests: list[Test]) -> str:
    """The paragraph and the table for the page."""
    suite = next(ElementTree.parse(RUN).iter("testsuite"))
    seconds = float(suite.get("time", "0"))
    covered = float(report["totals"]["percent_covered"])  # type: ignore[arg-type]
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    head = (
        f"Measured on {date.today().isoformat()} ({machine}): {len(tests)} tests in {seconds:.0f} s, "
        f"with coverage measured; {covered:.1f} % of lines and branches are covered. The slowest:"
    )
    slowest = sorted(tests, key=lambda test: -test.seconds)[:SLOWEST]
    rows = [f"| `{test.module}` {test.name} | {test.seconds:.1f} |" for test in slowest]
    return "\n".join([head, "", "| test | s |", "|---|---|", *rows, ""])


if __name__ == "__main__":
    sys.exit(main())
