"""Reading files as of moments at which no transaction is under way; nothing is locked, nothing is written."""

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
    """The workspace's files, with whole transactions only."""

    def __init__(self, tree: Tree, patience: float) -> None:
        self.tree = tree
        self.locks = Locks(tree, patience=patience)
        self.journals = Journals(tree, self.locks)

    def settled(self, slug: str, read: Callable[[Snapshot], T]) -> T:
        """What `read` gets as of one moment with no transaction of the slug under way. Raises `Conflict`, `InputError`.

        The order matters: what was read is compared with the files after the look at the journals.
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
    """A machine's file as it was written; empty when it is not there.

    Raises `InputError`: permissions, or something else where a history is expected, without which no state is known.
    """
    try:
        file = open_optional(snapshot, relative, refuses_other=is_history(relative))
    except NotAFileError:
        raise refuse_other(snapshot.path(relative)) from None
    return line_ends.as_written(relative, file.read()) if file else b""


def open_optional(snapshot: Snapshot, relative: str, *, refuses_other: bool = False) -> OpenFile | None:
    """A file that can be done without: one with too long a name is not there, nor what is no file and not refused."""
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
