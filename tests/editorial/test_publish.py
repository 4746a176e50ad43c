"""What goes out is the approved revision, once, and it can be taken back."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree

import pytest

from authoring.editorial.actions import perform, recorded
from authoring.editorial.actions.publish import Publish, due
from authoring.editorial.actions.reopen import Reopen
from authoring.editorial.actions.schedule import Schedule
from authoring.editorial.approved_revisions import ApprovedRevisions
from authoring.errors import Conflict, InputError, NotAllowed, NotPossibleNow
from authoring.model.config import TargetSettings
from authoring.model.states import State
from tests.worlds.newsroom import SLUG, TEXT
from tests.worlds.publishing import PublishingNewsroom


@pytest.fixture
def newsroom(tmp_path: Path) -> PublishingNewsroom:
    return PublishingNewsroom(tmp_path)


def test_an_approved_piece_goes_to_published_and_to_every_target(newsroom: PublishingNewsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    done = newsroom.publish()
    assert [(r.target, r.outcome) for r in done.receipts] == [("site", "created"), ("notes", "created")]
    assert newsroom.path.parent == newsroom.root / "published" / SLUG
    assert not (newsroom.root / "drafts" / SLUG).exists()
    assert "written in part with the help of a language model" in newsroom.page()
    assert "in a street of old houses" in (newsroom.root / "notes" / SLUG / "index.md").read_text("utf-8")
    assert newsroom.problems() == []


@pytest.mark.parametrize(
    ("wording", "shown"),
    [
        ("A model helped us, and three of us read it.", "A model helped us"),
        ("' '", "with the help of a language model"),
    ],
)
def test_the_disclosure_may_be_added_to_and_not_removed(newsroom: PublishingNewsroom, wording: str, shown: str) -> None:
    newsroom.edit("tags:", f"disclosure: {wording}\ntags:")
    newsroom.out()
    assert shown in newsroom.page()
    assert "with the help of a language model" in newsroom.page()
    assert "hello@example.org" in newsroom.page()


def test_publishing_again_writes_nothing(newsroom: PublishingNewsroom) -> None:
    newsroom.out()
    before = newsroom.bytes_out()
    done = newsroom.publish()
    assert not done.outcome.changed
    assert {receipt.outcome for receipt in done.receipts} == {"unchanged"}
    assert newsroom.bytes_out() == before


def test_a_changed_letter_stops_the_publication(newsroom: PublishingNewsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.edit("in a street", "in the street")
    with pytest.raises(NotPossibleNow, match="has changed since"):
        newsroom.publish()


@pytest.mark.parametrize("stated", ['"ai-assisted"', "[]", "3", '{"kind": ["a"]}', '{"kind": {}}', "null"])
def test_a_kept_manifest_of_other_types_is_named_and_nothing_goes_out(
    newsroom: PublishingNewsroom, stated: str
) -> None:
    newsroom.out()
    (path,) = newsroom.path.parent.glob(f"revisions/{newsroom.piece.hash}/manifest.json")
    content = json.loads(path.read_bytes())
    path.write_text(json.dumps({**content, "disclosure": json.loads(stated)}), "utf-8")
    shutil.rmtree(newsroom.root / ".authoring")
    with pytest.raises(InputError, match="cannot be read; it is not exported") as refusal:
        newsroom.export()
    assert refusal.value.problem.file == str(path)
    named = {problem.file for problem in newsroom.problems()}
    assert named & {str(path), str(path.parent)}


def test_nobody_publishes_without_the_role(newsroom: PublishingNewsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    with pytest.raises(NotAllowed):
        newsroom.publish("samir")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: granted", "status: withdrawn"),
        ("granted: 2026-03-02", "granted: 2026-03-02\n  expires: 2026-11-01"),
        ("channels: [blog]", "channels: [newsletter]"),
    ],
)
def test_without_a_consent_that_holds_nothing_is_published(newsroom: PublishingNewsroom, old: str, new: str) -> None:
    newsroom.submit()
    newsroom.approve()
    path = newsroom.root / "testimonies/nora-lind.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(NotPossibleNow, match="does not cover publishing"):
        newsroom.publish()
    assert not (newsroom.root / "site").exists()


def consent_changed(newsroom: PublishingNewsroom, old: str, new: str) -> None:
    path = newsroom.root / "testimonies/nora-lind.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: full", "name: first", "shows more of the name"),
        ("name: full", "name: anonymous", "shows more of the name"),
        ("name: full", "name: full\n  words: false", "has not allowed their words"),
    ],
)
def test_a_permission_that_changed_after_the_approval_stops_it(
    newsroom: PublishingNewsroom, old: str, new: str, message: str
) -> None:
    newsroom.submit()
    newsroom.approve()
    consent_changed(newsroom, old, new)
    with pytest.raises(NotPossibleNow, match=message):
        newsroom.publish()


def test_words_without_a_mention_of_their_source_need_the_consent_too(tmp_path: Path) -> None:
    text = TEXT.replace("    testimonies: [nora-lind]\n", "").split("## What Nora Lind")[0]
    newsroom = PublishingNewsroom(tmp_path, text=text)
    newsroom.submit()
    newsroom.approve()
    consent_changed(newsroom, "status: granted", "status: pending")
    with pytest.raises(NotPossibleNow, match="does not cover publishing on “blog”"):
        newsroom.publish()


def test_each_target_has_its_channel(newsroom: PublishingNewsroom) -> None:
    newsletter = TargetSettings("notes", "markdown", "notes", channel="newsletter")
    newsroom.settings = newsroom.settings._replace(targets={"notes": newsletter})
    newsroom.submit()
    newsroom.approve()
    with pytest.raises(NotPossibleNow, match="“newsletter”"):
        newsroom.publish()
    consent_changed(newsroom, "channels: [blog]", "channels: [blog, newsletter]")
    newsroom.publish()


def test_a_picture_of_somebody_who_refused_one_stops_it(tmp_path: Path) -> None:
    text = TEXT.replace("    tags:", "    images:\n      - {src: a.png, alt: Nora Lind with her saw}\n    tags:")
    newsroom = PublishingNewsroom(tmp_path, text=text)
    newsroom.submit()
    newsroom.approve()
    consent_changed(newsroom, "name: full", "name: full\n  picture: false")
    with pytest.raises(NotPossibleNow, match="picture names the person"):
        newsroom.publish()


def test_readers_see_the_published_text_until_its_correction_is_approved(newsroom: PublishingNewsroom) -> None:
    newsroom.out().correct()
    newsroom.edit("in a street of old houses", "in a street of new houses")
    assert newsroom.path.parent == newsroom.root / "drafts" / SLUG
    newsroom.export()
    assert "in a street of old houses" in newsroom.page()
    assert "old houses" in (newsroom.root / "published" / SLUG / "index.md").read_text("utf-8")
    assert newsroom.problems() == []
    newsroom.submit()
    newsroom.approve()
    assert {receipt.outcome for receipt in newsroom.publish().receipts} == {"updated"}
    assert "in a street of new houses" in newsroom.page()
    assert not (newsroom.root / "drafts" / SLUG).exists()
    assert newsroom.problems() == []


def test_words_written_into_the_published_copy_during_a_correction_are_not_lost(newsroom: PublishingNewsroom) -> None:
    newsroom.out().correct()
    newsroom.edit("in a street of old houses", "in a street of new houses")
    newsroom.submit()
    newsroom.approve()
    copy = newsroom.root / "published" / SLUG / "index.md"
    copy.write_text(copy.read_text("utf-8") + "\nWritten in the wrong place.\n", "utf-8")
    with pytest.raises(Conflict, match="Somebody wrote into this copy") as stopped:
        newsroom.publish()
    assert stopped.value.problem.file == str(copy)
    assert newsroom.state() is State.approved
    rmtree(copy.parent)
    newsroom.publish()
    assert "in a street of new houses" in newsroom.page()


def test_words_written_into_the_published_copy_are_kept_when_the_post_is_retracted(
    newsroom: PublishingNewsroom,
) -> None:
    newsroom.out().correct()
    copy = newsroom.root / "published" / SLUG / "index.md"
    copy.write_text(copy.read_text("utf-8") + "\nWritten in the wrong place.\n", "utf-8")
    newsroom.retract()
    assert not copy.exists()
    assert "in the wrong place" in (newsroom.root / "drafts" / SLUG / "from-published.md").read_text("utf-8")
    assert newsroom.problems() == []


def test_a_correction_does_not_change_the_date_of_publication(newsroom: PublishingNewsroom) -> None:
    newsroom.out()
    first = ApprovedRevisions(newsroom.repository).read(SLUG)
    newsroom.correct()
    newsroom.edit("in a street", "in the street")
    newsroom.submit()
    newsroom.approve()
    newsroom.publish()
    second = ApprovedRevisions(newsroom.repository).read(SLUG)
    assert second.published == first.published
    assert second.updated > first.updated


def test_a_retracted_piece_is_taken_down_everywhere_and_keeps_its_history(newsroom: PublishingNewsroom) -> None:
    newsroom.out()
    done = newsroom.retract()
    assert [(r.target, r.outcome) for r in done.receipts] == [("site", "retracted"), ("notes", "retracted")]
    assert not list(newsroom.root.glob(f"site/**/posts/{SLUG}.html"))
    assert SLUG not in (newsroom.root / "site/index.html").read_text("utf-8")
    assert newsroom.piece.events[-1].note == "A name was wrong."
    assert not newsroom.retract().outcome.changed
    assert newsroom.problems() == []


def test_what_is_live_can_be_taken_down_in_the_middle_of_its_correction(newsroom: PublishingNewsroom) -> None:
    newsroom.out().correct()
    newsroom.edit("in a street", "in the street")
    newsroom.retract()
    assert newsroom.state() is State.retracted
    assert not list(newsroom.root.glob(f"site/**/posts/{SLUG}.html"))
    assert "in the street" in newsroom.path.read_text("utf-8")
    assert newsroom.problems() == []


def test_a_retracted_piece_can_be_reopened_and_published_again(newsroom: PublishingNewsroom) -> None:
    newsroom.out()
    newsroom.retract()
    newsroom.do("agathe", Reopen(SLUG))
    assert newsroom.path.parent == newsroom.root / "drafts" / SLUG
    newsroom.out()
    assert "in a street" in newsroom.page()


def test_the_clock_publishes_what_is_due_and_nothing_before(newsroom: PublishingNewsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    moment = datetime(2026, 12, 1, 8, tzinfo=UTC)
    newsroom.do("lena", Schedule(SLUG, at=moment))
    assert list(due(newsroom.by_the_clock(moment - timedelta(seconds=1)))) == []
    assert list(due(newsroom.by_the_clock(moment))) == [SLUG]
    perform(Publish(SLUG), newsroom.by_the_clock(moment))
    assert newsroom.state() is State.published


def test_an_edit_after_scheduling_keeps_it_from_going_out(newsroom: PublishingNewsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    moment = datetime(2026, 12, 1, 8, tzinfo=UTC)
    newsroom.do("lena", Schedule(SLUG, at=moment))
    newsroom.edit("in a street", "in the street")
    assert list(due(newsroom.by_the_clock(moment))) == []
    with pytest.raises(NotPossibleNow):
        perform(Publish(SLUG), newsroom.by_the_clock(moment))


def test_a_publication_that_was_cut_off_is_completed_by_the_same_command(newsroom: PublishingNewsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    recorded(newsroom.as_("lena"), Publish(SLUG).prepare(newsroom.as_("lena")))  # and no target is sent anything
    assert newsroom.piece.is_out
    assert not (newsroom.root / "site").exists()
    done = newsroom.publish()
    assert not done.outcome.changed
    assert [(receipt.target, receipt.outcome) for receipt in done.receipts] == [
        ("site", "created"),
        ("notes", "created"),
    ]
    assert "in a street" in newsroom.page()


def test_a_kept_revision_that_was_tampered_with_is_not_exported(newsroom: PublishingNewsroom) -> None:
    newsroom.out()
    revision_file = newsroom.path.parent / "revisions" / newsroom.piece.hash / "index.md"
    revision_file.write_text(revision_file.read_text("utf-8").replace("a street", "the street"), "utf-8")
    (newsroom.root / ".authoring").rename(newsroom.root / "forgotten")
    with pytest.raises(InputError, match="no longer what was approved"):
        newsroom.export()


def test_a_hand_edit_in_published_never_reaches_readers_and_verify_names_it(newsroom: PublishingNewsroom) -> None:
    newsroom.out()
    newsroom.edit("in a street", "in the street")
    newsroom.export()
    assert "in a street" in newsroom.page()
    assert [problem.file for problem in newsroom.problems()] == [str(newsroom.path)]


def test_the_testimony_on_the_page_equals_its_source(newsroom: PublishingNewsroom) -> None:
    import html5lib

    newsroom.out()
    source = newsroom.repository.testimony("nora-lind").words_spoken
    tree = html5lib.parse(newsroom.page(), treebuilder="etree", namespaceHTMLElements=False)
    figures = [node for node in tree.iter() if "testimony" in (node.get("class") or "")]
    assert any("\n\n".join("".join(p.itertext()) for p in node.iter("p")).startswith(source) for node in figures)
