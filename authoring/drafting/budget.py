"""The limits in `[budget]`: the tokens and money used so far, and whether the next call would exceed a limit."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from authoring.errors import BudgetReached, InputError
from authoring.llm import CompletionRequest
from authoring.llm.backends import Capabilities
from authoring.model import calls as model_calls
from authoring.model.calls import Call
from authoring.model.config import Budget, Money
from authoring.model.local_times import in_zone
from authoring.store import WORKSPACE, Records
from authoring.store.addresses import CALLS, PROMPT_TESTS
from authoring.text.i18n import _

_CHARACTERS_PER_TOKEN: Final = 2.5  # fewer than any tokenizer needs for French or English, so never too low
_FRAMING: Final = 16

Price = Callable[[str, int, int], Money | None]
"""The cost of a call to a model with so many tokens in and out; None where the price is not known."""


@dataclass
class Spent:
    """Used tokens and money. `unpriced` are the models whose calls have no known cost."""

    tokens: int = 0
    money: dict[str, Decimal] = field(default_factory=dict)
    unpriced: set[str] = field(default_factory=set)

    def add(self, call: Call) -> None:
        """Add a call; an answer from the cache costs nothing."""
        if call.is_cached:
            return
        self.tokens += call.counted_tokens or 0
        if call.cost is not None:
            self.money[call.currency] = self.money.get(call.currency, Decimal(0)) + call.cost
        elif call.counted_tokens:
            self.unpriced.add(call.model)


@dataclass(frozen=True)
class Estimate:
    """The most that a call can use."""

    tokens: int
    money: Money | None


class Ledger:
    """Permits a call only if its maximum and those of the calls in progress stay within the limits.

    Safe for several threads: a call that fits only after others have ended waits for them. The use of other processes
    is read from the records when the ledger is opened; their later calls are not included.
    """

    def __init__(
        self,
        budget: Budget,
        *,
        piece: Spent,
        month: Spent,
        price: Price,
        capabilities: Callable[[str], Capabilities],
    ) -> None:
        self._budget = budget
        self._piece = piece
        self._month = month
        self._price = price
        self._capabilities = capabilities
        self._pending: list[Estimate] = []
        self._changed = threading.Condition()

    def reserve(self, request: CompletionRequest) -> Estimate:
        """Reserve the maximum of a call. Raises `BudgetReached`, or `InputError` for a cost that is unknown."""
        estimate = self._estimate(request)
        with self._changed:
            while (broken := self._broken(estimate, self._pending)) and self._pending:
                self._changed.wait()
            if broken:
                raise BudgetReached(
                    broken, _("Raise the limit below [budget] in authoring.toml; the next run goes on.")
                )
            self._pending.append(estimate)
        return estimate

    def settle(self, estimate: Estimate, call: Call | None) -> None:
        """Replace the estimate of a finished call by its real use, if any."""
        with self._changed:
            self._pending.remove(estimate)
            if call is not None:
                self._piece.add(call)
                self._month.add(call)
            self._changed.notify_all()

    def _estimate(self, request: CompletionRequest) -> Estimate:
        prompt_tokens, answer_tokens = most_tokens(request, self._capabilities(request.model))
        money = self._price(request.model, prompt_tokens, answer_tokens)
        if (self._budget.money_per_draft or self._budget.money_per_month) and money is None:
            raise _unpriced(request.model)
        return Estimate(prompt_tokens + answer_tokens, money)

    def _broken(self, estimate: Estimate, pending: Iterable[Estimate]) -> str:
        """The message about the limit that this call and those in progress would exceed; empty when none."""
        ahead = [*pending, estimate]
        tokens = sum(call.tokens for call in ahead)
        budget = self._budget
        for limit, spent, what in (
            (budget.tokens_per_draft, self._piece, _("this piece")),
            (budget.tokens_per_month, self._month, _("this month")),
        ):
            if limit is not None and spent.tokens + tokens > limit:
                return _("The next call could take {what} to {tokens} tokens, and the limit is {limit}.").format(
                    what=what, tokens=spent.tokens + tokens, limit=limit
                )
        for money, spent, what in (
            (budget.money_per_draft, self._piece, _("this piece")),
            (budget.money_per_month, self._month, _("this month")),
        ):
            if money is not None and (total := _total(money, spent, ahead)) > money.amount:
                return _("The next call could take {what} to {money}, and the limit is {limit}.").format(
                    what=what, money=Money(total, money.currency), limit=money
                )
        return ""


def most_tokens(request: CompletionRequest, capabilities: Capabilities) -> tuple[int, int]:
    """The most tokens that a request can have, and its answer."""
    return (
        estimated_tokens(request.text) + _FRAMING * (1 + len(request.examples)),
        int(request.parameters["max_tokens"]) + capabilities.thinking_tokens,
    )


def estimated_tokens(text: str) -> int:
    """An upper bound for the text's tokens, by its length."""
    return int(len(text) / _CHARACTERS_PER_TOKEN) + 1


def spent_on(records: Records, slug: str) -> Spent:
    """The use of all calls for a piece so far."""
    spent = Spent()
    for call in _calls_of(records, slug):
        spent.add(call)
    return spent


def spent_in_month(records: Records, *, when: datetime, zone: ZoneInfo) -> Spent:
    """The use of all calls of the workspace in the calendar month of `when`.

    Calls for pieces without a text count, and those for cases that test prompts.
    """
    spent = Spent()
    month = _month_of(when, zone)
    tested = [name for name in records.names(WORKSPACE, f"{PROMPT_TESTS}/") if name.endswith(f"/{CALLS}")]
    places = [*((slug, CALLS) for slug in records.slugs(CALLS)), *((WORKSPACE, name) for name in tested)]
    for slug, name in places:
        for call in _calls_of(records, slug, name):
            if _month_of(call.time, zone) == month:
                spent.add(call)
    return spent


def _calls_of(records: Records, slug: str, name: str = CALLS) -> Sequence[Call]:
    """The calls of a record; an incomplete line of a killed program is skipped."""
    return model_calls.decode(records.read(slug, name), records.label(slug, name)).calls


def _month_of(moment: datetime, zone: ZoneInfo) -> tuple[int, int]:
    there = in_zone(moment, zone)
    return there.year, there.month


def _total(limit: Money, spent: Spent, ahead: Iterable[Estimate]) -> Decimal:
    """What is spent and may be spent in the limit's currency; an amount in another one cannot be compared with it."""
    if spent.unpriced:
        raise _unpriced(", ".join(sorted(spent.unpriced)))
    amounts = [*spent.money.items(), *((call.money.currency, call.money.amount) for call in ahead if call.money)]
    for currency, amount in amounts:
        if currency != limit.currency and amount:
            raise InputError(
                _("The limit is in {limit} and prices are in {currency}, so it cannot be kept.").format(
                    limit=limit.currency, currency=currency
                ),
                _("Write the limit in {currency}, or give prices in {limit} in the workspace’s own list.").format(
                    limit=limit.currency, currency=currency
                ),
            )
    return sum((amount for currency, amount in amounts if currency == limit.currency), Decimal(0))


def _unpriced(model: str) -> InputError:
    return InputError(
        _("[budget] limits money, and the price of {model} is not known.").format(model=model),
        _("Add its price to the workspace’s own list of prices, or limit tokens instead."),
    )
