"""That people alone wrote a text is claimed only where somebody declared it, and whoever approves signs that too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from authoring.editorial import approvals
from authoring.editorial.actions.correct import Correct
from authoring.editorial.actions.edit import Edit
from authoring.editorial.actions.import_piece import ImportPiece
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.submit import Submit
from authoring.editorial.actions.withdraw import Withdraw
from authoring.editorial.how_written import declared_words
from authoring.errors import AuthoringError, NotAllowed, NotPossibleNow
from authoring.model.events import Event, Import, Written, approval, written
from authoring.model.people import Person
from authoring.model.states import Action, State
from authoring.sourcing import authorship
from tests.worlds.courses import SigningMemoryNewsroom
from tests.worlds.forged import forge, stating
from tests.worlds.lantern import MORNING
from tests.worlds.newsroom import SLUG
from tests.worlds.states import MemoryNewsroom


def by_people(*, quorum: int = 1) -> MemoryNewsroom:
    """A newsroom whose piece no model is known to have written."""
    return MemoryNewsroom(drafted=False, quorum=quorum)


def declare(newsroom: MemoryNewsroom) -> None:
    newsroom.do("agathe", Submit(SLUG, human_only=True))


def kind(newsroom: MemoryNewsroom) -> str:
    return str(newsroom.piece.manifest["disclosure"]["kind"])


def test_a_text_of_which_nobody_says_anything_claims_nothing() -> None:
    newsroom = by_people()
    assert kind(newsroom) == "not-recorded"
    newsroom.out()
    assert kind(newsroom) == "not-recorded"
    (disclosed,) = [it.disclosure for it in newsroom.target.pieces.values()]
    assert (disclosed.kind, disclosed.paragraphs) == ("not-recorded", ())
    assert newsroom.problems() == []


def test_a_declaration_is_on_record_and_in_the_statement_that_the_reviewer_signs() -> None:
    newsroom = by_people()
    declare(newsroom)
    assert kind(newsroom) == "human-only"
    how = written(newsroom.piece.events[-1])
    assert how is not None
    assert how.declaration is not None
    assert how.declaration.words.startswith("I declare that people alone wrote this text")
    newsroom.approve()
    assert (approval(newsroom.piece.events[-1]).statement or {})["written"] == how.as_json()
    newsroom.publish()
    assert {it.disclosure.kind for it in newsroom.target.pieces.values()} == {"human-only"}
    assert newsroom.problems() == []


def test_a_declaration_is_in_the_language_of_who_declares() -> None:
    newsroom = by_people()
    context = newsroom.as_("agathe", language="fr")
    action = Submit(SLUG, human_only=True)
    action.execute(context, action.prepare(context))
    how = written(newsroom.piece.events[-1])
    assert how is not None
    assert how.declaration is not None
    assert how.declaration.words.startswith("Je déclare")


def test_a_declaration_is_about_the_very_words() -> None:
    newsroom = by_people()
    declare(newsroom)
    newsroom.edit("in a street", "in the street")
    assert kind(newsroom) == "not-recorded"
    newsroom.edit("in the street", "in a street")
    assert kind(newsroom) == "human-only"
    text = newsroom.piece.document.text.replace("in a street", "in one street")
    newsroom.do("lena", Edit(SLUG, text, newsroom.piece.hash))
    assert kind(newsroom) == "not-recorded"
    newsroom.approve()
    newsroom.publish()
    assert newsroom.problems() == []


def test_a_declaration_for_a_piece_in_review_takes_another_submission() -> None:
    newsroom = by_people()
    newsroom.submit()
    with pytest.raises(NotPossibleNow):
        declare(newsroom)
    newsroom.do("agathe", Withdraw(SLUG))
    declare(newsroom)
    assert kind(newsroom) == "human-only"
    newsroom.do("agathe", Submit(SLUG, to="lena", human_only=True))
    assert newsroom.piece.situation.assignee == "lena"


def test_nobody_declares_it_of_a_model_s_text() -> None:
    with pytest.raises(NotPossibleNow, match="a model took part"):
        declare(MemoryNewsroom())


def test_nobody_declares_it_of_a_post_from_elsewhere() -> None:
    newsroom = by_people()
    newsroom.do(
        "lena", ImportPiece(SLUG, newsroom.piece.document.text, Import("hugo", "a.md", "2" * 64, MORNING, MORNING))
    )
    newsroom.do("agathe", Correct(SLUG))
    with pytest.raises(NotPossibleNow, match="from elsewhere"):
        declare(newsroom)


def test_no_program_declares_it() -> None:
    newsroom = by_people()
    robot = Person("writer", "Writer", roles=frozenset({"author"}), kind="agent")
    context = newsroom.as_("agathe").acting_as(robot)
    with pytest.raises(NotAllowed, match="only a person can declare"):
        Submit(SLUG, human_only=True).prepare(context)
    action = Submit(SLUG)
    action.execute(context, action.prepare(context))
    newsroom.do("agathe", Withdraw(SLUG))
    with pytest.raises(NotPossibleNow, match="a program wrote"):
        declare(newsroom)


# --- texts that an earlier version took for people's ---------------------------------------------------------------


def as_before(newsroom: MemoryNewsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """The piece goes out as the version before declarations recorded it."""

    original = approvals.build_statement

    def build_then(*arguments: Any, **options: Any) -> Any:
        approval_now = original(*arguments, **options)
        stated = {key: value for key, value in approval_now.stated.items() if key != "written"}
        return replace(approval_now, stated=stated)

    with monkeypatch.context() as patch:
        patch.setattr(authorship, "disclosed", lambda _events, _draft, _calls: "human-only")
        patch.setattr(Written, "as_details", lambda _self: {})
        patch.setattr(approvals, "FORMAT", 2)
        patch.setattr(approvals, "build_statement", build_then)
        patch.setattr("authoring.editorial.actions.approve.refuse_unstated", lambda *_: None)
        newsroom.submit()
        newsroom.approve()


def test_an_approval_of_an_earlier_version_holds_as_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom = by_people()
    as_before(newsroom, monkeypatch)
    assert newsroom.state() is State.approved
    assert kind(newsroom) == "human-only"
    newsroom.publish()
    assert {it.disclosure.kind for it in newsroom.target.pieces.values()} == {"human-only"}
    assert newsroom.problems() == []


def test_an_edit_of_such_a_text_is_handed_in_again_before_it_is_approved(monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom = by_people()
    as_before(newsroom, monkeypatch)
    newsroom.edit("in a street", "in the street")
    with pytest.raises(NotPossibleNow, match="Nobody has declared"):
        newsroom.approve()
    newsroom.do("agathe", Withdraw(SLUG))
    newsroom.submit()
    assert kind(newsroom) == "not-recorded"
    newsroom.approve()
    newsroom.publish()
    assert newsroom.problems() == []


def test_a_second_approval_may_follow_one_of_an_earlier_version(monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom = by_people(quorum=2)
    as_before(newsroom, monkeypatch)
    newsroom.approve("lena")
    newsroom.publish()
    assert newsroom.problems() == []


# --- forgeries -----------------------------------------------------------------------------------------------------


def declared(event: Event, newsroom: MemoryNewsroom) -> Event:
    text = authorship.declared_text(newsroom.piece.draft)
    entry = {"declares": {"words": declared_words("en"), "text": text}}
    return replace(event, details=stating(event, written=entry))


def submitted(change: Callable[[Event], Event], newsroom: MemoryNewsroom) -> list[Event]:
    return [change(it) if it.action is Action.submit else it for it in newsroom.piece.events]


@pytest.mark.parametrize("newsroom_of", [SigningMemoryNewsroom, MemoryNewsroom])
def test_a_declaration_that_is_added_afterwards_is_found(newsroom_of: type[MemoryNewsroom]) -> None:
    newsroom = newsroom_of(drafted=False)
    newsroom.submit()
    newsroom.approve()
    forge(newsroom, *submitted(lambda it: declared(it, newsroom), newsroom))
    assert newsroom.problems()
    with pytest.raises(AuthoringError):
        newsroom.publish()


@pytest.mark.parametrize("entry", [None, {}, {"declares": {"words": "All by hand.", "text": "0" * 64}}])
def test_a_declaration_that_is_changed_or_taken_away_is_found(entry: object) -> None:
    newsroom = SigningMemoryNewsroom(drafted=False)
    declare(newsroom)
    newsroom.approve()
    forge(newsroom, *submitted(lambda it: replace(it, details=stating(it, written=entry)), newsroom))
    assert any("written" in it.message for it in newsroom.problems())
    with pytest.raises(AuthoringError):
        newsroom.do("lena", Publish(SLUG))


def test_a_submission_that_states_nothing_after_one_that_does_is_found() -> None:
    newsroom = by_people()
    newsroom.submit()
    newsroom.do("agathe", Withdraw(SLUG))
    newsroom.submit()
    *rest, last = newsroom.piece.events
    forge(newsroom, *rest, replace(last, details=stating(last, written=None)))
    assert any("written" in it.message for it in newsroom.problems())
