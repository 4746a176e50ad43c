"""Pictures in a workspace's folders."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from authoring.store import Key, addresses, layout
from authoring.store.folder import foreign, kept, stages
from authoring.store.folder.settled_files import SettledFiles, open_optional
from authoring.store.folder.snapshots import OpenFile, Snapshot
from authoring.store.folder.tree import Tree

T = TypeVar("T")

_FRESH: Final = 2_000_000_000  # nanoseconds in which a file could be written again without a new time


class FolderBlobs:
    """The pictures."""

    def __init__(self, files: SettledFiles) -> None:
        self._files = files
        self._digests: dict[tuple[int, ...], str] = {}

    def read(self, key: Key, src: str) -> bytes | None:
        return self._settled(key, src, OpenFile.read)

    def head(self, key: Key, src: str, *, length: int) -> bytes | None:
        return self._settled(key, src, lambda file: file.head(length))

    def digest(self, key: Key, src: str) -> str:
        return self._settled(key, src, self._digest) or ""

    def stamp(self, key: Key, src: str) -> str:
        return self._settled(key, src, _stamp) or ""

    def names(self, key: Key) -> Sequence[str]:
        if not addresses.has_pictures(key):
            return []

        def read(snapshot: Snapshot) -> list[str]:
            folder = _place(self._files.tree, snapshot, key)
            names = self._files.tree.files(folder, lambda name: addresses.is_picture(key, name))
            return sorted(name for name in names if not foreign.is_litter(name))

        return self._files.settled(addresses.lock_of(key), read)

    def label(self, key: Key, src: str) -> str:
        stage = stages.stage_of(self._files.tree, key.slug) if key.kind == "piece" else "in_progress"
        tree = self._files.tree
        return tree.path(f"{layout.place_of(kept.found_at(tree, key, stage), stage)}/{src}")

    def _settled(self, key: Key, src: str, read: Callable[[OpenFile], T]) -> T | None:
        names = [name for name in addresses.spellings(src) if addresses.is_picture(key, name)]
        if not names:
            return None

        def read_first(snapshot: Snapshot) -> T | None:
            place = _place(self._files.tree, snapshot, key)
            for name in names:
                file = open_optional(snapshot, f"{place}/{name}")
                if file is not None:
                    return read(file)
            other = "" if names[-1].isascii() else self._files.tree.spelled(place, names[-1])
            file = open_optional(snapshot, f"{place}/{other}") if other else None
            return read(file) if file else None

        return self._files.settled(addresses.lock_of(key), read_first)

    def _digest(self, file: OpenFile) -> str:
        """The digest of an open file; cached if its time is old enough that any later change would alter the time."""
        import hashlib

        identity = _identity(file)
        if identity in self._digests:
            return self._digests[identity]
        digest = hashlib.sha256(file.read()).hexdigest()
        if not _is_fresh(file):
            self._digests[identity] = digest
        return digest


def _stamp(file: OpenFile) -> str:
    """A text that changes when the file does; empty while the file is so new that a change might keep its time."""
    return "" if _is_fresh(file) else " ".join(map(str, _identity(file)))


def _identity(file: OpenFile) -> tuple[int, ...]:
    status = file.status
    return (status.st_dev, status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size)


def _is_fresh(file: OpenFile) -> bool:
    return time.time_ns() - max(file.status.st_mtime_ns, file.status.st_ctime_ns) <= _FRESH


def _place(tree: Tree, snapshot: Snapshot, key: Key) -> str:
    stage = snapshot.stage(key.slug) if key.kind == "piece" else "in_progress"
    return layout.place_of(kept.found_at(tree, key, stage), stage)
