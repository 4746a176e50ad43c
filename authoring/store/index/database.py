"""One SQLite file that can be rebuilt at any moment: deleted when damaged, replaced by memory when unusable.

Callers pass a function that needs nothing from an earlier call, since any call may get an empty database.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Final, TypeVar

_PATIENCE: Final = 3.0  # seconds for another process to finish its transaction
_SUFFIXES: Final = ("", "-wal", "-shm", "-journal")

T = TypeVar("T")


class Database:
    """Runs functions on the database at `path`, or on one in memory when there is no path or it cannot be used.

    `schema` creates its tables; a file with another `version` is deleted and created again. Safe between threads.
    """

    def __init__(self, path: Path | None, *, schema: str, version: str) -> None:
        self._path = path
        self._schema = schema
        self._version = version
        self._memory: sqlite3.Connection | None = None
        self._lock = RLock()
        self.is_in_memory = path is None

    @property
    def exists(self) -> bool:
        """Whether there is anything in it."""
        return self._memory is not None or (self._path is not None and self._path.exists())

    def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns. If the file is damaged, it is called again on a new one, then on one in memory."""
        for _attempt in range(2):
            if self._path is None or self.is_in_memory:
                break
            try:
                with closing(_open(self._path)) as connection:
                    self._prepare(connection)
                    return work(connection)
            except sqlite3.Error as error:
                if _is_busy(error):
                    break
                self.delete()
            except OSError:
                break
        return self._run_in_memory(work)

    def delete(self) -> list[Path]:
        """Delete the file and SQLite's files beside it; returns those that could not be deleted."""
        undeleted = []
        for suffix in _SUFFIXES if self._path else ():
            path = Path(f"{self._path}{suffix}")
            try:
                path.unlink(missing_ok=True)
            except OSError:
                undeleted.append(path)
        return undeleted

    def _run_in_memory(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            self.is_in_memory = True
            if self._memory is None:
                self._memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
                self._prepare(self._memory)
            return work(self._memory)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables:
            stated = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
            if stated != (self._version,):
                raise sqlite3.DatabaseError("made by another version of the program")
            return
        with transaction(connection):  # two processes may find it empty: the second one finds the tables created
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                for statement in self._schema.split(";"):
                    connection.execute(statement)
                connection.execute("INSERT INTO meta VALUES ('version', ?)", [self._version])


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block's changes or none; other writers wait meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _open(path: Path) -> sqlite3.Connection:
    """A connection to a file that only its owner can read: it contains the words of drafts and testimonies."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
