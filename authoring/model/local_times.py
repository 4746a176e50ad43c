"""Local times, and the effects of summer time on them."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

Occurrence = Literal["once", "never", "twice"]

# a year from the ends of the calendar, so that every zone, and a sum with some months, is within it
_FIRST: Final = datetime(2, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(9998, 12, 31, tzinfo=UTC)


class LocalTime(NamedTuple):
    """A moment, in its zone, and how often clocks there show this local time on that day.

    For a time that occurs twice it is the first moment; for one that is skipped, the time that clocks show instead.
    """

    moment: datetime
    occurrence: Occurrence


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """The moment as clocks in the zone show it; at an end of the calendar, the nearest moment that every zone has."""
    return min(max(moment, _FIRST), _LAST).astimezone(zone)


def local_time(stated: datetime, zone: ZoneInfo) -> LocalTime:
    """The moment at which clocks in the zone show `stated`, which has no zone. Raises `OverflowError` out of range."""
    first, second = (stated.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    moment = first.astimezone(UTC).astimezone(zone)
    if moment.replace(tzinfo=None, fold=0) != stated:
        return LocalTime(moment, "never")
    return LocalTime(moment, "once" if first.utcoffset() == second.utcoffset() else "twice")
