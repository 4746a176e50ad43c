"""An approval covers all that readers and programs see of a piece, and exactly that goes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.model.states import State
from tests.worlds.newsroom import SLUG
from tests.worlds.publishing import PublishingNewsroom

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def newsroom(tmp_path: Path) -> PublishingNewsroom:
    return PublishingNewsroom(tmp_path)


def test_tags_corrected_after_drafting_go_out(newsroom: PublishingNewsroom) -> None:
    newsroom.edit("tags: [third place, neighbours]", "tags: [tools]")
    newsroom.out()
    assert "neighbours" not in newsroom.page().partition('class="tags"')[2].partition("</ul>")[0]
    assert 'tags/tools.html"' in newsroom.page()
    assert newsroom.problems() == []


def test_tags_corrected_in_a_correction_go_out(newsroom: PublishingNewsroom) -> None:
    newsroom.out().correct()
    newsroom.edit("tags: [third place, neighbours]", "tags: [tools]")
    newsroom.out()
    assert 'tags/tools.html"' in newsroom.page()
    assert newsroom.problems() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tags: [third place, neighbours]", "tags: [neighbours, third place]"),
        ("status: ", "aliases: [/2019/neighbours/]\nstatus: "),
        ("testimonies: [nora-lind]", "testimonies: [nora-lind, somebody]"),
    ],
)
def test_what_readers_or_programs_see_voids_an_approval_when_it_changes(
    newsroom: PublishingNewsroom, old: str, new: str
) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.edit(old, new)
    assert newsroom.state() is State.in_review
    assert newsroom.piece.situation.void


def test_another_file_behind_a_link_voids_an_approval(newsroom: PublishingNewsroom) -> None:
    newsroom.add_picture("plan.pdf", b"%PDF-1.4 first")
    newsroom.edit("with tools that everybody", "with [tools](plan.pdf) that everybody")
    newsroom.submit()
    newsroom.approve()
    assert newsroom.repository.kept(newsroom.piece, newsroom.piece.hash).files.read("plan.pdf") == b"%PDF-1.4 first"
    newsroom.add_picture("plan.pdf", b"%PDF-1.4 second")
    assert newsroom.state() is State.in_review


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: ", "colour: green\nstatus: "),
        ("status: ", "assignee: samir\ndue: 2026-12-01\nstatus: "),
        ("status: approved", "status: draft"),
    ],
)
def test_what_nobody_is_shown_voids_no_approval(newsroom: PublishingNewsroom, old: str, new: str) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.edit(old, new)
    assert newsroom.state() is State.approved


def test_tags_written_into_a_kept_revision_do_not_go_out(newsroom: PublishingNewsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    content_hash = newsroom.piece.hash
    kept = newsroom.root / "drafts" / SLUG / "revisions" / content_hash[:16] / "index.md"
    kept.write_text(kept.read_text("utf-8").replace("third place", "casino"), "utf-8")
    with pytest.raises(Exception, match="is no longer what was approved"):
        newsroom.publish()
    assert not list(newsroom.root.glob("site/**/posts/*.html"))
