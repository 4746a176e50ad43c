"""The time that a piece takes, computed from its history alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from authoring.audit.stats import course
from authoring.model.events import Event
from authoring.model.states import Action, State

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


def event(action: Action, target: State, *, day: float) -> Event:
    return Event(1, MONDAY + timedelta(days=day), "agathe", "person", action, None, target, "0" * 64)


WAY = [
    event(Action.draft, State.draft, day=0),
    event(Action.submit, State.in_review, day=1),
    event(Action.request_changes, State.changes_requested, day=3),
    event(Action.submit, State.in_review, day=4),
    event(Action.approve, State.approved, day=4.5),
    event(Action.publish, State.published, day=5),
]


def days(spent: dict[State, timedelta]) -> dict[str, float]:
    return {state.value: time / timedelta(days=1) for state, time in spent.items()}


def test_each_state_counts_all_its_stays_and_the_present_one_up_to_now() -> None:
    spent = course.time_in_states(WAY, present=State.published, now=MONDAY + timedelta(days=7))
    assert days(spent) == {"draft": 1, "in_review": 2.5, "changes_requested": 1, "approved": 0.5, "published": 2}


def test_an_approval_that_an_edit_has_voided_counts_as_review() -> None:
    spent = course.time_in_states(WAY[:-1], present=State.in_review, now=MONDAY + timedelta(days=5))
    assert days(spent) == {"draft": 1, "in_review": 3, "changes_requested": 1}


def test_a_clock_that_was_set_back_takes_no_time_away() -> None:
    past = [event(Action.draft, State.draft, day=2), event(Action.submit, State.in_review, day=1)]
    assert days(course.time_in_states(past, present=State.in_review, now=MONDAY)) == {"draft": 0, "in_review": 0}


def test_without_a_history_nothing_is_known() -> None:
    assert course.time_in_states([], present=State.draft, now=MONDAY) == {}
    assert course.started([], MONDAY) == (None, None)
    assert course.first_published([]) is None
    assert course.review_rounds([]) == 0


def test_the_work_began_with_the_outline_when_it_is_older_than_the_history() -> None:
    outlined = MONDAY - timedelta(days=3)
    assert course.started(WAY, outlined) == (outlined, "outline")


def test_an_outline_that_was_touched_since_says_nothing() -> None:
    assert course.started(WAY, MONDAY + timedelta(days=3)) == (MONDAY, "history")
    assert course.started(WAY, None) == (MONDAY, "history")


def test_the_first_publication_counts_and_corrections_do_not() -> None:
    again = [event(Action.correct, State.draft, day=8), event(Action.publish, State.published, day=9)]
    assert course.first_published([*WAY, *again]) == MONDAY + timedelta(days=5)


def test_a_round_is_a_submission_that_was_answered() -> None:
    assert course.review_rounds(WAY) == 2
    assert course.review_rounds(WAY[:4]) == 1


def test_neither_a_submission_taken_back_nor_a_second_approval_is_a_round() -> None:
    taken_back = [WAY[1], event(Action.withdraw, State.draft, day=2), WAY[4]]
    two_approve = [WAY[1], event(Action.approve, State.in_review, day=2), event(Action.approve, State.approved, day=3)]
    assert course.review_rounds(taken_back) == 0
    assert course.review_rounds(two_approve) == 1
