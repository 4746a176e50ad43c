"""Submitting, approving and sending back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from authoring.checks import Finding
from authoring.editorial.actions.accept import Accept
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.edit import Edit
from authoring.editorial.actions.look import Look
from authoring.editorial.actions.reject import Reject
from authoring.editorial.actions.reopen import Reopen
from authoring.editorial.actions.request_changes import RequestChanges
from authoring.editorial.actions.schedule import Schedule
from authoring.editorial.actions.submit import Submit
from authoring.errors import BlockedByFindings, Conflict, NotAllowed, NotPossibleNow, UsageError
from authoring.model.events import QUOTE, WARNING, Accepted, accepted
from authoring.model.states import State
from authoring.store.pieces import Piece
from tests.worlds.newsroom import SLUG, FixedCheck, Newsroom


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


def block(newsroom: Newsroom) -> None:
    """Make a check report a blocking finding from now on."""
    finding = Finding("pictures", "blocking", "The picture has no text.", "Write one.", newsroom.piece.label, 7)
    newsroom.checks = [FixedCheck([finding])]


def test_a_piece_goes_from_draft_to_approved(newsroom: Newsroom) -> None:
    outcome = newsroom.do("agathe", Submit(SLUG, to="samir", due=date(2026, 12, 1)))
    assert (outcome.source, outcome.target) == (State.draft, State.in_review)
    assert (newsroom.piece.situation.assignee, newsroom.piece.situation.due) == ("samir", "2026-12-01")
    newsroom.approve()
    assert newsroom.state() is State.approved
    assert newsroom.piece.draft.status == "approved"


def test_a_blocking_finding_stops_a_submission_and_names_its_place(newsroom: Newsroom) -> None:
    block(newsroom)
    with pytest.raises(BlockedByFindings) as caught:
        newsroom.do("agathe", Submit(SLUG))
    problem = caught.value.problem
    assert (problem.message, problem.line) == ("One finding blocks the piece. The picture has no text.", 7)
    assert newsroom.state() is State.draft


def test_a_blocking_finding_stops_an_approval_too(newsroom: Newsroom) -> None:
    newsroom.submit()
    block(newsroom)
    with pytest.raises(BlockedByFindings):
        newsroom.approve()
    assert newsroom.state() is State.in_review


def test_one_changed_letter_voids_an_approval_and_a_second_one_makes_it_good(newsroom: Newsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.edit("shared workshop in a street", "shared workshop in the street")
    assert newsroom.state() is State.in_review
    newsroom.approve()
    assert newsroom.state() is State.approved


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: approved", "status: draft"),
        ("lang: en\n", "lang: en\nmood: sunny\n"),
        ("<!-- /testimony:nora-lind -->\n", "<!-- /testimony:nora-lind -->\n\n\n"),
        ("\n", "\r\n"),
    ],
)
def test_a_change_that_no_reader_sees_voids_nothing(newsroom: Newsroom, old: str, new: str) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.write(newsroom.piece.document.text.replace(old, new))
    assert newsroom.state() is State.approved


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Why", "title: How"),
        ("description: A shared", "description: The shared"),
        ("author: agathe", "author: lena"),
        ("in a street", "on a street"),
        ("I teach others", "I taught others"),
        ("tags:", "images:\n  - src: images/a.png\n    alt: A saw\ntags:"),
        ("tags:", "disclosure: Nothing to say\ntags:"),
    ],
)
def test_a_change_that_a_reader_sees_voids_the_approval(newsroom: Newsroom, old: str, new: str) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.edit(old, new)
    assert newsroom.state() is State.in_review


def test_another_picture_under_the_same_name_voids_the_approval(newsroom: Newsroom) -> None:
    newsroom.edit("## What is", "![](images/saw.png)\n\n## What is")
    newsroom.add_picture("images/saw.png", b"one")
    newsroom.submit()
    newsroom.approve()
    newsroom.add_picture("images/saw.png", b"two")
    assert newsroom.state() is State.in_review


@pytest.mark.parametrize("src", ["images/%C3%A9tabli.png", "images/établi.png"])
def test_a_picture_counts_however_its_name_is_spelt(newsroom: Newsroom, src: str) -> None:
    newsroom.edit("## What is", f"![]({src})\n\n## What is")
    newsroom.add_picture("images/établi.png", b"one")
    before = newsroom.piece.hash
    newsroom.add_picture("images/établi.png", b"two")
    assert newsroom.piece.hash != before


@pytest.mark.parametrize("src", ["../../authoring.toml", "images/%00.png", "x" * 5000])
def test_a_picture_that_lies_elsewhere_or_nowhere_is_none(newsroom: Newsroom, src: str) -> None:
    newsroom.edit("## What is", f"![]({src})\n\n## What is")
    assert set(newsroom.piece.manifest["files"].values()) == {""}


def test_typing_approved_into_the_file_approves_nothing(newsroom: Newsroom) -> None:
    newsroom.submit()
    newsroom.edit("status: in_review", "status: approved")
    assert newsroom.state() is State.in_review
    with pytest.raises(NotPossibleNow):
        newsroom.do("lena", Schedule(SLUG, at=datetime(2027, 1, 1, tzinfo=UTC)))


def test_the_author_may_not_approve(newsroom: Newsroom) -> None:
    newsroom.submit()
    with pytest.raises(NotAllowed):
        newsroom.approve("agathe")
    with pytest.raises(NotAllowed):
        newsroom.approve("robot")


def test_the_same_command_twice_acts_once(newsroom: Newsroom) -> None:
    newsroom.submit()
    again = newsroom.do("agathe", Submit(SLUG))
    assert not again.changed
    newsroom.approve()
    count = len(newsroom.piece.events)
    assert not newsroom.do("samir", Approve(SLUG, revision=newsroom.piece.hash)).changed
    assert len(newsroom.piece.events) == count


def test_submitting_again_to_somebody_else_reassigns(newsroom: Newsroom) -> None:
    newsroom.submit()
    outcome = newsroom.do("agathe", Submit(SLUG, to="lena"))
    assert outcome.changed
    assert newsroom.piece.situation.assignee == "lena"


def test_changes_are_requested_with_a_note_and_the_piece_comes_back(newsroom: Newsroom) -> None:
    newsroom.submit()
    newsroom.do("samir", RequestChanges(SLUG, note="Say who lends the tools."))
    assert newsroom.state() is State.changes_requested
    assert not newsroom.do("samir", RequestChanges(SLUG, note="Say who lends the tools.")).outcome.changed
    newsroom.submit()
    assert newsroom.state() is State.in_review


def test_a_rejected_piece_can_be_reopened(newsroom: Newsroom) -> None:
    newsroom.submit()
    newsroom.do("samir", Reject(SLUG, note="Not our subject."))
    assert newsroom.do("agathe", Reopen(SLUG)).target is State.draft
    assert not newsroom.do("agathe", Reopen(SLUG)).changed


def test_a_schedule_lies_ahead(newsroom: Newsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    with pytest.raises(UsageError, match="already past"):
        newsroom.do("lena", Schedule(SLUG, at=datetime(2026, 1, 1, tzinfo=UTC)))
    moment = datetime(2027, 1, 1, tzinfo=UTC)
    assert newsroom.do("lena", Schedule(SLUG, at=moment)).target is State.scheduled
    assert newsroom.piece.situation.scheduled_at == moment
    assert not newsroom.do("lena", Schedule(SLUG, at=moment)).changed


def test_a_quorum_of_two_needs_two() -> None:
    newsroom = Newsroom(quorum=2)
    newsroom.submit()
    newsroom.approve("samir")
    assert newsroom.state() is State.in_review
    newsroom.approve("lena")
    assert newsroom.state() is State.approved


def test_a_second_look_shows_what_changed_since_the_first(newsroom: Newsroom) -> None:
    newsroom.submit()
    assert newsroom.do("samir", Look(SLUG)).before is None
    newsroom.edit("in a street", "in the street")
    look = newsroom.do("samir", Look(SLUG))
    assert look.before is not None
    assert "in a street" in look.before.draft.body
    assert newsroom.do("samir", Look(SLUG)).before is None


def test_a_writer_who_has_not_seen_the_latest_text_is_told_so(newsroom: Newsroom) -> None:
    earlier = newsroom.piece
    newsroom.edit("in a street", "in the street")
    with pytest.raises(Conflict):
        newsroom.do("agathe", Edit(SLUG, text=earlier.document.text + "More.\n", seen=earlier.hash))
    assert "in the street" in newsroom.piece.document.text


def test_two_decisions_at_once_are_a_conflict_and_not_two_lines(newsroom: Newsroom) -> None:
    newsroom.submit()
    rejection = Reject(SLUG, note="No.")
    prepared = rejection.prepare(newsroom.as_("lena"))
    newsroom.approve()
    with pytest.raises(Conflict):
        rejection.execute(newsroom.as_("lena"), prepared)
    assert newsroom.state() is State.approved


def warning(piece: Piece, passage: str = "People come and go.") -> Finding:
    return Finding("sources", "warning", "No source says so.", "Find one.", piece.label, 9, passage)


def test_the_id_of_a_finding_stays_when_it_moves_and_falls_with_its_words(newsroom: Newsroom) -> None:
    finding = warning(newsroom.piece)
    moved = replace(finding, line=40, passage="People  come\nand go.")
    other = replace(finding, passage="People come and stay.")
    assert (finding.id, len(finding.id)) == (moved.id, 12)
    assert len({finding.id, other.id, replace(finding, check="length").id}) == 3


def test_what_a_reviewer_accepts_is_kept_by_its_digest_and_once_is_enough(newsroom: Newsroom) -> None:
    newsroom.submit()
    accepts = [Accepted(WARNING, "sources", warning(newsroom.piece).digest)]
    first = newsroom.do("samir", Accept(SLUG, accepts=tuple(accepts), note="I was there."))
    again = newsroom.do("samir", Accept(SLUG, accepts=tuple(accepts)))
    assert (first.changed, first.target, again.changed) == (True, State.in_review, False)
    assert [
        (accepted_finding, event.actor) for accepted_finding, event in accepted(newsroom.piece.events, kind=WARNING)
    ] == [(accepts[0], "samir")]


def test_who_wrote_the_text_may_agree_to_a_quotation_and_accepts_no_warning(newsroom: Newsroom) -> None:
    newsroom.do("agathe", Accept(SLUG, accepts=(Accepted(QUOTE, "quotes", "0" * 64, "nora-lind"),)))
    with pytest.raises(NotAllowed):
        newsroom.do("agathe", Accept(SLUG, accepts=(Accepted(WARNING, "sources", "0" * 64),)))
    with pytest.raises(NotAllowed):
        newsroom.do("robot", Accept(SLUG, accepts=(Accepted(QUOTE, "quotes", "0" * 64, "nora-lind"),)))


def test_accepting_does_not_end_an_approval(newsroom: Newsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.do("lena", Accept(SLUG, accepts=(Accepted(QUOTE, "quotes", "0" * 64, "nora-lind"),)))
    assert (newsroom.state(), newsroom.piece.situation.approvals) == (State.approved, ("samir",))


def test_a_text_put_back_after_its_approval_was_void_can_be_approved_again(newsroom: Newsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.edit("shared workshop in a street", "shared workshop in the street")
    newsroom.do("lena", Accept(SLUG, accepts=(Accepted(QUOTE, "quotes", "0" * 64, "nora-lind"),)))
    newsroom.edit("shared workshop in the street", "shared workshop in a street")
    assert newsroom.state() is State.in_review
    newsroom.approve()
    assert newsroom.state() is State.approved
