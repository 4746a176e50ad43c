"""From settings to a model that answers: each question goes to the model it names, opened when it is first asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from authoring.errors import AuthoringError, Problem, ServiceUnavailable, UnusableAnswer
from authoring.llm import Completion, CompletionRequest, LanguageModel, failures, local, providers, weights
from authoring.llm.failures import Place
from authoring.llm.fake import FakeModel
from authoring.llm.langchain import LangChainModel, warm_up
from authoring.llm.local import LocalModel
from authoring.llm.retrying import Patience
from authoring.model.config import ModelSettings, is_local
from authoring.text.i18n import _, plural

FAKE: Final = "fake"
_ENOUGH: Final = 400  # tokens; a reasoning model thinks before it says a sentence


@dataclass(frozen=True)
class Standing:
    """A configured model and whether it can be used here; `problem` says why not.

    `prompts` are those that it answers, empty for the main model; `where` is `here` when nothing leaves this machine.
    """

    model: str
    prompts: tuple[str, ...]
    where: Literal["here", "elsewhere"]
    server: str
    problem: Problem | None = None

    @property
    def is_usable(self) -> bool:
        """Whether nothing is known to be missing; whether the server answers is only known after asking it."""
        return self.problem is None


def open_model(
    settings: ModelSettings,
    *,
    root: Path,
    environment: Mapping[str, str],
    on_progress: Callable[[str], None] | None = None,
) -> LanguageModel:
    """A model for all names in the settings. Nothing is started or imported before it is needed.

    `on_progress` is told, in words, what takes a while: preparing and starting a local model, waiting to try again.
    """
    return _Models(settings, root=root, environment=environment, on_progress=on_progress or (lambda _text: None))


def warm_up_for(settings: ModelSettings) -> None:
    """Begin in the background what every answer needs, once it is sure that a model will be asked."""
    if any(name != FAKE for name in _names(settings)):
        warm_up()


def standings(settings: ModelSettings, *, root: Path, environment: Mapping[str, str]) -> list[Standing]:
    """Each configured model, the main one first, and what is missing to use it. Asks no server."""
    found = []
    for name, prompts in _names(settings).items():
        found.append(_standing(name, prompts, settings, root=root, environment=environment))
    return found


def server_of(name: str, settings: ModelSettings, environment: Mapping[str, str]) -> str:
    """The server that a model's requests go to, host and port; its provider where the name cannot be resolved."""
    try:
        place = providers.address(name, base_url=settings.base_url, main=settings.use, environment=environment)
    except AuthoringError:
        return name.partition(":")[0]
    return place.server


def ask_once(model: LanguageModel, name: str) -> Completion:
    """The answer to one tiny question. Raises as `complete` does, and `UnusableAnswer` when it is empty."""
    prompt = _("In one short sentence: what is a blog for?")
    completion = model.complete(CompletionRequest(name, prompt, parameters={"max_tokens": _ENOUGH}))
    if not completion.text.strip():
        raise UnusableAnswer(
            _("{model} gave an empty answer.").format(model=name),
            _("Try again, or choose another model below [model] in authoring.toml."),
        )
    return completion


class _Models:
    """Opens each model once and passes every question on to the one it names."""

    def __init__(
        self, settings: ModelSettings, *, root: Path, environment: Mapping[str, str], on_progress: Callable[[str], None]
    ) -> None:
        self._settings = settings
        self._root = root
        self._environment = environment
        self._on_progress = on_progress
        self._lock = threading.Lock()
        self._open: dict[str, LanguageModel] = {}

    def complete(self, request: CompletionRequest, *, on_text: Callable[[str], None] | None = None) -> Completion:
        return self._model(request.model).complete(request, on_text=on_text)

    def close(self) -> None:
        with self._lock:
            for model in self._open.values():
                model.close()
            self._open.clear()

    def _model(self, name: str) -> LanguageModel:
        kind = name if name == FAKE or is_local(name) else "langchain"
        with self._lock:
            if kind not in self._open:
                self._open[kind] = self._opened(kind)
            return self._open[kind]

    def _opened(self, kind: str) -> LanguageModel:
        settings = self._settings
        if kind == FAKE:
            return FakeModel.from_environment(self._environment)
        if is_local(kind):
            return LocalModel(
                lambda: _local_file(kind, self._root, self._environment, self._on_progress),
                name=kind,
                concurrency=settings.concurrency,
                timeout=settings.timeout,
                on_progress=self._on_progress,
            )
        return LangChainModel(
            main=settings.use,
            environment=self._environment,
            base_url=settings.base_url,
            here=settings.where == "here",
            timeout=settings.timeout,
            patience=Patience(retries=settings.retries),
            on_wait=self._tell_wait,
        )

    def _tell_wait(self, error: ServiceUnavailable, seconds: float) -> None:
        again = plural("Trying again in {count} second.", "Trying again in {count} seconds.", round(seconds))
        self._on_progress(f"{error.problem.message} {again}")


def _names(settings: ModelSettings) -> dict[str, tuple[str, ...]]:
    """The models in the settings, the main one first, with the prompts that ask for another."""
    names: dict[str, tuple[str, ...]] = {settings.use: ()}
    for prompt, name in settings.prompts.items():
        if name != settings.use:
            names[name] = (*names.get(name, ()), prompt)
    return names


def _local_file(name: str, root: Path, environment: Mapping[str, str], on_progress: Callable[[str], None]) -> Path:
    path = name.partition(":")[2]
    return weights.user_file(root, path) if path else weights.built_in(environment, on_progress=on_progress)


def _standing(
    name: str, prompts: tuple[str, ...], settings: ModelSettings, *, root: Path, environment: Mapping[str, str]
) -> Standing:
    where: Literal["here", "elsewhere"] = "here" if name == FAKE or settings.is_here(name) else "elsewhere"
    server = ""
    try:
        if is_local(name):
            _check_local(name, root)
        elif name != FAKE:
            server = _check_provider(name, settings, environment)
    except AuthoringError as error:
        return Standing(name, prompts, where, server, error.problem)
    return Standing(name, prompts, where, server)


def _check_local(name: str, root: Path) -> None:
    if not local.is_installed():
        raise weights.missing_extra("xllamacpp")
    path = name.partition(":")[2]
    if path:
        weights.user_file(root, path)
    else:
        weights.parts()


def _check_provider(name: str, settings: ModelSettings, environment: Mapping[str, str]) -> str:
    """The server of the model; raises when its package or its key is missing."""
    address = providers.address(name, base_url=settings.base_url, main=settings.use, environment=environment)
    place = Place(name, address.server, address.key_variable)
    if find_spec(address.provider.module) is None:
        raise failures.no_package(place, address.provider.package)
    if not providers.has_key(address, environment):
        raise failures.no_key(place)
    return address.server
