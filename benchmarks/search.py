"""`authoring search` of two words over thousands of pieces, against `grep -ri` and ripgrep in the same folders."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks import corpus
from benchmarks.corpus import workspace
from benchmarks.measuring import Command, Row, Scale, authoring, cache_of, medians

_LONG: Final = re.compile(r"\b[a-zà-ÿ]{7,}\b")
_NAME: Final = re.compile(r"\b[A-ZÀ-Þ][a-zà-ÿ]{3,}\b")
# the names of the files that hold both words
_GREP: Final = "grep -rilZ {options} {first} {folders} | xargs -0 grep -il {second}"
_RIPGREP: Final = "rg -il0 --no-ignore {first} {folders} | xargs -0 rg -il --no-ignore {second}"
_PEERS: Final = (
    ("grep -ri", _GREP, ()),
    ("grep -ri in the texts alone", _GREP, workspace.ONLY_TEXTS),
    ("rg", _RIPGREP, ()),
)


def measure(scale: Scale = Scale(), *, runs: int = 5) -> list[Row]:  # noqa: B008  frozen
    """A search when the pieces have been listed before, its first time of all, and its memory."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "workspace"
        corpus.fill(folder, scale.pieces)
        path = workspace.texts_in_progress(folder)[0]
        words = _LONG.findall(path.read_text("utf-8").partition("\n---\n")[2])[3:20:16]
        ours = authoring("search", *words, folder=folder)
        first_time = authoring("search", *words, folder=folder, before=[["rm", "-rf", str(cache_of(folder))]])
        _check(authoring("search", *words, _town(path), folder=folder), path.parent.name)
        commands = _peers(folder, *words)
        seconds, *times = medians([ours, *commands.values()], runs=runs)
        megabytes = ours.megabytes()
        first = first_time.seconds()
    work = f"search of two words in {scale.pieces:,} pieces"
    return [
        Row.compared(work, seconds=seconds, peer=peer, against=against, limit=0.1 if peer == "grep -ri" else 0)
        for peer, against in zip(commands, times, strict=True)
    ] + [
        Row.compared(f"{work}, first time", seconds=first, peer="grep -ri", against=times[0], limit=0),
        Row.memory(work, megabytes),
    ]


def _peers(folder: Path, first: str, second: str) -> dict[str, Command]:
    """The other programs that are installed, by what they are called on the page."""
    folders = " ".join(workspace.SEARCHED)
    return {
        peer: Command(
            ["sh", "-c", line.format(first=first, second=second, folders=folders, options=" ".join(options))], folder
        )
        for peer, line, options in _PEERS
        if shutil.which(line.split()[0])
    }


def _town(text: Path) -> str:
    """The town that a piece's title names: few other pieces hold it."""
    title = next(line for line in text.read_text("utf-8").splitlines() if line.startswith("title:"))
    return [str(word) for word in _NAME.findall(title)][-1]


def _check(search: Command, slug: str) -> None:
    if slug not in search.output():
        raise ValueError(f"{' '.join(search.words)} does not name {slug}, which holds all of these words")
