"""The protocol of a back-end for language models, which plug-ins add by an entry point in `authoring.models`.

The entry point's name is what stands before the colon of a model's name, so that this one answers for `acme:large`:

```toml
[project.entry-points."authoring.models"]
acme = "acme_authoring:AcmeBackend"
```
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from authoring.llm import LanguageModel, provider_of
from authoring.model.config import ModelSettings


@dataclass(frozen=True)
class Capabilities:
    """The properties of a model that the program has to know before it asks it.

    `in_process`: it answers inside this process, so that nothing leaves the machine and nothing is paid.
    `needs_length_limit`: it may not find an end by itself. `may_echo`: it may give the prompt back as its answer.
    `needs_seed`: it gives the same answer again unless the request states another seed.
    `is_small`: it retells sentences that it is shown to quote from, so that it is shown none.
    `thinking_tokens`: what it may use up before it begins to write, besides the answer's own tokens.
    `sees`: it takes pictures; None where only asking it tells, False where a picture would be passed over in silence.
    `keeps_to_its_server`: it follows no redirect, so that a server on this machine cannot pass the words on by one.
    """

    in_process: bool = False
    needs_length_limit: bool = False
    may_echo: bool = False
    needs_seed: bool = False
    is_small: bool = False
    thinking_tokens: int = 0
    keeps_to_its_server: bool = True
    sees: bool | None = False


@dataclass(frozen=True)
class Surroundings:
    """The arguments of a back-end. `base` is the folder that files named in the settings are relative to.

    `base_url_provider` is the one provider that the settings' `base_url` is for.
    """

    settings: ModelSettings
    base: Path
    environment: Mapping[str, str]
    base_url_provider: str = ""


class ModelBackend(Protocol):
    """Answers for every model whose name begins with one prefix. Subclass it to inherit the defaults.

    It is made by `Backend(surroundings)`. Nothing is started, imported or asked before a model of `open` is asked.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        """Store the surroundings."""

    def capabilities(self, model: str) -> Capabilities:
        """The properties of this model."""
        return Capabilities()

    def server(self, model: str) -> str:
        """The server that requests for the model go to, as people know it."""
        return provider_of(model)

    def check(self, model: str) -> None:
        """Raise `ServiceRefused` for whatever is known to be missing; asks no server."""

    def warm_up(self) -> None:
        """Begin in the background what every answer needs."""

    def open(self, on_progress: Callable[[str], None]) -> LanguageModel:
        """The model that answers; `on_progress` receives messages about slow steps."""
        ...
