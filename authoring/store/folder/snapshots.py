"""Several files read at one moment.

Files stay open until they are compared with the present ones: the system does not reuse an open file's inode number,
so that a replaced file is always noticed.
"""
# ruff: noqa: PTH116  (paths are strings: see `tree`)

from __future__ import annotations

import os
from types import TracebackType
from typing import NamedTuple

from authoring.store import Stage
from authoring.store.folder import stages
from authoring.store.folder.tree import Tree, read_all

Identity = tuple[int, int, int, int]


class OpenFile(NamedTuple):
    """A regular file, open for reading."""

    descriptor: int
    status: os.stat_result

    def read(self) -> bytes:
        """The whole file."""
        return read_all(self.descriptor, self.status.st_size)

    def head(self, length: int) -> bytes:
        """The file's beginning."""
        return os.read(self.descriptor, length)


class Snapshot:
    """Files of a workspace, read one after another; `holds` tells whether none has been replaced since."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._stages: dict[str, Stage] = {}
        self._files: dict[str, Identity | None] = {}
        self._open: list[int] = []

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for descriptor in self._open:
            os.close(descriptor)

    def path(self, relative: str) -> str:
        """The absolute path, as messages show it."""
        return self._tree.path(relative)

    def stage(self, slug: str) -> Stage:
        """Where the piece's folder is."""
        if slug not in self._stages:
            self._stages[slug] = stages.stage_of(self._tree, slug)
        return self._stages[slug]

    def open(self, relative: str) -> OpenFile | None:
        """A regular file; None when it is absent. Raises `OSError` when it cannot be read."""
        try:
            descriptor, status = self._tree.open(relative)
        except (FileNotFoundError, NotADirectoryError):
            self._files[relative] = None
            return None
        self._open.append(descriptor)
        self._files[relative] = _identity(status)
        return OpenFile(descriptor, status)

    def holds(self) -> bool:
        """Whether no file was replaced and no piece moved since it was read."""
        return all(self._is_same(relative, identity) for relative, identity in self._files.items()) and all(
            stages.stage_of(self._tree, slug) == stage for slug, stage in self._stages.items()
        )

    def _is_same(self, relative: str, identity: Identity | None) -> bool:
        try:
            return _identity(os.stat(self._tree.path(relative))) == identity
        except OSError:
            return identity is None


def _identity(status: os.stat_result) -> Identity:
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size
