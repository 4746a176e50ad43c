"""Who may do what and when: the table of actions, and invariants that no sequence of actions breaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from authoring.errors import NotAllowed, NotPossibleNow, Stopped
from authoring.model.events import Event
from authoring.model.people import Person
from authoring.model.situation import Situation, situation_of
from authoring.model.states import WRITING, Action, State
from authoring.model.workflow import TRANSITIONS, permit
from tests.worlds.effort import examples

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
AUTHOR = Person("agathe", "Agathe", roles=frozenset({"author", "editor"}))
REVIEWER = Person("samir", "Samir", roles=frozenset({"reviewer"}))
SECOND = Person("lena", "Lena", roles=frozenset({"reviewer", "editor"}))
ADMIN = Person("root", "Root", roles=frozenset({"admin"}))
ROBOT = Person("robot", "The robot", roles=frozenset({"author", "reviewer", "editor", "admin"}), kind="agent")
SYSTEM = Person("schedule", "schedule", kind="system")
ALL = (AUTHOR, REVIEWER, SECOND, ADMIN, ROBOT, SYSTEM)


def line(action: Action, target: State, *, actor: Person = AUTHOR, content: str = "one") -> Event:
    details = {"at": NOW.isoformat()} if action is Action.schedule else {}
    return Event(1, NOW, actor.id, actor.kind, action, None, target, content, details=details)


def stand(*events: Event, content: str = "one") -> Situation:
    return situation_of(events, content_hash=content, author="agathe")


SUBMITTED = line(Action.submit, State.in_review)
APPROVED = line(Action.approve, State.approved, actor=REVIEWER)
SCHEDULED = line(Action.schedule, State.scheduled)
PUBLISHED = line(Action.publish, State.published)


def test_every_action_of_the_design_is_in_the_table() -> None:
    assert set(TRANSITIONS) == set(Action)


def test_an_approval_is_void_after_an_edit() -> None:
    situation = stand(SUBMITTED, APPROVED, content="two")
    assert (situation.state, situation.approved, situation.void, situation.approvals) == (
        State.in_review,
        "",
        "one",
        (),
    )


def test_a_save_that_changes_nothing_voids_nothing() -> None:
    assert stand(SUBMITTED, APPROVED).state is State.approved


def test_a_schedule_is_void_after_an_edit() -> None:
    situation = stand(SUBMITTED, APPROVED, SCHEDULED, content="two")
    assert (situation.state, situation.scheduled_at) == (State.in_review, None)


def test_an_approval_of_an_older_text_does_not_count_towards_the_quorum() -> None:
    first = line(Action.approve, State.in_review, actor=REVIEWER)
    situation = stand(SUBMITTED, first, content="two")
    assert permit(Action.approve, now=situation, actor=SECOND, quorum=2, revision="two") is State.in_review


def test_two_reviewers_reach_a_quorum_of_two_and_one_twice_does_not() -> None:
    situation = stand(SUBMITTED, line(Action.approve, State.in_review, actor=REVIEWER))
    assert permit(Action.approve, now=situation, actor=SECOND, quorum=2, revision="one") is State.approved
    assert permit(Action.approve, now=situation, actor=REVIEWER, quorum=2, revision="one") is State.in_review


def test_an_approval_from_before_changes_were_requested_does_not_count() -> None:
    back = line(Action.request_changes, State.changes_requested, actor=SECOND)
    assert stand(SUBMITTED, APPROVED, back, SUBMITTED).approvals == ()


@pytest.mark.parametrize("action", [a for a in Action if TRANSITIONS[a].person_only])
def test_an_agent_takes_no_decision(action: Action) -> None:
    source = next(iter(TRANSITIONS[action].sources))
    situation = Situation(state=source, hash="one")
    with pytest.raises(NotAllowed):
        permit(action, now=situation, actor=ROBOT, revision="one", note="because")


def test_the_author_and_whoever_edited_may_not_approve() -> None:
    revised = line(Action.revise, State.in_review, actor=SECOND)
    situation = stand(SUBMITTED, revised)
    reviewing_author = Person("agathe", "Agathe", roles=frozenset({"reviewer"}))
    for actor in (reviewing_author, SECOND):
        with pytest.raises(NotAllowed, match="somebody else must approve it"):
            permit(Action.approve, now=situation, actor=actor, revision="one")
    assert permit(Action.approve, now=situation, actor=REVIEWER, revision="one") is State.approved


def test_an_approval_names_the_text_that_lies_there_now() -> None:
    for revision in ("", "two", "on"):
        with pytest.raises(NotPossibleNow, match="not at the one you name"):
            permit(Action.approve, now=stand(SUBMITTED), actor=REVIEWER, revision=revision)


@pytest.mark.parametrize("action", [Action.request_changes, Action.reject])
def test_a_decision_against_a_text_needs_its_reason(action: Action) -> None:
    with pytest.raises(NotPossibleNow, match="reason is missing"):
        permit(action, now=stand(SUBMITTED), actor=REVIEWER, note="  ")


def test_the_wrong_state_and_the_wrong_person_are_two_different_errors() -> None:
    with pytest.raises(NotPossibleNow):
        permit(Action.publish, now=stand(SUBMITTED), actor=AUTHOR)
    with pytest.raises(NotAllowed):
        permit(Action.publish, now=stand(SUBMITTED, APPROVED), actor=REVIEWER)


def test_the_clock_publishes_what_was_scheduled_and_nothing_else() -> None:
    assert permit(Action.publish, now=stand(SUBMITTED, APPROVED, SCHEDULED), actor=SYSTEM) is State.published
    with pytest.raises(NotAllowed):
        permit(Action.publish, now=stand(SUBMITTED, APPROVED), actor=SYSTEM)


def test_what_is_live_can_be_retracted_while_its_correction_is_on_its_way() -> None:
    correcting = line(Action.correct, State.draft)
    situation = stand(SUBMITTED, APPROVED, PUBLISHED, correcting)
    assert (situation.state, situation.live) == (State.draft, "one")
    assert permit(Action.retract, now=situation, actor=AUTHOR, note="wrong figure") is State.retracted


def test_a_decision_ends_the_assignment() -> None:
    assigned = Event(1, NOW, "agathe", "person", Action.submit, None, State.in_review, "one",
                     details={"assignee": "samir", "due": "2026-12-01"})  # fmt: skip
    back = line(Action.request_changes, State.changes_requested, actor=REVIEWER)
    assert (stand(assigned).assignee, stand(assigned).due) == ("samir", "2026-12-01")
    assert (stand(assigned, back).assignee, stand(assigned, back).due) == ("", "")


@dataclass
class World:
    """A piece in the abstract: its history, its present content, who wrote which content."""

    events: list[Event] = field(default_factory=list)
    content: int = 0
    edits: int = 0


class AnySequenceOfActions(RuleBasedStateMachine):
    """Everybody tries everything in any order; texts change in between."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.quorum = 2

    @rule(content=st.integers(0, 3))
    def edit(self, content: int) -> None:
        self.world.content = content

    @rule(
        action=st.sampled_from(Action),
        actor=st.sampled_from(ALL),
        revision=st.integers(0, 3),
        note=st.sampled_from(["", "because"]),
    )
    def act(self, action: Action, actor: Person, revision: int, note: str) -> None:
        situation = situation_of(self.world.events, content_hash=str(self.world.content), author="agathe")
        try:
            target = permit(action, now=situation, actor=actor, quorum=self.quorum, revision=str(revision), note=note)
        except Stopped:
            return
        self.world.events.append(
            Event(
                len(self.world.events) + 1, NOW + timedelta(minutes=len(self.world.events)), actor.id, actor.kind,
                action, situation.state, target, str(self.world.content), note, {"at": NOW.isoformat()},
            )
        )  # fmt: skip

    @invariant()
    def every_publication_was_approved_by_two_persons_who_had_no_hand_in_it(self) -> None:
        events = self.world.events
        for index, event in enumerate(events):
            if event.action is not Action.publish:
                continue
            approvals = [n for n, e in enumerate(events[:index]) if e.action is Action.approve and e.hash == event.hash]
            assert len({events[n].actor for n in approvals}) >= self.quorum
            for n in approvals:
                writers = {"agathe", *(e.actor for e in events[:n] if e.action in WRITING)}
                assert events[n].kind == "person"
                assert events[n].actor not in writers

    @invariant()
    def what_is_approved_is_what_lies_there(self) -> None:
        situation = situation_of(self.world.events, content_hash=str(self.world.content), author="agathe")
        if situation.state in (State.approved, State.scheduled):
            assert situation.approved == str(self.world.content)


AnySequenceOfActions.TestCase.settings = settings(
    max_examples=examples(60, full=300), stateful_step_count=40, deadline=None
)
TestNothingIsPublishedWithoutItsApproval = AnySequenceOfActions.TestCase
