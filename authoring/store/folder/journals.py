"""The journals of a workspace: a writer commits with one, and the next process completes a killed writer's.

A reader only checks whether one exists; the module `journal`, which decodes it, is imported when one does.
"""
# ruff: noqa: PTH105, PTH113, PTH208  (paths are strings: see `tree`)

from __future__ import annotations

import errno
import os
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Final

from authoring.errors import Conflict, InputError, advice
from authoring.store import WORKSPACE, layout, version_of
from authoring.store.folder.locks import Locks
from authoring.store.folder.tree import Tree, part_of, refuse_unreadable, write_all
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.store.folder.journal import Journal

JOURNALS: Final = f"{layout.OWN}/journal"
_ENDING: Final = ".journal"
_WAIT: Final = 0.001  # seconds
_WAITS: Final = 30  # seconds to wait for a writer's renames before its lock is tried


class Journals:
    """The journals of a workspace."""

    def __init__(self, tree: Tree, locks: Locks) -> None:
        self._tree = tree
        self._locks = locks

    def commit(self, slug: str, journal: Journal) -> None:
        """Commit a transaction whose contents are staged. The caller holds the locks of all its slugs."""
        path = self._path(slug)
        self._tree.make_folder(JOURNALS)
        try:
            self._write(path, journal.encode())
        except BaseException:
            self._tree.remove(path)
            raise
        journal.apply(self._tree, journal.changes)
        self._tree.remove(path)

    @contextmanager
    def writing(self, slugs: Collection[str]) -> Iterator[None]:
        """Lock these slugs against other writers, after completing the transactions of killed ones."""
        while True:
            self.settle(slugs)
            with self._locks.hold(slugs):
                if not self.concern(slugs):
                    yield
                    return

    def settle(self, slugs: Collection[str] | None = None) -> None:
        """Wait for the transactions of these slugs (None: of all), and complete those of killed writers.

        A running writer holds its lock until its journal is removed. Raises `Conflict` when that takes too long.
        """
        for attempt in count():
            names = self.concern(slugs)
            if not names:
                return
            if attempt >= _WAITS:
                self._complete(names[0], is_last=attempt * _WAIT > self._locks.patience)
            time.sleep(_WAIT)

    def concern(self, slugs: Collection[str] | None = None) -> list[str]:
        """The complete journals of these slugs (None: of all)."""
        folder = self._tree.path(JOURNALS)
        try:
            names = os.listdir(folder)
        except FileNotFoundError:
            return []
        except PermissionError as error:
            raise refuse_unreadable(folder, error) from None
        return [name for name in names if name.endswith(_ENDING) and self._concerns(name, slugs)]

    def _concerns(self, name: str, slugs: Collection[str] | None) -> bool:
        journal = self._read(name)
        return journal is not None and (slugs is None or not {*journal.slugs}.isdisjoint(slugs))

    def _read(self, name: str) -> Journal | None:
        from authoring.store.folder.journal import decode

        return decode(self._tree.read(f"{JOURNALS}/{name}") or b"")

    def _complete(self, name: str, *, is_last: bool) -> None:
        """Carry a journal out, unless its writer still runs. Raises `Conflict` if it still runs at the last attempt."""
        journal = self._read(name)
        if journal is None:
            return
        try:
            with self._locks.hold(journal.slugs, patience=0):
                if self._read(name) == journal:
                    self._replay(name, journal)
        except Conflict:
            if is_last:
                raise
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise
            raise self._refuse_reading(name) from None

    def _replay(self, name: str, journal: Journal) -> None:
        states = {change: change.state(self._tree) for change in journal.changes}
        foreign = [change for change, state in states.items() if state == "foreign"]
        if any(change.is_history for change in foreign) or (foreign and "done" not in states.values()):
            self._set_aside(name, journal)
            return
        journal.apply(self._tree, [change for change, state in states.items() if state == "due"])
        if foreign:
            self._set_aside(name, journal)
        self._tree.remove(f"{JOURNALS}/{name}")

    def _set_aside(self, name: str, journal: Journal) -> None:
        """Move a journal, and the contents that are still staged, to a folder where it is not carried out."""
        folder = f"{JOURNALS}/refused/{name.removesuffix(_ENDING)}-{version_of(journal.encode())[:8]}"
        self._tree.make_folder(folder)
        for number, change in enumerate(journal.changes, start=1):
            part = self._tree.path(part_of(change.relative(self._tree)))
            if os.path.isfile(part):
                os.replace(part, self._tree.path(f"{folder}/{number}.part"))
        os.replace(self._tree.path(f"{JOURNALS}/{name}"), self._tree.path(f"{folder}/{name}"))
        self._tree.sync([folder, JOURNALS])

    def _refuse_reading(self, name: str) -> InputError:
        from pathlib import Path

        return InputError(
            _("A program was interrupted while it wrote here, and what it began cannot be completed."),
            _("Give the command once as somebody who may write to this folder."),
            file=Path(self._tree.path(f"{JOURNALS}/{name}")),
        )

    def _write(self, path: str, content: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        # it holds only names and digests, and every reader of the workspace must be able to see it
        descriptor = os.open(self._tree.path(path), flags, 0o644)
        try:
            write_all(descriptor, content)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self._tree.sync([JOURNALS])

    @staticmethod
    def _path(slug: str) -> str:
        return f"{JOURNALS}/{'_workspace' if slug == WORKSPACE else slug}{_ENDING}"


def refuse_busy(slug: str) -> Conflict:
    """The error for a piece that other processes keep changing while it is read."""
    return Conflict(
        _("“{slug}” is being changed again and again while it is read.").format(slug=slug),
        advice("wait-and-repeat"),
    )
