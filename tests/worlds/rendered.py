"""Everything that our targets make of a revision, without anybody to ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from authoring.exporters import ApprovedRevision
from authoring.exporters.folders.ledger import Ledger
from authoring.exporters.folders.target_folder import Rehearsal
from authoring.exporters.ghost import cards
from authoring.exporters.hugo import HugoFolder
from authoring.exporters.jekyll import JekyllFolder
from authoring.exporters.markdown import MarkdownExporter
from authoring.exporters.rendering.gallery import Figure, Gallery
from authoring.exporters.site import SiteExporter
from authoring.exporters.wordpress import blocks
from authoring.exporters.wordpress.blocks import Upload
from authoring.model.config import Settings, TargetSettings
from authoring.store import Store

_NOON: Final = datetime(2026, 11, 30, 12, tzinfo=UTC)


def rendered(revision: ApprovedRevision, settings: Settings, store: Store, *, root: Path) -> dict[str, bytes]:
    """Each file of each target by its name, and the text of each blog; `root` is a folder in which nothing lies.

    Hash, checkpoint and dates are those of the record, and left out here.
    """
    plain = replace(revision, hash="a" * 64, checkpoint="1-a", published=_NOON, updated=_NOON)
    files: dict[str, bytes] = {}
    for exporter in (
        SiteExporter(settings, TargetSettings("site", "site", "site"), store),
        MarkdownExporter(settings, TargetSettings("notes", "markdown", "notes"), store),
    ):
        rehearsal = Rehearsal(str(root / exporter.name))
        exporter.write(rehearsal, Ledger(), iter([plain]))
        files |= {f"{exporter.name}/{name}": content for name, content in rehearsal.changes.items() if content}
    for folder in (HugoFolder(root, section="posts"), JekyllFolder(root, section="", layout="post")):
        files |= {f"{type(folder).__name__}/{name}": content for name, content in folder.files_of(plain).items()}
    return {**files, **_blogs(plain)}


def _blogs(revision: ApprovedRevision) -> dict[str, bytes]:
    def upload(figure: Figure) -> Upload:
        return Upload(1, figure.url)

    def place(figure: Figure) -> str:
        return figure.url

    ghost = cards.render(revision.body, gallery=Gallery(revision), place=place)
    wordpress = blocks.render(revision.body, gallery=Gallery(revision), uploads=upload)
    return {
        "ghost": "\n".join(card.html for card in ghost).encode(),
        "wordpress": "\n".join(block.markup for block in wordpress).encode(),
    }
