"""Where a piece stands: its history compared with the hash of the text that lies there now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from authoring.model import events
from authoring.model.events import Event
from authoring.model.states import OUT, WRITING, Action, State

_WITHIN_A_ROUND: Final = frozenset(
    {Action.approve, Action.accept, Action.erase, Action.schedule, Action.assign, Action.submit, Action.mend}
)


@dataclass(frozen=True)
class Situation:
    """What a history says of a piece, compared with the content that lies in the file now.

    `void` is the approved hash that an edit has voided. `live` is the hash that readers see, if any.
    `writers` are all who had a hand in the text. `approvals` are those of the present content alone.
    """

    state: State
    hash: str
    approvals: tuple[str, ...] = ()
    approved: str = ""
    void: str = ""
    live: str = ""
    writers: frozenset[str] = frozenset()
    has_model_text: bool = False
    assignee: str = ""
    due: str = ""
    scheduled_at: datetime | None = None
    last: Event | None = None


def situation_of(history: Iterable[Event], *, content_hash: str, author: str = "") -> Situation:
    """Where a piece stands. Only the events and the hash decide; what the file displays does not."""
    past = list(history)
    state = past[-1].target if past else State.draft
    approved = ""
    if state in (State.approved, State.scheduled):
        approved = next(event.hash for event in reversed(past) if event.action is Action.approve)
    void = approved if approved and approved != content_hash else ""
    return Situation(
        state=State.in_review if void else state,
        hash=content_hash,
        approvals=_approvals(past, content_hash),
        approved="" if void else approved,
        void=void,
        live=live_hash(past),
        writers=frozenset([*([author] if author else []), *(e.actor for e in past if e.action in WRITING)]),
        has_model_text=any(events.models(event) for event in past),
        assignee=_latest(past, "assignee"),
        due=_latest(past, "due"),
        scheduled_at=_scheduled_at(past) if state is State.scheduled and not void else None,
        last=past[-1] if past else None,
    )


def _approvals(past: list[Event], content_hash: str) -> tuple[str, ...]:
    """Who approved this very content since it was last handed in, sent back or published."""
    names: list[str] = []
    for event in reversed(past):
        if event.action is Action.approve:
            if event.hash == content_hash and event.actor not in names:
                names.append(event.actor)
        elif event.action not in (Action.schedule, Action.assign, Action.accept, Action.erase, Action.publish):
            break
    return tuple(reversed(names))


def live_hash(past: Sequence[Event]) -> str:
    """The hash of the content that readers see; empty when they see none."""
    for event in reversed(past):
        if event.action in OUT:
            return event.hash
        if event.action is Action.retract:
            return ""
    return ""


def times_out(past: Iterable[Event]) -> list[datetime]:
    """When readers were given a text, in order; for a post that was published elsewhere before, as it says there."""
    times = []
    for event in past:
        if event.action is Action.publish:
            times.append(event.time)
        elif origin := events.imported([event]):
            times += [origin.published, origin.updated]
    return times


def is_imported(past: Iterable[Event]) -> bool:
    """Whether the piece began as a post from elsewhere, of which nothing is recorded here."""
    return any(event.action is Action.import_ for event in past)


def _latest(past: list[Event], name: Literal["assignee", "due"]) -> str:
    """The latest assignment of the round that goes on: a decision ends it."""
    for event in reversed(past):
        stated: str | None = getattr(events.assignment(event), name)
        if stated is not None:
            return stated
        if event.action not in _WITHIN_A_ROUND:
            return ""
    return ""


def _scheduled_at(past: list[Event]) -> datetime | None:
    for event in reversed(past):
        if event.action is Action.schedule:
            scheduling = events.scheduling(event)
            return scheduling.at if scheduling else None
    return None
