"""A newsroom that publishes to two targets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from authoring.editorial.actions import Delivered
from authoring.editorial.actions.export import Export
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.retract import Retract
from authoring.exporters import Receipt
from authoring.model.config import TargetSettings
from tests.worlds.newsroom import SLUG, TEXT, Newsroom

TARGETS = {
    "site": TargetSettings("site", "site", "site"),
    "notes": TargetSettings("notes", "markdown", "notes"),
}


class PublishingNewsroom(Newsroom):
    """A newsroom in a folder, with the static blog and a folder of Markdown as targets."""

    def __init__(self, root: Path, *, text: str = TEXT, quorum: int = 1) -> None:
        super().__init__(root, text=text, quorum=quorum)
        self.settings = replace(self.settings, targets=TARGETS)

    def publish(self, name: str = "lena") -> Delivered:
        return self.do(name, Publish(SLUG))

    def retract(self) -> Delivered:
        return self.do("lena", Retract(SLUG, note="A name was wrong."))

    def export(self) -> list[Receipt]:
        return self.do("lena", Export())

    def page(self) -> str:
        return next(self.root.glob(f"site/**/posts/{SLUG}.html")).read_text("utf-8")

    def out(self) -> PublishingNewsroom:
        self.submit()
        self.approve()
        self.publish()
        return self

    def bytes_out(self) -> dict[str, tuple[bytes, int]]:
        """Every file that readers get, with its time of change."""
        files = [p for place in ("site", "notes", "published") for p in (self.root / place).rglob("*") if p.is_file()]
        return {str(p.relative_to(self.root)): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}
