"""Reads what a measured run of the tests left in `build/coverage`: which modules are covered too little, and figures.

    python3 start.py quick                    # runs the tests that need no server and no model
    python3 start.py cover                    # runs tests measured, and fails when a module is covered too little
    python scripts/test_figures.py --write    # then writes the figures of these two runs into CONTRIBUTING.md

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
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from pages import ROOT, filled

LEAST: Final = 85.0
PAGE: Final = ROOT / "CONTRIBUTING.md"
RUN: Final = ROOT / "build" / "coverage" / "run.xml"
FIGURES: Final = ROOT / "build" / "coverage" / "coverage.json"
QUICK: Final = ROOT / "build" / "quick.xml"
SLOWEST: Final = 10
LOWEST: Final = 5
# What is exercised by tests that need more than Python, and where these tests lie.
NEEDS: Final = {
    "authoring/exporters/wordpress/": "tests.exporters.wordpress.",
    "authoring/exporters/ghost/": "tests.exporters.ghost.",
    "authoring/llm/local.py": "tests.drafting.test_local_model",
}

Report = dict[str, dict[str, dict[str, dict[str, float]]]]  # coverage's, as far as it is read here


@dataclass(frozen=True)
class Test:
    """A test that ran or was skipped, and its time in seconds."""

    name: str
    module: str
    seconds: float
    is_skipped: bool


def main() -> int:
    """The exit code: 1 when a module is covered too little."""
    tests = list(read_tests(RUN))
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


def by_module(report: Report) -> Iterator[tuple[str, float]]:
    """Each module with the share of its lines and branches that is covered, in per cent."""
    for name, figures_of in report["files"].items():
        yield name, figures_of["summary"]["percent_covered"]


def is_held(name: str, tests: list[Test]) -> bool:
    """Whether the tests that exercise the module could run here."""
    needed = next((module for place, module in NEEDS.items() if name.startswith(place)), None)
    if needed is None:
        return True
    return any(test.module.startswith(needed) and not test.is_skipped for test in tests)


def read_tests(run: Path) -> Iterator[Test]:
    """What pytest wrote of the run."""
    for case in ElementTree.parse(run).iter("testcase"):
        is_skipped = case.find("skipped") is not None
        yield Test(case.get("name", ""), case.get("classname", ""), float(case.get("time", "0")), is_skipped)


def figures(report: Report, tests: list[Test]) -> str:
    """The paragraphs and the table for the page."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    paragraphs = [f"Measured on {date.today().isoformat()} ({machine}). {coverage_of(report, tests)}"]
    if QUICK.exists():
        paragraphs.append(time_of(list(read_tests(QUICK)), seconds_of(QUICK)))
    return "\n\n".join(paragraphs) + "\n"


def coverage_of(report: Report, tests: list[Test]) -> str:
    """What the measured run covered, and which modules the least."""
    covered = float(report["totals"]["percent_covered"])  # type: ignore[arg-type]
    held = sorted((share, name) for name, share in by_module(report) if is_held(name, tests))
    least = ", ".join(f"`{name}` {share:.1f} %" for share, name in held[:LOWEST])
    return (
        f"{len(tests)} tests in {seconds_of(RUN):.0f} s, with coverage measured: {covered:.1f} % of lines and branches "
        f"are covered. The modules with the least: {least}."
    )


def time_of(tests: list[Test], seconds: float) -> str:
    """How long the tests without servers and models take, and which of them the longest."""
    slowest = sorted(tests, key=lambda test: -test.seconds)[:SLOWEST]
    rows = [f"| `{test.module}` {test.name} | {test.seconds:.1f} |" for test in slowest]
    head = f"`python3 start.py quick`: {len(tests)} tests in {seconds:.0f} s. The slowest:"
    return "\n".join([head, "", "| test | s |", "|---|---|", *rows])


def seconds_of(run: Path) -> float:
    """How long the run took."""
    return float(next(ElementTree.parse(run).iter("testsuite")).get("time", "0"))


if __name__ == "__main__":
    sys.exit(main())
