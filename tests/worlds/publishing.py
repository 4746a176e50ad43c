"""A newsroom that publishes to two targets."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from authoring.editorial.actions import Delivered
from authoring.editorial.actions.correct import Correct
from authoring.editorial.actions.export import Export
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.retract import Retract
from authoring.editorial.context import Context
from authoring.exporters import Receipt
from authoring.model.config import TargetSettings
from authoring.model.people import Person
from tests.worlds.newsroom import SLUG, TEXT, Newsroom

CLOCK: Final = Person(id="schedule", name="schedule", kind="system")
TARGETS: Final = {
    "site": TargetSettings("site", "site", "site"),
    "notes": TargetSettings("notes", "markdown", "notes"),
}


class PublishingNewsroom(Newsroom):
    """A newsroom in a folder, with the static blog and a folder of Markdown as targets."""

    def __init__(self, root: Path, *, text: str = TEXT, quorum: int = 1, drafted: bool = True) -> None:
        super().__init__(root, text=text, quorum=quorum, drafted=drafted)
        self.settings = self.settings._replace(targets=TARGETS)

    def publish(self, name: str = "lena") -> Delivered:
        return self.do(name, Publish(SLUG))

    def retract(self) -> Delivered:
        return self.do("lena", Retract(SLUG, note="A name was wrong."))

    def correct(self) -> None:
        """Agathe begins a correction."""
        self.do("agathe", Correct(SLUG))

    def by_the_clock(self, moment: datetime) -> Context:
        """The workspace at a moment, with the program itself at work."""
        return Context(self.store, self.settings, lambda: moment, CLOCK)

    def export(self) -> list[Receipt]:
        """Bring every target up to date."""
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
