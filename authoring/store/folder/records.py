"""The program's records in a workspace's folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from authoring.model.slugs import is_slug
from authoring.store import WORKSPACE, addresses, layout
from authoring.store.folder import foreign, stages, stamps
from authoring.store.folder.settled_files import SettledFiles, read_optional
from authoring.store.folder.snapshots import Snapshot


class FolderRecords:
    """The machines' records."""

    def __init__(self, files: SettledFiles) -> None:
        self._files = files
        self._tree = files.tree

    def read(self, slug: str, name: str) -> bytes:
        return self._files.settled(slug, lambda snapshot: read_record(snapshot, slug, name))

    def names(self, slug: str, prefix: str = "") -> Sequence[str]:
        if slug != WORKSPACE and not is_slug(slug):
            return []
        start = prefix.rpartition("/")[0]

        def accepts(name: str) -> bool:
            return addresses.is_record(slug, name) and (name.startswith(prefix) or name.endswith("/x"))

        def read(snapshot: Snapshot) -> list[str]:
            folder = self._folder(slug, snapshot)
            below = f"{start}/" if start else ""
            names = (
                self._tree.files(folder, accepts, prefix=below) if addresses.is_record(slug, f"{below}x.json") else ()
            )
            return sorted(name for name in names if name.startswith(prefix) and not foreign.is_no_record(name))

        return self._files.settled(slug, read)

    def slugs(self, name: str) -> Sequence[str]:
        self._files.journals.settle()
        return [slug for slug in stamps.record_slugs(self._tree, name) if addresses.is_record(slug, name)]

    def write(
        self, slug: str, name: str, content: bytes | None, *, private: bool = False, lasting: bool = True
    ) -> None:
        addresses.check_record(slug, name)
        if content is None:
            self._remove(slug, name)
        elif slug == WORKSPACE:  # hundreds of answers are written by many threads: one lock for each file
            self._files.journals.settle((slug,))
            self._write_alone(f"{layout.OWN}/{name}", content, private=private)
        else:
            with self._files.journals.writing((slug,)):
                self._tree.write(self._path(slug, name), content, private=private, lasting=lasting)

    def _write_alone(self, relative: str, content: bytes, *, private: bool) -> None:
        from authoring.store.files import part_beside

        folder = relative.rpartition("/")[0]
        path = Path(self._tree.writable(relative))
        self._tree.make_folder(folder)
        with part_beside(path) as part:
            self._tree.write(relative, content, private=private, part=f"{folder}/{part.name}")

    def append(self, slug: str, name: str, line: bytes) -> None:
        from authoring.store import operations

        addresses.check_record(slug, name)
        line = operations.as_line(line)
        with self._files.journals.writing((slug,)):
            self._tree.append(self._path(slug, name), line)

    def _remove(self, slug: str, name: str) -> None:
        with self._files.journals.writing((slug,)):
            path = self._path(slug, name)
            self._tree.writable(path)
            self._tree.remove(path)
            self._tree.sync([path.rpartition("/")[0]])

    def label(self, slug: str, name: str) -> str:
        return self._tree.path(self._path(slug, name))

    def _path(self, slug: str, name: str) -> str:
        return layout.record_path(slug, name, "in_progress" if slug == WORKSPACE else stages.stage_of(self._tree, slug))

    def _folder(self, slug: str, snapshot: Snapshot) -> str:
        return layout.OWN if slug == WORKSPACE else layout.piece_folder(slug, snapshot.stage(slug))


def read_record(snapshot: Snapshot, slug: str, name: str) -> bytes:
    """A record's bytes; empty when it is not there."""
    if not addresses.is_record(slug, name):
        return b""
    stage = "in_progress" if slug == WORKSPACE else snapshot.stage(slug)
    return read_optional(snapshot, layout.record_path(slug, name, stage))
