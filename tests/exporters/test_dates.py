"""Dates as readers write them."""

from __future__ import annotations

from datetime import date

import pytest

from authoring.exporters.rendering.dates import written_out


@pytest.mark.parametrize(
    ("day", "lang", "written"),
    [
        (date(2026, 11, 1), "fr", "1er novembre 2026"),
        (date(2026, 8, 21), "fr", "21 août 2026"),
        (date(2026, 2, 11), "fr", "11 février 2026"),
        (date(2026, 11, 1), "en", "1 November 2026"),
        (date(2026, 11, 1), "tlh", "1 November 2026"),
        (date(2026, 11, 1), "", "1 November 2026"),
    ],
)
def test_a_date_is_written_as_its_readers_write_it(day: date, lang: str, written: str) -> None:
    assert written_out(day, lang) == written
