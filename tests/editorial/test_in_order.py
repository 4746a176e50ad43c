"""What the program itself did is in order, `verify` says so, and so is what others left or did at the same moment."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from authoring.editorial.actions import perform, recorded
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.correct import Correct
from authoring.editorial.actions.export import Export
from authoring.editorial.actions.publish import Publish, due, unsent
from authoring.editorial.actions.schedule import Schedule
from authoring.editorial.actions.submit import Submit
from authoring.editorial.actions.withdraw_consent import WithdrawConsent
from authoring.errors import NotPossibleNow
from authoring.exporters import ApprovedRevision, Receipt
from authoring.exporters.site import SiteExporter
from authoring.model.states import State
from tests.worlds.memory_target import MemoryTarget
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.publishing import PublishingNewsroom
from tests.worlds.states import MemoryNewsroom


def everything_in_order(newsroom: Newsroom) -> bool:
    assert newsroom.problems() == []
    return True


@pytest.mark.parametrize("quorum", [2, 3])
def test_a_piece_is_in_order_after_each_of_several_approvals(tmp_path: Path, quorum: int) -> None:
    newsroom = PublishingNewsroom(tmp_path, quorum=quorum)
    ida = newsroom.settings.people["samir"]._replace(id="ida", name="Ida Quill", email="ida@example.org")
    newsroom.settings = newsroom.settings._replace(people={**newsroom.settings.people, "ida": ida})
    newsroom.submit()
    for number, name in enumerate(("samir", "lena", "ida")[:quorum], start=1):
        assert everything_in_order(newsroom)
        assert newsroom.approve(name).target is (State.approved if number == quorum else State.in_review)
    assert everything_in_order(newsroom)
    newsroom.publish()
    assert everything_in_order(newsroom)


def test_a_piece_that_two_have_to_approve_again_after_an_edit_is_in_order(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path, quorum=2)
    newsroom.submit()
    newsroom.approve("samir")
    newsroom.edit("old houses", "new houses")
    for name in ("lena", "samir"):
        newsroom.approve(name)
        assert everything_in_order(newsroom)
    newsroom.publish()
    assert everything_in_order(newsroom)


LEFTOVERS = (
    f"drafts/{SLUG}/.index.md.part",
    f"drafts/{SLUG}/.history.jsonl.part",
    f"drafts/{SLUG}/revisions/0123456789abcdef/.index.md.part",
    f"drafts/{SLUG}/approvals/0123456789abcdef/.approval.json.part",
    f"drafts/.{SLUG}.part/index.md",
    f"published/.{SLUG}.part/index.md",
    f"published/.{SLUG}.aside/history.jsonl",
    ".authoring/journal/neighbours.journal",
    ".authoring/answers/ab/.abcdef.json.part",
    "site/.index.html.part",
    f"notes/{SLUG}/.index.md.part",
)


@pytest.mark.parametrize("name", LEFTOVERS)
def test_what_a_killed_command_left_troubles_no_other_one(tmp_path: Path, name: str) -> None:
    newsroom = PublishingNewsroom(tmp_path)
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half a th")
    assert everything_in_order(newsroom)
    newsroom.out()
    assert everything_in_order(newsroom)
    newsroom.correct()
    newsroom.edit("old houses", "new houses")
    newsroom.out()
    newsroom.retract()
    assert everything_in_order(newsroom)


@pytest.mark.parametrize("name", [name for name in LEFTOVERS if name.startswith(f"drafts/{SLUG}/")])
def test_what_a_killed_command_staged_is_cleared_by_the_next_one(tmp_path: Path, name: str) -> None:
    newsroom = PublishingNewsroom(tmp_path)
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half a th")
    newsroom.submit()
    assert not path.exists()


def test_a_folder_of_published_pieces_that_vanished_is_named_and_nothing_is_taken_down(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path / "workspace").out()
    page = newsroom.page()
    shutil.move(newsroom.root / "published", tmp_path / "elsewhere")
    assert [SLUG in problem.message for problem in newsroom.problems()] == [True]
    assert {receipt.outcome for receipt in newsroom.export()} == {"missing"}
    assert newsroom.page() == page
    shutil.move(tmp_path / "elsewhere", newsroom.root / "published")
    assert everything_in_order(newsroom)


def test_an_empty_folder_of_published_pieces_that_vanished_is_made_again(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path)
    shutil.rmtree(tmp_path / "published", ignore_errors=True)
    newsroom.out()
    newsroom.correct()
    shutil.rmtree(tmp_path / "published")  # the copy of what readers see alone
    assert newsroom.state() is State.draft
    newsroom.submit()
    newsroom.approve()
    newsroom.publish()
    assert everything_in_order(newsroom)


@dataclass
class MeanwhileTarget(MemoryTarget):
    """A target at which something happens while it is being written."""

    meanwhile: Callable[[], object] = lambda: None

    def export(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        receipts = super().export(revisions)
        happens, self.meanwhile = self.meanwhile, lambda: None
        happens()
        return receipts


@pytest.fixture
def newsroom() -> MemoryNewsroom:
    newsroom = MemoryNewsroom()
    newsroom.target = MeanwhileTarget()
    return newsroom


def meanwhile(newsroom: MemoryNewsroom, happens: Callable[[], object]) -> None:
    assert isinstance(newsroom.target, MeanwhileTarget)
    newsroom.target.meanwhile = happens


def test_an_approval_during_an_export_is_recorded_and_does_not_go_out(newsroom: MemoryNewsroom) -> None:
    newsroom.out()
    newsroom.do("agathe", Correct(SLUG))
    newsroom.edit("old houses", "new houses")
    newsroom.do("agathe", Submit(SLUG))
    live = newsroom.piece.situation.live
    newsroom.target.pieces.clear()
    meanwhile(newsroom, lambda: newsroom.do("samir", Approve(SLUG, revision=newsroom.piece.hash)))
    newsroom.do("lena", Export())
    assert newsroom.state() is State.approved
    assert newsroom.target.pieces[SLUG].hash == live
    assert everything_in_order(newsroom)


def test_a_withdrawal_during_a_publication_waits_for_it_and_takes_the_piece_down(newsroom: MemoryNewsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    withdrawal = WithdrawConsent("nora-lind", retract=True)
    prepared = withdrawal.prepare(newsroom.as_("lena"))
    newsroom.publish()
    withdrawal.execute(newsroom.as_("lena"), prepared)
    assert newsroom.target.pieces == {}
    assert newsroom.state() is State.retracted
    assert everything_in_order(newsroom)


def test_a_publication_during_a_withdrawal_is_refused(newsroom: MemoryNewsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    action, context = Publish(SLUG), newsroom.as_("lena")
    prepared = action.prepare(context)
    perform(WithdrawConsent("nora-lind", retract=True), newsroom.as_("lena"))
    with pytest.raises(NotPossibleNow):
        action.execute(context, prepared)
    assert newsroom.target.pieces == {}
    assert newsroom.state() is State.approved
    assert everything_in_order(newsroom)


def test_what_the_clock_recorded_and_did_not_send_goes_out_the_next_time(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path)
    newsroom.submit()
    newsroom.approve()
    moment = newsroom.now() + timedelta(hours=1)
    newsroom.do("lena", Schedule(SLUG, at=moment))
    context = newsroom.by_the_clock(moment)
    recorded(context, Publish(SLUG).prepare(context))  # and killed here
    assert (list(due(context)), list(unsent(context))) == ([], [SLUG])
    perform(Publish(SLUG), context)
    assert list(unsent(context)) == []
    (tmp_path / ".authoring/deliveries.json").unlink()  # as in another clone
    assert list(unsent(context)) == []
    assert everything_in_order(newsroom)


def test_what_a_person_published_is_not_sent_by_the_clock(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path)
    newsroom.submit()
    newsroom.approve()
    context = newsroom.as_("lena")
    recorded(context, Publish(SLUG).prepare(context))
    assert list(unsent(context)) == []


def test_the_lists_of_a_site_are_completed_after_a_publication_that_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    newsroom.correct()
    newsroom.edit("old houses", "new houses")
    newsroom.submit()
    newsroom.approve()
    with monkeypatch.context() as patched:
        patched.setattr(SiteExporter, "_write_lists", lambda *_arguments: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError, match="full"):
            newsroom.publish()
    newsroom.publish()
    lists = {name: (tmp_path / "site" / name).read_bytes() for name in ("index.html", "feed.xml", "sitemap.xml")}
    shutil.rmtree(tmp_path / "site")
    newsroom.export()
    assert {name: (tmp_path / "site" / name).read_bytes() for name in lists} == lists
