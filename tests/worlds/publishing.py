"""A newsroom that publishes to two targets."""

from __future__ import annotations

from authoring.editorial.publish import Published, Publisher
from authoring.exporters.builtin import exporter_of
from authoring.model.config import TargetSettings
from tests.worlds.newsroom import SLUG, Newsroom


class PublishingNewsroom(Newsroom):
    """The desk with two targets: the static blog and a folder of Markdown."""

    def publisher(self) -> Publisher:
        targets = [TargetSettings("site", "site", "site"), TargetSettings("notes", "markdown", "notes")]
        return Publisher(self.settings, self.store, [exporter_of(self.settings, target) for target in targets])

    def publish(self, name: str = "lena") -> Published:
        return self.publisher().publish(SLUG, actor=self.settings.people[name], when=self.now())

    def retract(self) -> Published:
        return self.publisher().retract(
            SLUG, actor=self.settings.people["lena"], when=self.now(), reason="A name was wrong."
        )

    def page(self) -> str:
        return next(self.root.glob(f"site/**/posts/{SLUG}.html")).read_text("utf-8")

    def out(self) -> PublishingNewsroom:
        self.submit()
        self.approve()
        self.publish()
        return self

    def bytes_out(self) -> dict[str, tuple[bytes, int]]:
        files = [p for place in ("site", "notes", "published") for p in (self.root / place).rglob("*") if p.is_file()]
        return {str(p.relative_to(self.root)): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}
