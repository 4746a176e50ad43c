"""The list of all pieces: what it shows, and what it remembers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from authoring.model.workflow import Action, State
from authoring.store.folder import FolderStore
from tests.pieces import SLUG, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def slugs(desk: Desk) -> list[str]:
    return [entry.slug for entry in FolderStore(desk.settings).overview().entries]


def publish(desk: Desk) -> None:
    desk.submit()
    desk.approve()
    piece = desk.piece
    desk.store.snapshot(piece)
    desk.as_("agathe").record(piece, Action.publish)
    desk.store.move_out(SLUG)


def test_an_entry_says_where_the_piece_stands(desk: Desk) -> None:
    desk.submit()
    (entry,) = desk.store.overview().entries
    assert (entry.slug, entry.place, entry.state, entry.hash) == (SLUG, "drafts", State.in_review, desk.piece.hash)


def test_what_changed_on_disk_is_read_again(desk: Desk) -> None:
    slugs(desk)
    desk.edit("a street of old houses", "a street of new houses")
    (entry,) = desk.store.overview().entries
    assert entry.hash == desk.piece.hash


def test_a_piece_that_was_taken_away_is_listed_no_more(desk: Desk) -> None:
    assert slugs(desk) == [SLUG]
    shutil.rmtree(desk.piece.folder)
    assert slugs(desk) == []


def test_a_mistake_in_one_piece_leaves_the_others_in_the_list(desk: Desk) -> None:
    broken = desk.root / "drafts" / "broken" / "index.md"
    broken.parent.mkdir()
    broken.write_text("---\ntitle: [\n---\n", "utf-8")
    overview = desk.store.overview()
    assert [entry.slug for entry in overview.entries] == [SLUG]
    assert [problem.file for problem in overview.problems] == [broken]


def test_an_empty_folder_in_drafts_does_not_hide_what_is_published(desk: Desk) -> None:
    publish(desk)
    (desk.root / "drafts" / SLUG).mkdir()
    (entry,) = desk.store.overview().entries
    assert (entry.place, entry.live) == ("published", desk.piece.hash)


def test_a_memory_that_cannot_be_read_is_made_anew(desk: Desk) -> None:
    slugs(desk)
    (desk.root / ".authoring" / "cache" / "list.json").write_text("{", "utf-8")
    assert slugs(desk) == [SLUG]
