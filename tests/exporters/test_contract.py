"""Our own targets keep the contract that other targets' authors test theirs against."""

from __future__ import annotations

from pathlib import Path

from authoring.exporters import Exporter
from authoring.exporters.builtin import exporter_of
from authoring.model import config
from authoring.model.config import TargetSettings
from authoring.testing import ExporterContract
from tests.worlds.lantern import lantern


class TestSite(ExporterContract):
    def make_exporter(self, root: Path) -> Exporter:
        return exporter_of(config.load(lantern(root), {}), TargetSettings("blog", "site", "site"))


class TestMarkdown(ExporterContract):
    def make_exporter(self, root: Path) -> Exporter:
        return exporter_of(config.load(lantern(root), {}), TargetSettings("notes", "markdown", "notes"))
