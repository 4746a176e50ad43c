"""Figures about the work with models, for each piece and each month.

`share` compares texts, `written` finds the model's sentences, `course` measures time, `call_totals` adds up calls,
`measuring` collects them from a workspace, and `picture` draws the months.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from authoring.audit.stats.share import Share
from authoring.errors import Problem
from authoring.model.local_times import in_zone
from authoring.model.states import State

Beginning = Literal["outline", "history"]


@dataclass(frozen=True)
class CallTotals:
    """Calls to models, added up. `unknown_*` are the numbers of calls without that figure: sums are then lower bounds.

    `cached` is the number of answers from the cache: nothing was sent, and they are in no other figure.
    """

    calls: int = 0
    cached: int = 0
    failed: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    unknown_tokens: int = 0
    cost: Mapping[str, Decimal] = field(default_factory=dict)
    unknown_cost: int = 0

    def as_json(self) -> dict[str, Any]:
        """The keys that `--json` prints; a sum without any known figure is null."""
        knows_tokens = self.unknown_tokens < self.calls or not self.calls
        knows_cost = self.unknown_cost < self.calls or not self.calls
        return {
            "calls": self.calls,
            "cached": self.cached,
            "failed": self.failed,
            "input_tokens": self.input_tokens if knows_tokens else None,
            "output_tokens": self.output_tokens if knows_tokens else None,
            "tokens_at_least": self.unknown_tokens > 0,
            "cost": {currency: str(amount) for currency, amount in self.cost.items()} if knows_cost else None,
            "cost_at_least": self.unknown_cost > 0,
        }


@dataclass(frozen=True)
class PieceStats:
    """The figures of one piece. `share` is None when no model wrote in it.

    `started` is the time of the outline's file if that is older than the history (`beginning` tells which of the two);
    `published` is the time of the first publication.
    """

    slug: str
    title: str
    state: State
    started: datetime | None
    beginning: Beginning | None
    published: datetime | None
    time_in_states: Mapping[State, timedelta]
    review_rounds: int
    calls: CallTotals
    share: Share | None

    @property
    def time_to_publish(self) -> timedelta | None:
        """From the outline to the first publication."""
        if self.started is None or self.published is None:
            return None
        return max(self.published - self.started, timedelta())

    def as_json(self) -> dict[str, Any]:
        """The keys that `--json` prints; times in UTC, lengths of time in days."""
        return {
            "slug": self.slug,
            "title": self.title,
            "state": self.state.value,
            "started": _iso(self.started),
            "started_from": self.beginning,
            "published": _iso(self.published),
            "days_to_publish": _days(self.time_to_publish),
            "days_in_states": {state.value: _days(spent) for state, spent in self.time_in_states.items()},
            "review_rounds": self.review_rounds,
            **self.calls.as_json(),
            "words": _words(self.share),
        }


@dataclass(frozen=True)
class MonthStats:
    """The figures of one calendar month, for example `2026-11`.

    Times, rounds and words are those of the pieces first published in this month; calls are all calls of this month.
    `time_to_publish` is the median.
    """

    month: str
    published: int
    time_to_publish: timedelta | None
    review_rounds: int
    calls: CallTotals
    share: Share | None

    def as_json(self) -> dict[str, Any]:
        """The keys that `--json` prints."""
        return {
            "month": self.month,
            "published": self.published,
            "median_days_to_publish": _days(self.time_to_publish),
            "review_rounds": self.review_rounds,
            **self.calls.as_json(),
            "words": _words(self.share),
        }


@dataclass(frozen=True)
class Statistics:
    """All figures, and the problems of pieces that could not be counted."""

    pieces: Sequence[PieceStats]
    months: Sequence[MonthStats]
    problems: Sequence[Problem] = ()

    def as_json(self) -> dict[str, Any]:
        """The keys that `--json` prints."""
        return {
            "pieces": [piece.as_json() for piece in self.pieces],
            "months": [month.as_json() for month in self.months],
        }


def _iso(moment: datetime | None) -> str | None:
    return in_zone(moment, UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None


def _days(spent: timedelta | None) -> float | None:
    return None if spent is None else round(spent / timedelta(days=1), 3)


def _words(share: Share | None) -> dict[str, int] | None:
    if share is None:
        return None
    return {
        "model": share.written,
        "kept": share.kept,
        "edited": share.edited,
        "removed": share.removed,
        "added": share.added,
    }
