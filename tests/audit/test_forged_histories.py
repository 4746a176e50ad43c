"""`verify` recomputes the workflow: what somebody forges who chains every line anew is named, and not published."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from authoring.audit.verify import verify
from authoring.editorial.actions import perform
from authoring.editorial.actions.accept import Accept
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.edit import Edit
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.request_changes import RequestChanges
from authoring.editorial.actions.schedule import Schedule
from authoring.editorial.actions.submit import Submit
from authoring.errors import AuthoringError
from authoring.model.events import QUOTE, WARNING, Accepted, Event
from authoring.model.people import Person, RoleName
from authoring.model.states import Action, State
from authoring.workspace import open_workspace
from tests.worlds.courses import SigningMemoryNewsroom
from tests.worlds.forged import append, forge, lay, lines_with_problems, messages, stating
from tests.worlds.forgeries import chained
from tests.worlds.newsroom import SLUG
from tests.worlds.states import LATER, MemoryNewsroom


@pytest.fixture
def newsroom() -> MemoryNewsroom:
    newsroom = MemoryNewsroom()
    newsroom.submit()
    return newsroom


@pytest.fixture
def approved(newsroom: MemoryNewsroom) -> MemoryNewsroom:
    newsroom.approve()
    return newsroom


def following(newsroom: MemoryNewsroom, action: Action, **changes: Any) -> Event:
    """A line of lena's after the last one, as plausible as can be."""
    last = newsroom.piece.events[-1]
    line = replace(
        last,
        time=last.time + timedelta(minutes=1),
        action=action,
        actor="lena",
        kind="person",
        source=last.target,
        note="",
        details={"authority": {"roles": ["editor", "reviewer"], "quorum": 1}},
    )
    return replace(line, **changes)


def is_refused(newsroom: MemoryNewsroom) -> bool:
    """Whether `publish` lets nothing out."""
    before = newsroom.store.events.read(SLUG)
    try:
        newsroom.publish()
    except AuthoringError:
        return newsroom.store.events.read(SLUG) == before and not newsroom.target.pieces
    return False


@pytest.mark.parametrize(
    ("action", "target", "details"),
    [
        (Action.accept, State.approved, {"accepts": [{"kind": QUOTE, "check": "quotes", "sha256": "0" * 64}]}),
        (Action.assign, State.approved, {"assignee": "samir"}),
        (Action.schedule, State.scheduled, {"at": "2027-01-01T00:00:00+00:00"}),
        (Action.revise, State.approved, {}),
        (Action.submit, State.approved, {}),
    ],
)
def test_an_approval_that_was_taken_back_is_not_used_again(
    approved: MemoryNewsroom, action: Action, target: State, details: dict[str, Any]
) -> None:
    approved.do("samir", RequestChanges(SLUG, note="I was too fast."))
    line = following(approved, action, target=target)
    append(approved, replace(line, details={**line.details, **details}))
    assert lines_with_problems(approved) == {5}
    assert is_refused(approved)


def test_a_publication_after_the_approval_was_taken_back_is_named(approved: MemoryNewsroom) -> None:
    approved.do("samir", RequestChanges(SLUG, note="I was too fast."))
    append(approved, following(approved, Action.publish, source=State.approved, target=State.published))
    assert 5 in lines_with_problems(approved)


@pytest.mark.parametrize("action", [Action.assign, Action.accept, Action.revise, Action.mend, Action.erase])
def test_a_line_that_leads_to_approved_without_an_approval_is_named(newsroom: MemoryNewsroom, action: Action) -> None:
    append(newsroom, following(newsroom, action, target=State.approved))
    assert newsroom.state() is State.in_review
    assert 3 in lines_with_problems(newsroom)
    assert is_refused(newsroom)


def test_time_does_not_run_backwards(approved: MemoryNewsroom) -> None:
    events = list(approved.piece.events)
    append(approved, following(approved, Action.assign, time=events[0].time - timedelta(minutes=10)))
    assert 4 in lines_with_problems(approved)


def test_a_clock_that_is_a_little_behind_accuses_nobody(approved: MemoryNewsroom) -> None:
    last = approved.piece.events[-1].time
    behind = replace(approved.as_("lena"), clock=lambda: last - timedelta(hours=3))
    perform(Schedule(SLUG, at=LATER), behind)
    assert approved.piece.events[-1].time == last
    assert messages(approved) == []


def test_one_of_two_approvals_does_not_approve() -> None:
    newsroom = MemoryNewsroom(quorum=2)
    newsroom.submit()
    newsroom.approve()
    events = newsroom.piece.events
    forge(newsroom, *events[:-1], replace(events[-1], target=State.approved))
    assert lines_with_problems(newsroom) == {3}
    assert is_refused(newsroom)


def test_a_lower_quorum_on_a_line_is_not_the_one_that_was_approved_under() -> None:
    newsroom = MemoryNewsroom(quorum=2)
    newsroom.submit()
    newsroom.approve()
    events = newsroom.piece.events
    authority = {**events[-1].details["authority"], "quorum": 1}
    forge(
        newsroom,
        *events[:-1],
        replace(events[-1], target=State.approved, details=stating(events[-1], authority=authority)),
    )
    assert lines_with_problems(newsroom) == {3}


def test_a_later_change_of_settings_accuses_nobody(approved: MemoryNewsroom) -> None:
    approved.publish()
    people = {name: person for name, person in approved.settings.people.items() if name != "samir"}
    approved.settings = approved.settings._replace(people=people, review=approved.settings.review._replace(quorum=2))
    assert messages(approved) == []


@pytest.mark.parametrize(
    ("action", "roles", "source", "target"),
    [
        (Action.approve, ["author"], State.in_review, State.approved),
        (Action.publish, ["reviewer"], State.approved, State.published),
        (Action.schedule, [], State.approved, State.scheduled),
        (Action.retract, ["author"], State.published, State.retracted),
    ],
)
def test_whoever_had_not_the_role_is_named(action: Action, roles: list[str], source: State, target: State) -> None:
    newsroom = MemoryNewsroom()
    newsroom.submit()
    if source is not State.in_review:
        newsroom.approve()
    if source is State.published:
        newsroom.publish()
    line = following(newsroom, action, source=source, target=target, note="Because.")
    append(newsroom, replace(line, details={"authority": {"roles": roles, "quorum": 1}, "at": "2027-01-01T00:00:00Z"}))
    assert len(newsroom.piece.events) in lines_with_problems(newsroom)


def changed(index: int, **changes: Any) -> Callable[[MemoryNewsroom], None]:
    def apply(newsroom: MemoryNewsroom) -> None:
        events = list(newsroom.piece.events)
        events[index] = replace(events[index], **changes)
        forge(newsroom, *events)

    return apply


@pytest.mark.parametrize(
    "alter",
    [
        changed(-1, source=State.draft),
        changed(-1, target=State.scheduled),
        changed(-1, kind="agent"),
        changed(-1, kind="system"),
        changed(-1, kind="robot"),
        changed(-1, hash=""),
        changed(-1, hash="f" * 64),
        changed(-1, actor="agathe"),
        changed(-1, time=datetime(2020, 1, 1, tzinfo=UTC)),
        changed(-1, note="Only if the title changes."),
        changed(-1, details={}),
        changed(1, source=State.approved),
        changed(1, action=Action.withdraw),
        changed(1, details={}),
    ],
)
def test_what_the_program_would_not_write_is_named_and_not_published(
    approved: MemoryNewsroom, alter: Callable[[MemoryNewsroom], None]
) -> None:
    alter(approved)
    assert lines_with_problems(approved)
    assert is_refused(approved)


def test_a_program_that_is_recorded_as_a_person_is_named(approved: MemoryNewsroom) -> None:
    robot = Person("samir", "Samir", roles=frozenset({"reviewer"}), kind="agent")
    approved.settings = approved.settings._replace(people={**approved.settings.people, "samir": robot})
    assert lines_with_problems(approved) == {3}


def test_a_reason_that_is_missing_is_named(newsroom: MemoryNewsroom) -> None:
    append(newsroom, following(newsroom, Action.request_changes, target=State.changes_requested))
    assert lines_with_problems(newsroom) == {3}


def test_a_warning_accepted_by_a_writer_is_named(newsroom: MemoryNewsroom) -> None:
    newsroom.do("lena", Accept(SLUG, (Accepted(WARNING, "sources", "0" * 64),)))
    assert messages(newsroom) == []
    changed(-1, actor="agathe")(newsroom)
    assert lines_with_problems(newsroom) == {3}


def test_a_warning_is_accepted_by_no_other_line(newsroom: MemoryNewsroom) -> None:
    warning = {"kind": WARNING, "check": "sources", "sha256": "0" * 64}
    line = following(newsroom, Action.assign)
    append(newsroom, replace(line, details={**line.details, "accepts": [warning]}))
    assert lines_with_problems(newsroom) == {3}


def test_the_clock_publishes_nothing_before_its_time(approved: MemoryNewsroom) -> None:
    approved.do("lena", Schedule(SLUG, at=LATER))
    clock = replace(approved.as_("lena"), actor=Person("schedule", "schedule", kind="system"))
    with pytest.raises(AuthoringError):
        perform(Publish(SLUG), clock)
    line = following(approved, Action.publish, kind="system", actor="schedule", target=State.published)
    append(approved, replace(line, details={"authority": {"roles": [], "quorum": 1}}))
    assert 5 in lines_with_problems(approved)


def test_a_publication_dropped_from_its_schedule_is_named(approved: MemoryNewsroom) -> None:
    approved.do("lena", Schedule(SLUG, at=LATER))
    *rest, last = approved.piece.events
    forge(approved, *rest, replace(last, details=stating(last, at=None)))
    assert lines_with_problems(approved) == {4}


def test_a_saved_edit_of_an_approved_text_leads_back_into_review(approved: MemoryNewsroom) -> None:
    text = approved.piece.document.text.replace("in a street", "in the street")
    outcome = approved.do("lena", Edit(SLUG, text, approved.piece.hash))
    assert outcome.target is State.in_review
    assert approved.piece.events[-1].target is State.in_review
    assert messages(approved) == []


def test_a_save_that_no_reader_sees_leaves_an_approved_text_approved(approved: MemoryNewsroom) -> None:
    text = approved.piece.document.text.replace("\nstatus:", "\nmood: sunny\nstatus:")
    outcome = approved.do("lena", Edit(SLUG, text, approved.piece.hash))
    assert outcome.target is State.approved
    assert messages(approved) == []
    approved.publish()
    assert messages(approved) == []


def test_an_approval_dated_before_the_day_of_the_key_is_named_where_time_ran_on(newsroom: MemoryNewsroom) -> None:
    newsroom.approve()
    samir = newsroom.settings.people["samir"]._replace(
        ssh_key="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==",
        ssh_key_since=date(2026, 11, 23),
    )
    newsroom.settings = newsroom.settings._replace(people={**newsroom.settings.people, "samir": samir})
    changed(-1, time=datetime(2026, 11, 1, tzinfo=UTC), details=newsroom.piece.events[-1].details)(newsroom)
    assert 3 in lines_with_problems(newsroom)


def test_lines_that_record_no_authority_are_counted_and_accuse_nobody() -> None:
    newsroom = MemoryNewsroom()
    newsroom.out()
    old = [replace(event, details=stating(event, authority=None, approval=None)) for event in newsroom.piece.events]
    forge(newsroom, *old)
    assert messages(newsroom) == []


def test_a_line_without_its_authority_after_lines_that_have_one_is_named(approved: MemoryNewsroom) -> None:
    *rest, last = approved.piece.events
    forge(approved, *rest, replace(last, details=stating(last, authority=None, approval=None)))
    assert lines_with_problems(approved) == {3}


def test_submitted_again_everything_is_in_order(approved: MemoryNewsroom) -> None:
    approved.do("samir", RequestChanges(SLUG, note="I was too fast."))
    approved.do("agathe", Submit(SLUG))
    approved.do("samir", Approve(SLUG, revision=approved.piece.hash))
    approved.publish()
    assert messages(approved) == []


def raw(newsroom: MemoryNewsroom, number: int, **values: object) -> None:
    """Write values into a line as JSON, whatever they are, and chain everything anew."""
    rows = [json.loads(line) for line in newsroom.store.events.read(SLUG).splitlines()]
    rows[number - 1] |= values
    lay(newsroom.store, chained(rows))


def deep(levels: int) -> object:
    value: object = {}
    for _level in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "values",
    [
        {"time": "2026-11-23T09:05:00"},
        {"time": "0001-01-01T00:00:00+14:00"},
        {"kind": "robot"},
        {"note": "\ud800"},
        {"details": {"approval": {"note": "\udfff"}}},
        {"details": {"approval": deep(60)}},
        {"details": {"approval": deep(900)}},
        {"actor": None},
        {"hash": ["x"]},
    ],
)
def test_a_malformed_value_is_a_problem_of_its_line(approved: MemoryNewsroom, values: dict[str, object]) -> None:
    raw(approved, 3, **values)
    assert lines_with_problems(approved) == {3}
    assert is_refused(approved)


def with_whole_approval(newsroom: MemoryNewsroom, actor: str) -> None:
    """Append an unsigned approval by `actor` with its statement and every file that belongs to it."""
    roles: frozenset[RoleName] = frozenset({"reviewer"})
    forger = replace(newsroom.as_("lena"), actor=Person(actor, actor, roles=roles))
    perform(Approve(SLUG, revision=newsroom.piece.hash), forger)


@pytest.mark.parametrize("actor", ["samir", "somebody"])
def test_where_all_reviewers_sign_an_unsigned_approval_is_named_whoever_is_said_to_have_given_it(actor: str) -> None:
    newsroom = SigningMemoryNewsroom()
    newsroom.submit()
    with_whole_approval(newsroom, actor)
    assert lines_with_problems(newsroom) == {3}
    assert is_refused(newsroom)


def test_who_left_since_accuses_nobody_and_is_noted(approved: MemoryNewsroom) -> None:
    approved.publish()
    people = {name: person for name, person in approved.settings.people.items() if name != "samir"}
    approved.settings = approved.settings._replace(people=people, review=approved.settings.review._replace(quorum=2))
    verification = verify(approved.as_("lena"))
    assert verification.problems == ()
    assert [note.message for note in verification.notes] == [
        "“samir” acted on this piece and is not among the people of this workspace any more.",
        "This was approved under a quorum of 1, and it is 2 today.",
    ]
    assert [note["line"] for note in verification.as_json()["notes"]] == [3, 3]


def test_other_words_about_a_models_part_are_noted(approved: MemoryNewsroom) -> None:
    wording = {"en": "We had help from a language model."}
    approved.settings = approved.settings._replace(disclosure=approved.settings.disclosure._replace(wording=wording))
    verification = verify(approved.as_("lena"))
    assert verification.problems == ()
    assert [note.message for note in verification.notes] == [
        "The words that tell readers of a model’s part have changed since this was approved."
    ]


def test_words_that_replaced_the_sentence_when_it_was_approved_are_noted(newsroom: MemoryNewsroom) -> None:
    wording = {"en": "100 % human, zero AI."}
    newsroom.settings = newsroom.settings._replace(disclosure=newsroom.settings.disclosure._replace(wording=wording))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("authoring.editorial.approvals.FORMAT", 2)
        newsroom.approve()
    assert [note.message for note in verify(newsroom.as_("lena")).notes] == [
        "When this was approved, the organisation’s words could take the place of the program’s sentence."
    ]


def test_what_a_model_did_is_worked_out_again(approved: MemoryNewsroom) -> None:
    approved.publish()
    *rest, last = approved.piece.events
    forge(approved, *rest, replace(last, details=stating(last, model=[])))
    assert messages(approved) == [
        "What this line says of a model’s part in the text is not what the lines before it bear out."
    ]


def test_a_models_part_that_a_line_keeps_silent_is_named(approved: MemoryNewsroom) -> None:
    first, *rest = approved.piece.events
    forge(approved, replace(first, details=stating(first, models=None)), *rest)
    assert 1 in lines_with_problems(approved)


def test_the_sample_from_before_authority_was_recorded_holds_and_is_counted() -> None:
    verification = verify(open_workspace(Path(__file__).parents[2], {}))
    assert verification.problems == ()
    assert verification.unrecorded == 7


def test_an_edit_of_an_approved_text_as_earlier_versions_recorded_it_accuses_nobody(approved: MemoryNewsroom) -> None:
    text = approved.piece.document.text.replace("in a street", "in the street")
    approved.do("agathe", Edit(SLUG, text, approved.piece.hash))
    changed(-1, target=State.approved)(approved)
    assert messages(approved) == []
    assert approved.state() is State.in_review
    assert is_refused(approved)
