"""Run as a program: kill a child at every change it makes to the disk, one workspace for each.

    python -m tests.store.killing FOLDER SCENARIO

leaves FOLDER/1, FOLDER/2, … each as a child left it that was killed at its first, second, … change; the last child
lived. A program of its own, since only one without threads can fork safely.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, Final

import filelock  # noqa: F401  before anything is counted

from authoring.store import Store, Transaction
from authoring.store.contract.samples import FIRST, SECOND, change_everything, everything, fill, place
from authoring.store.folder import FolderStore

CHANGES: Final = ("write", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir", "fchmod")
_KILLED: Final = 9


def move_back(change: Transaction) -> None:
    """Everything, and back into progress while readers see the kept revision."""
    change_everything(change)
    change.place("garden", stage="in_progress", live=SECOND)


def prepare_nothing(store: Store) -> None:
    """An empty workspace."""


def prepare_corrected(store: Store) -> None:
    """A piece whose correction is on its way."""
    fill(store)
    place(store, stage="in_progress", live=FIRST)


def prepare_out(store: Store) -> None:
    """A piece that is out."""
    fill(store)
    place(store, stage="out")


SCENARIOS: Final[dict[str, tuple[Callable[[Store], None], Callable[[Transaction], None]]]] = {
    "new": (prepare_nothing, change_everything),
    "corrected": (prepare_corrected, change_everything),
    "back": (prepare_out, move_back),
}


def transact(store: Store, scenario: str) -> None:
    """The transaction of a scenario."""
    with store.transaction("garden") as change:
        SCENARIOS[scenario][1](change)


def kill_at(number: int) -> None:
    """End this process in the middle of its n-th change to the disk; what is written then is half written."""
    counter = iter(range(1, number + 1))

    def dying(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if next(counter, number) < number:
                return original(*arguments, **options)
            if name == "write":
                descriptor, content = arguments
                original(descriptor, bytes(content)[: len(content) // 2])
            os._exit(_KILLED)

        return call

    for name in CHANGES:
        setattr(os, name, dying(name, getattr(os, name)))


def run_killed(number: int, store: Store, work: Callable[[Store], object]) -> bool:
    """Whether a child that does this work was killed at its n-th change."""
    child = os.fork()
    if child == 0:
        kill_at(number)
        work(store)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in (0, _KILLED):
        raise SystemExit(f"a child ended with {status}")
    return status == _KILLED


def kill_writers(folder: Path, scenario: str) -> None:
    """A child killed at each change of the transaction."""
    prepared = folder / "prepared"
    prepared.mkdir()
    SCENARIOS[scenario][0](FolderStore(prepared))
    kill_each(folder, prepared, lambda store: transact(store, scenario))
    shutil.rmtree(prepared)


def kill_each(folder: Path, prepared: Path, work: Callable[[Store], object]) -> None:
    """Children that do this work in copies of a workspace, one killed at each change, until one lives."""
    for number in count(1):
        root = folder / str(number)
        shutil.copytree(prepared, root)
        if not run_killed(number, FolderStore(root), work):
            return


if __name__ == "__main__":
    setattr(os, "fsync", lambda descriptor: None)  # noqa: B010  counted, and not waited for: no power is cut here
    target, about = Path(sys.argv[1]), sys.argv[2]
    if about in SCENARIOS:
        kill_writers(target, about)
    else:
        kill_each(target, Path(about), everything)
