"""`authoring search` of two words over thousands of pieces, against `grep -ri` and ripgrep in the same folders."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks import corpus
from benchmarks.measuring import Command, Row, Scale, authoring, medians

_LONG: Final = re.compile(r"\b[a-zà-ÿ]{7,}\b")
_FOLDERS: Final = "drafts published"
# the names of the files that hold both words
_GREP: Final = "grep -rilZ{only} {first} {folders} | xargs -0 grep -il {second}"
_TEXTS: Final = " --include=index.md --exclude-dir=revisions"
_RIPGREP: Final = "rg -il0 --no-ignore {first} {folders} | xargs -0 rg -il --no-ignore {second}"


def measure(scale: Scale = Scale(), *, runs: int = 5) -> list[Row]:  # noqa: B008  frozen
    """A search when the pieces have been listed before, its first time, and its memory; no rows without the command."""
    with TemporaryDirectory() as name:
        workspace = Path(name)
        corpus.fill(workspace, 1)
        if not _is_there(workspace):
            print("search: skipped, the program has no such command yet", file=sys.stderr)
            return []
        corpus.fill(workspace, scale.pieces)
        path = sorted(workspace.glob("drafts/*/index.md"))[0]
        first, second = _LONG.findall(path.read_text("utf-8").partition("\n---\n")[2])[3:20:16]
        ours = authoring("search", first, second, folder=workspace)
        ours.seconds()  # so that what is remembered is there, as it is at work
        _check(ours, path.parent.name)
        peers = {"grep -ri": _GREP, "grep -ri in the texts alone": _GREP, "rg": _RIPGREP}
        commands = {
            peer: Command(
                ["sh", "-c", pattern.format(first=first, second=second, folders=_FOLDERS, only=only)], workspace
            )
            for (peer, pattern), only in zip(peers.items(), ("", _TEXTS, ""), strict=True)
            if shutil.which(pattern.split()[0])
        }
        seconds, *times = medians([ours, *commands.values()], runs=runs)
        megabytes = ours.megabytes()
    work = f"search of two words in {scale.pieces:,} pieces"
    return [
        Row.compared(work, seconds=seconds, peer=peer, against=against, limit=0.1 if peer == "grep -ri" else 0)
        for peer, against in zip(commands, times, strict=True)
    ] + [Row.memory(work, megabytes)]


def _is_there(workspace: Path) -> bool:
    try:
        authoring("search", "--help", folder=workspace).seconds()
    except subprocess.CalledProcessError:
        return False
    return True


def _check(search: Command, slug: str) -> None:
    if slug not in search.output():
        raise ValueError(f"{' '.join(search.words)} does not name {slug}, which holds both words")
