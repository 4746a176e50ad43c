"""The list of all pieces: what it shows, and what it remembers."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from authoring.editorial.context import Context
from authoring.model.states import Action, State
from authoring.store.listing import Entry, Overview
from authoring.text import i18n
from tests.worlds.files import build
from tests.worlds.newsroom import SLUG, Newsroom


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path / "workspace")


def listed(newsroom: Newsroom) -> Overview:
    """The list as a program shows it that begins anew, with what earlier ones remembered."""
    return context(newsroom).overview()


def context(newsroom: Newsroom) -> Context:
    return replace(newsroom.as_("agathe"), caches=newsroom.root.with_name("caches"))


def only(newsroom: Newsroom) -> Entry:
    (entry,) = listed(newsroom).entries
    return entry


def test_an_entry_says_where_the_piece_stands(newsroom: Newsroom) -> None:
    newsroom.submit()
    entry = only(newsroom)
    assert (entry.slug, entry.stage, entry.state, entry.hash) == (
        SLUG,
        "in_progress",
        State.in_review,
        newsroom.piece.hash,
    )


def test_what_changed_on_disk_is_read_again(newsroom: Newsroom) -> None:
    listed(newsroom)
    newsroom.edit("a street of old houses", "a street of new houses")
    assert only(newsroom).hash == newsroom.piece.hash


def test_a_piece_that_was_taken_away_is_listed_no_more(newsroom: Newsroom) -> None:
    assert only(newsroom).slug == SLUG
    shutil.rmtree(newsroom.path.parent)
    assert listed(newsroom).entries == []


def test_a_mistake_in_one_piece_leaves_the_others_in_the_list(newsroom: Newsroom) -> None:
    build(newsroom.root, {"drafts/broken/index.md": "---\ntitle: [\n---\n"})
    overview = listed(newsroom)
    assert [entry.slug for entry in overview.entries] == [SLUG]
    assert [problem.file for problem in overview.problems] == [str(newsroom.root / "drafts/broken/index.md")]


def test_an_empty_folder_in_drafts_does_not_hide_what_is_published(newsroom: Newsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.put_out()
    (newsroom.root / "drafts" / SLUG).mkdir()
    entry = only(newsroom)
    assert (entry.stage, entry.live) == ("out", newsroom.piece.hash)


def test_a_mistake_is_reported_again_by_the_next_list_and_in_the_reader_s_language(newsroom: Newsroom) -> None:
    build(newsroom.root, {"drafts/broken/index.md": "---\ntitle: A title\n---\n"})
    (problem,) = listed(newsroom).problems
    assert listed(newsroom).problems == [problem]
    with i18n.speaking("fr"):
        (french,) = listed(newsroom).problems
    assert (problem.line, problem.message) == (french.line, "`author` is missing.")
    assert french.message == "Il manque `author`."


def test_a_name_that_is_no_slug_is_a_mistake_even_if_its_bytes_are_no_text(newsroom: Newsroom) -> None:
    shutil.copytree(newsroom.path.parent, newsroom.root / "drafts" / os.fsdecode(b"caf\xe9"))
    overview = listed(newsroom)
    assert [entry.slug for entry in overview.entries] == [SLUG]
    assert "caf\\udce9" in overview.problems[0].message


def test_the_workspace_s_language_is_that_of_pieces_without_one_also_after_it_changes(newsroom: Newsroom) -> None:
    newsroom.edit("lang: en\n", "")
    assert only(newsroom).lang == "en"
    french = replace(context(newsroom), settings=newsroom.settings._replace(lang="fr"))
    assert [entry.lang for entry in french.overview().entries] == ["fr"]


def test_a_picture_that_changes_is_seen_by_the_list(newsroom: Newsroom) -> None:
    newsroom.add_picture("images/saw.png", b"one")
    newsroom.edit("## What Nora", "![A saw](images/saw.png)\n\n## What Nora")
    before = only(newsroom)
    build(newsroom.root, {f"drafts/{SLUG}/images/saw.png": b"two"})
    assert before.hash != only(newsroom).hash == newsroom.piece.hash


def test_the_workspace_holds_nothing_of_the_list(newsroom: Newsroom) -> None:
    files = sorted(newsroom.root.rglob("*"))
    listed(newsroom)
    assert sorted(newsroom.root.rglob("*")) == files


def test_a_piece_says_when_it_went_out_and_who_approved_it(newsroom: Newsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.put_out()
    entry = only(newsroom)
    assert newsroom.piece.events[-1].action is Action.publish
    assert entry.published == newsroom.piece.events[-1].time.isoformat()
    assert (entry.outline, entry.testimonies, entry.tags) == (SLUG, ("nora-lind",), ("third place", "neighbours"))
    assert entry.approvals == ("samir",)
