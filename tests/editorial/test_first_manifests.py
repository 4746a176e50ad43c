"""Pieces of the time before tags belonged to the content hash keep their approvals, and go out as they did."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest

from authoring.audit.verify import verify
from authoring.editorial.actions import EditorialAction, perform
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.correct import Correct
from authoring.editorial.actions.export import Export
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.request_changes import RequestChanges
from authoring.editorial.actions.submit import Submit
from authoring.editorial.context import Context
from authoring.editorial.queries.changes import changes
from authoring.model.states import State
from authoring.store.folder import FolderStore
from authoring.store.pieces import Piece
from authoring.workspace import settings_of

CASE: Final = Path(__file__).parent.parent / "cases" / "first-manifests"
R = TypeVar("R")


class OldWorkspace:
    """A copy of the workspace, and people at work in it, each act a minute after the last."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(CASE / "workspace", root)
        self.root = root
        self.store = FolderStore(root)
        self.settings = settings_of(self.store, base=root, environment={})
        self.moment = datetime(2026, 11, 24, tzinfo=UTC)

    def as_(self, name: str) -> Context:
        self.moment += timedelta(minutes=1)
        moment = self.moment
        return Context(self.store, self.settings, lambda: moment, self.settings.people[name], "en", lambda: ())

    def do(self, name: str, action: EditorialAction[Any, R]) -> R:
        return perform(action, self.as_(name))

    def piece(self, slug: str) -> Piece:
        return self.as_("lena").repository.piece(slug)

    def retag(self, slug: str) -> None:
        """Correct the tags in an editor."""
        path = Path(self.piece(slug).label)
        path.write_text(path.read_text("utf-8").replace("tags: [third place, neighbours]", "tags: [tools]"), "utf-8")

    def out_again(self, slug: str) -> str:
        """Submit, approve and publish a piece; the page that readers get."""
        self.do("agathe", Submit(slug))
        self.do("samir", Approve(slug, revision=self.piece(slug).hash))
        self.do("lena", Publish(slug))
        return (self.root / f"site/posts/{slug}.html").read_text("utf-8")

    def problems(self) -> list[str]:
        return [problem.message for problem in verify(self.as_("lena")).problems]


@pytest.fixture
def old(tmp_path: Path) -> OldWorkspace:
    return OldWorkspace(tmp_path / "workspace")


def test_every_piece_is_where_it_was_and_in_order(old: OldWorkspace) -> None:
    states = {slug: old.piece(slug).situation.state for slug in old.as_("lena").repository.pieces()}
    assert states == {
        "approved": State.approved,
        "correcting": State.draft,
        "imported": State.published,
        "out": State.published,
        "plain-draft": State.draft,
        "scheduled": State.scheduled,
        "waiting": State.in_review,
    }
    assert {entry.slug: entry.state for entry in old.as_("lena").overview().entries} == states
    assert old.problems() == []


def test_what_is_out_is_exported_as_it_was_byte_for_byte(old: OldWorkspace) -> None:
    old.do("lena", Export())
    files = (path.relative_to(CASE / "exported") for path in (CASE / "exported").rglob("*") if path.is_file())
    names = [path for path in files if "imported" not in str(path)]  # which waits for somebody's word now
    assert len(names) == 4
    assert {name: (old.root / name).read_bytes() for name in names} == {
        name: (CASE / "exported" / name).read_bytes() for name in names
    }


def test_an_approval_of_the_first_format_is_published_with_its_hash(old: OldWorkspace) -> None:
    approved = old.piece("approved").hash
    old.do("lena", Publish("approved"))
    assert old.piece("approved").situation.live == approved
    assert "manifest_format" not in old.piece("approved").events[-1].details
    assert 'tags/third-place.html"' in (old.root / "site/posts/approved.html").read_text("utf-8")
    assert old.problems() == []


def test_a_piece_in_review_keeps_its_format_until_it_is_submitted_again(old: OldWorkspace) -> None:
    before = old.piece("waiting").hash
    old.retag("waiting")
    assert old.piece("waiting").hash == before
    old.do("samir", RequestChanges("waiting", note="Look at the tags."))
    assert 'tags/tools.html"' in old.out_again("waiting")
    assert old.piece("waiting").manifest["format"] == 2
    assert old.problems() == []


@pytest.mark.parametrize(
    ("slug", "begin"),
    [
        ("correcting", lambda old: None),
        ("out", lambda old: old.do("agathe", Correct("out"))),
        ("imported", lambda old: old.do("agathe", Correct("imported"))),
    ],
)
def test_corrected_tags_of_an_old_piece_are_named_and_go_out(
    old: OldWorkspace, slug: str, begin: Callable[[OldWorkspace], object]
) -> None:
    begin(old)
    old.retag(slug)
    difference = changes(old.as_("lena"), slug)
    assert difference is not None
    lines = [line.text for group in difference.groups for line in group]
    assert lines == ["Tags: third place, neighbours", "Tags: tools"]
    assert 'tags/tools.html"' in old.out_again(slug)
    assert old.problems() == []


def test_a_kept_revision_that_somebody_changed_keeps_its_own_piece_back_and_no_other(old: OldWorkspace) -> None:
    path = Path(old.piece("out").label).parent / "revisions" / old.piece("out").hash[:16] / "index.md"
    path.write_text(path.read_text("utf-8").replace("in a street", "in the street"), "utf-8")
    receipts = {(receipt.target, receipt.slug): receipt for receipt in old.do("lena", Export())}
    assert {key: receipt.outcome for key, receipt in receipts.items()} == {
        ("site", "correcting"): "created",
        ("site", "imported"): "blocked",
        ("site", "out"): "waiting",
        ("notes", "correcting"): "created",
        ("notes", "imported"): "blocked",
        ("notes", "out"): "waiting",
    }
    assert receipts["site", "out"].where == (
        f"The kept revision {old.piece('out').hash[:12]} of “out” is no longer what was approved; it is not exported."
    )
    assert "This kept revision is not what its manifest says: body differ." in old.problems()
