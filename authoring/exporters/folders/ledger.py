"""What a target holds, as we last wrote it: of each piece its hash, its files, and what lists say of it.

The ledger lies in the workspace, not in the published folder. It can be lost: pieces that it does not know are
written again, which changes no byte of files that are right already.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from authoring import __version__
from authoring.errors import Conflict
from authoring.exporters import ExportOutcome
from authoring.exporters.folders.target_folder import Stamp, TargetFolder
from authoring.model.config import Settings, TargetSettings
from authoring.store import files
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json

_PICTURES: Final = 2  # to be raised when copies of pictures come out otherwise
_FORMAT: Final = 1
_PATIENCE: Final = 60


@dataclass(frozen=True)
class Held:
    """A piece as the target holds it. `look` stands for all that shaped its files besides the revision."""

    hash: str
    look: str
    files: Mapping[str, Stamp]
    card: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """A piece that is in place; `has_changed` tells whether any of its files had to be written."""

    slug: str
    held: Held
    has_changed: bool


@dataclass(frozen=True)
class Page:
    """A page that lists pieces, as the target holds it."""

    look: str
    stamp: Stamp


@dataclass
class Ledger:
    """The pieces and pages of one target, by slug and by name."""

    pieces: dict[str, Held] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def whole(self, folder: TargetFolder, look: str) -> dict[str, str]:
        """The hash of every piece whose files are all there, untouched and of this look."""
        return {
            slug: held.hash
            for slug, held in self.pieces.items()
            if held.look == look and all(folder.stamp(name) == tuple(stamp) for name, stamp in held.files.items())
        }

    def enter(self, piece: Written, folder: TargetFolder) -> ExportOutcome:
        """Note a piece that is in place, and take away the files that it no longer has."""
        before = self.pieces.get(piece.slug)
        self.pieces[piece.slug] = piece.held
        gone = set(before.files) - set(piece.held.files) if before else set()
        for name in gone:
            folder.remove(name)
        if not piece.has_changed and not gone:
            return "unchanged"
        return "updated" if before else "created"

    def take_out(self, slug: str, name: str, folder: TargetFolder) -> Held | None:
        """Take a piece's files away; None when it is not there. `name` is its text, in case the ledger was lost."""
        held = self.pieces.pop(slug, None)
        if held is None and folder.is_marked(name):
            held = Held("", "", {name: ()})
        for file in held.files if held else ():
            folder.remove(file)
        return held


class LedgerFile:
    """Where a target's ledger is kept; `folder` is written in it, so that another folder begins a new one."""

    def __init__(self, path: Path, *, folder: str) -> None:
        self._path = path
        self._folder = folder
        self._read: tuple[Stamp, Ledger] | None = None

    @classmethod
    def of(cls, settings: Settings, target: TargetSettings, folder: TargetFolder) -> LedgerFile:
        """The ledger of a target, below `.authoring/exports`."""
        name = f"{quote(target.name, safe='')}.json"
        return cls(settings.root / ".authoring" / "exports" / name, folder=folder.root)

    def load(self) -> Ledger:
        """The ledger, read once as long as the file stays the same; an empty one when it cannot be read."""
        try:
            held = self._path.stat()
            stamp = (held.st_size, held.st_mtime_ns, held.st_ino)
            if self._read is None or self._read[0] != stamp:
                self._read = stamp, self._parse(self._path.read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            return Ledger()
        return self._read[1]

    @contextmanager
    def opened(self) -> Iterator[Ledger]:
        """The ledger, to be changed by one export at a time; it is kept when the block ends well."""
        import filelock

        lock = Path(f"{self._path}.lock")
        lock.parent.mkdir(parents=True, exist_ok=True)
        try:
            with filelock.FileLock(lock, timeout=_PATIENCE):
                ledger = self.load()
                self._read = None  # what the block changes is the file's only once it is saved
                yield ledger
                self._save(ledger)
        except filelock.Timeout:
            raise Conflict(
                _("Another export to this target has been running for a minute."),
                _("Wait until it has ended; if none is running, delete the file named here."),
                file=lock,
            ) from None

    def _parse(self, content: bytes) -> Ledger:
        held = decode_json(content)
        if (held["format"], held["folder"]) != (_FORMAT, self._folder):
            return Ledger()
        return Ledger(
            {slug: Held(**values) for slug, values in held["pieces"].items()},
            {name: Page(**values) for name, values in held["pages"].items()},
        )

    def _save(self, ledger: Ledger) -> None:
        values = {
            "format": _FORMAT,
            "folder": self._folder,
            "pieces": {slug: vars(ledger.pieces[slug]) for slug in sorted(ledger.pieces)},
            "pages": {name: vars(ledger.pages[name]) for name in sorted(ledger.pages)},
        }
        content = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
        if self._path.is_file() and self._path.read_bytes() == content:
            return
        files.write_bytes(self._path, content)


def look_of(*parts: object) -> str:
    """A short name for all that shapes pages besides the pieces: our version, templates, settings."""
    return hashlib.sha256(repr((__version__, _PICTURES, *parts)).encode()).hexdigest()[:16]
