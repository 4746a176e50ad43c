"""Calls, added up with care for what is not known."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from authoring.audit.stats import CallTotals, calls
from tests.worlds.statistics import call_line


def records(folder: Path, *lines: str) -> calls.Calls:
    (folder / "calls.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return calls.read(folder)


def totals(folder: Path, *lines: str) -> CallTotals:
    read = records(folder, *lines)
    return calls.total(read.known, torn=read.torn)


def test_tokens_and_cost_are_added_by_currency(tmp_path: Path) -> None:
    found = totals(tmp_path, call_line(), call_line(), call_line(cost="0.5", currency="EUR"), "")
    assert (found.calls, found.input_tokens, found.output_tokens) == (3, 300, 120)
    assert found.cost == {"EUR": Decimal("0.5"), "USD": Decimal("0.0024")}
    assert (found.unknown_tokens, found.unknown_cost) == (0, 0)


def test_an_answer_that_was_known_before_costs_nothing(tmp_path: Path) -> None:
    found = totals(tmp_path, call_line(), call_line(cached=True, input_tokens=0, output_tokens=0, cost="0"))
    assert (found.calls, found.cached, found.input_tokens) == (1, 1, 100)


def test_an_unknown_cost_stays_unknown_and_makes_the_sum_a_lower_bound(tmp_path: Path) -> None:
    found = totals(tmp_path, call_line(), call_line(cost=None, currency="")).as_json()
    assert (found["cost"], found["cost_at_least"]) == ({"USD": "0.0012"}, True)
    assert (found["input_tokens"], found["tokens_at_least"]) == (200, False)


def test_when_nothing_is_known_there_is_no_sum(tmp_path: Path) -> None:
    found = totals(tmp_path, call_line(cost=None, currency="", input_tokens=None, output_tokens=None)).as_json()
    assert (found["cost"], found["input_tokens"], found["output_tokens"]) == (None, None, None)
    assert (found["cost_at_least"], found["tokens_at_least"]) == (True, True)


def test_a_call_that_was_cut_off_may_have_cost_something_and_a_refused_one_did_not(tmp_path: Path) -> None:
    unknown = {"input_tokens": None, "output_tokens": None, "cost": None, "currency": ""}
    found = totals(
        tmp_path, call_line(outcome="ServiceUnavailable", **unknown), call_line(outcome="ServiceRefused", **unknown)
    )
    assert (found.calls, found.failed, found.unknown_cost, found.unknown_tokens) == (2, 2, 1, 1)


def test_a_line_that_a_killed_program_left_is_a_call_of_unknown_use(tmp_path: Path) -> None:
    found = records(tmp_path, call_line(), call_line()[:70], call_line())
    assert (len(found.known), found.torn, list(found.problems)) == (2, 1, [])
    assert calls.total(found.known, torn=found.torn).unknown_cost == 1


@pytest.mark.parametrize(
    "broken",
    [
        "what?",
        "[]",
        "{}",
        "\x00",
        call_line(time="yesterday"),
        call_line(time="2026-11-23T09:00:00"),
        call_line(time=7),
        call_line(cost="much"),
        call_line(cost="NaN"),
        call_line(cost="-1"),
        call_line(input_tokens="many"),
        call_line(output_tokens=-3),
    ],
)
def test_a_line_that_is_no_call_is_named_with_its_place_and_the_others_count(tmp_path: Path, broken: str) -> None:
    found = records(tmp_path, call_line(), broken, call_line())
    assert len(found.known) == 2
    assert [problem.place for problem in found.problems] == [f"{tmp_path}/calls.jsonl:2"]
    assert found.problems[0].message == "This line is not a record of a call, so it is not counted."


def test_a_piece_without_calls_has_none(tmp_path: Path) -> None:
    assert calls.read(tmp_path) == calls.Calls()
    assert calls.total([]).as_json() == {
        "calls": 0,
        "cached": 0,
        "failed": 0,
        "input_tokens": 0,
        "output_tokens": 0,
        "tokens_at_least": False,
        "cost": {},
        "cost_at_least": False,
    }
