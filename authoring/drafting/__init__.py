"""From an outline and testimonies to a draft, and from a draft to a better one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from authoring.drafting.budget import Price
from authoring.drafting.calls import Cache, Progress, Unwatched
from authoring.llm import LanguageModel
from authoring.model.config import Settings, provider_of
from authoring.prompts import Prompts
from authoring.store import Store


@dataclass(frozen=True)
class Desk:
    """What writing needs from outside: settings, documents, prompts, a model and its cache, prices, the time.

    `fresh` asks the model again for what the cache holds. `destination` names the server that a model's requests go to.
    """

    settings: Settings
    store: Store
    prompts: Prompts
    model: LanguageModel
    cache: Cache
    price: Price
    clock: Callable[[], datetime]
    progress: Progress = field(default_factory=Unwatched)
    fresh: bool = False
    destination: Callable[[str], str] = provider_of
