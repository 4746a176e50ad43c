"""Sums over calls; an unknown part makes a sum a lower bound."""

from __future__ import annotations

from decimal import Decimal

from authoring.audit.stats import CallTotals
from authoring.audit.stats.call_totals import total
from authoring.model.calls import decode
from tests.worlds.statistics import call_line


def totals(*lines: str) -> CallTotals:
    record = decode("\n".join(lines).encode(), "calls")
    return total(record.calls, unfinished=record.unfinished)


def test_tokens_and_cost_are_added_by_currency() -> None:
    sums = totals(call_line(), call_line(), call_line(cost="0.5", currency="EUR"), "")
    assert (sums.calls, sums.input_tokens, sums.output_tokens) == (3, 300, 120)
    assert sums.cost == {"EUR": Decimal("0.5"), "USD": Decimal("0.0024")}
    assert (sums.unknown_tokens, sums.unknown_cost) == (0, 0)


def test_an_answer_that_was_known_before_costs_nothing() -> None:
    sums = totals(call_line(), call_line(cached=True, input_tokens=0, output_tokens=0, cost="0"))
    assert (sums.calls, sums.cached, sums.input_tokens) == (1, 1, 100)


def test_an_unknown_cost_stays_unknown_and_makes_the_sum_a_lower_bound() -> None:
    sums = totals(call_line(), call_line(cost=None, currency="")).as_json()
    assert (sums["cost"], sums["cost_at_least"]) == ({"USD": "0.0012"}, True)
    assert (sums["input_tokens"], sums["tokens_at_least"]) == (200, False)


def test_when_nothing_is_known_there_is_no_sum() -> None:
    sums = totals(call_line(cost=None, currency="", input_tokens=None, output_tokens=None)).as_json()
    assert (sums["cost"], sums["input_tokens"], sums["output_tokens"]) == (None, None, None)
    assert (sums["cost_at_least"], sums["tokens_at_least"]) == (True, True)


def test_a_call_that_was_cut_off_may_have_cost_something_and_a_refused_one_did_not() -> None:
    unknown = {"input_tokens": None, "output_tokens": None, "cost": None, "currency": ""}
    sums = totals(call_line(outcome="ServiceUnavailable", **unknown), call_line(outcome="ServiceRefused", **unknown))
    assert (sums.calls, sums.failed, sums.unknown_cost, sums.unknown_tokens) == (2, 2, 1, 1)


def test_a_line_that_a_killed_program_left_is_a_call_of_unknown_use() -> None:
    sums = totals(call_line(), call_line()[:70], call_line())
    assert (sums.calls, sums.failed, sums.unknown_cost, sums.unknown_tokens) == (3, 1, 1, 1)


def test_a_piece_without_calls_has_none() -> None:
    assert total([]).as_json() == {
        "calls": 0,
        "cached": 0,
        "failed": 0,
        "input_tokens": 0,
        "output_tokens": 0,
        "tokens_at_least": False,
        "cost": {},
        "cost_at_least": False,
    }
