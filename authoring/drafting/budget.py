"""`[budget]`: what has been used up, and whether the next call would break a limit."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from authoring.errors import BudgetReached, InputError
from authoring.llm import CompletionRequest
from authoring.llm.providers import tokens_for
from authoring.model.config import Budget, Money
from authoring.privacy.sent import CALLS
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json

_CHARACTERS_PER_TOKEN: Final = 2.5  # fewer than any tokenizer needs for French or English, so never too low
_FRAMING: Final = 16

Price = Callable[[str, int, int], Money | None]
"""The cost of a call to a model with so many tokens in and out; None where the price is not known."""


@dataclass
class Spent:
    """Tokens and money used up. `unpriced` names models whose calls have no known cost."""

    tokens: int = 0
    money: dict[str, Decimal] = field(default_factory=dict)
    unpriced: set[str] = field(default_factory=set)

    def add(self, line: Mapping[str, Any]) -> None:
        """Count a line of `calls.jsonl`; what came from the cache has cost nothing."""
        if line.get("cached"):
            return
        self.tokens += int(line.get("counted_tokens") or 0)
        if line.get("counted_tokens") and line.get("cost") is None:
            self.unpriced.add(str(line.get("model")))
        elif line.get("cost") is not None:
            currency = str(line.get("currency"))
            self.money[currency] = self.money.get(currency, Decimal(0)) + Decimal(str(line["cost"]))


@dataclass(frozen=True)
class Estimate:
    """The most that a call can use up."""

    tokens: int
    money: Money | None


class Ledger:
    """Lets a call begin only when the limits bear its worst case, beside those that are on their way.

    Safe for several threads: a call that fits only once others have ended waits for them.
    """

    def __init__(self, budget: Budget, *, piece: Spent, month: Spent, price: Price) -> None:
        self._budget = budget
        self._piece = piece
        self._month = month
        self._price = price
        self._pending: list[Estimate] = []
        self._changed = threading.Condition()

    def reserve(self, request: CompletionRequest) -> Estimate:
        """Room for a call. Raises `BudgetReached`, or `InputError` when a limit in money cannot be kept."""
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

    def settle(self, estimate: Estimate, line: Mapping[str, Any]) -> None:
        """The call has ended: what it really used takes the place of the estimate."""
        with self._changed:
            self._pending.remove(estimate)
            self._piece.add(line)
            self._month.add(line)
            self._changed.notify_all()

    def _estimate(self, request: CompletionRequest) -> Estimate:
        asked = estimated_tokens(request.system + request.prompt) + _FRAMING
        answered = tokens_for(request.model, int(request.parameters["max_tokens"]))
        money = self._price(request.model, asked, answered)
        if (self._budget.money_per_draft or self._budget.money_per_month) and money is None:
            raise _unpriced(request.model)
        return Estimate(asked + answered, money)

    def _broken(self, estimate: Estimate, pending: Iterable[Estimate]) -> str:
        """Which limit the call would break, in words; empty when none."""
        ahead = [*pending, estimate]
        tokens = sum(each.tokens for each in ahead)
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


def estimated_tokens(text: str) -> int:
    """More tokens than the text has, by its length."""
    return int(len(text) / _CHARACTERS_PER_TOKEN) + 1


def spent_on(folder: Path) -> Spent:
    """What the calls of a piece have used up, all its life."""
    spent = Spent()
    for line in lines(folder / CALLS):
        spent.add(line)
    return spent


def spent_in_month(root: Path, *, when: datetime, zone: ZoneInfo) -> Spent:
    """What all calls of the workspace have used up in the calendar month of `when`."""
    spent = Spent()
    month = when.astimezone(zone).strftime("%Y-%m")
    for path in sorted({*root.glob(f"drafts/*/{CALLS}"), *root.glob(f"published/*/{CALLS}")}):
        for line in lines(path):
            if datetime.fromisoformat(line["time"]).astimezone(zone).strftime("%Y-%m") == month:
                spent.add(line)
    return spent


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The calls in a file; a line that a killed program left half written is passed over."""
    try:
        content = path.read_text("utf-8", "replace")
    except OSError:
        return
    for raw in content.splitlines():
        try:
            line = decode_json(raw)
            datetime.fromisoformat(line["time"])
            Decimal(str(line.get("cost") or 0))
        except (ValueError, KeyError, TypeError, InvalidOperation):
            continue
        yield line


def _total(limit: Money, spent: Spent, ahead: Iterable[Estimate]) -> Decimal:
    """What is spent and may be spent in the limit's currency; an amount in another one cannot be held against it."""
    if spent.unpriced:
        raise _unpriced(", ".join(sorted(spent.unpriced)))
    amounts = [*spent.money.items(), *((each.money.currency, each.money.amount) for each in ahead if each.money)]
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
