"""The calls of a piece, as `calls.jsonl` has them, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from authoring.audit.stats import CallTotals
from authoring.errors import Problem
from authoring.privacy.sent import CALLS
from authoring.store.files import read_bytes
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json

_ANSWERED: Final = ("ok", "truncated")
_NOT_SERVED: Final = "ServiceRefused"  # no key, a wrong one, an unknown model: nothing was used


@dataclass(frozen=True)
class Call:
    """One call. Tokens and cost are None where they are not known."""

    time: datetime
    outcome: str
    is_cached: bool
    input_tokens: int | None
    output_tokens: int | None
    cost: Decimal | None
    currency: str


@dataclass(frozen=True)
class Calls:
    """All calls of a piece. `torn` counts lines that a killed program left unfinished: calls of unknown use."""

    known: tuple[Call, ...] = ()
    torn: int = 0
    problems: tuple[Problem, ...] = ()


def read(folder: Path) -> Calls:
    """The calls of the piece in `folder`; a line that is no call is a problem with its place."""
    path = folder / CALLS
    known, torn, problems = [], 0, []
    for number, line in enumerate(read_bytes(path).split(b"\n"), start=1):
        try:
            if line.strip():
                known.append(_call(decode_json(line)))
        except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation):
            if line.startswith(b"{") and not line.rstrip().endswith(b"}"):
                torn += 1
            else:
                problems.append(_problem(path, number))
    return Calls(tuple(known), torn, tuple(problems))


def total(calls: Iterable[Call], *, torn: int = 0) -> CallTotals:
    """The calls added up; `torn` are calls of which nothing is known."""
    listed = list(calls)
    made = [call for call in listed if not call.is_cached]
    return CallTotals(
        calls=len(made) + torn,
        cached=len(listed) - len(made),
        failed=sum(call.outcome not in _ANSWERED for call in made) + torn,
        input_tokens=sum(call.input_tokens or 0 for call in made),
        output_tokens=sum(call.output_tokens or 0 for call in made),
        unknown_tokens=sum(None in (call.input_tokens, call.output_tokens) for call in made) + torn,
        cost=_costs(made),
        unknown_cost=sum(call.cost is None for call in made) + torn,
    )


def _costs(made: Sequence[Call]) -> dict[str, Decimal]:
    costs: dict[str, Decimal] = {}
    for call in made:
        if call.cost is not None and call.currency:
            costs[call.currency] = costs.get(call.currency, Decimal()) + call.cost
    return dict(sorted(costs.items()))


def _call(line: dict[str, Any]) -> Call:
    outcome, cost = str(line["outcome"]), line["cost"]
    was_served = outcome != _NOT_SERVED
    return Call(
        time=_moment(line["time"]),
        outcome=outcome,
        is_cached=bool(line["cached"]),
        input_tokens=_count(line["input_tokens"]) if was_served else 0,
        output_tokens=_count(line["output_tokens"]) if was_served else 0,
        cost=(None if cost is None else _amount(cost)) if was_served else Decimal(),
        currency=str(line.get("currency") or ""),
    )


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


def _count(value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or value < 0):
        raise ValueError(value)
    return value


def _amount(value: Any) -> Decimal:
    amount = Decimal(str(value))
    if not amount.is_finite() or amount < 0:
        raise ValueError(value)
    return amount


def _problem(path: Path, line: int) -> Problem:
    return Problem(
        _("This line is not a record of a call, so it is not counted."),
        _("The program writes no such line. Compare the file with a backup or with git."),
        path,
        line,
    )
