"""The list of all pieces: what it shows, and what it remembers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from authoring.model.workflow import Action, State
from authoring.store.folder import FolderStore
from tests.worlds.newsroom import SLUG, Newsroom


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def slugs(newsroom: Newsroom) -> list[str]:
    return [entry.slug for entry in FolderStore(newsroom.settings).overview().entries]


def publish(newsroom: Newsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    piece = newsroom.piece
    newsroom.store.snapshot(piece)
    newsroom.as_("agathe").record(piece, Action.publish)
    newsroom.store.move_out(SLUG)


def test_an_entry_says_where_the_piece_stands(newsroom: Newsroom) -> None:
    newsroom.submit()
    (entry,) = newsroom.store.overview().entries
    assert (entry.slug, entry.place, entry.state, entry.hash) == (SLUG, "drafts", State.in_review, newsroom.piece.hash)


def test_what_changed_on_disk_is_read_again(newsroom: Newsroom) -> None:
    slugs(newsroom)
    newsroom.edit("a street of old houses", "a street of new houses")
    (entry,) = newsroom.store.overview().entries
    assert entry.hash == newsroom.piece.hash


def test_a_piece_that_was_taken_away_is_listed_no_more(newsroom: Newsroom) -> None:
    assert slugs(newsroom) == [SLUG]
    shutil.rmtree(newsroom.piece.folder)
    assert slugs(newsroom) == []


def test_a_mistake_in_one_piece_leaves_the_others_in_the_list(newsroom: Newsroom) -> None:
    broken = newsroom.root / "drafts" / "broken" / "index.md"
    broken.parent.mkdir()
    broken.write_text("---\ntitle: [\n---\n", "utf-8")
    overview = newsroom.store.overview()
    assert [entry.slug for entry in overview.entries] == [SLUG]
    assert [problem.file for problem in overview.problems] == [broken]


def test_an_empty_folder_in_drafts_does_not_hide_what_is_published(newsroom: Newsroom) -> None:
    publish(newsroom)
    (newsroom.root / "drafts" / SLUG).mkdir()
    (entry,) = newsroom.store.overview().entries
    assert (entry.place, entry.live) == ("published", newsroom.piece.hash)


def test_a_memory_that_cannot_be_read_is_made_anew(newsroom: Newsroom) -> None:
    slugs(newsroom)
    (newsroom.root / ".authoring" / "cache" / "list.json").write_text("{", "utf-8")
    assert slugs(newsroom) == [SLUG]
