"""What a target in a folder holds, as we last wrote it: of each piece its hash, its files, and what lists say of it.

The ledger is a cache of this machine, since it holds times of files, and lies outside the published folder; what is
out where is recorded beside each piece (`store.exported`). It can be lost: pieces that it does not know are written
again, which changes no byte of files that are right already.
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

_PICTURES: Final = 2  # to be raised when copies of pictures come out otherwise
_FORMAT: Final = 1
_FINGERPRINT: Final = "look"  # as the file has it


@dataclass(frozen=True, slots=True)
class ExportedPiece:
    """A piece as the target holds it. `fingerprint` stands for all that shaped its files besides the revision.

    `card` is what lists say of it.
    """

    hash: str
    fingerprint: str
    files: Mapping[str, Stamp]
    card: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WrittenPiece:
    """A piece that is in place; `has_changed` tells whether any of its files had to be written."""

    slug: str
    exported: ExportedPiece
    has_changed: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page that lists pieces, as the target holds it."""

    fingerprint: str
    stamp: Stamp


@dataclass
class Ledger:
    """The pieces and pages of one target, by slug and by name."""

    pieces: dict[str, ExportedPiece] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def whole(self, folder: TargetFolder, fingerprint: str) -> dict[str, str]:
        """The hash of every piece whose files are all there, untouched and of this fingerprint."""
        return {
            slug: piece.hash
            for slug, piece in self.pieces.items()
            if piece.fingerprint == fingerprint
            and all(folder.stamp(name) == tuple(stamp) for name, stamp in piece.files.items())
        }

    def enter(self, written: WrittenPiece, folder: TargetFolder) -> ExportOutcome:
        """Note a piece that is in place, and take away the files that it no longer has."""
        before = self.pieces.get(written.slug)
        self.pieces[written.slug] = written.exported
        surplus = set(before.files) - set(written.exported.files) if before else set()
        for name in surplus:
            folder.remove(name)
        if not written.has_changed and not surplus:
            return "unchanged"
        return "updated" if before else "created"

    def take_out(self, slug: str, name: str, folder: TargetFolder) -> ExportedPiece | None:
        """Take a piece's files away; None when it is not there. `name` is its text, in case the ledger was lost."""
        piece = self.pieces.pop(slug, None)
        if piece is None and folder.is_marked(name):
            piece = ExportedPiece("", "", dict.fromkeys(names_of_piece(folder, name, slug), ()))
        for file in piece.files if piece else ():
            folder.remove(file)
        return piece


class LedgerRecord:
    """Where a target's ledger is kept; the target's folder is written in it, so that another one begins a new one.

    It is written as the settings have it, so that a workspace can be moved; earlier versions wrote the whole path.
    """

    def __init__(self, store: Store, target: TargetSettings, folder: TargetFolder) -> None:
        self._store = store
        self._target = target
        self._folder = target.folder
        self._root = folder.root
        self._name = f"{record_name(target)}.json"
        self._parsed: tuple[bytes, Ledger] | None = None

    def load(self) -> Ledger:
        """The ledger, parsed once as long as the record stays the same; an empty one when it cannot be read."""
        content = self._store.records.read(WORKSPACE, self._name)
        if self._parsed is None or self._parsed[0] != content:
            self._parsed = content, self._parse(content)
        return self._parsed[1]

    @contextmanager
    def opened(self) -> Iterator[Ledger]:
        """The ledger, to be changed by one export at a time; it is kept when the block ends well."""
        with export_lock(self._store, self._target):
            ledger = self.load()
            self._parsed = None  # what the block changes counts only once it is saved
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
    """The pictures in the folder of a piece that its text names, then the text itself, which names them."""
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
    """A short name for all that shapes pages besides the pieces: our version, templates, settings."""
    return hashlib.sha256(repr((__version__, _PICTURES, *parts)).encode()).hexdigest()[:16]
