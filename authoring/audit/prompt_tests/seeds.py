"""The same question asked several times: a run's number goes into every seed, and what its answers took is counted.

Run 0 asks exactly what `draft` asks, so that both share their answers. A later run keeps its answers under seeds of its
own; a model that takes a seed is given it, any other answers anew by itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from authoring.drafting.budget import Price
from authoring.drafting.calls import Cache
from authoring.llm import Completion, CompletionRequest, LanguageModel
from authoring.llm.backends import Capabilities

_STEP: Final = 1_000_003
_SEEDS: Final = 2**31 - 1


@dataclass
class Meter:
    """What the answers of a run took, whether they were kept here already or not. `calls` counts those asked now.

    `seconds` are those in which models answered, added up. `cost` is None once a model's price is not known.
    """

    price: Price
    answers: int = 0
    calls: int = 0
    tokens: int = 0
    seconds: float = 0.0
    cost: Decimal | None = Decimal(0)
    currency: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, model: str, completion: Completion, *, is_cached: bool) -> None:
        """Count an answer."""
        input_tokens, output_tokens = completion.input_tokens or 0, completion.output_tokens or 0
        money = self.price(model, input_tokens, output_tokens)
        with self._lock:
            self.answers += 1
            self.calls += not is_cached
            self.tokens += input_tokens + output_tokens
            self.seconds += completion.seconds
            if money is None or self.cost is None or self.currency not in ("", money.currency):
                self.cost = None
            else:
                self.cost, self.currency = self.cost + money.amount, money.currency


class SeededModel:
    """A `LanguageModel` that answers the questions of one run."""

    def __init__(
        self, model: LanguageModel, *, run: int, capabilities: Callable[[str], Capabilities], meter: Meter
    ) -> None:
        self._model = model
        self._run = run
        self._capabilities = capabilities
        self._meter = meter

    def complete(self, request: CompletionRequest, *, on_text: Callable[[str], None] | None = None) -> Completion:
        """The answer, with the run's seed where the model takes one."""
        takes_seed = self._capabilities(request.model).needs_seed
        question = seeded(request, run=self._run) if takes_seed else request
        completion = self._model.complete(question, on_text=on_text)
        self._meter.add(request.model, completion, is_cached=False)
        return completion

    def close(self) -> None:
        """Nothing: the model that this one asks is closed by whoever opened it."""


class SeededCache:
    """A `Cache` that holds the answers of one run apart from those of others."""

    def __init__(self, cache: Cache, *, run: int, meter: Meter) -> None:
        self._cache = cache
        self._run = run
        self._meter = meter

    def lookup(self, request: CompletionRequest) -> Completion | None:
        """The answer that this run was given."""
        completion = self._cache.lookup(seeded(request, run=self._run))
        if completion is not None:
            self._meter.add(request.model, completion, is_cached=True)
        return completion

    def store(self, request: CompletionRequest, completion: Completion) -> None:
        """Keep the answer for this run."""
        self._cache.store(seeded(request, run=self._run), completion)


def seeded(request: CompletionRequest, *, run: int) -> CompletionRequest:
    """The request as it is in a run: its own seed, moved by the run's number; unchanged in run 0."""
    if not run:
        return request
    seed = (int(request.parameters.get("seed", 0)) + run * _STEP) % _SEEDS
    return replace(request, parameters={**request.parameters, "seed": seed})
