"""Replays a history by the table of the workflow: the situation before each event, and what is wrong with it.

`publish` refuses a piece with a wrong event, and `verify` reports each: both use this module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal, cast

from authoring.errors import NotAllowed, NotPossibleNow
from authoring.model import events, workflow
from authoring.model.events import Authority, Event
from authoring.model.people import Person, RoleName
from authoring.model.situation import Course, Situation, about_text
from authoring.model.states import WRITING, Action, State

Fault = Literal[
    "refused",
    "source",
    "target",
    "time",
    "hash",
    "actor",
    "no-authority",
    "no-statement",
    "no-moment",
    "past-moment",
    "own-warning",
    "details",
    "models",
    "autonomous",
]

# Events of earlier versions have the time of the machine that wrote them, and two machines' clocks differ. Five minutes
# is what other systems allow (Kerberos). Events with an authority are never dated before the event before them.
CLOCKS_DIFFER: Final = timedelta(minutes=5)
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_BY_MODELS: Final = frozenset({Action.draft, Action.revise})


@dataclass(frozen=True)
class Breach:
    """One error of an event.

    `refusal` is the workflow's error for the act, `expected` a state, `entry` the name of one of the event's details.
    """

    fault: Fault
    refusal: NotPossibleNow | NotAllowed | None = None
    expected: State | None = None
    entry: str = ""


@dataclass(frozen=True)
class Step:
    """One event of a history, the piece's situation before it, and its errors.

    `authority` is None when an earlier version did not record it: then roles and quorum are unknown and not checked.
    """

    number: int
    event: Event
    before: Situation
    authority: Authority | None
    breaches: tuple[Breach, ...]


@dataclass(frozen=True)
class Line:
    """An event with everything that the rules need to check it."""

    event: Event
    before: Situation
    recorded: State
    authority: Authority | None
    latest: datetime | None
    needs_authority: bool
    needs_origin: bool
    may_be_autonomous: bool

    @property
    def is_autonomous(self) -> bool:
        """Whether the publication needed no approval: a model's text on which nobody had decided."""
        before = self.before
        is_waiting = before.state in (State.draft, State.in_review) and not before.void
        is_stated = self.event.action is Action.publish and events.publication(self.event).is_autonomous
        return is_stated and self.may_be_autonomous and is_waiting and before.has_model_text

    @property
    def actor(self) -> Person:
        """The actor by the event's values; with every needed role if it does not state roles."""
        table = workflow.TRANSITIONS[self.event.action]
        roles = cast("frozenset[RoleName]", frozenset(self.authority.roles)) if self.authority else table.roles
        return Person(self.event.actor, self.event.actor, roles=roles, kind=self.event.kind)

    @property
    def shares(self) -> tuple[str, ...]:
        """The others who had the actor's e-mail address; empty when the event does not record it."""
        return self.authority.shares if self.authority else ()

    @property
    def targets(self) -> frozenset[State]:
        """The states to which the act can lead."""
        event, before = self.event, self.before
        if event.action is Action.approve and self.authority is None:
            return frozenset({State.in_review, State.approved})
        quorum = self.authority.quorum if self.authority else 1
        target = workflow.target_of(event.action, now=before, actor=event.actor, quorum=quorum)
        # earlier versions recorded an edit of an approved text with the state before it; the approval is void too
        was_kept = event.action in WRITING and bool(before.void) and workflow.TRANSITIONS[event.action].target is None
        return frozenset({target, self.recorded} if was_kept else {target})


def replay(
    history: Iterable[Event], *, author_of: Callable[[str], str], may_be_autonomous: bool = False
) -> Iterator[Step]:
    """Every event with the situation before it and its breaches.

    `author_of` gives the author in the text with a content hash; `may_be_autonomous` tells whether the settings permit
    publishing a model's text that nobody approved.
    """
    course = Course()
    latest: datetime | None = None
    needs_authority = needs_origin = False
    for number, event in enumerate(history, start=1):
        needs_author = workflow.TRANSITIONS[event.action].four_eyes or event.action is Action.accept
        author = author_of(event.hash) if needs_author else ""
        before = course.situation(content_hash=event.hash, author=author)
        authority = events.authority(event)
        line = Line(event, before, course.state, authority, latest, needs_authority, needs_origin, may_be_autonomous)
        yield Step(number, event, before, authority, tuple(_breaches(line)))
        course.add(event)
        latest = max(latest or event.time, event.time)
        needs_authority = needs_authority or authority is not None
        needs_origin = needs_origin or events.written(event) is not None


def _breaches(line: Line) -> Iterator[Breach]:
    expected = line.before.state if line.before.last else None
    if line.event.source != expected:
        yield Breach("source", expected=expected)
    situation = replace(line.before, state=State.approved) if line.is_autonomous else line.before
    revision = line.event.hash
    if line.event.action is Action.approve_text:
        approval = events.text_approval(line.event)
        situation, revision = about_text(situation, approval.kind), approval.sha256
    refusals = list(
        workflow.objections(
            line.event.action,
            now=situation,
            actor=line.actor,
            revision=revision,
            note=line.event.note,
            moment=line.event.time,
            shares=line.shares,
        )
    )
    yield from (Breach("refused", refusal) for refusal in refusals)
    if line.event.target not in line.targets:
        yield Breach("target", expected=min(line.targets, key=list(State).index))
    yield from _of_every_line(line)
    yield from _of_action(line)


def _of_every_line(line: Line) -> Iterator[Breach]:
    """The errors in the values that any event must have."""
    event = line.event
    tolerance = timedelta() if line.authority else CLOCKS_DIFFER
    if line.latest and event.time < line.latest - tolerance:
        yield Breach("time")
    if not _HASH.fullmatch(event.hash):
        yield Breach("hash")
    if not event.actor:
        yield Breach("actor")
    if line.authority and line.authority.quorum < 1:
        yield Breach("details", entry="authority")
    elif line.needs_authority and line.authority is None:
        yield Breach("no-authority")
    if line.authority and not events.vouched_records(event):
        yield Breach("details", entry="records")
    if line.authority:
        foreign = events.foreign_entries(event, is_first=line.before.last is None)
        yield from (Breach("details", entry=name) for name in foreign)
    if events.models(event) and event.action not in _BY_MODELS:
        yield Breach("models")


def _of_action(line: Line) -> Iterator[Breach]:
    """The errors in the values that an event of this action must have."""
    event = line.event
    if _lacks_statement(line):
        yield Breach("no-statement")
    elif event.action is Action.accompany and not events.accompaniment(event).texts:
        yield Breach("details", entry="texts")
    elif event.action is Action.submit and line.needs_origin and events.written(event) is None:
        yield Breach("details", entry="written")
    elif event.action is Action.schedule:
        yield from _of_schedule(event)
    elif event.action is Action.erase and line.authority and not events.erased([event]):
        yield Breach("details", entry="erased")
    elif event.action is Action.assign and events.assignment(event) == events.Assignment():
        yield Breach("details", entry="assignee")
    elif event.action is Action.accept and line.before.writers.intersection([event.actor, *line.shares]):
        if events.accepted([event], kind=events.WARNING):
            yield Breach("own-warning")
    elif event.action is Action.publish and events.publication(event).is_autonomous and not line.is_autonomous:
        yield Breach("autonomous")


def _lacks_statement(line: Line) -> bool:
    """Whether the line approves something and does not say what was stated."""
    if line.event.action is Action.approve_text:
        return events.text_approval(line.event).statement is None
    is_approval = line.event.action is Action.approve and line.authority is not None
    return is_approval and events.approval(line.event).statement is None


def _of_schedule(event: Event) -> Iterator[Breach]:
    scheduling = events.scheduling(event)
    if scheduling is None:
        yield Breach("no-moment")
    elif scheduling.at < event.time - CLOCKS_DIFFER:
        yield Breach("past-moment")
