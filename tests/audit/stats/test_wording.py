"""Figures as people say them, in English and in French."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from authoring.audit.stats import CallTotals, wording
from authoring.text import i18n


@pytest.mark.parametrize(
    ("spent", "in_english", "in_french"),
    [
        (None, "—", "—"),
        (timedelta(), "0 mins", "0\u00a0min"),
        (timedelta(minutes=40), "40 mins", "40\u00a0min"),
        (timedelta(hours=2), "2 hrs", "2\u202fh"),
        (timedelta(hours=30), "30 hrs", "30\u202fh"),
        (timedelta(days=3), "3 days", "3\u00a0jours"),
        (timedelta(days=120), "120 days", "120\u00a0jours"),
    ],
)
def test_a_length_of_time_is_said_in_one_unit(spent: timedelta | None, in_english: str, in_french: str) -> None:
    assert wording.time(spent) == in_english
    i18n.use("fr")
    assert wording.time(spent) == in_french


def test_months_have_their_names() -> None:
    assert (wording.month("2026-08"), wording.month("2026-08", short=True)) == ("August 2026", "Aug 2026")
    i18n.use("fr")
    assert (wording.month("2026-08"), wording.month("2026-12", short=True)) == ("août 2026", "déc. 2026")


def test_a_part_of_nothing_is_not_said() -> None:
    assert (wording.part(1, 4), wording.part(0, 0)) == ("25%", "—")


@pytest.mark.parametrize(
    ("amount", "shown"), [("0", "€0.00"), ("0.00123", "€0.0012"), ("0.126", "€0.13"), ("1234.5", "€1,234.50")]
)
def test_small_amounts_show_what_counts(amount: str, shown: str) -> None:
    assert wording.money(Decimal(amount), "EUR") == shown


@pytest.mark.parametrize(
    ("calls", "tokens", "cost"),
    [
        (CallTotals(), "—", "—"),
        (CallTotals(2, input_tokens=900, output_tokens=200, cost={"USD": Decimal(1)}), "1,100", "US$1.00"),
        (CallTotals(2, input_tokens=9, unknown_tokens=1, cost={"EUR": Decimal(1)}, unknown_cost=1), "≥ 9", "≥ €1.00"),
        (CallTotals(2, unknown_tokens=2, unknown_cost=2), "unknown", "unknown"),
        (CallTotals(2, cost={"EUR": Decimal(1), "USD": Decimal(2)}), "0", "€1.00 + US$2.00"),
        (CallTotals(2, input_tokens=5), "5", "0"),
    ],
)
def test_a_sum_that_lacks_some_calls_says_that_it_is_a_lower_bound(calls: CallTotals, tokens: str, cost: str) -> None:
    assert (wording.tokens(calls), wording.cost(calls)) == (tokens, cost)
