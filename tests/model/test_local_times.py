"""The times that clocks show: once, never where they are put forward, twice where they are put back."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from authoring.model.local_times import local_time

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("stated", "moment", "occurrence"),
    [
        (datetime(2027, 3, 28, 1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "once"),
        (datetime(2027, 3, 28, 2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "never"),
        (datetime(2027, 3, 28, 3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "once"),
        (datetime(2027, 10, 31, 2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "twice"),
        (datetime(2027, 10, 31, 3, 0), datetime(2027, 10, 31, 2, 0, tzinfo=UTC), "once"),
    ],
)
def test_a_time_is_shown_once_never_or_twice(stated: datetime, moment: datetime, occurrence: str) -> None:
    shown = local_time(stated, PARIS)
    assert (shown.moment.astimezone(UTC), shown.occurrence) == (moment, occurrence)
    assert shown.moment.tzinfo is PARIS


def test_a_time_that_is_skipped_is_what_clocks_show_instead() -> None:
    assert local_time(datetime(2027, 3, 28, 2, 30), PARIS).moment.isoformat() == "2027-03-28T03:30:00+02:00"


def test_a_time_before_the_first_year_is_refused() -> None:
    with pytest.raises(OverflowError):
        local_time(datetime(1, 1, 1), PARIS)
