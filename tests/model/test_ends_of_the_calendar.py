"""Local times at the ends of the calendar, which some zones cannot show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from authoring.importers.blogs import front_matter
from authoring.model.local_times import in_zone

ZONES = st.sampled_from(["UTC", "Europe/London", "Europe/Paris", "Pacific/Kiritimati", "Pacific/Pago_Pago"]).map(
    ZoneInfo
)
OFFSETS = st.integers(-14, 14).map(lambda hours: timedelta(hours=hours))


@given(st.datetimes(timezones=ZONES), ZONES)
def test_every_moment_has_a_local_time_in_every_zone(moment: datetime, zone: ZoneInfo) -> None:
    local = in_zone(moment, zone)
    assert local.tzinfo is zone
    assert local.astimezone(UTC) + timedelta(days=62)
    if 2 < moment.year < 9998:
        assert local.timestamp() == moment.timestamp()


@given(st.datetimes(), ZONES, ZONES)
def test_a_blog_dates_its_posts_within_the_calendar_of_every_zone(
    stated: datetime, blog: ZoneInfo, ours: ZoneInfo
) -> None:
    for value in (stated, stated.date(), f"{stated:%Y}".zfill(4) + f"{stated:-%m-%d %H:%M:%S}"):
        moment = front_matter.moment(value, zone=blog)
        assert (moment is None) == (not 1000 <= stated.year <= 9998)
        assert moment is None or moment.astimezone(ours)
