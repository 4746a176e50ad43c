"""Our own targets keep the contract that other targets' authors test theirs against."""

from __future__ import annotations

from pathlib import Path

from authoring import config, plugins
from authoring.config import TargetSettings
from authoring.exporters import Exporter
from authoring.testing import ExporterContract
from tests.worlds import lantern


class TestSite(ExporterContract):
    def make_exporter(self, root: Path) -> Exporter:
        return plugins.exporter(config.load(lantern(root), {}), TargetSettings("blog", "site", "site"))


class TestMarkdown(ExporterContract):
    def make_exporter(self, root: Path) -> Exporter:
        return plugins.exporter(config.load(lantern(root), {}), TargetSettings("notes", "markdown", "notes"))
