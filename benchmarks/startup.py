"""Start-up: `authoring --help` and `authoring list` in a small workspace, against the bare interpreter and hatch."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import corpus
from benchmarks.measuring import Command, Row, Scale, authoring, medians


def measure(_scale: Scale = Scale(), *, runs: int = 15) -> list[Row]:  # noqa: B008  frozen
    """Both commands, each in turn with its peers, and their memory."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "workspace"
        corpus.fill(folder, 5)
        ours = [authoring("--help", folder=folder), authoring("list", folder=folder)]
        peers = [Command([sys.executable, "-c", "pass"], folder), Command(["hatch", "--help"], folder)]
        bare, hatch, *times = medians([*peers, *ours], runs=runs)
        megabytes = [command.megabytes() for command in ours]
    rows = []
    for work, seconds, memory in zip(("authoring --help", "authoring list"), times, megabytes, strict=True):
        rows += [
            Row.compared(work, seconds=seconds, peer="python -c pass", against=bare, limit=7),
            Row.compared(work, seconds=seconds, peer="hatch --help", against=hatch, limit=1),
            Row.memory(work, memory),
        ]
    return rows
