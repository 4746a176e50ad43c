"""Our own targets keep the contract that other targets' authors test theirs against, whatever the store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from authoring.exporters import Exporter
from authoring.exporters.kinds import exporter_of
from authoring.model.config import TargetSettings
from authoring.store import Store
from authoring.store.memory import MemoryStore
from authoring.testing import ExporterContract, memory_store
from tests.worlds.lantern import SETTINGS
from tests.worlds.revisions import settings_in, store_of_pieces


class TestSite(ExporterContract):
    target = TargetSettings("blog", "site", "site")

    def make_store(self, root: Path) -> Store:
        return store_of_pieces(root)

    def make_exporter(self, root: Path) -> Exporter:
        store = self.make_store(root)
        return exporter_of(settings_in(store, root), self.target, store)


class TestMarkdown(TestSite):
    target = TargetSettings("notes", "markdown", "notes")


class TestSiteOfAStoreInMemory(TestSite):
    stores: ClassVar[dict[Path, MemoryStore]] = {}

    def make_store(self, root: Path) -> Store:
        files = {"authoring.toml": SETTINGS}
        return self.stores.setdefault(root, memory_store(files, clock=_noon))


def _noon() -> datetime:
    return datetime(2026, 11, 23, 12, tzinfo=UTC)
