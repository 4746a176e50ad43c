"""A model on this machine: llama.cpp's own server inside this process, on loopback, behind a key that nobody else has.

It is asked the way every other model is asked, so that there is one path to test. The server starts with the first
question, which takes some seconds, and stops with `close`. The names are `local`, the built-in model, and
`local:PATH` for a file of the user's own.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from authoring.errors import ServiceRefused
from authoring.llm import Completion, CompletionRequest, weights
from authoring.llm.backends import Capabilities, ModelBackend, Surroundings
from authoring.llm.langchain import LangChainModel, warm_up
from authoring.llm.retrying import Patience
from authoring.text.i18n import _

_TOKENS_PER_QUESTION: Final = 4096  # prompt and answer together: a plan, some testimonies, and 1,500 words at most
_LONGEST_ANSWER: Final = 2048
_SEED: Final = 20261123
_TIMES_LONGER: Final = 10


class LocalModel:
    """A `LanguageModel` for one GGUF file, which `locate` finds when the first question comes.

    `concurrency` questions are answered side by side; more wait. `timeout` is the setting for services: a slow
    processor is no failure and costs nothing, so ten times as long is allowed here. The seed is fixed: asked alone, the
    same prompt gives the same text, unless a part of it was still in memory; side by side, rounding differs.
    """

    def __init__(
        self,
        locate: Callable[[], Path],
        *,
        name: str,
        concurrency: int = 4,
        timeout: float = 120,
        on_progress: Callable[[str], None],
    ) -> None:
        self._locate = locate
        self._name = name
        self._concurrency = concurrency
        self._timeout = timeout
        self._on_progress = on_progress
        self._lock = threading.Lock()
        self._server: Any = None
        self._model: LangChainModel | None = None

    @property
    def address(self) -> str:
        """Where the server listens; empty while none runs."""
        return str(self._server.listening_address) if self._server is not None else ""

    def complete(self, request: CompletionRequest, *, on_text: Callable[[str], None] | None = None) -> Completion:
        """The answer; the first one waits for the server to start. Raises `ServiceRefused` when it cannot."""
        question = replace(request, model="openai:local", parameters={"seed": _SEED, **request.parameters})
        return self._started().complete(question, on_text=on_text)

    def close(self) -> None:
        """Stop the server and free its memory; the next question would start it again."""
        with self._lock:
            if self._model is not None:
                self._model.close()
            self._model = None
            self._server = None  # its destructor stops the threads and waits for them

    def _started(self) -> LangChainModel:
        with self._lock:
            if self._model is None:
                path = self._locate()
                key = secrets.token_urlsafe()
                self._on_progress(_("Starting the model on this machine: {name}").format(name=path.stem))
                self._server = _start(path, key, concurrency=self._concurrency)
                self._model = self._connect(key)
            return self._model

    def _connect(self, key: str) -> LangChainModel:
        environment: Mapping[str, str] = {"OPENAI_API_KEY": key}
        return LangChainModel(
            base_url_provider="openai",
            environment=environment,
            base_url=f"{self.address}/v1",
            here=True,
            timeout=self._timeout * _TIMES_LONGER,
            patience=Patience(retries=1),
            label=self._name,
        )


class LocalModels:
    """A `LanguageModel` for `local` and every `local:PATH`: each file has a server of its own."""

    def __init__(self, make: Callable[[str], LocalModel]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._models: dict[str, LocalModel] = {}

    def complete(self, request: CompletionRequest, *, on_text: Callable[[str], None] | None = None) -> Completion:
        """The answer of the model that the request names."""
        with self._lock:
            model = self._models.setdefault(request.model, self._make(request.model))
        return model.complete(request, on_text=on_text)

    def close(self) -> None:
        """Stop all servers."""
        with self._lock:
            for model in self._models.values():
                model.close()


class LocalBackend(ModelBackend):
    """The back-end of `local` and `local:PATH`."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def capabilities(self, model: str) -> Capabilities:
        """Models that run on an ordinary computer need care, and the built-in one is small even among them."""
        return Capabilities(
            in_process=True, needs_length_limit=True, may_echo=True, needs_seed=True, is_small=not _path_in(model)
        )

    def check(self, model: str) -> None:
        """Raise `ServiceRefused` when the package, the model's parts or the file is missing."""
        if not is_installed():
            raise weights.missing_extra("xllamacpp")
        path = _path_in(model)
        if path:
            weights.user_file(self._surroundings.base, path)
        else:
            weights.parts()

    def warm_up(self) -> None:
        """The server is asked through LangChain."""
        warm_up()

    def open(self, on_progress: Callable[[str], None]) -> LocalModels:
        """What answers for every file; a server starts with the first question to it."""
        settings = self._surroundings.settings
        return LocalModels(
            lambda name: LocalModel(
                lambda: self._locate(name, on_progress),
                name=name,
                concurrency=settings.concurrency,
                timeout=settings.timeout,
                on_progress=on_progress,
            )
        )

    def _locate(self, model: str, on_progress: Callable[[str], None]) -> Path:
        path = _path_in(model)
        if path:
            return weights.user_file(self._surroundings.base, path)
        return weights.built_in(self._surroundings.environment, on_progress=on_progress)


def is_installed() -> bool:
    """Whether llama.cpp's package is there; for the model's parts see `weights.parts`."""
    return find_spec("xllamacpp") is not None


def _path_in(model: str) -> str:
    """The path in a model's name; empty for the built-in one."""
    return model.partition(":")[2]


def _start(path: Path, key: str, *, concurrency: int) -> Any:
    """The running server. It shows no page, no prompts of others and no log, and answers only who has the key."""
    if not is_installed():
        raise weights.missing_extra("xllamacpp")
    from xllamacpp import CommonParams, Server

    params = CommonParams()
    params.model.path = str(path)
    params.model_alias = {path.stem}
    params.n_parallel = concurrency
    params.n_ctx = _TOKENS_PER_QUESTION * concurrency
    params.n_predict = _LONGEST_ANSWER
    params.sampling.seed = _SEED
    params.cache_ram_mib = 0  # by default it keeps up to 8 GB of earlier prompts
    params.api_keys = [key]
    params.cors_origins = ""  # by default any page in a browser on this machine may ask
    params.ui = False
    params.endpoint_slots = False
    params.verbosity = -1
    try:
        return Server(params)
    except RuntimeError:
        raise ServiceRefused(
            _("The model {path} cannot be started.").format(path=path),
            _("Check that the file is whole, that llama.cpp knows this kind of model, and that memory is free."),
        ) from None
