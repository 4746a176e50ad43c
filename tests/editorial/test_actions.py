"""What every action promises, whoever does it and whatever state the piece is in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from authoring.editorial.actions import Delivered, EditorialAction, Outcome, event_of
from authoring.editorial.actions.accept import Accept
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.edit import Edit
from authoring.editorial.actions.submit import Submit
from authoring.editorial.actions.withdraw_consent import Withdrawal
from authoring.editorial.context import Context
from authoring.errors import AuthoringError, Conflict, NotAllowed, Stopped
from authoring.model.events import QUOTE, Accepted, authority
from authoring.model.ssh_keys import fingerprint
from authoring.model.states import Action, State
from authoring.store.recording import record
from tests.worlds.newsroom import SLUG
from tests.worlds.states import ATTEMPTS, STATES, MemoryNewsroom, newsroom_in
from tests.worlds.stored import everything

PEOPLE = ("agathe", "samir", "lena", "robot")


def refusal_of(action: EditorialAction[Any, Any], context: Context) -> AuthoringError | None:
    """What `prepare` raises; None when it raises nothing."""
    try:
        action.prepare(context)
    except AuthoringError as refusal:
        return refusal
    return None


def told(refusal: AuthoringError | None) -> tuple[str, str, str] | None:
    return (type(refusal).__name__, refusal.code, str(refusal)) if refusal else None


@pytest.mark.parametrize("state", STATES)
def test_allowed_says_what_prepare_raises_and_neither_changes_anything(state: str) -> None:
    newsroom = newsroom_in(state)
    before = everything(newsroom.store)
    disagreements = []
    for name, attempt in ATTEMPTS.items():
        for person in PEOPLE:
            context, action = newsroom.as_(person), attempt(newsroom)
            answers = told(action.allowed(context)), told(refusal_of(action, context))
            if answers[0] != answers[1]:
                disagreements.append((name, person, *answers))
    assert disagreements == []
    assert everything(newsroom.store) == before
    assert newsroom.target.writes == (1 if newsroom.target.pieces or state == "retracted" else 0)


def possible(state: str) -> Iterator[tuple[str, str]]:
    """Every action that does something in this state, with the first person who may do it."""
    newsroom = newsroom_in(state)
    for name, attempt in ATTEMPTS.items():
        action = attempt(newsroom)
        for person in PEOPLE:
            context = newsroom.as_(person)
            if refusal_of(action, context) is None and not getattr(action.prepare(context), "is_done", False):
                yield name, person
                break


def is_changed(result: object) -> bool | None:
    """Whether an action says that it changed something; None for one that does not say."""
    if isinstance(result, Delivered):
        return result.outcome.changed
    return result.changed if isinstance(result, Outcome | Withdrawal) else None


@pytest.mark.parametrize("state", STATES)
def test_the_same_again_changes_nothing_and_says_so(state: str) -> None:
    for name, person in possible(state):
        newsroom = newsroom_in(state)
        action = ATTEMPTS[name](newsroom)
        prepared = action.prepare(newsroom.as_(person))
        first = action.execute(newsroom.as_(person), prepared)
        after = everything(newsroom.store)
        second = action.execute(newsroom.as_(person), prepared)
        assert everything(newsroom.store) == after, name
        assert (is_changed(first), is_changed(second)) == ((None, None) if name == "look" else (True, False)), name


@pytest.mark.parametrize("state", STATES)
def test_after_somebody_elses_event_it_is_a_conflict_and_changes_nothing(state: str) -> None:
    for name, person in possible(state):
        if name in ("look", "withdraw consent"):  # they record no event of the piece
            continue
        newsroom = newsroom_in(state)
        action = ATTEMPTS[name](newsroom)
        prepared = action.prepare(newsroom.as_(person))
        somebody_elses_event(newsroom)
        before, writes = everything(newsroom.store), newsroom.target.writes
        with pytest.raises(Conflict) as conflict:
            action.execute(newsroom.as_(person), prepared)
        assert conflict.value.code == "two-writers", name
        assert everything(newsroom.store) == before, name
        assert newsroom.target.writes == writes, name


def somebody_elses_event(newsroom: MemoryNewsroom) -> None:
    piece = newsroom.piece
    piece, event = event_of(newsroom.as_("lena"), piece, Action.accept, target=piece.situation.state)
    record(newsroom.repository, piece, event)


def test_an_edit_saves_the_text_and_its_writer_cannot_approve_it() -> None:
    newsroom = newsroom_in("in review")
    piece = newsroom.piece
    outcome = newsroom.do("samir", Edit(SLUG, piece.document.text.replace("old houses", "new houses"), piece.hash))
    assert (outcome.changed, newsroom.state()) == (True, State.in_review)
    assert "new houses" in newsroom.piece.document.text
    with pytest.raises(NotAllowed) as refusal:
        newsroom.approve("samir")
    assert refusal.value.code == "four-eyes"
    assert newsroom.approve("lena").target is State.approved


def test_an_edit_of_what_was_read_before_another_edit_is_a_conflict() -> None:
    newsroom = newsroom_in("in review")
    piece = newsroom.piece
    for basis in (piece.hash, piece.version):
        before = newsroom.piece.document.text
        newsroom.write(before + f"{basis[:4]}\n")
        changed = everything(newsroom.store)
        with pytest.raises(Conflict) as conflict:
            newsroom.do("agathe", Edit(SLUG, piece.document.text + "More.\n", basis))
        assert conflict.value.code == "two-writers"
        assert everything(newsroom.store) == changed


def test_an_edit_that_is_overtaken_between_preparing_and_saving_is_a_conflict() -> None:
    newsroom = newsroom_in("draft")
    piece = newsroom.piece
    edit = Edit(SLUG, piece.document.text + "More.\n", piece.version)
    prepared = edit.prepare(newsroom.as_("agathe"))
    newsroom.edit("old houses", "new houses")
    with pytest.raises(Conflict):
        edit.execute(newsroom.as_("agathe"), prepared)
    assert "More." not in newsroom.piece.document.text


def test_every_event_records_what_entitled_its_actor_at_that_time() -> None:
    newsroom = MemoryNewsroom(quorum=2)
    newsroom.submit()
    newsroom.approve("samir")
    newsroom.approve("lena")
    newsroom.publish()
    stated = [authority(event) for event in newsroom.piece.events]
    assert [(it.roles, it.quorum, it.key) for it in stated if it] == [
        (("author", "editor"), 2, ""),
        (("author", "editor"), 2, ""),
        (("reviewer",), 2, ""),
        (("editor", "reviewer"), 2, ""),
        (("editor", "reviewer"), 2, ""),
    ]


def test_an_event_records_the_key_that_its_actor_had() -> None:
    newsroom = newsroom_in("draft")
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    people = {**newsroom.settings.people, "agathe": newsroom.settings.people["agathe"]._replace(ssh_key=key)}
    newsroom.settings = newsroom.settings._replace(people=people)
    newsroom.submit()
    stated = authority(newsroom.piece.events[-1])
    assert stated is not None
    assert stated.key == fingerprint(key)


def test_a_prepared_approval_is_by_who_prepared_it_whoever_executes_it() -> None:
    newsroom = newsroom_in("in review")
    action = Approve(SLUG, revision=newsroom.piece.hash)
    prepared = action.prepare(newsroom.as_("samir"))
    action.execute(newsroom.as_("agathe"), prepared)
    assert newsroom.piece.situation.approvals == ("samir",)


def test_an_agent_and_nobody_may_record_no_answer_of_a_person() -> None:
    newsroom = newsroom_in("in review")
    accept = Accept(SLUG, (Accepted(QUOTE, "quotes", "0" * 64, "nora-lind"),))
    for context in (newsroom.as_("robot"), newsroom.as_("robot").acting_as(newsroom.settings.people["robot"])):
        with pytest.raises(Stopped):
            accept.prepare(context)


def test_a_submission_names_a_reader_and_a_second_one_names_another() -> None:
    newsroom = newsroom_in("draft")
    newsroom.do("agathe", Submit(SLUG, to="samir"))
    newsroom.do("agathe", Submit(SLUG, to="lena"))
    assert [(event.action.value, newsroom.piece.situation.assignee) for event in newsroom.piece.events[-1:]] == [
        ("assign", "lena")
    ]
