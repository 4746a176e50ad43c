"""The calls of a run: each answer with the line that records it, and their totals."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from authoring.llm import Completion, CompletionRequest
from authoring.model.calls import Call


@dataclass(frozen=True)
class Answer:
    """A completion and the call that is recorded of it."""

    completion: Completion
    call: Call

    @property
    def is_cut(self) -> bool:
        """Whether the answer ran into its limit."""
        return self.completion.finish == "length"


@dataclass
class Totals:
    """The totals of the calls of a run."""

    calls: int = 0
    cached: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    models: set[str] = field(default_factory=set)
    costs: list[tuple[Decimal, str] | None] = field(default_factory=list)

    def add(self, call: Call) -> None:
        """Count a call."""
        if call.is_answered:
            self.models.add(call.answered_by)
        if call.is_cached:
            self.cached += 1
            return
        self.calls += 1
        self.input_tokens += call.input_tokens or 0
        self.output_tokens += call.output_tokens or 0
        self.costs.append(None if call.cost is None else (call.cost, call.currency))

    @property
    def cost(self) -> str | None:
        """Such as `0.012 USD`, one amount per currency; None as soon as one call's cost is not known."""
        amounts = [cost for cost in self.costs if cost is not None]
        if len(amounts) < len(self.costs):
            return None
        sums: dict[str, Decimal] = {}
        for amount, currency in amounts:
            sums[currency] = sums.get(currency, Decimal(0)) + amount
        return " + ".join(f"{amount} {currency}".strip() for currency, amount in sums.items()) or "0"


class Cache(Protocol):
    """Answers by their questions; `store` is durable when it returns."""

    def lookup(self, request: CompletionRequest) -> Completion | None:
        """The answer to exactly this question, if there is one."""

    def store(self, request: CompletionRequest, completion: Completion) -> None:
        """Keep the answer."""


class Progress(Protocol):
    """Gets the progress of a run, for example to display it. Called from several threads."""

    def begin(self, part: str) -> None:
        """A part is being asked for."""

    def text(self, part: str, text: str) -> None:
        """More of its answer has arrived; an empty text means that the answer begins again."""

    def end(self, part: str, outcome: str) -> None:
        """The answer is there: `written`, `cached`, or `failed`."""

    def again(self, part: str, number: int, reason: str) -> None:
        """What the part lacks is asked for again; `number` counts from 1."""

    def passed(self, part: str, text: str) -> None:
        """Words of the part that the program has judged and that will stand in it."""


class Unwatched:
    """A `Progress` that does nothing."""

    def begin(self, part: str) -> None:
        """Says nothing."""

    def text(self, part: str, text: str) -> None:
        """Says nothing."""

    def end(self, part: str, outcome: str) -> None:
        """Says nothing."""

    def again(self, part: str, number: int, reason: str) -> None:
        """Says nothing."""

    def passed(self, part: str, text: str) -> None:
        """Says nothing."""


class Interrupted(Exception):
    """The run was stopped while an answer was arriving."""
