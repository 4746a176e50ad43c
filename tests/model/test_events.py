"""What the line of each action states: read as it was written, and never an error, whatever a file holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.model import events, history, situation
from authoring.model.events import (
    Acceptance,
    Accepted,
    Approval,
    Assignment,
    Authority,
    Erased,
    Erasure,
    Event,
    Import,
    Publication,
    RecordDigest,
    Scheduling,
    Writing,
)
from authoring.model.people import Person
from authoring.model.states import Action, State

MOMENT: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
moments = st.builds(
    lambda moment, hours: moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours))),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),
    st.integers(-12, 14),
)
sources = st.dictionaries(digests, texts, max_size=3)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
KEYS: Final = (
    "authority", "records", "unvouched", "slug", "found", "models", "assignee", "due", "accepts", "approval",
    "signature", "at", "model", "autonomous", "import", "published", "updated", "testimonies", "erased",
)  # fmt: skip
INNER_KEYS: Final = ("kind", "check", "sha256", "bytes", "file", "before", "after", "source", "from", "roles", "quorum")
any_details = st.dictionaries(
    st.sampled_from(KEYS),
    json_values
    | st.lists(st.dictionaries(st.sampled_from(INNER_KEYS), json_values), max_size=3)
    | st.dictionaries(st.sampled_from(INNER_KEYS) | texts, json_values, max_size=3)
    | st.dictionaries(texts, st.dictionaries(st.sampled_from(INNER_KEYS), json_values), max_size=3),
)


def event(action: Action, details: Mapping[str, Any]) -> Event:
    return Event(1, MOMENT, "agathe", "person", action, None, State.draft, "a" * 64, details=details)


def stored(line: Event) -> Event:
    """The event as it is read again from its line."""
    (read,) = history.decode(history.encode(line), "history")
    return read


@given(st.lists(texts).map(lambda names: tuple(sorted(set(names)))))
def test_the_models_that_wrote_are_read_as_written(names: tuple[str, ...]) -> None:
    assert events.models(stored(event(Action.draft, Writing(names).as_details()))) == names


@given(st.builds(Assignment, st.none() | texts, st.none() | texts, sources))
def test_an_assignment_is_read_as_written(written: Assignment) -> None:
    assert events.assignment(stored(event(Action.submit, written.as_details()))) == written


@given(st.builds(Approval, st.dictionaries(texts, json_values), texts, sources))
def test_an_approval_is_read_as_written(written: Approval) -> None:
    assert events.approval(stored(event(Action.approve, written.as_details()))) == written


@given(st.lists(st.builds(Accepted, st.just(events.WARNING), texts, texts, texts)))
def test_what_people_stand_by_is_read_as_written(entries: list[Accepted]) -> None:
    line = stored(event(Action.accept, Acceptance(tuple(entries)).as_details()))
    assert [entry for entry, _event in events.accepted([line], kind=events.WARNING)] == entries
    assert events.accepted([line], kind=events.QUOTE) == []
    assert events.accepted([replace(line, kind="agent")], kind=events.WARNING) == []


@given(moments)
def test_a_schedule_is_read_as_written(moment: datetime) -> None:
    line = stored(event(Action.schedule, Scheduling(moment).as_details()))
    assert events.scheduling(line) == Scheduling(moment)


@given(st.builds(Publication, st.lists(texts).map(tuple), st.booleans()))
def test_a_publication_is_read_as_written(written: Publication) -> None:
    assert events.publication(stored(event(Action.publish, written.as_details()))) == written


@given(st.builds(Import, texts, texts, texts, moments, moments, st.none() | texts))
def test_an_import_is_read_as_written(written: Import) -> None:
    assert events.imported([stored(event(Action.import_, written.as_details()))]) == written


@given(
    st.lists(texts).map(lambda names: tuple(sorted(names))),
    st.lists(st.builds(Erased, texts, digests, digests | texts)),
)
def test_an_erasure_is_read_as_written(testimonies: tuple[str, ...], records: list[Erased]) -> None:
    line = stored(event(Action.erase, Erasure(testimonies, tuple(records)).as_details()))
    assert events.erased([line]) == [replace(record, seq=1) for record in records]


@given(st.dictionaries(texts, st.binary(max_size=20)), st.lists(texts))
def test_records_are_vouched_for_as_they_were(records: dict[str, bytes], unvouched: list[str]) -> None:
    line = stored(event(Action.draft, events.vouching(records, unvouched=unvouched)))
    expected = {name: len(content) for name, content in records.items() if content}
    assert {name: record.bytes for name, record in events.vouched_records(line).items()} == expected
    assert events.unvouched_records(line) == tuple(unvouched)


@given(st.builds(Authority, st.lists(texts).map(tuple), st.integers(0, 9), texts))
def test_an_authority_is_read_as_written(written: Authority) -> None:
    assert events.authority(stored(event(Action.approve, written.as_details()))) == written


def test_authority_is_what_the_settings_say_of_the_person_now() -> None:
    lena = Person("lena", "Lena Novak", roles=frozenset({"reviewer", "editor"}))
    assert Authority.of(lena, quorum=2) == Authority(("editor", "reviewer"), 2)


def test_a_line_of_an_older_version_records_no_authority() -> None:
    assert events.authority(event(Action.approve, {})) is None
    assert events.publication(event(Action.publish, {})) == Publication(None)
    assert events.approval(event(Action.approve, {})) == Approval()
    assert events.vouched_records(event(Action.draft, {})) == {}


READERS: Final[tuple[Callable[[Event], object], ...]] = (
    events.authority,
    events.vouched_records,
    events.unvouched_records,
    events.piece_named,
    events.near_sources,
    events.remarks,
    events.models,
    events.assignment,
    events.approval,
    events.scheduling,
    events.publication,
    lambda line: events.imported([line]),
    lambda line: events.erased([line]),
    lambda line: events.matches_after_erasure("a", "b", file="report", past=[line]),
    lambda line: [events.accepted([line], kind=kind) for kind in (events.WARNING, events.QUOTE, events.OBJECTION)],
    lambda line: situation.situation_of([line], content_hash="a" * 64),
    lambda line: situation.times_out([line]),
)


@given(st.sampled_from(Action), any_details)
def test_whatever_a_line_states_it_is_read_without_an_error(action: Action, details: dict[str, Any]) -> None:
    line = stored(event(action, details))
    for read in READERS:
        read(line)


@pytest.mark.parametrize(
    "stated", [None, "", "soon", "2026-11-23", "2026-11-23T09:00:00", 7, [], "0001-01-01T00:00+14:00"]
)
def test_a_moment_that_is_none_is_no_schedule_and_an_import_then_has_the_time_of_its_line(stated: object) -> None:
    assert events.scheduling(event(Action.schedule, {"at": stated})) is None
    assert situation.situation_of([event(Action.schedule, {"at": stated})], content_hash="x").scheduled_at is None
    origin = events.imported([event(Action.import_, {"import": {}, "published": stated, "updated": stated})])
    assert origin == Import("", "", "", MOMENT, MOMENT)


def test_a_record_that_is_vouched_for_without_a_digest_is_passed_over() -> None:
    whole = {"bytes": 3, "sha256": "b" * 64}
    details = {"records": {"whole": whole, "short": {"bytes": 3}, "odd": 7, "text": {**whole, "bytes": "3"}}}
    assert events.vouched_records(event(Action.draft, details)) == {"whole": RecordDigest(3, "b" * 64)}


def test_an_event_is_the_same_act_once_it_has_its_number_and_its_vouching() -> None:
    prepared = event(Action.submit, {"assignee": "samir"})
    line = replace(prepared, seq=7, prev="b" * 64, details={**prepared.details, "records": {}})
    assert events.is_same_act(line, prepared)
    assert not events.is_same_act(line, replace(prepared, note="another"))
    assert not events.is_same_act(line, replace(prepared, details={"assignee": "lena"}))
