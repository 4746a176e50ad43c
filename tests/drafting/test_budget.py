from __future__ import annotations

import threading
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from authoring.drafting import budget
from authoring.drafting.budget import Ledger, Spent
from authoring.errors import BudgetReached, InputError
from authoring.llm import CompletionRequest
from authoring.llm.backends import Capabilities
from authoring.model import calls
from authoring.model.calls import Call
from authoring.model.config import Budget, Money
from authoring.store import WORKSPACE, Key
from authoring.store.addresses import CALLS, PROMPT_TESTS
from tests.worlds.drafting import workshop

ASKED = CompletionRequest("openai:gpt", "x" * 250, parameters={"max_tokens": 100})
WORST = budget.estimated_tokens(ASKED.prompt) + 16 + 100


def in_euros(_model: str, prompt_tokens: int, answer_tokens: int) -> Money | None:
    return Money(Decimal(prompt_tokens + answer_tokens) / 1000, "EUR")


def unknown(_model: str, _prompt_tokens: int, _answer_tokens: int) -> Money | None:
    return None


def ledger(
    limits: Budget,
    *,
    piece: Spent | None = None,
    month: Spent | None = None,
    price: budget.Price = in_euros,
    thinking: int = 0,
) -> Ledger:
    return Ledger(
        limits,
        piece=piece or Spent(),
        month=month or Spent(),
        price=price,
        capabilities=lambda _model: Capabilities(thinking_tokens=thinking),
    )


def used(tokens: int, *, cost: str | None = "0.01", when: str = "2026-11-23T09:00:00Z", cached: bool = False) -> Call:
    return Call(
        datetime.fromisoformat(when),
        model="openai:gpt",
        counted_tokens=tokens,
        cost=None if cost is None else Decimal(cost),
        currency="EUR",
        is_cached=cached,
    )


def test_a_call_that_just_fits_begins_and_the_next_does_not() -> None:
    tight = ledger(Budget(tokens_per_draft=WORST + 50))
    tight.settle(tight.reserve(ASKED), used(60))
    with pytest.raises(BudgetReached) as caught:
        tight.reserve(ASKED)
    assert str(caught.value) == (
        f"The next call could take this piece to {60 + WORST} tokens, and the limit is {WORST + 50}."
    )
    assert caught.value.problem.remedy == "Raise the limit below [budget] in authoring.toml; the next run goes on."


def test_what_the_month_has_used_counts_too() -> None:
    with pytest.raises(BudgetReached, match="this month"):
        ledger(Budget(tokens_per_month=1000), month=Spent(tokens=950)).reserve(ASKED)


def test_money_is_held_against_its_limit_in_its_currency() -> None:
    spent = Spent(money={"EUR": Decimal("1.95")})
    with pytest.raises(BudgetReached, match=r"this month to \d\.\d+ EUR, and the limit is 2 EUR"):
        ledger(Budget(money_per_month=Money(Decimal(2), "EUR")), month=spent).reserve(ASKED)


def test_a_price_in_another_currency_cannot_be_held_against_a_limit() -> None:
    limit = Budget(money_per_draft=Money(Decimal(20), "USD"))
    with pytest.raises(InputError) as caught:
        ledger(limit).reserve(ASKED)
    assert str(caught.value) == "The limit is in USD and prices are in EUR, so it cannot be kept."


def test_an_unknown_price_with_a_limit_in_money_is_an_error_before_any_call() -> None:
    with pytest.raises(InputError) as caught:
        ledger(Budget(money_per_month=Money(Decimal(20), "EUR")), price=unknown).reserve(ASKED)
    assert str(caught.value) == "[budget] limits money, and the price of openai:gpt is not known."


def test_an_unknown_price_without_a_limit_in_money_is_no_error() -> None:
    assert ledger(Budget(tokens_per_draft=WORST), price=unknown).reserve(ASKED).money is None


def test_a_call_that_fits_once_another_has_ended_waits_for_it() -> None:
    tight = ledger(Budget(tokens_per_draft=WORST + 10))
    first = tight.reserve(ASKED)
    began = threading.Event()

    def begin() -> None:
        tight.reserve(ASKED)
        began.set()

    second = threading.Thread(target=begin)
    second.start()
    assert not began.wait(0.05)
    tight.settle(first, used(5))
    assert began.wait(5)
    second.join()


def test_only_calls_of_this_month_count_and_half_a_line_is_passed_over() -> None:
    lines = [
        used(10, when="2026-11-02T09:00:00Z"),
        used(100, when="2026-10-31T22:00:00Z"),
        used(1000, when="2026-10-31T23:30:00Z"),
        used(7, when="2026-11-03T09:00:00Z", cached=True),
    ]
    store, text = workshop(), b"".join(map(calls.encode, lines))
    store.records.write("one", CALLS, text + b'{"time": "2026-')
    store.records.write("two", CALLS, text)
    store.records.write(WORKSPACE, f"{PROMPT_TESTS}/case-hours-en/{CALLS}", text)
    with store.transaction("two") as change:
        change.write(Key("piece", "two"), b"A piece that is out.")
        change.place("two", stage="out", live="")
    month = budget.spent_in_month(store.records, when=datetime(2026, 11, 23, tzinfo=UTC), zone=ZoneInfo("Europe/Paris"))
    assert month.tokens == 3 * 1010
    assert month.money == {"EUR": Decimal("0.06")}


def test_what_a_model_may_think_counts_too() -> None:
    limits = Budget(tokens_per_draft=WORST)
    ledger(limits).reserve(ASKED)
    with pytest.raises(BudgetReached):
        ledger(limits, thinking=1).reserve(ASKED)


def test_the_estimate_is_never_below_what_french_needs() -> None:
    text = "L’écosystème local s’intègre à l’économie du quartier. " * 20
    assert budget.estimated_tokens(text) > len(text) / 3


def test_a_limit_holds_against_calls_whose_cost_nobody_knew() -> None:
    spent = Spent()
    spent.add(used(10, cost=None))
    limits = Budget()._replace(money_per_draft=Money(Decimal(1), "EUR"))
    with pytest.raises(InputError, match="openai:gpt"):
        ledger(limits, piece=spent).reserve(ASKED)
