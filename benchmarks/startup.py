"""Start-up: `authoring --help` and `authoring list` in a small workspace, against the bare interpreter and hatch."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import Command, Row, medians
from benchmarks.workspaces import drafts


def measure(*, runs: int = 15) -> list[Row]:
    """Both commands, each in turn with its peers."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        drafts(folder, 5)
        subcommands = {"authoring --help": ["authoring", "--help"], "authoring list": ["authoring", "list"]}
        bare = Command([sys.executable, "-c", "pass"], folder)
        hatch = Command(["hatch", "--help"], folder)
        times = medians([bare, hatch, *(Command(words, folder) for words in subcommands.values())], runs=runs)
    return [
        Row.compared(work, seconds=seconds, peer=peer, against=against, limit=limit)
        for work, seconds in zip(subcommands, times[2:], strict=True)
        for peer, against, limit in (("python -c pass", times[0], 8), ("hatch --help", times[1], 1))
    ]
