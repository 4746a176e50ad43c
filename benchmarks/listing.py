"""`authoring list` over thousands of drafts, against `hugo list all` on the same files."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import Command, Row, medians
from benchmarks.workspaces import drafts

MEMORY = 250


def measure(*, counts: tuple[int, ...] = (1_000, 10_000), runs: int = 5) -> list[Row]:
    """The first list, the second, and the memory of the first, for each number of drafts."""
    return [row for count in counts for row in _measure(count, runs)]


def _measure(count: int, runs: int) -> list[Row]:
    with TemporaryDirectory() as name:
        ours, theirs = Path(name) / "ours", Path(name) / "theirs"
        ours.mkdir()
        drafts(ours, count)
        shutil.copytree(ours / "drafts", theirs / "content" / "posts")
        (theirs / "hugo.toml").write_text('baseURL = "https://blog.example.org/"\n', encoding="utf-8")
        forget = ["rm", "-rf", str(ours / ".authoring")]
        first = Command(["authoring", "list"], ours, before=[forget])
        again = Command(["authoring", "list"], ours)
        hugo = Command(["hugo", "list", "all"], theirs)
        t_first, t_again, t_hugo = medians([first, again, hugo], runs=runs)
        shutil.rmtree(ours / ".authoring")
        memory = first.megabytes()
    work, peer = f"list of {count:,} drafts", "hugo list all"
    return [
        Row.compared(f"{work}, first time", seconds=t_first, peer=peer, against=t_hugo, limit=1.5),
        Row.compared(f"{work}, again", seconds=t_again, peer=peer, against=t_hugo, limit=0.5),
        Row(f"{work}, memory", f"{memory:.0f} MB", "", None, f"< {MEMORY} MB", memory < MEMORY),
    ]
