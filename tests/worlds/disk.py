"""Watches what this process does to the disk, by Python's audit events."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_CHANGES: Final = frozenset(
    {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate", "subprocess.Popen"}
)
_watchers: list[list[str]] = []


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watchers or "__pycache__" in str(arguments):  # what an import compiles is Python's
        return
    is_write = event == "open" and bool(arguments[2] & _WRITES)
    is_database = event == "sqlite3.connect" and arguments[0] != ":memory:"
    if is_write or is_database or event in _CHANGES:
        for changes in _watchers:
            changes.append(f"{event}: {arguments[0]}")


sys.addaudithook(_note)


@contextmanager
def disk_watched() -> Iterator[list[str]]:
    """Everything that is written, made, moved or deleted on the disk inside the block, and every program started."""
    changes: list[str] = []
    _watchers.append(changes)
    try:
        yield changes
    finally:
        _watchers.remove(changes)
