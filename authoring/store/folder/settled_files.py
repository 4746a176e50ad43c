"""Reads files at moments at which no transaction is in progress, without locking or writing anything."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

from authoring.errors import InputError
from authoring.store.addresses import is_history
from authoring.store.folder import line_ends
from authoring.store.folder.journals import Journals, refuse_busy
from authoring.store.folder.locks import Locks
from authoring.store.folder.snapshots import OpenFile, Snapshot
from authoring.store.folder.tree import NotAFileError, Tree, refuse_other, refuse_unreadable

T = TypeVar("T")

_ATTEMPTS: Final = 500


class SettledFiles:
    """The workspace's files as they are between transactions."""

    def __init__(self, tree: Tree, patience: float) -> None:
        self.tree = tree
        self.locks = Locks(tree, patience=patience)
        self.journals = Journals(tree, self.locks)

    def settled(self, slug: str, read: Callable[[Snapshot], T]) -> T:
        """What `read` returns for a moment at which no transaction of the slug is in progress.

            Raises `Conflict` or `InputError`. The journals are checked first, then the files are compared
        with what was read.
        """
        for _attempt in range(_ATTEMPTS):
            with Snapshot(self.tree) as snapshot:
                value: T | InputError
                try:
                    value = read(snapshot)
                except InputError as error:
                    value = error
                if not self.journals.concern((slug,)) and snapshot.holds():
                    if isinstance(value, InputError):
                        raise value
                    return value
            self.journals.settle((slug,))
            time.sleep(0.0002)
        raise refuse_busy(slug)


def read_optional(snapshot: Snapshot, relative: str) -> bytes:
    """A file of the program, with the line ends it was written with; empty when it is absent.

    Raises `InputError` for missing permissions, or where something other than a file is in a history's place.
    """
    try:
        file = open_optional(snapshot, relative, refuses_other=is_history(relative))
    except NotAFileError:
        raise refuse_other(snapshot.path(relative)) from None
    return line_ends.as_written(relative, file.read()) if file else b""


def open_optional(snapshot: Snapshot, relative: str, *, refuses_other: bool = False) -> OpenFile | None:
    """An optional file; None when it is absent, its name is too long, or it is not a regular file."""
    try:
        return snapshot.open(relative)
    except PermissionError as error:
        raise refuse_unreadable(snapshot.path(relative), error) from None
    except NotAFileError:
        if refuses_other:
            raise
        return None
    except OSError:
        return None
