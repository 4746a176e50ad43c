"""A real Ghost keeps the contract of every target, and of those where people write too."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.exporters import SharedExporter
from authoring.exporters.ghost import GhostExporter
from authoring.model.config import TargetSettings
from authoring.testing import SharedExporterContract
from servers.ghost import Ghost
from tests.worlds.revisions import settings_in, store_of_pieces

pytestmark = [pytest.mark.ghost, pytest.mark.server, pytest.mark.xdist_group("ghost")]


class TestGhost(SharedExporterContract):
    site: Ghost

    @pytest.fixture(autouse=True)
    def empty_site(self, ghost: Ghost, monkeypatch: pytest.MonkeyPatch) -> None:
        ghost.empty()
        self.site = ghost
        monkeypatch.setenv("AUTHORING_BLOG_KEY", ghost.key)

    def make_exporter(self, root: Path) -> SharedExporter:
        options = {"url": self.site.url, "schedule": True}
        store, target = store_of_pieces(root), TargetSettings("blog", "ghost", options=options)
        return GhostExporter(settings_in(store, root), target, store)

    def edit(self, root: Path, slug: str) -> None:
        self.site.edit(slug, html=f"{self.site.post(slug)['html']}<p>They said so.</p>")

    def throw_away(self, root: Path, slug: str) -> None:
        self.site.admin("DELETE", f"posts/{self.site.post(slug)['id']}/")
