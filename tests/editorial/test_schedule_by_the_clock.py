"""Times in the hours that summer time skips or repeats."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.model.local_times import local_time
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.terminal import Terminal

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A workspace with an approved piece, in November 2026."""
    newsroom = Newsroom(tmp_path)
    newsroom.submit()
    newsroom.approve()
    return Terminal(newsroom.root, monkeypatch, capsys)


@pytest.mark.parametrize("at", ["2036-03-30T02:00", "2036-03-30T02:30", "2036-03-30T02:59"])
def test_a_time_that_is_skipped_is_refused_with_one_that_exists(terminal: Terminal, at: str) -> None:
    result = terminal("schedule", SLUG, "--at", at, "--as", "lena")
    assert result.code == 2
    assert "does not exist in Europe/Paris" in result.err
    assert f"{at[:11]}03:" in result.err


def test_a_time_that_comes_twice_is_the_first_and_said(terminal: Terminal) -> None:
    result = terminal.ok("schedule", SLUG, "--at", "2036-10-26T02:30", "--as", "lena")
    assert "2036-10-26T02:30+02:00" in result.err
    assert terminal.ok("log", SLUG, "--json").json[-1]["details"]["at"].startswith("2036-10-26T0")
    assert "already" in terminal.ok("schedule", SLUG, "--at", "2036-10-26T02:30", "--as", "lena").out


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_time_at_the_end_of_the_calendar_is_no_traceback(terminal: Terminal, at: str) -> None:
    assert terminal("schedule", SLUG, "--at", at, "--as", "lena").code in (0, 2)


@given(
    st.datetimes(min_value=datetime(1980, 1, 1), max_value=datetime(2060, 1, 1)),
    st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_what_clocks_show_is_what_was_named_unless_it_never_is(stated: datetime, zone: str) -> None:
    moment, occurrence = local_time(stated, ZoneInfo(zone))
    assert (moment.replace(tzinfo=None, fold=0) == stated) == (occurrence != "never")
    later = (moment.astimezone(UTC) + timedelta(hours=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    if zone != "Australia/Lord_Howe":
        assert (later == stated) == (occurrence == "twice")
