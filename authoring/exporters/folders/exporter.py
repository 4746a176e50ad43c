"""The base class of targets in a folder: the ledger, the rehearsal of an export, and the inspection of files."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import ClassVar

from authoring.exporters import ApprovedRevision, Observed, Probe, Receipt
from authoring.exporters.folders.ledger import ExportedPiece, Ledger, LedgerRecord
from authoring.exporters.folders.target_folder import Rehearsal, TargetFolder, locate, refuse_options
from authoring.model.config import Settings, TargetSettings
from authoring.store import Store
from authoring.text.i18n import _, plural


class FolderExporter(ABC):
    """A target that is a folder. The constructor raises `InputError` for an unusable folder.

    A subclass sets `fingerprint` to a digest of all that shapes its files besides the revisions, names the file of a
    piece's text, and implements writing and removing pieces. It writes only by the given `folder` and `ledger`, so that
    a rehearsal can pass others. `options` are the keys that it reads besides `folder`.
    """

    schedules = False
    links_translations = True
    options: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, settings: Settings, target: TargetSettings, store: Store, *, fingerprint: str) -> None:
        refuse_options(settings, target, options=self.options)
        self.name = target.name
        self._folder = locate(settings, target)
        self._fingerprint = fingerprint
        self._ledger = LedgerRecord(store, target, self._folder)

    @abstractmethod
    def text_name(self, slug: str) -> str:
        """The file of a piece's text, as a path below the folder."""

    @abstractmethod
    def write(self, folder: TargetFolder, ledger: Ledger, revisions: Iterable[ApprovedRevision]) -> list[Receipt]:
        """Write the pieces into `folder` and enter them in `ledger`."""

    @abstractmethod
    def take_out(self, folder: TargetFolder, ledger: Ledger, slugs: Iterable[str]) -> dict[str, ExportedPiece | None]:
        """Remove the pieces' files; returns the former entry of each, None for one that was not there."""

    def known(self) -> Mapping[str, str]:
        """The content hash of every piece whose files are complete, by slug."""
        return self._ledger.load().whole(self._folder, self._fingerprint)

    def plan(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        """The receipts that `export` would return, each with the files that it would write."""
        rehearsal = Rehearsal(self._folder.root)
        ledger = deepcopy(self._ledger.load())
        # an iterator keeps the work in this process, which has the rehearsal's files
        receipts = self.write(rehearsal, ledger, iter(revisions))
        own = {name for receipt in receipts for name in ledger.pieces[receipt.slug].files}
        others = sorted(set(rehearsal.changes) - own)
        return [self._planned(receipt, rehearsal, ledger, others) for receipt in receipts]

    def _planned(self, receipt: Receipt, rehearsal: Rehearsal, ledger: Ledger, others: Sequence[str]) -> Receipt:
        names = [name for name in ledger.pieces[receipt.slug].files if name in rehearsal.changes]
        notes = [_("writes {name}").format(name=name) for name in names]
        if others:
            notes.append(plural("with one page that lists pieces", "with {count} pages that list pieces", len(others)))
        return Receipt(receipt.target, receipt.slug, receipt.hash, receipt.outcome, receipt.where, tuple(notes))

    def export(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        """Write each piece, and the pages that list it."""
        with self._ledger.opened() as ledger:
            return self.write(self._folder, ledger, revisions)

    def retract(self, slugs: Iterable[str], *, delete: bool = False) -> Sequence[Receipt]:
        """Remove the pieces' files. They can be written again, so that `delete` changes nothing more."""
        with self._ledger.opened() as ledger:
            pieces = self.take_out(self._folder, ledger, slugs)
        return [
            Receipt(self.name, slug, piece.hash, "retracted", self.where(slug))
            for slug, piece in pieces.items()
            if piece
        ]

    def inspect(self, slugs: Iterable[str] | None = None) -> Sequence[Observed]:
        """Each piece's files, compared with what was written."""
        pieces = self._ledger.load().pieces
        chosen_slugs = pieces if slugs is None else [slug for slug in slugs if slug in pieces]
        return [self._observe(slug, pieces[slug]) for slug in chosen_slugs]

    def _observe(self, slug: str, piece: ExportedPiece) -> Observed:
        changed = [name for name, stamp in piece.files.items() if tuple(self._folder.stamp(name)) != tuple(stamp)]
        notes = tuple(_("changed: {name}").format(name=name) for name in changed)
        if not self._folder.stamp(self.text_name(slug)):
            return Observed(slug, piece.hash, "gone", self.where(slug))
        return Observed(slug, piece.hash, "edited" if changed else "as-sent", self.where(slug), notes=notes)

    def is_here(self) -> bool:
        """Whether the folder is on this machine."""
        return Path(self._folder.root).is_dir()

    def shows(self, slug: str) -> bool:
        """Whether the piece's text is in the folder, as the program wrote it."""
        return self._folder.holds_text(self.text_name(slug))

    def probe(self) -> Sequence[Probe]:
        """Whether the folder can be written, or created in the folder above it."""
        path = Path(self._folder.root)
        nearest = next(folder for folder in (path, *path.parents) if folder.is_dir())
        return [
            Probe(
                _("the folder {path} can be written").format(path=path),
                os.access(nearest, os.W_OK | os.X_OK),
                _("Check the folder’s permissions, or choose another in authoring.toml."),
            )
        ]

    def where(self, slug: str) -> str:
        """The path of a piece's text."""
        return f"{self._folder.root}/{self.text_name(slug)}"
