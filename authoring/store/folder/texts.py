"""Texts, histories and kept revisions in a workspace's folders."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from authoring.model.slugs import is_slug
from authoring.store import (
    MAX_TEXT_BYTES,
    Key,
    Kind,
    SecondCopy,
    StoredPiece,
    StoredText,
    addresses,
    layout,
    version_of,
)
from authoring.store.addresses import INDEX, MANIFEST
from authoring.store.folder import foreign, kept, stages, stamps
from authoring.store.folder.records import read_record
from authoring.store.folder.settled_files import SettledFiles, open_optional, read_optional
from authoring.store.folder.snapshots import Snapshot
from authoring.store.folder.tree import NotAFileError, Tree, refuse_other, refuse_unreadable


class FolderDocuments:
    """The texts."""

    def __init__(self, files: SettledFiles) -> None:
        self._files = files
        self._tree = files.tree

    def slugs(self, kind: Kind) -> Sequence[str]:
        self._files.journals.settle()
        return stamps.piece_slugs(self._tree) if kind == "piece" else stamps.text_slugs(self._tree, kind)

    def read(self, key: Key) -> StoredText | None:
        if not addresses.is_key(key):
            return None
        return self._files.settled(addresses.lock_of(key), lambda snapshot: self._read(snapshot, key))

    def label(self, key: Key) -> str:
        stage = stages.stage_of(self._tree, key.slug) if key.kind == "piece" else "in_progress"
        return self._tree.path(layout.text_path(kept.found_at(self._tree, key, stage), stage))

    def piece(self, slug: str, *, records: Collection[str] = ()) -> StoredPiece | None:
        if not is_slug(slug):
            return None

        def read(snapshot: Snapshot) -> StoredPiece | None:
            text = self._read(snapshot, Key("piece", slug))
            if text is None:
                return None
            stage = snapshot.stage(slug)
            events = read_optional(snapshot, layout.history_path(slug, stage))
            contents = {name: read_record(snapshot, slug, name) for name in records}
            return StoredPiece(text, events, stage, contents)

        return self._files.settled(slug, read)

    def stamps(self, kind: Kind) -> Mapping[str, str]:
        self._files.journals.settle()
        return stamps.piece_stamps(self._tree) if kind == "piece" else stamps.text_stamps(self._tree, kind)

    def _read(self, snapshot: Snapshot, key: Key) -> StoredText | None:
        stage = snapshot.stage(key.slug) if key.kind == "piece" else "in_progress"
        return _text(snapshot, self._tree, key, layout.text_path(kept.found_at(self._tree, key, stage), stage))


class FolderEvents:
    """The histories."""

    def __init__(self, files: SettledFiles) -> None:
        self._files = files

    def read(self, slug: str) -> bytes:
        if not is_slug(slug):
            return b""

        def read(snapshot: Snapshot) -> bytes:
            return read_optional(snapshot, layout.history_path(slug, snapshot.stage(slug)))

        return self._files.settled(slug, read)

    def label(self, slug: str) -> str:
        return self._files.tree.path(layout.history_path(slug, stages.stage_of(self._files.tree, slug)))

    def without_text(self, texts: Collection[str] = ()) -> Sequence[str]:
        self._files.journals.settle()
        return stages.without_text(self._files.tree, texts)

    def second_copies(self) -> Sequence[SecondCopy]:
        self._files.journals.settle()
        return list(stages.second_copies(self._files.tree))


class FolderRevisions:
    """The kept revisions."""

    def __init__(self, files: SettledFiles) -> None:
        self._files = files

    def live_copy(self, slug: str) -> StoredText | None:
        key = Key("piece", slug)
        if not is_slug(slug):
            return None

        def read(snapshot: Snapshot) -> StoredText | None:
            if snapshot.stage(slug) == "out" or stages.has_history(self._files.tree, slug, "out"):
                return None  # the piece itself, or a second copy of it
            return _text(snapshot, self._files.tree, key, layout.text_path(key, "out"))

        return self._files.settled(slug, read)

    def live_digest(self, slug: str, src: str) -> str:
        key = Key("piece", slug)
        names = [name for name in addresses.spellings(src) if is_slug(slug) and addresses.is_picture(key, name)]

        def read(snapshot: Snapshot) -> str:
            paths = [f"{layout.place_of(key, 'out')}/{name}" for name in names if snapshot.stage(slug) != "out"]
            file = next(filter(None, (open_optional(snapshot, path) for path in paths)), None)
            return version_of(file.read()) if file else ""

        return self._files.settled(slug, read) if names else ""

    def hashes(self, slug: str) -> Sequence[str]:
        if not is_slug(slug):
            return []

        def read(snapshot: Snapshot) -> list[str]:
            folder = f"{layout.piece_folder(slug, snapshot.stage(slug))}/{addresses.REVISIONS}"
            names = self._files.tree.folders(folder)
            revisions = [name for name in names if not foreign.kind_beside_a_text(name, names, is_folder=True)]
            return sorted(name for name in revisions if self._files.tree.has_file(f"{folder}/{name}/{INDEX}"))

        return self._files.settled(slug, read)

    def name(self, slug: str, content_hash: str) -> str:
        if not is_slug(slug) or not addresses.is_hash(content_hash):
            return content_hash

        def read(snapshot: Snapshot) -> str:
            return kept.name_in(self._files.tree, slug, content_hash, snapshot.stage(slug))

        return self._files.settled(slug, read)

    def has(self, slug: str, content_hash: str) -> bool:
        if not is_slug(slug) or not addresses.is_hash(content_hash):
            return False

        def read(snapshot: Snapshot) -> bool:
            folder = kept.folder_in(self._files.tree, slug, content_hash, snapshot.stage(slug))
            return self._files.tree.has_file(f"{folder}/{INDEX}")

        return self._files.settled(slug, read)

    def manifest(self, slug: str, content_hash: str) -> bytes:
        if not is_slug(slug) or not addresses.is_hash(content_hash):
            return b""

        def read(snapshot: Snapshot) -> bytes:
            folder = kept.folder_in(self._files.tree, slug, content_hash, snapshot.stage(slug))
            return read_optional(snapshot, f"{folder}/{MANIFEST}")

        return self._files.settled(slug, read)

    def label(self, slug: str, content_hash: str) -> str:
        tree = self._files.tree
        return tree.path(kept.folder_in(tree, slug, content_hash, stages.stage_of(tree, slug)))


def _text(snapshot: Snapshot, tree: Tree, key: Key, relative: str) -> StoredText | None:
    """A text. Raises `InputError` when it cannot be read."""
    path = tree.path(relative)
    try:
        file = snapshot.open(relative)
        if file is None:
            return None
        if file.status.st_size > MAX_TEXT_BYTES:
            from authoring.store import operations

            raise operations.refuse_long(file.status.st_size, path)
        return StoredText(key, file.read(), path, datetime.fromtimestamp(file.status.st_mtime, UTC))
    except NotAFileError:
        raise refuse_other(path) from None
    except OSError as error:
        raise refuse_unreadable(path, error) from None
