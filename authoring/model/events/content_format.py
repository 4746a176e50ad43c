"""What the lines state of the format of the content hash, which is that of the piece until its next submission."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from authoring.model.events.event import Event
from authoring.model.states import Action

_FIRST: Final = 1  # which no line states, since earlier versions knew no other
_DECIDES: Final = frozenset({Action.submit, Action.import_, Action.publish})
_NAME: Final = "manifest_format"


def manifest_format(past: Sequence[Event]) -> int | None:
    """The format of a piece's manifest, by the last line that decides it; None for a piece that no line decides of."""
    line = deciding_line(past)
    return None if line is None else stated_format(past[line])


def deciding_line(past: Sequence[Event]) -> int | None:
    """The index of the last submission, import or publication; None where there is none."""
    return next((index for index in range(len(past) - 1, -1, -1) if decides_format(past[index])), None)


def decides_format(event: Event) -> bool:
    """Whether the line decides in which format the piece's manifest is."""
    return event.action in _DECIDES


def stated_format(event: Event) -> int:
    """The format that a line states; the first where it states none."""
    number = event.details.get(_NAME)
    return number if type(number) is int and number > _FIRST else _FIRST


def stating_format(event: Event, number: int) -> dict[str, Any]:
    """The entry for `stated_format`; none for the first format, and on lines that decide nothing."""
    return {_NAME: number} if number > _FIRST and decides_format(event) else {}
