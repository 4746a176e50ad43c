"""The way of a piece through the states, measured by its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from authoring.audit.stats import Beginning
from authoring.model.events import Event
from authoring.model.states import Action, State

_ANSWERS: Final = (Action.approve, Action.request_changes, Action.reject)


def started(events: Sequence[Event], outlined: datetime | None) -> tuple[datetime | None, Beginning | None]:
    """When the work began: when the outline was last written, if that is before the first event, else that event.

    A copy or a checkout makes files newer than they are, and an outline that was touched since says nothing.
    """
    first = min((event.time for event in events), default=None)
    if outlined is not None and first is not None and outlined < first:
        return outlined, "outline"
    return first, "history" if first else None


def first_published(events: Sequence[Event]) -> datetime | None:
    """When the piece went out for the first time."""
    return next((event.time for event in events if event.action is Action.publish), None)


def time_in_states(events: Sequence[Event], *, present: State, now: datetime) -> dict[State, timedelta]:
    """How long the piece has been in each state, all stays added up; the present one counts up to now.

    `present` can differ from the last event's state: an edit has voided an approval, at a time that nobody noted.
    """
    spent: dict[State, timedelta] = {}
    for event, following in pairwise(events):
        _add(spent, event.target, following.time - event.time)
    if events:
        _add(spent, present, now - events[-1].time)
    return spent


def review_rounds(events: Sequence[Event]) -> int:
    """How many submissions were answered; one that was withdrawn, or waits, is no round."""
    rounds = 0
    waits = False
    for event in events:
        if event.action in _ANSWERS:
            rounds += waits
            waits = False
        elif event.action in (Action.submit, Action.withdraw):
            waits = event.action is Action.submit
    return rounds


def _add(spent: dict[State, timedelta], state: State, time: timedelta) -> None:
    """Add a length of time, unless it is negative: a clock may have been set back."""
    spent[state] = spent.get(state, timedelta()) + max(time, timedelta())
