"""For authors of plug-ins: a model that costs nothing, a revision to export, and what every exporter must do.

Subclass a contract in your tests and say how to make the thing; pytest runs the contract's tests on it:

    class TestMyTarget(ExporterContract):
        def make_exporter(self, root: Path) -> Exporter:
            return MyExporter(...)
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from authoring.checks import Check
from authoring.editorial.context import Context
from authoring.exporters import ApprovedRevision, Exporter, SharedExporter
from authoring.llm.fake import FakeModel
from authoring.model.people import NOBODY
from authoring.sourcing.disclosure import Disclosure
from authoring.store import WORKSPACE, Key
from authoring.store.layout import address_of
from authoring.store.memory import MemoryStore
from authoring.store.pieces import Attachment, Attachments
from authoring.workspace import person_named, settings_of

__all__ = [
    "BODY",
    "ExporterContract",
    "FakeModel",
    "SharedExporterContract",
    "memory_store",
    "memory_workspace",
    "pictures",
    "revision",
]

_NO_BLOBS: Final = MemoryStore(clock=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC)).blobs
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


def pictures(contents: Mapping[str, bytes]) -> dict[str, Attachment]:
    """Pictures of a piece, by their `src`, as a revision carries them; they lie in no store."""
    files = Attachments(_NO_BLOBS, Key("piece", "neighbours"), contents)
    return {src: Attachment(files, src) for src in contents}


def memory_store(files: Mapping[str, str | bytes], *, clock: Callable[[], datetime]) -> MemoryStore:
    """A store in memory that holds these files, named as they would lie in a workspace's folder.

    ```python
    memory_store({"authoring.toml": 'lang = "en"', "outlines/garden.md": "…"}, clock=clock)
    ```
    """
    store = MemoryStore(clock=clock)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        key, src = address_of(name)
        with store.transaction(WORKSPACE) as change:
            if src:
                change.picture(key, src, data)
            else:
                change.write(key, data)
    return store


def memory_workspace(
    files: Mapping[str, str | bytes],
    *,
    clock: Callable[[], datetime],
    actor: str = "",
    language: str = "en",
    checks: Sequence[Check] | None = None,
) -> Context:
    """A context for a workspace in memory, with `actor` of its `[people]` at work; `checks` instead of all of them."""
    store = memory_store(files, clock=clock)
    settings = settings_of(store, base=Path("/nowhere"), environment={})
    person = person_named(settings, actor) if actor else NOBODY
    context = Context(store, settings, clock, person, language)
    return context if checks is None else replace(context, checks=lambda: checks)


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

    def test_a_plan_foresees_what_an_export_does_and_writes_nothing(self, tmp_path: Path) -> None:
        changed = revision(content_hash="b" * 64, body="Another text.\n")
        for version, outcome in ((revision(), "created"), (revision(), "unchanged"), (changed, "updated")):
            before = dict(self.make_exporter(tmp_path).known())
            planned = self.make_exporter(tmp_path).plan([version])
            assert [(receipt.slug, receipt.hash, receipt.outcome) for receipt in planned] == [
                ("neighbours", version.hash, outcome)
            ]
            assert bool(planned[0].notes) == (outcome != "unchanged")
            assert self.make_exporter(tmp_path).known() == before
            assert [receipt.outcome for receipt in self.make_exporter(tmp_path).export([version])] == [outcome]

    def test_what_was_sent_is_found_as_sent_until_it_is_taken_down(self, tmp_path: Path) -> None:
        assert list(self.make_exporter(tmp_path).inspect()) == []
        self.make_exporter(tmp_path).export([revision(), revision("other", content_hash="b" * 64)])
        state = self.make_exporter(tmp_path).inspect(["neighbours", "never-there"])
        assert [(observed.slug, observed.hash, observed.condition) for observed in state] == [
            ("neighbours", "a" * 64, "as-sent")
        ]
        assert state[0].where
        self.make_exporter(tmp_path).retract(["neighbours"])
        remaining = [
            observed.slug for observed in self.make_exporter(tmp_path).inspect() if observed.condition != "taken-down"
        ]
        assert remaining == ["other"]

    def test_what_is_deleted_is_gone(self, tmp_path: Path) -> None:
        self.make_exporter(tmp_path).export([revision()])
        receipts = self.make_exporter(tmp_path).retract(["neighbours"], delete=True)
        assert [receipt.outcome for receipt in receipts] in (["deleted"], ["retracted"])
        assert dict(self.make_exporter(tmp_path).known()) == {}
        assert [r.outcome for r in self.make_exporter(tmp_path).export([revision()])] == ["created"]

    def test_a_target_that_works_says_so(self, tmp_path: Path) -> None:
        probes = self.make_exporter(tmp_path).probe()
        assert probes
        assert [probe.what for probe in probes if not probe.is_fine] == []


class SharedExporterContract(ExporterContract):
    """What a target promises where people write too: nothing of theirs is overwritten unless somebody decides so."""

    @abstractmethod
    def make_exporter(self, root: Path) -> SharedExporter:
        """The exporter under test, as before."""

    @abstractmethod
    def edit(self, root: Path, slug: str) -> None:
        """Somebody writes “They said so.” at the end of the piece, at the target."""

    @abstractmethod
    def throw_away(self, root: Path, slug: str) -> None:
        """Somebody takes the piece away at the target."""

    def test_an_edit_there_is_found(self, tmp_path: Path) -> None:
        self.make_exporter(tmp_path).export([revision()])
        self.edit(tmp_path, "neighbours")
        state = self.make_exporter(tmp_path).inspect()[0]
        assert state.condition == "edited"
        assert any(
            "They said so." in observed.there and "They said so." not in observed.sent for observed in state.differences
        )

    def test_an_edit_there_is_never_overwritten_unasked(self, tmp_path: Path) -> None:
        self.make_exporter(tmp_path).export([revision()])
        self.edit(tmp_path, "neighbours")
        changed = revision(content_hash="b" * 64, body="Ours is another text.\n")
        for receipts in (self.make_exporter(tmp_path).plan([changed]), self.make_exporter(tmp_path).export([changed])):
            assert [receipt.outcome for receipt in receipts] == ["conflict"]
            versions = [receipt for receipt in receipts[0].differences if "They said so." in receipt.there]
            assert ["another text" in receipt.ours for receipt in versions] == [True]
        assert self.make_exporter(tmp_path).known() == {"neighbours": "a" * 64}
        assert self.make_exporter(tmp_path).inspect()[0].condition == "edited"

    def test_ours_goes_over_theirs_when_somebody_decides_so(self, tmp_path: Path) -> None:
        self.make_exporter(tmp_path).export([revision()])
        self.edit(tmp_path, "neighbours")
        changed = revision(content_hash="b" * 64, body="Ours is another text.\n")
        done = self.make_exporter(tmp_path).overwrite(changed, by="agathe", reason="It was not true.")
        assert (done.outcome, done.hash) == ("updated", "b" * 64)
        assert self.make_exporter(tmp_path).inspect()[0].condition == "as-sent"

    def test_the_revision_that_was_sent_before_goes_over_theirs_too(self, tmp_path: Path) -> None:
        self.make_exporter(tmp_path).export([revision()])
        self.edit(tmp_path, "neighbours")
        done = self.make_exporter(tmp_path).overwrite(revision(), by="agathe", reason="It was not true.")
        assert (done.outcome, done.hash) == ("updated", "a" * 64)
        assert self.make_exporter(tmp_path).pull(revision()).body == BODY

    def test_theirs_can_be_taken_over_and_is_no_conflict_then(self, tmp_path: Path) -> None:
        self.make_exporter(tmp_path).export([revision()])
        self.edit(tmp_path, "neighbours")
        pulled = self.make_exporter(tmp_path).pull(revision())
        assert pulled.body == f"{BODY}\nThey said so.\n"
        assert (pulled.title, pulled.description) == (revision().title, revision().description)
        self.make_exporter(tmp_path).accept("neighbours")
        merged = revision(content_hash="b" * 64, body=pulled.body)
        assert [receipt.outcome for receipt in self.make_exporter(tmp_path).export([merged])] == ["updated"]

    def test_a_piece_that_somebody_took_away_does_not_come_back_unasked(self, tmp_path: Path) -> None:
        self.make_exporter(tmp_path).export([revision()])
        self.throw_away(tmp_path, "neighbours")
        assert self.make_exporter(tmp_path).inspect()[0].condition == "gone"
        changed = revision(content_hash="b" * 64)
        assert [receipt.outcome for receipt in self.make_exporter(tmp_path).export([changed])] == ["conflict"]
        done = self.make_exporter(tmp_path).overwrite(changed, by="agathe", reason="It was a mistake.")
        assert done.outcome in ("created", "updated")
        assert self.make_exporter(tmp_path).inspect()[0].condition == "as-sent"

    def test_a_scheduled_piece_is_held_and_shown_later(self, tmp_path: Path) -> None:
        later = replace(revision(), published=datetime(2126, 11, 23, 9, tzinfo=UTC), is_scheduled=True)
        assert [receipt.outcome for receipt in self.make_exporter(tmp_path).export([later])] == ["scheduled"]
        assert self.make_exporter(tmp_path).known() == {"neighbours": later.key}
        assert self.make_exporter(tmp_path).inspect()[0].condition == "as-sent"
        assert [receipt.outcome for receipt in self.make_exporter(tmp_path).export([revision()])] == ["updated"]
        assert self.make_exporter(tmp_path).known() == {"neighbours": "a" * 64}
