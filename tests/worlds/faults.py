"""Counts what this process does to the disk, and at one of the changes ends the process or refuses them as a disk does.

Everything that Python itself does is seen: files that are opened, written, renamed and deleted, whatever library asks
for it, and the statements that change a database of SQLite. What SQLite writes by itself in between is not.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import sqlite3
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Literal, NoReturn

Kind = Literal["none", "kill", "full", "full once", "refused", "read only"]

# what is done to a disk by path, or by an open file; the second set needs room on it
_BY_PATH: Final = (
    "mkdir",
    "rename",
    "replace",
    "link",
    "symlink",
    "unlink",
    "remove",
    "rmdir",
    "chmod",
    "truncate",
    "utime",
)
_BY_FILE: Final = ("write", "fsync", "fchmod", "ftruncate")
_MAKES: Final = ("mkdir",)  # what is no change where the path is there already, and the others where it is not
_TAKES_ROOM: Final = frozenset({"open", "write", "fsync", "mkdir", "rename", "replace", "link", "symlink", "database"})
_OPENS_TO_WRITE: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_ERRORS: Final = {"full": errno.ENOSPC, "full once": errno.ENOSPC, "refused": errno.EACCES, "read only": errno.EROFS}
_SQLITE: Final = {
    "full": "database or disk is full",
    "full once": "database or disk is full",
    "refused": "unable to open database file",
    "read only": "attempt to write a readonly database",
}
_ORIGINALS: Final = {name: getattr(os, name) for name in ("open", *_BY_PATH, *_BY_FILE)}


@dataclass
class Disk:
    """The disk of this process: its n-th change meets a fault of this kind; the first is number 1.

    A fault of the disk stays, unless it is `full once`: later changes of those that it concerns meet it too. In a
    `kill`, half of what is being written is on the disk.
    """

    kind: Kind = "none"
    number: int = 0
    on_fault: Callable[[str], object] = lambda change: None
    changes: list[str] = field(default_factory=list)
    _has_begun: bool = False

    def watch(self) -> None:
        """From now on, until this process ends."""
        for name in _BY_PATH:
            setattr(os, name, partial(self._by_path, name))
        for name in _BY_FILE:
            setattr(os, name, partial(self._by_file, name))
        os.open = self._open
        builtins.open = io.open = self._open_file
        sqlite3.connect = self._connect  # type: ignore[assignment]

    def _meet(self, operation: str, place: object, half: Callable[[], object] = lambda: None) -> None:
        """One change: counted, and refused or never made where the fault concerns it."""
        if self.kind.startswith("full") and operation not in _TAKES_ROOM:
            return
        self.changes.append(f"{operation} {place}")
        has_come = len(self.changes) == self.number or (self._has_begun and self.kind != "full once")
        if self.kind == "none" or not has_come:
            return
        if not self._has_begun:
            self._has_begun = True
            self.on_fault(self.changes[-1])
            half()
        if self.kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if operation == "database":
            raise sqlite3.OperationalError(_SQLITE[self.kind])
        _refuse(_ERRORS[self.kind], place)

    def _by_path(self, name: str, *arguments: Any, **options: Any) -> Any:
        if os.path.lexists(arguments[0]) != (name in _MAKES) or "dir_fd" in options:
            self._meet(name, arguments[0])
        return _ORIGINALS[name](*arguments, **options)

    def _by_file(self, name: str, descriptor: int, *arguments: Any) -> Any:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode) or descriptor <= 2:
            return None if name == "fsync" else _ORIGINALS[name](descriptor, *arguments)
        if name == "fsync" and self.kind in ("none", "kill"):
            return None  # no power is cut here
        half = partial(_write_half, descriptor, *arguments) if name == "write" else lambda: None
        self._meet(name, _name_of(descriptor), half)
        return None if name == "fsync" else _ORIGINALS[name](descriptor, *arguments)

    def _open(self, path: Any, flags: int, *arguments: Any, **options: Any) -> int:
        is_new = bool(flags & os.O_CREAT) and not os.path.lexists(path)
        is_refused = self.kind in ("refused", "read only") and path != os.devnull
        if flags & _OPENS_TO_WRITE and (is_new or is_refused or flags & os.O_TRUNC):
            self._meet("open", path)
        return int(_ORIGINALS["open"](path, flags, *arguments, **options))

    def _open_file(self, file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        is_read = not {*mode} & {*"wax+"}
        return (_IO_OPEN if is_read else _OPEN_IN_PYTHON)(file, mode, *arguments, **options)

    def _connect(self, database: Any, *arguments: Any, **options: Any) -> sqlite3.Connection:
        if str(database) == ":memory:":
            return sqlite3.Connection(database, *arguments, **options)
        self._meet("database", database)
        connection = _CONNECT(database, *arguments, factory=_WatchedConnection, **options)
        assert isinstance(connection, _WatchedConnection)
        connection.meet = partial(self._meet, "database")
        return connection


class _WatchedConnection(sqlite3.Connection):
    """A connection whose transactions are changes: where one begins, and where it becomes lasting."""

    meet: Callable[[object], None] = staticmethod(lambda statement: None)

    def execute(self, statement: str, *arguments: Any) -> sqlite3.Cursor:
        if statement.startswith(("BEGIN", "COMMIT")):
            self.meet(statement)
        return super().execute(statement, *arguments)

    def executemany(self, statement: str, *arguments: Any) -> sqlite3.Cursor:
        if not self.in_transaction:
            self.meet(statement)
        return super().executemany(statement, *arguments)


_IO_OPEN: Final = io.open
_OPEN_IN_PYTHON: Final = import_module("_pyio").open  # the same in Python, which goes through `os`
_CONNECT: Final = sqlite3.connect


def _name_of(descriptor: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return str(descriptor)


def _write_half(descriptor: int, content: Any) -> None:
    _ORIGINALS["write"](descriptor, bytes(content)[: len(content) // 2])


def _refuse(number: int, place: object) -> NoReturn:
    raise OSError(number, os.strerror(number), str(place))
