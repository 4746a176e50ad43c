"""The tools of drafting: documents, prompts, models and their answers, prices, the time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from authoring.drafting.ask import Asker
from authoring.drafting.budget import Ledger, Price, Spent, spent_in_month, spent_on
from authoring.drafting.calls import Cache, Progress, Unwatched
from authoring.drafting.questions import Questions
from authoring.llm import LanguageModel
from authoring.llm.cache import CompletionCache
from authoring.llm.catalogue import ModelCatalogue
from authoring.llm.prices import Prices
from authoring.model.config import Settings
from authoring.privacy.gate import PrivacyGate
from authoring.privacy.sent import SentRecords
from authoring.prompts import Prompts
from authoring.store.repository import Repository


@dataclass(frozen=True)
class DraftingTools:
    """The outside objects that drafting needs.

    `fresh` asks the model again even if the cache has the answer; `quick` takes the first answer, unjudged.

    `catalogue` says what models can do and where they are; `model` answers for all of them.
    """

    repository: Repository
    catalogue: ModelCatalogue
    model: LanguageModel
    prompts: Prompts
    cache: Cache
    price: Price
    clock: Callable[[], datetime]
    progress: Progress = field(default_factory=Unwatched)
    fresh: bool = False
    quick: bool = False

    @classmethod
    def of(
        cls,
        repository: Repository,
        *,
        environment: Mapping[str, str],
        clock: Callable[[], datetime],
        model: str = "",
        fresh: bool = False,
        quick: bool = False,
        progress: Progress | None = None,
        on_progress: Callable[[str], None] = lambda _text: None,
    ) -> DraftingTools:
        """The tools of a workspace, with the models of its settings, or with `model` alone for every prompt.

        Nothing is started before a model is asked. `on_progress` receives, in words, what takes a while.
        """
        if model:
            repository = Repository(repository.store, _with_model(repository.settings, model))
        settings, store = repository.settings, repository.store
        catalogue = ModelCatalogue(settings.model, base=settings.base, environment=environment)
        return cls(
            repository=repository,
            catalogue=catalogue,
            model=catalogue.open(on_progress),
            prompts=Prompts(store.documents),
            cache=CompletionCache(store.records, server=settings.model.base_url),
            price=Prices.load(store.documents, catalogue).cost,
            clock=clock,
            progress=progress or Unwatched(),
            fresh=fresh,
            quick=quick,
        )

    @property
    def settings(self) -> Settings:
        """The workspace's settings."""
        return self.repository.settings

    @property
    def today(self) -> date:
        """The present day in the workspace's time zone."""
        return self.clock().astimezone(self.settings.zone).date()

    @property
    def writes_pointwise(self) -> bool:
        """Whether the model that writes sections cannot hold a plan, so that each point is asked for by itself."""
        return self.catalogue.capabilities(self.settings.model.for_prompt("section")).is_small

    @cached_property
    def questions(self) -> Questions:
        """The maker of questions for models."""
        return Questions(self.prompts, self.settings, self.catalogue)

    def asker(self, slug: str) -> Asker:
        """An asker for a piece, which may have no text yet, within the limits of `[budget]`."""
        settings, store = self.settings, self.repository.store
        return Asker(
            slug,
            records=store.records,
            model=self.model,
            capabilities=self.catalogue.capabilities,
            cache=self.cache,
            ledger=self._ledger(slug),
            price=self.price,
            clock=self.clock,
            progress=self.progress,
            gate=PrivacyGate(self.repository, self.catalogue, on=self.today),
            sent=SentRecords(store.records, server=settings.model.base_url),
            fresh=self.fresh,
        )

    def _ledger(self, slug: str) -> Ledger:
        limits, records = self.settings.budget, self.repository.store.records
        is_monthly = limits.tokens_per_month or limits.money_per_month
        month = spent_in_month(records, when=self.clock(), zone=self.settings.zone) if is_monthly else Spent()
        piece = spent_on(records, slug)
        return Ledger(limits, piece=piece, month=month, price=self.price, capabilities=self.catalogue.capabilities)


def _with_model(settings: Settings, model: str) -> Settings:
    """The settings as if they named this model, for every prompt."""
    return settings._replace(model=settings.model._replace(use=model, prompts={}))
