"""The record of calls to models: one reader for all who count them, which nothing in a file can break."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.model import calls
from authoring.model.calls import Call, CallRecord

MOMENT = datetime(2026, 11, 23, 9, tzinfo=UTC)
CALL = Call(
    time=MOMENT,
    id="1f0c",
    prompt="section",
    section=2,
    template="a" * 64,
    variables="b" * 64,
    prompt_hash="c" * 64,
    model="openai:gpt-5-mini",
    model_reported="gpt-5-mini",
    parameters={"temperature": 0.3, "max_tokens": 464},
    input_tokens=448,
    output_tokens=60,
    counted_tokens=508,
    cost=Decimal("0.0012"),
    currency="USD",
    seconds=1.25,
    attempts=1,
    outcome="ok",
    server="api.openai.com",
    names=2,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
counts = st.none() | st.integers(0, 10**9)
records_of_calls = st.builds(
    Call,
    time=st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
        lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    ),
    id=words,
    prompt=words,
    section=st.integers(0, 99),
    template=words,
    variables=words,
    prompt_hash=words,
    model=words,
    model_reported=st.none() | words.filter(bool),
    parameters=st.dictionaries(words, st.integers() | words),
    input_tokens=counts,
    output_tokens=counts,
    counted_tokens=counts,
    cost=st.none() | st.decimals(0, 1000, allow_nan=False, allow_infinity=False),
    currency=words,
    seconds=st.none() | st.floats(0, 10**6),
    attempts=counts,
    outcome=words,
    is_cached=st.booleans(),
    server=st.none() | words,
    names=counts,
    offers=st.none() | st.lists(words).map(tuple),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
any_lines = st.dictionaries(st.sampled_from(sorted(CALL.as_json())) | words, json_values).map(
    lambda stated: json.dumps(stated).encode()
)


@given(st.lists(records_of_calls, max_size=4))
def test_what_is_written_is_read_as_it_was(written: list[Call]) -> None:
    content = b"".join(map(calls.encode, written))
    assert calls.decode(content, "calls") == CallRecord(tuple(written))


@given(st.lists(any_lines | st.binary(max_size=40), max_size=4))
def test_every_line_is_a_call_an_unfinished_one_or_a_problem(lines: list[bytes]) -> None:
    content = b"\n".join(lines)
    record = calls.decode(content, "calls")
    count = sum(bool(line.strip()) for line in content.split(b"\n"))
    assert len(record.calls) + record.unfinished + len(record.problems) == count
    calls.offered(content)


def test_a_line_has_its_keys_in_the_order_of_all_lines_before() -> None:
    assert calls.encode(CALL).decode() == (
        f'{{"id": "1f0c", "time": "2026-11-23T09:00:00.000Z", "prompt": "section", "section": 2, '
        f'"template": "{"a" * 64}", "variables": "{"b" * 64}", "prompt_hash": "{"c" * 64}", '
        '"model": "openai:gpt-5-mini", "model_reported": "gpt-5-mini", '
        '"parameters": {"temperature": 0.3, "max_tokens": 464}, "input_tokens": 448, "output_tokens": 60, '
        '"counted_tokens": 508, "cost": "0.0012", "currency": "USD", "seconds": 1.25, "attempts": 1, '
        '"outcome": "ok", "cached": false, "server": "api.openai.com", "names": 2}\n'
    )


def line(**values: Any) -> bytes:
    return json.dumps({**CALL.as_json(), **values}).encode()


def test_a_line_of_an_older_version_is_a_call_that_states_less() -> None:
    record = calls.decode(b'{"time": "2026-11-23T09:00:00Z", "model": "local:x.gguf", "section": "A heading"}', "calls")
    assert record == CallRecord((Call(MOMENT, model="local:x.gguf"),))
    assert not record.calls[0].left_machine


def test_a_line_that_a_killed_program_left_is_unfinished_and_no_problem() -> None:
    record = calls.decode(b"\n".join([line(), line()[:70], line()]), "calls")
    assert (len(record.calls), record.unfinished, record.problems) == (2, 1, ())


@pytest.mark.parametrize(
    "broken",
    [
        b"what?",
        b"[]",
        b"{}",
        b"\x00",
        b"\xff",
        line(time="yesterday"),
        line(time="2026-11-23T09:00:00"),
        line(time="0001-01-01T00:00:00+14:00"),
        line(time=7),
    ],
)
def test_a_line_that_is_no_call_is_named_with_its_place_and_the_others_count(broken: bytes) -> None:
    record = calls.decode(b"\n".join([line(), broken, line()]), "a/calls")
    assert len(record.calls) == 2
    assert [problem.place for problem in record.problems] == ["a/calls:2"]
    assert record.problems[0].message == "This line is not a record of a call, so it is not counted."


@given(json_values, json_values, json_values)
def test_figures_that_cannot_be_are_not_recorded_and_the_call_still_counts(tokens: Any, cost: Any, model: Any) -> None:
    stated = line(input_tokens=tokens, counted_tokens=tokens, output_tokens=-3, cost=cost, model_reported=model)
    [call] = calls.decode(stated, "calls").calls
    assert call.left_machine
    assert call.output_tokens is None
    assert (call.counted_tokens or 0) >= 0
    assert (call.cost or 0) >= 0


@pytest.mark.parametrize(
    ("server", "model", "is_cached", "has_left"),
    [
        ("api.example.org", "local", False, True),
        ("", "openai:gpt", False, False),
        (None, "openai:gpt", False, True),
        (None, "fake", False, False),
        (None, "local", False, False),
        ("api.example.org", "openai:gpt", True, False),
    ],
)
def test_a_call_tells_whether_its_request_left_the_machine(
    server: str | None, model: str, is_cached: bool, has_left: bool
) -> None:
    assert Call(MOMENT, server=server, model=model, is_cached=is_cached).left_machine is has_left


def test_offers_count_also_in_a_line_that_states_nothing_else() -> None:
    assert calls.offered(b'{"offers": ["a", 1, "b"]}\n{"offers": 7}\n[]\n{"offers": ["c') == {"a", "b"}
