"""Every command in the documentation is run, in order, in a workspace of its own, with the deterministic fake model."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.worlds.documentation import (
    BLOCK,
    ROOT,
    SETUP,
    SETUPS,
    STEPS,
    WORD_FILES,
    Command,
    Reader,
    commands,
    environment,
)

PAGES: Final = [
    path
    for path in [ROOT / "README.md", ROOT / "README.fr.md", *sorted((ROOT / "docs").rglob("*.md"))]
    if "```console\n" in (text := path.read_text(encoding="utf-8"))
    and not re.search("^<!-- setup: (?:wordpress|ghost) -->$", text, re.MULTILINE)  # see test_blogs
]
# This page is followed with the program as it is installed, the others within this process, which is faster.
AS_TYPED: Final = ROOT / "README.md"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_commands_of_the_page_do_what_it_says(path: Path, tmp_path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    setup = SETUP.search(page)
    lang, count = SETUPS[setup["name"]] if setup else ("fr" if "fr" in path.name + path.parent.name else "en", 0)
    workspace = tmp_path / "here"
    workspace.mkdir()
    if path.parent.parent.name == "examples":
        subprocess.run(["cp", "-R", f"{path.parent}/.", str(workspace)], check=True)
    reader = Reader(workspace, environment(tmp_path, lang), as_typed=path == AS_TYPED)

    for text in STEPS[lang][:count]:
        reader.follow(Command(text))
    for name in (name for name in WORD_FILES if name in page):
        (workspace / name).write_bytes(WORD_FILES[name])
    for command in commands(page):
        reader.follow(command)


def test_what_is_not_run_has_a_reason_and_is_little() -> None:
    blocks = [block for path in PAGES for block in BLOCK.finditer(path.read_text(encoding="utf-8"))]
    reasons = [block["reason"] for block in blocks if block["reason"]]

    assert len(set(reasons)) <= 3  # a page and its twin share one
    assert all(len(reason) > 10 for reason in reasons)
    assert len(blocks) > 40
