"""The totals of a piece's calls to models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from authoring.audit.stats import CallTotals
from authoring.model.calls import Call

_NOT_SERVED: Final = "ServiceRefused"  # no key, a wrong key, an unknown model: no tokens were used


def total(calls: Iterable[Call], *, unfinished: int = 0) -> CallTotals:
    """The calls added up; `unfinished` is the number of calls without any figures."""
    everything = list(calls)
    put = [call for call in everything if not call.is_cached]
    served = [call for call in put if call.outcome != _NOT_SERVED]
    return CallTotals(
        calls=len(put) + unfinished,
        cached=len(everything) - len(put),
        failed=sum(not call.is_answered for call in put) + unfinished,
        input_tokens=sum(call.input_tokens or 0 for call in served),
        output_tokens=sum(call.output_tokens or 0 for call in served),
        unknown_tokens=sum(None in (call.input_tokens, call.output_tokens) for call in served) + unfinished,
        cost=_costs(served),
        unknown_cost=sum(call.cost is None for call in served) + unfinished,
    )


def _costs(served: Sequence[Call]) -> dict[str, Decimal]:
    costs: dict[str, Decimal] = {}
    for call in served:
        if call.cost is not None and call.currency:
            costs[call.currency] = costs.get(call.currency, Decimal()) + call.cost
    return dict(sorted(costs.items()))
