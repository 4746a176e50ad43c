"""A real WordPress keeps the contract of every target, and of those where people write too."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.exporters import SharedExporter
from authoring.exporters.wordpress import WordPressExporter
from authoring.model.config import TargetSettings
from authoring.testing import SharedExporterContract
from servers.wordpress import WordPress
from tests.worlds.revisions import settings_in, store_of_pieces

pytestmark = [pytest.mark.wordpress, pytest.mark.server, pytest.mark.xdist_group("wordpress")]


class TestWordPress(SharedExporterContract):
    site: WordPress

    @pytest.fixture(autouse=True)
    def empty_site(self, wordpress: WordPress, monkeypatch: pytest.MonkeyPatch) -> None:
        wordpress.empty()
        self.site = wordpress
        monkeypatch.setenv("AUTHORING_BLOG_PASSWORD", wordpress.passwords["agathe"])

    def make_exporter(self, root: Path) -> SharedExporter:
        options = {"url": self.site.url, "user": "agathe", "schedule": True}
        store, target = store_of_pieces(root), TargetSettings("blog", "wordpress", options=options)
        return WordPressExporter(settings_in(store, root), target, store)

    def edit(self, root: Path, slug: str) -> None:
        text = str(self.site.post(slug)["post_content"])
        self.site.edit(
            slug, post_content=f"{text}\n\n<!-- wp:paragraph -->\n<p>They said so.</p>\n<!-- /wp:paragraph -->"
        )

    def throw_away(self, root: Path, slug: str) -> None:
        self.site.run_php(f"wp_trash_post(get_page_by_path('{slug}', OBJECT, 'post')->ID);")
