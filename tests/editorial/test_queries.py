"""What doors ask the engine: frozen values, and the JSON that commands have always printed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from authoring.cli.list import KEYS
from authoring.editorial.actions.look import Look
from authoring.editorial.actions.schedule import Schedule
from authoring.editorial.actions.submit import Submit
from authoring.editorial.queries import to_json
from authoring.editorial.queries.calendar import calendar
from authoring.editorial.queries.changes import changes, since_last_look
from authoring.editorial.queries.consents import consents
from authoring.editorial.queries.history import history
from authoring.editorial.queries.piece import piece
from authoring.editorial.queries.pieces import pieces
from authoring.editorial.queries.quotations import quotations
from authoring.errors import UsageError
from authoring.model.states import State
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.publishing import PublishingNewsroom
from tests.worlds.states import MemoryNewsroom, newsroom_in
from tests.worlds.stored import everything
from tests.worlds.terminal import Terminal


def in_review() -> Newsroom:
    newsroom = Newsroom()
    newsroom.do("agathe", Submit(SLUG, to="samir", due=date(2026, 12, 1)))
    return newsroom


def test_the_list_of_pieces_as_json() -> None:
    newsroom = in_review()
    (entry,) = to_json(pieces(newsroom.as_("lena")).entries)
    assert {key: entry[key] for key in KEYS} == {
        "slug": "neighbours",
        "title": "Why the Lantern needs its neighbours",
        "state": "in_review",
        "lang": "en",
        "author": "agathe",
        "assignee": "samir",
        "due": "2026-12-01",
        "updated": "2026-11-23T09:02:00Z",
        "hash": "f87dfa43fbce5cf3252a7aa5edad759f60e42351f66f99608bf8f748450b379c",
    }


def test_the_quotations_of_a_piece_as_json() -> None:
    assert to_json(quotations(in_review().as_("lena"), SLUG)) == [
        {
            "id": "ebfef65dea9e",
            "kind": "verbatim",
            "line": 18,
            "words": "I had no saw of my own.",
            "sources": ["nora-lind"],
            "given_to": None,
            "turn": None,
            "whole": None,
            "nearest": None,
            "nearest_source": None,
            "agreement": None,
            "term": False,
        }
    ]


def test_the_consents_of_a_workspace_as_json() -> None:
    assert to_json(consents(in_review().as_("lena"))) == [
        {
            "slug": "nora-lind",
            "person": "Nora Lind",
            "status": "granted",
            "granted": "2026-03-02",
            "expires": None,
            "channels": ["blog"],
            "name": "full",
            "ai": "allowed",
            "providers": [],
            "words": True,
            "wording": "verbatim",
            "picture": None,
            "shown": "",
            "version": "",
        }
    ]


def test_the_history_of_a_piece_as_json() -> None:
    newsroom = in_review()
    past = history(newsroom.as_("lena"), SLUG)
    draft, submission = past.as_json()
    assert past.checkpoint == newsroom.piece.checkpoint
    assert (draft["action"], draft["from"], draft["details"]["models"]) == ("draft", None, ["fake"])
    assert {key: value for key, value in submission.items() if key != "details"} == {
        "seq": 2,
        "time": "2026-11-23T09:02:00Z",
        "actor": "agathe",
        "kind": "person",
        "action": "submit",
        "from": "draft",
        "to": "in_review",
        "hash": newsroom.piece.hash,
        "note": "",
        "prev": submission["prev"],
    }
    assert submission["details"]["assignee"] == "samir"


@pytest.mark.parametrize(
    ("command", "query"),
    [
        (["quotes", SLUG], lambda context: quotations(context, SLUG)),
        (["consent", "list"], consents),
        (["log", SLUG], lambda context: history(context, SLUG).as_json()),
    ],
)
def test_a_command_prints_what_its_query_gives(  # type: ignore[no-untyped-def]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str], query
) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    printed = Terminal(newsroom.root, monkeypatch, capsys).ok(*command, "--json").json
    assert printed == to_json(query(newsroom.as_("lena")))


def test_a_piece_at_a_glance() -> None:
    newsroom = newsroom_in("published")
    view = piece(newsroom.as_("lena"), SLUG)
    assert (view.state, view.approvals, view.live) == (State.published, ("samir",), newsroom.piece.hash)
    assert (view.title, view.file, view.quorum) == ("Why the Lantern needs its neighbours", newsroom.piece.label, 1)


def test_what_waits_for_whom_and_what_is_overdue() -> None:
    newsroom = in_review()
    waiting = {name: len(pieces(newsroom.as_(name), mine=True).entries) for name in ("agathe", "samir", "lena")}
    assert waiting == {"agathe": 0, "samir": 1, "lena": 0}
    assert pieces(newsroom.as_("lena"), state="draft").entries == []
    assert pieces(newsroom.as_("lena"), overdue=True).entries == []
    with pytest.raises(UsageError):
        pieces(newsroom.as_("lena"), state="finished")


def test_a_reviewer_sees_what_changed_since_they_looked() -> None:
    newsroom = in_review()
    assert since_last_look(newsroom.as_("samir"), SLUG) is None
    newsroom.do("samir", Look(SLUG))
    assert since_last_look(newsroom.as_("samir"), SLUG) is None
    earlier_hash = newsroom.piece.hash
    newsroom.edit("old houses", "new houses")
    look = since_last_look(newsroom.as_("samir"), SLUG)
    assert look is not None
    assert (look.before, look.after) == (earlier_hash, newsroom.piece.hash)
    assert "new" in str(look.groups)
    assert since_last_look(newsroom.as_("lena"), SLUG) is None
    assert changes(newsroom.as_("lena"), SLUG) == look


def test_the_calendar_holds_reviews_publications_and_schedules() -> None:
    newsroom = in_review()
    assert [(it.day, it.occasion) for it in calendar(newsroom.as_("lena"))] == [(date(2026, 12, 1), "review_due")]
    newsroom.approve()
    newsroom.do("lena", Schedule(SLUG, at=datetime(2027, 1, 1, 23, 30, tzinfo=UTC)))
    assert [(it.day, it.occasion) for it in calendar(newsroom.as_("lena"))] == [(date(2027, 1, 2), "scheduled")]
    out = MemoryNewsroom().out()
    assert [(it.day, it.occasion) for it in calendar(out.as_("lena"))] == [(date(2026, 11, 23), "published")]
    assert calendar(out.as_("lena"), first=date(2026, 11, 24)) == []


@pytest.mark.parametrize("state", ["draft", "in review", "published", "in correction"])
def test_a_question_changes_nothing(state: str) -> None:
    newsroom = newsroom_in(state)
    before = everything(newsroom.store)
    context = newsroom.as_("samir")
    for query in (pieces, consents, calendar):
        query(context)
    for query_of_one in (piece, history, quotations, changes, since_last_look):
        query_of_one(context, SLUG)
    assert everything(newsroom.store) == before
