"""What drafting would ask and what it may cost, part by part: nothing is asked, and nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from authoring.drafting import draft as drafting
from authoring.drafting.ask import PlannedRequest
from authoring.drafting.draft import DraftPlan
from authoring.drafting.partial import Status
from authoring.drafting.parts import Part
from authoring.drafting.tools import DraftingTools


@dataclass(frozen=True)
class PartForecast:
    """What would become of a part. `number` is None for a section that the outline no longer has.

    `requests` are those that would be asked first; `further` is how many more there can be, to mend the answers.
    `is_edited` tells that people edited the section that stands there.
    """

    name: str
    status: Status
    number: int | None = None
    requests: Sequence[PlannedRequest] = ()
    further: int = 0
    is_edited: bool = False

    @property
    def asked(self) -> Sequence[PlannedRequest]:
        """The first requests that have no answer yet."""
        return [request for request in self.requests if not request.is_answered]

    @property
    def models(self) -> Sequence[str]:
        """The models that are asked."""
        return list(dict.fromkeys(request.request.model for request in self.requests))

    @property
    def servers(self) -> Sequence[str]:
        """The hosts to which words of this part would go; none for models on this machine."""
        return list(dict.fromkeys(request.server for request in self.asked if request.server))

    @property
    def tokens(self) -> int:
        """The most tokens that the first requests can use, with their answers."""
        return sum(request.tokens for request in self.asked)

    @property
    def cost(self) -> str | None:
        """The most that the first requests can cost, such as `0.02 EUR`; None where a price is not known."""
        return total_cost(self.asked)

    def as_json(self) -> dict[str, Any]:
        """The keys that `draft --dry-run --json` prints for each part."""
        return {
            "section": self.number,
            "name": self.name,
            "status": self.status,
            "edited": self.is_edited,
            "models": list(self.models),
            "requests": len(self.asked),
            "known": len(self.requests) - len(self.asked),
            "further": self.further,
            "tokens": self.tokens,
            "cost": self.cost,
            "servers": list(self.servers),
        }


@dataclass(frozen=True)
class Forecast:
    """What drafting a piece would ask. `asks_for_description` tells that one more request follows the text."""

    slug: str
    parts: Sequence[PartForecast]
    asks_for_description: bool
    withheld: Sequence[str]
    is_whole: bool

    @property
    def asked(self) -> Sequence[PlannedRequest]:
        """The first requests of all parts that have no answer yet."""
        return [request for part in self.parts for request in part.asked]

    @property
    def further(self) -> int:
        """How many more requests there can be: to mend answers, and for the description."""
        return sum(part.further for part in self.parts) + self.asks_for_description

    def as_json(self) -> dict[str, Any]:
        """The keys that `draft --dry-run --json` prints."""
        return {
            "slug": self.slug,
            "dry_run": True,
            "whole": self.is_whole,
            "requests": len(self.asked),
            "further": self.further,
            "tokens": sum(request.tokens for request in self.asked),
            "cost": total_cost(self.asked),
            "description": self.asks_for_description,
            "withheld": list(self.withheld),
            "sections": [part.as_json() for part in self.parts],
        }


def forecast(tools: DraftingTools, plan: DraftPlan, requests: Sequence[PlannedRequest]) -> Forecast:
    """The forecast for a plan and its first requests."""
    if plan.is_whole:
        status: Status = "changed" if plan.standing else "new"
        parts = [_of_part(tools, plan, part, status, requests) for part in plan.parts if _is_there(part)]
    else:
        parts = [
            _of_part(
                tools, plan, step.part, step.status, requests, is_edited=bool(step.section and step.section.is_edited)
            )
            if step.part
            else PartForecast(step.name, step.status, is_edited=bool(step.section and step.section.is_edited))
            for step in plan.steps
            if step.part or (step.section and step.section.text.strip())
        ]
    return Forecast(plan.outline.slug, parts, plan.asks_for_description, plan.withheld, plan.is_whole)


def total_cost(requests: Sequence[PlannedRequest]) -> str | None:
    """The most that the requests can cost, one amount per currency; None as soon as one price is not known."""
    sums: dict[str, Decimal] = {}
    for request in requests:
        if request.cost is None:
            return None
        sums[request.cost.currency] = sums.get(request.cost.currency, Decimal(0)) + request.cost.amount
    return " + ".join(f"{amount} {currency}" for currency, amount in sums.items()) or "0"


def _of_part(
    tools: DraftingTools,
    plan: DraftPlan,
    part: Part,
    status: Status,
    requests: Sequence[PlannedRequest],
    *,
    is_edited: bool = False,
) -> PartForecast:
    own = [request for request in requests if request.section == part.number] if part.number in plan.questions else []
    further = max(0, drafting.most_questions(tools, plan, part) - len(own))
    return PartForecast(part.name, status, part.number, own, further, is_edited)


def _is_there(part: Part) -> bool:
    """Whether there is a part; an outline may have no introduction."""
    return bool(part.number or part.section.points or part.section.quotes or part.section.testimonies)
