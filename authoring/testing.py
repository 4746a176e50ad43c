"""For authors of plug-ins: a model that costs nothing, a revision to export, and what every exporter must do.

Subclass a contract in your tests and say how to make the thing; pytest runs the contract's tests on it:

    class TestMyTarget(ExporterContract):
        def make_exporter(self, root: Path) -> Exporter:
            return MyExporter(...)
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from authoring.exporters import ApprovedRevision, Disclosure, Exporter
from authoring.llm.fake import FakeModel

__all__ = ["BODY", "ExporterContract", "FakeModel", "revision"]

BODY: Final = """The Lantern is a shared workshop.

## What is it for?

> “I had no saw of my own.”
>
> — Nora Lind, carpenter
"""


def revision(slug: str = "neighbours", *, body: str = BODY, content_hash: str = "a" * 64) -> ApprovedRevision:
    """An approved revision of an invented piece."""
    moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    return ApprovedRevision(
        slug=slug,
        hash=content_hash,
        title="Why the Lantern needs its neighbours",
        description="A shared workshop tells what its neighbours bring.",
        lang="en",
        author="Agathe Berger",
        body=body,
        published=moment,
        updated=moment,
        disclosure=Disclosure(
            "ai-assisted", "Written with a model, read by people.", "Agathe Berger", "us@example.org"
        ),
        tags=("neighbours",),
    )


class ExporterContract:
    """What every target promises: once, exactly what was approved, nothing twice, and back again."""

    @abstractmethod
    def make_exporter(self, root: Path) -> Exporter:
        """The exporter under test; called twice with the same `root`, it reaches the same target."""

    def test_a_new_target_holds_nothing(self, tmp_path: Path) -> None:
        assert dict(self.make_exporter(tmp_path).known()) == {}

    def test_a_revision_is_created_and_known_by_its_hash(self, tmp_path: Path) -> None:
        receipts = self.make_exporter(tmp_path).export([revision()])
        assert [(r.slug, r.hash, r.outcome) for r in receipts] == [("neighbours", "a" * 64, "created")]
        assert self.make_exporter(tmp_path).known() == {"neighbours": "a" * 64}

    def test_the_same_revision_again_is_unchanged(self, tmp_path: Path) -> None:
        self.make_exporter(tmp_path).export([revision()])
        assert [r.outcome for r in self.make_exporter(tmp_path).export([revision()])] == ["unchanged"]

    def test_another_revision_of_a_piece_updates_it(self, tmp_path: Path) -> None:
        self.make_exporter(tmp_path).export([revision()])
        changed = replace(revision(content_hash="b" * 64), title="Why the Lantern needs its street")
        assert [r.outcome for r in self.make_exporter(tmp_path).export([changed])] == ["updated"]
        assert self.make_exporter(tmp_path).known() == {"neighbours": "b" * 64}

    def test_one_piece_does_not_disturb_another(self, tmp_path: Path) -> None:
        self.make_exporter(tmp_path).export([revision("one"), revision("two", content_hash="b" * 64)])
        self.make_exporter(tmp_path).retract(["one"])
        assert self.make_exporter(tmp_path).known() == {"two": "b" * 64}

    def test_a_piece_is_retracted_once_and_its_absence_is_no_error(self, tmp_path: Path) -> None:
        self.make_exporter(tmp_path).export([revision()])
        assert [r.outcome for r in self.make_exporter(tmp_path).retract(["neighbours"])] == ["retracted"]
        assert list(self.make_exporter(tmp_path).retract(["neighbours", "never-there"])) == []
        assert dict(self.make_exporter(tmp_path).known()) == {}

    def test_a_retracted_piece_can_come_back(self, tmp_path: Path) -> None:
        self.make_exporter(tmp_path).export([revision()])
        self.make_exporter(tmp_path).retract(["neighbours"])
        assert [r.outcome for r in self.make_exporter(tmp_path).export([revision()])] == ["created"]
