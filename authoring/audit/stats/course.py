"""The times of a piece in its states, by its history."""

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
    """When the work began: the time of the outline's file if it is before the first event, else that of the event.

    A copy or a checkout gives files a later time; then the file's time is not before the first event and is not used.
    """
    first = min((event.time for event in events), default=None)
    if outlined is not None and first is not None and outlined < first:
        return outlined, "outline"
    return first, "history" if first else None


def first_published(events: Sequence[Event]) -> datetime | None:
    """When the piece went out for the first time."""
    return next((event.time for event in events if event.action is Action.publish), None)


def time_in_states(events: Sequence[Event], *, present: State, now: datetime) -> dict[State, timedelta]:
    """The total time that the piece has been in each state; the present state counts until now.

    `present` can differ from the last event's state, when an edit has voided an approval at an unknown time.
    """
    spent: dict[State, timedelta] = {}
    for event, following in pairwise(events):
        _add(spent, event.target, following.time - event.time)
    if events:
        _add(spent, present, now - events[-1].time)
    return spent


def review_rounds(events: Sequence[Event]) -> int:
    """The number of submissions with a decision; one that was withdrawn or still waits is not counted."""
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
