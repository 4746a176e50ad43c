"""The list of all pieces: what it shows, and what it remembers."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from authoring.model.workflow import Action, State
from authoring.store.folder import FolderStore
from authoring.text import i18n
from tests.pieces import SLUG, Desk
from tests.worlds import build


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


def test_a_mistake_is_told_again_by_the_next_list_and_in_the_reader_s_language(desk: Desk) -> None:
    build(desk.root, {"drafts/broken/index.md": "---\ntitle: A title\n---\n"})
    (problem,) = desk.store.overview().problems
    assert desk.store.overview().problems == [problem]
    i18n.use("fr")
    (french,) = desk.store.overview().problems
    assert (problem.line, problem.message) == (french.line, "`author` is missing.")
    assert french.message == "Il manque `author`."


def test_a_name_that_is_no_slug_is_a_mistake_even_if_its_bytes_are_no_text(desk: Desk) -> None:
    shutil.copytree(desk.piece.folder, desk.root / "drafts" / os.fsdecode(b"caf\xe9"))
    overview = desk.store.overview()
    assert [entry.slug for entry in overview.entries] == [SLUG]
    assert "caf\\udce9" in overview.problems[0].message


def test_the_workspace_s_language_is_that_of_pieces_without_one_also_after_it_changes(desk: Desk) -> None:
    desk.edit("lang: en\n", "")
    assert [entry.lang for entry in desk.store.overview().entries] == ["en"]
    french = FolderStore(replace(desk.settings, lang="fr"))
    assert [entry.lang for entry in french.overview().entries] == ["fr"]


def test_a_picture_that_changes_is_seen_by_the_list(desk: Desk) -> None:
    build(desk.root, {f"drafts/{SLUG}/images/saw.png": b"one"})
    desk.edit("## What Nora", "![A saw](images/saw.png)\n\n## What Nora")
    (before,) = desk.store.overview().entries
    build(desk.root, {f"drafts/{SLUG}/images/saw.png": b"two"})
    (after,) = desk.store.overview().entries
    assert before.hash != after.hash == desk.piece.hash


def test_the_workspace_holds_nothing_of_the_list(desk: Desk) -> None:
    files = sorted(desk.root.rglob("*"))
    slugs(desk)
    assert sorted(desk.root.rglob("*")) == files
