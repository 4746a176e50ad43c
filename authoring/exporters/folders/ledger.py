"""The ledger of a target in a folder, as last written: for each piece its hash, its files and its card in lists.

The ledger is a cache of this machine, since it has times of files, and lies outside the published folder; the record
beside each piece (`store.exported`) lists where it is published. The ledger can be lost: unlisted pieces are written
again, which does not change files that are correct.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from authoring import __version__
from authoring.exporters import ExportOutcome
from authoring.exporters.export_lock import export_lock, record_name
from authoring.exporters.folders.target_folder import Stamp, TargetFolder
from authoring.model.config import TargetSettings
from authoring.store import WORKSPACE, Store
from authoring.text.strict_json import decode_json

_PICTURES: Final = 2  # raise it when copies of pictures are made differently
_FORMAT: Final = 1
_FINGERPRINT: Final = "look"  # the keys of the file


@dataclass(frozen=True, slots=True)
class ExportedPiece:
    """A piece at the target. `fingerprint` is a digest of all that shaped its files besides the revision.

    `card` are the values that lists show.
    """

    hash: str
    fingerprint: str
    files: Mapping[str, Stamp]
    card: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WrittenPiece:
    """A written piece; `has_changed` tells whether any of its files had to be written."""

    slug: str
    exported: ExportedPiece
    has_changed: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page at the target that lists pieces."""

    fingerprint: str
    stamp: Stamp


@dataclass
class Ledger:
    """The pieces and pages of one target, by slug and by name."""

    pieces: dict[str, ExportedPiece] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def whole(self, folder: TargetFolder, fingerprint: str) -> dict[str, str]:
        """The hash of every piece whose files all exist, unchanged and with this fingerprint."""
        return {
            slug: piece.hash
            for slug, piece in self.pieces.items()
            if piece.fingerprint == fingerprint
            and all(folder.stamp(name) == tuple(stamp) for name, stamp in piece.files.items())
        }

    def enter(self, written: WrittenPiece, folder: TargetFolder) -> ExportOutcome:
        """Enter a written piece, and remove the files that it does not have any more."""
        before = self.pieces.get(written.slug)
        self.pieces[written.slug] = written.exported
        surplus = set(before.files) - set(written.exported.files) if before else set()
        for name in surplus:
            folder.remove(name)
        if not written.has_changed and not surplus:
            return "unchanged"
        return "updated" if before else "created"

    def take_out(self, slug: str, name: str, folder: TargetFolder) -> ExportedPiece | None:
        """Remove a piece's files; None when it is not there. `name` is its text's file, in case the ledger was lost."""
        piece = self.pieces.pop(slug, None)
        if piece is None and folder.holds_text(name):
            piece = ExportedPiece("", "", dict.fromkeys(names_of_piece(folder, name, slug), ()))
        for file in piece.files if piece else ():
            folder.remove(file)
        return piece


class LedgerRecord:
    """The stored ledger of a target; it states the target's folder, so that another folder starts a new ledger.

    It states the folder as in the settings, so that a workspace can be moved; earlier versions wrote the whole path.
    """

    def __init__(self, store: Store, target: TargetSettings, folder: TargetFolder) -> None:
        self._store = store
        self._target = target
        self._folder = target.folder
        self._root = folder.root
        self._name = f"{record_name(target)}.json"
        self._parsed: tuple[bytes, Ledger] | None = None

    def load(self) -> Ledger:
        """The ledger, cached as long as the record is unchanged; an empty one when it cannot be read."""
        content = self._store.records.read(WORKSPACE, self._name)
        if self._parsed is None or self._parsed[0] != content:
            self._parsed = content, self._parse(content)
        return self._parsed[1]

    @contextmanager
    def opened(self) -> Iterator[Ledger]:
        """The ledger, locked for one export; it is saved when the block ends without an error."""
        with export_lock(self._store, self._target):
            ledger = self.load()
            self._parsed = None  # changes in the block become visible only when they are saved
            yield ledger
            self._save(ledger)

    def _parse(self, content: bytes) -> Ledger:
        try:
            values = decode_json(content)
            if values["format"] != _FORMAT or not is_same_folder(values["folder"], self._folder, root=self._root):
                return Ledger()
            return Ledger(
                {slug: ExportedPiece(**_as_read(entry)) for slug, entry in values["pieces"].items()},
                {name: Page(**_as_read(entry)) for name, entry in values["pages"].items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            return Ledger()

    def _save(self, ledger: Ledger) -> None:
        head = _encoded({"format": _FORMAT, "folder": self._folder})
        parts = [head[:-1], b',"pieces":{', *_entries(ledger.pieces), b'},"pages":{', *_entries(ledger.pages)]
        content = b"".join([*parts, b"}}"])
        if self._store.records.read(WORKSPACE, self._name) != content:
            self._store.records.write(WORKSPACE, self._name, content)


def _entries(entries: Mapping[str, ExportedPiece] | Mapping[str, Page]) -> Iterator[bytes]:
    """The members of a JSON object one by one: written whole, thousands of them take five times their size."""
    for number, name in enumerate(sorted(entries)):
        yield b"%s%s:%s" % (b"," if number else b"", _encoded(name), _encoded(_as_written(entries[name])))


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def is_same_folder(recorded: str, folder: str, *, root: str) -> bool:
    """Whether a record of this folder is of the target's: by its name in the settings, or by an earlier whole path."""
    if recorded in (folder, root):
        return True
    name = os.path.normpath(folder).replace(os.sep, "/")
    return not Path(folder).is_absolute() and recorded.replace(os.sep, "/").endswith(f"/{name}")


def names_of_piece(folder: TargetFolder, name: str, slug: str) -> Iterator[str]:
    """The pictures in a piece's folder that its text names, then the text itself."""
    text = folder.read(name)
    place = f"{name.removesuffix(f'{slug}.html')}{slug}" if name.endswith(f"{slug}.html") else name.rpartition("/")[0]
    for file in folder.names(place):
        if file in text or quote(file) in text:
            yield f"{place}/{file}"
    yield name


def _as_read(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"fingerprint" if key == _FINGERPRINT else key: value for key, value in entry.items()}


def _as_written(entry: ExportedPiece | Page) -> dict[str, Any]:
    names = (it.name for it in fields(entry))
    return {_FINGERPRINT if name == "fingerprint" else name: getattr(entry, name) for name in names}


def fingerprint_of(*parts: object) -> str:
    """A digest of all that shapes pages besides the pieces: the program's version, templates, settings."""
    return hashlib.sha256(repr((__version__, _PICTURES, *parts)).encode()).hexdigest()[:16]
