"""The format of the content hash in events: it is the piece's format until its next submission."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from authoring.model.events.event import Event
from authoring.model.states import Action

_FIRST: Final = 1  # not stated in events, since earlier versions had no other
_DECIDES: Final = frozenset({Action.submit, Action.import_, Action.publish})
_NAME: Final = "manifest_format"


def manifest_format(past: Sequence[Event]) -> int | None:
    """The format of a piece's manifest, by the last event that decides it; None when no event does."""
    line = deciding_line(past)
    return None if line is None else stated_format(past[line])


def deciding_line(past: Sequence[Event]) -> int | None:
    """The index of the last submission, import or publication; None when there is none."""
    return next((index for index in range(len(past) - 1, -1, -1) if decides_format(past[index])), None)


def decides_format(event: Event) -> bool:
    """Whether the event decides the format of the piece's manifest."""
    return event.action in _DECIDES


def stated_format(event: Event) -> int:
    """The format that an event states; the first when it states none."""
    number = event.details.get(_NAME)
    return number if type(number) is int and number > _FIRST else _FIRST


def stating_format(event: Event, number: int) -> dict[str, Any]:
    """The entry for `stated_format`; empty for the first format, and for events that do not decide it."""
    return {_NAME: number} if number > _FIRST and decides_format(event) else {}
