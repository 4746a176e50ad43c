"""The models that settings can name: their capabilities, whether they can be used here, and their back-ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, cast

from authoring.errors import AuthoringError, Problem, UnusableAnswer
from authoring.llm import Completion, CompletionRequest, LanguageModel, provider_of
from authoring.llm.backends import Capabilities, ModelBackend, Surroundings
from authoring.llm.builtin import BUILT_IN, GROUP
from authoring.llm.plausible import plausible
from authoring.model import plugins
from authoring.model.config import ModelSettings
from authoring.text.i18n import _

_ENOUGH = 400  # tokens; a reasoning model thinks before it says a sentence
_BY_DEFAULT = "openai"  # the provider whose language a server of one's own speaks, and that answers for a bare name

Place = Literal["here", "elsewhere"]


@dataclass(frozen=True)
class ConfiguredModel:
    """A model that the settings name and whether it can be used; `problem` says why not.

    `prompts` are those that it answers, empty for the main model; `where` is `here` when nothing leaves this machine.
    """

    model: str
    prompts: tuple[str, ...]
    where: Place
    server: str
    problem: Problem | None = None

    @property
    def is_usable(self) -> bool:
        """Whether nothing is known to be missing; whether the server answers is only known after asking it."""
        return self.problem is None


class ModelCatalogue:
    """The back-ends for a workspace's settings, by the names of models. Safe for several threads.

    `base` is the folder that files named in the settings are relative to.
    """

    def __init__(self, settings: ModelSettings, *, base: Path, environment: Mapping[str, str]) -> None:
        self.settings = settings
        self._base = base
        self._environment = environment
        self._lock = threading.RLock()
        self._backends: dict[str, ModelBackend] = {}

    def capabilities(self, model: str) -> Capabilities:
        """The properties of a model that the program has to know before it asks it."""
        return self.backend(model).capabilities(model)

    def is_here(self, model: str) -> bool:
        """Whether what is sent to the model stays on this machine.

        `where = "here"` speaks of the server at `base_url` alone, which takes the place of one provider; it counts for
        nothing where that provider's package would follow the server's redirects.
        """
        capabilities = self.capabilities(model)
        if capabilities.in_process:
            return True
        is_declared = self.settings.where == "here" and bool(self.settings.base_url)
        return is_declared and capabilities.keeps_to_its_server and provider_of(model) == self.base_url_provider

    def server(self, model: str) -> str:
        """The server that requests for the model go to; empty when they stay on this machine."""
        return "" if self.is_here(model) else self.backend(model).server(model) or provider_of(model)

    @cached_property
    def base_url_provider(self) -> str:
        """The provider whose place the server at `base_url` takes: the main model's, or OpenAI's where that has none.

        A model that answers in this process has none, and neither has a name that no back-end answers for.
        """
        prefix = provider_of(self.settings.use)
        is_served = (
            prefix in self._loaders and not self._made(prefix, provider="").capabilities(self.settings.use).in_process
        )
        return prefix if is_served else _BY_DEFAULT

    def configured(self) -> list[ConfiguredModel]:
        """Each model of the settings, the main one first, and what is missing to use it. Asks no server."""
        return [self._configured(model, prompts) for model, prompts in self._prompts_by_model().items()]

    def warm_up(self) -> None:
        """Begin in the background what every answer needs, once it is sure that a model will be asked."""
        for model in self._prompts_by_model():
            self.backend(model).warm_up()

    def open(self, on_progress: Callable[[str], None] = lambda _text: None) -> LanguageModel:
        """One model that answers for all names. Nothing is started or imported before it is needed.

        `on_progress` receives messages about slow steps: preparing a local model, waiting to try again.
        """
        return _OpenModels(self, on_progress)

    def backend(self, model: str) -> ModelBackend:
        """The back-end that answers for a model; LangChain's for a name that nobody answers for, to say so."""
        prefix = provider_of(model)
        name = prefix if prefix in self._loaders else _BY_DEFAULT
        with self._lock:
            if name not in self._backends:
                self._backends[name] = self._made(name, provider=self.base_url_provider)
            return self._backends[name]

    def _made(self, name: str, *, provider: str) -> ModelBackend:
        surroundings = Surroundings(self.settings, self._base, self._environment, provider)
        return cast(ModelBackend, self._loaders[name]()(surroundings))

    @cached_property
    def _loaders(self) -> dict[str, Callable[[], Any]]:
        return plugins.registered(GROUP, BUILT_IN)

    def _prompts_by_model(self) -> dict[str, tuple[str, ...]]:
        """The models in the settings, the main one first, with the prompts that ask for another."""
        names: dict[str, tuple[str, ...]] = {self.settings.use: ()}
        for prompt, name in self.settings.prompts.items():
            if name != self.settings.use:
                names[name] = (*names.get(name, ()), prompt)
        return names

    def _configured(self, model: str, prompts: tuple[str, ...]) -> ConfiguredModel:
        where: Place = "here" if self.is_here(model) else "elsewhere"
        backend = self.backend(model)
        try:
            backend.check(model)
        except AuthoringError as error:
            return ConfiguredModel(model, prompts, where, "", error.problem)
        is_served = not backend.capabilities(model).in_process
        return ConfiguredModel(model, prompts, where, backend.server(model) if is_served else "")


def ask_once(model: LanguageModel, name: str) -> Completion:
    """The answer to one tiny question. Raises as `complete` does, and `UnusableAnswer` when it is empty."""
    prompt = _("In one short sentence: what is a blog for?")
    completion = plausible(model.complete(CompletionRequest(name, prompt, parameters={"max_tokens": _ENOUGH})))
    if not completion.text.strip():
        raise UnusableAnswer(
            _("{model} gave an empty answer.").format(model=name),
            _("Try again, or choose another model below [model] in authoring.toml."),
        )
    return completion


class _OpenModels:
    """Opens each back-end once and passes every question on to the one that answers for the model."""

    def __init__(self, catalogue: ModelCatalogue, on_progress: Callable[[str], None]) -> None:
        self._catalogue = catalogue
        self._on_progress = on_progress
        self._lock = threading.Lock()
        self._open: dict[ModelBackend, LanguageModel] = {}

    def complete(self, request: CompletionRequest, *, on_text: Callable[[str], None] | None = None) -> Completion:
        return self._model(request.model).complete(request, on_text=on_text)

    def close(self) -> None:
        with self._lock:
            for model in self._open.values():
                model.close()
            self._open.clear()

    def _model(self, name: str) -> LanguageModel:
        backend = self._catalogue.backend(name)
        with self._lock:
            if backend not in self._open:
                self._open[backend] = backend.open(self._on_progress)
            return self._open[backend]
