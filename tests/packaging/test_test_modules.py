"""Tests import the program and `tests/worlds`, benchmarks the program; neither imports the other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
# Lines, so that the programs which tests keep in strings and run are seen too.
_IMPORT: Final = re.compile(r"^\s*(?:from (?P<package>[\w.]+) )?import (?P<names>[\w., ]+|\()", re.MULTILINE)


def imports(text: str) -> set[str]:
    """Every dotted name that a text imports, with what it imports from it."""
    names = set()
    for match in _IMPORT.finditer(text):
        package = match["package"]
        names |= {f"{package}." if package else ""}
        names |= {
            ".".join(filter(None, (package, name.split()[0]))) for name in match["names"].split(",") if name.strip("( ")
        }
    return names


def importers(folder: str, pattern: str) -> list[str]:
    """The files below a folder that import a name which the pattern matches from its beginning."""
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*.py")
        if any(re.match(pattern, name) for name in imports(path.read_text(encoding="utf-8")))
    )


@pytest.mark.parametrize("folder", ["tests", "benchmarks"])
def test_no_module_imports_a_test_module(folder: str) -> None:
    assert importers(folder, r"(?:[\w]+\.)*test_\w+") == []


@pytest.mark.parametrize(("folder", "other"), [("tests", "benchmarks"), ("benchmarks", "tests")])
def test_tests_and_benchmarks_do_not_import_each_other(folder: str, other: str) -> None:
    assert importers(folder, rf"{other}(?:\.|$)") == []


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("from tests.cli.test_story import CASE\n", r"(?:[\w]+\.)*test_\w+"),
        ("    from tests.cli import test_story\n", r"(?:[\w]+\.)*test_\w+"),
        ("import tests.cli.test_story\n", r"(?:[\w]+\.)*test_\w+"),
        ("from benchmarks.posts import (\n    posts,\n)\n", r"benchmarks\."),
        ("from benchmarks import posts\n", r"benchmarks\."),
    ],
)
def test_every_way_to_write_an_import_is_seen(text: str, pattern: str) -> None:
    assert any(re.match(pattern, name) for name in imports(text))
