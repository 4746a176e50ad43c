"""Models through LangChain: every provider it knows, and any server that speaks OpenAI's language.

The only file that imports LangChain, and only when the first answer is wanted: it costs more than a second.
LangChain's own retries and its tracing are off: the first would hide ours, the second would send prompts elsewhere.
"""

from __future__ import annotations

import importlib
import importlib.util
import threading
import time
import warnings
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from contextvars import copy_context
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from authoring.errors import ServiceRefused, ServiceUnavailable
from authoring.llm import Completion, CompletionRequest, failures, provider_of, providers
from authoring.llm.backends import Capabilities, ModelBackend, Surroundings
from authoring.llm.failures import Place
from authoring.llm.providers import Address
from authoring.llm.retrying import Patience
from authoring.llm.streamed_answers import StreamedAnswer
from authoring.text.i18n import plural

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

_Arriving: TypeAlias = "SimpleQueue[AIMessageChunk | _ProviderFailed | str]"

_COMPLETE: Final = "complete"
_GIVEN_UP: Final = "given up"
_LONGEST_TO_CONNECT: Final = 10.0
_ROOM: Final = 10_000
_CHARACTERS_PER_TOKEN: Final = 40
_USUAL_TOKENS: Final = 4_000
_MAY_BE_LEFT_OUT: Final = frozenset(
    ("temperature", "top_p", "seed", "frequency_penalty", "presence_penalty", "stream_options")
)
# whose package takes connections of ours, which follow no redirect
_OPENAI_CLIENTS: Final = frozenset({"azure_openai", "deepseek", "together", "upstage", "xai"})
_STAYING: Final = frozenset({"openai", "ollama"}) | _OPENAI_CLIENTS
_OTHER_NAMES: Final[Mapping[str, Mapping[str, str]]] = {"ollama": {"max_tokens": "num_predict"}}


def warm_up() -> threading.Thread:
    """Begin to import LangChain in the background, to be called as soon as it is known that a model will be asked."""
    thread = threading.Thread(target=_import_quietly, name="import-langchain", daemon=True)
    thread.start()
    return thread


class LangChainModel:
    """A `LanguageModel` for names of the form `provider:model`.

    `base_url` is the server for `base_url_provider` alone; `here` says that it is on this machine, so that no proxy of
    the environment stands between. `timeout` bounds a whole answer, in seconds. `label` replaces the model's name in
    messages. `on_wait` is told why and how many seconds a retry waits.
    """

    def __init__(
        self,
        *,
        environment: Mapping[str, str],
        base_url: str = "",
        base_url_provider: str = "openai",
        here: bool = False,
        timeout: float = 120,
        patience: Patience | None = None,
        label: str = "",
        on_wait: Callable[[ServiceUnavailable, float], None] | None = None,
    ) -> None:
        self._base_url_provider = base_url_provider
        self._environment = environment
        self._base_url = base_url
        self._here = here
        self._timeout = timeout
        self._closed = threading.Event()
        self._patience = patience or Patience()
        self._label = label
        self._on_wait = on_wait or (lambda _error, _seconds: None)
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str], BaseChatModel] = {}
        self._left_out: dict[str, frozenset[str]] = {}
        self._waiting: set[_Arriving] = set()
        # httpx clients, of whichever httpx the openai package uses, by whether they may go through a proxy
        self._connections: dict[bool, Any] = {}

    def complete(self, request: CompletionRequest, *, on_text: Callable[[str], None] | None = None) -> Completion:
        """The streamed answer, after retries where they can help."""
        address = providers.address(
            request.model,
            base_url=self._base_url,
            base_url_provider=self._base_url_provider,
            environment=self._environment,
        )
        place = Place(self._label or request.model, address.server, address.key_variable)
        if not providers.has_key(address, self._environment):
            raise failures.no_key(place)
        started = time.monotonic()

        def work(attempt: int) -> Completion:
            if self._closed.is_set():
                raise failures.given_up(place)
            if attempt > 1 and on_text:
                on_text("")
            completion = self._answer(request, address, place, on_text)
            return replace(completion, seconds=time.monotonic() - started, attempts=attempt)

        return self._patience.attempt(work, on_wait=self._on_wait, sleep=self._closed.wait)

    def close(self) -> None:
        """Close the connections and give up the calls that still wait, which then raise `ServiceRefused`."""
        self._closed.set()
        with self._lock:
            for arriving in self._waiting:
                arriving.put(_GIVEN_UP)
            self._clients.clear()
            for connection in self._connections.values():
                connection.close()
            self._connections.clear()

    def _answer(
        self, request: CompletionRequest, address: Address, place: Place, on_text: Callable[[str], None] | None
    ) -> Completion:
        """One try, repeated at once without the parameters that this model turns out to reject."""
        while True:
            answer = StreamedAnswer(_most_characters(request))
            try:
                client = self._client(request, address, place)
                if request.pictures and _is_blind(client):
                    raise failures.takes_no_pictures(place)
                for chunk in self._chunks(client, request, place):
                    part = answer.take(chunk)
                    if answer.is_too_long:
                        raise failures.too_long(place)
                    if part and on_text:
                        on_text(part)
            except _ProviderFailed as failed:
                if not self._can_leave_out(request.model, failed.cause):
                    if request.pictures and failures.read(failed.cause).may_be_about_pictures:
                        raise failures.takes_no_pictures(place) from None
                    raise failures.translate(failed.cause, place, begun=bool(answer.parts)) from None
            else:
                return answer.completion(address, place, names_its_end=address.provider.name == "openai")

    def _can_leave_out(self, model: str, error: Exception) -> bool:
        """Whether the failure is about a parameter that this model has to be spared, from now on."""
        facts = failures.read(error)
        with self._lock:
            left_out = self._left_out.get(model, frozenset())
            if not facts.is_about_the_request or facts.parameter not in _MAY_BE_LEFT_OUT - left_out:
                return False
            self._left_out[model] = left_out | {facts.parameter}
        return True

    def _chunks(self, client: BaseChatModel, request: CompletionRequest, place: Place) -> Iterator[AIMessageChunk]:
        """The answer's parts as they arrive. A thread reads them, so that a silent server cannot hold us either."""
        arriving: _Arriving = SimpleQueue()
        given_up = threading.Event()
        with self._lock:
            self._waiting.add(arriving)
        arguments = (_read, client, request, arriving, given_up)
        threading.Thread(target=copy_context().run, args=arguments, daemon=True).start()
        deadline = time.monotonic() + self._timeout
        try:
            while True:
                part = arriving.get(timeout=max(0.0, deadline - time.monotonic()))
                if isinstance(part, Exception):
                    raise part
                if isinstance(part, str):
                    break
                yield part
                if time.monotonic() > deadline:  # a queue that is never empty does not time out by itself
                    raise failures.timed_out(place, self._timeout)
        except Empty:
            raise failures.timed_out(place, self._timeout) from None
        finally:
            given_up.set()
            with self._lock:
                self._waiting.discard(arriving)
        if part == _GIVEN_UP:
            raise failures.given_up(place)

    def _client(self, request: CompletionRequest, address: Address, place: Place) -> BaseChatModel:
        """The client for a model and its parameters: made once, used by all threads."""
        with self._lock:
            left_out = self._left_out.get(request.model, frozenset())
            key = (request.model, repr((sorted(request.parameters.items()), sorted(left_out))))
            if key not in self._clients:
                self._clients[key] = self._new_client(request, address, place, left_out)
            return self._clients[key]

    def _new_client(
        self, request: CompletionRequest, address: Address, place: Place, left_out: frozenset[str]
    ) -> BaseChatModel:
        if importlib.util.find_spec(address.provider.module.partition(".")[0]) is None:
            raise failures.no_package(place, address.provider.package)
        from langchain.chat_models import init_chat_model

        options: dict[str, Any] = {"timeout": self._timeout, "max_retries": 0}
        if address.base_url:
            options["base_url"] = address.base_url
        if address.provider.name == "openai":
            options.update(self._openai_options(address, asks_usage="stream_options" not in left_out))
        elif address.provider.name in _OPENAI_CLIENTS:
            options["http_client"] = self._connection(address)
        elif address.provider.name == "ollama":
            options["client_kwargs"] = {"follow_redirects": False, "trust_env": self._may_use_proxy(address)}
        names = _OTHER_NAMES.get(address.provider.name, {})
        parameters = dict(request.parameters)
        if "max_tokens" in parameters:
            parameters["max_tokens"] += providers.thinking_tokens(request.model)
        options.update((names.get(name, name), value) for name, value in parameters.items())
        for name in left_out:
            options.pop(name, None)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # about parameters that are passed on as they stand
                return cast(
                    "BaseChatModel", init_chat_model(address.name, model_provider=address.provider.name, **options)
                )
        except ImportError as error:
            raise failures.no_package(place, error.name or address.provider.package) from None
        except (ValueError, TypeError) as error:  # pydantic's ValidationError is a ValueError
            raise failures.cannot_be_set_up(place, type(error).__name__) from None

    def _openai_options(self, address: Address, *, asks_usage: bool) -> dict[str, Any]:
        import openai

        timeout = openai.Timeout(self._timeout, connect=min(_LONGEST_TO_CONNECT, self._timeout))
        key = self._environment.get(address.key_variable) or "none-needed"
        return {
            "timeout": timeout,
            "api_key": key,
            "http_client": self._connection(address),
            "stream_usage": asks_usage,
        }

    def _connection(self, address: Address) -> Any:
        """The connections of OpenAI's package, which follow no redirect: it would carry the words to another server."""
        import openai

        by_proxy = self._may_use_proxy(address)
        if by_proxy not in self._connections:
            timeout = openai.Timeout(self._timeout, connect=min(_LONGEST_TO_CONNECT, self._timeout))
            self._connections[by_proxy] = openai.DefaultHttpxClient(
                timeout=timeout, trust_env=by_proxy, follow_redirects=False
            )
        return self._connections[by_proxy]

    def _may_use_proxy(self, address: Address) -> bool:
        return not (self._here and address.base_url == self._base_url)


def _most_characters(request: CompletionRequest) -> int:
    """The most characters that the answer can have, with room for servers that count tokens in another way."""
    return _ROOM + _CHARACTERS_PER_TOKEN * int(request.parameters.get("max_tokens") or _USUAL_TOKENS)


class LangChainBackend(ModelBackend):
    """The back-end of every provider that LangChain knows, and of servers that speak OpenAI's language."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def capabilities(self, model: str) -> Capabilities:
        """Some models think before they answer; some providers' packages go wherever a server sends them."""
        return Capabilities(
            thinking_tokens=providers.thinking_tokens(model),
            keeps_to_its_server=provider_of(model) in _STAYING,
            sees=None,
        )

    def server(self, model: str) -> str:
        """Host and port; the provider where the name cannot be resolved."""
        try:
            return self._address(model).server
        except ServiceRefused:
            return provider_of(model)

    def check(self, model: str) -> None:
        """Raise `ServiceRefused` for a name without a provider, a missing package, or a missing key."""
        address = self._address(model)
        place = Place(model, address.server, address.key_variable)
        if importlib.util.find_spec(address.provider.module) is None:
            raise failures.no_package(place, address.provider.package)
        if not providers.has_key(address, self._surroundings.environment):
            raise failures.no_key(place)

    def warm_up(self) -> None:
        """Begin to import LangChain."""
        warm_up()

    def open(self, on_progress: Callable[[str], None]) -> LangChainModel:
        """What asks the provider; nothing is imported before the first question."""
        settings = self._surroundings.settings

        def announce_wait(error: ServiceUnavailable, seconds: float) -> None:
            again = plural("Trying again in {count} second.", "Trying again in {count} seconds.", round(seconds))
            on_progress(f"{error.problem.message} {again}")

        return LangChainModel(
            environment=self._surroundings.environment,
            base_url=settings.base_url,
            base_url_provider=self._surroundings.base_url_provider,
            here=settings.where == "here",
            timeout=settings.timeout,
            patience=Patience(retries=settings.retries),
            on_wait=announce_wait,
        )

    def _address(self, model: str) -> Address:
        return providers.address(
            model,
            base_url=self._surroundings.settings.base_url,
            base_url_provider=self._surroundings.base_url_provider,
            environment=self._surroundings.environment,
        )


class _ProviderFailed(Exception):
    """Carries a provider's exception from the reading thread to the one that waits."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(type(cause).__name__)
        self.cause = cause


def _read(
    client: BaseChatModel,
    request: CompletionRequest,
    arriving: _Arriving,
    given_up: threading.Event,
) -> None:
    from langsmith import tracing_context

    messages: list[Any] = [("system", request.system)] if request.system else []
    messages += [turn for question, answer in request.examples for turn in (("human", question), ("ai", answer))]
    try:
        with tracing_context(enabled=False):
            for chunk in client.stream([*messages, ("human", _content(request))]):
                arriving.put(chunk)
                if given_up.is_set():
                    return
    except Exception as error:  # noqa: BLE001  each provider's package raises its own; translated where it is received
        arriving.put(_ProviderFailed(error))
    else:
        arriving.put(_COMPLETE)


def _content(request: CompletionRequest) -> str | list[str | dict[str, Any]]:
    """What the model is asked: the text alone, or with pictures in the blocks that LangChain has for every provider."""
    if not request.pictures:
        return request.prompt
    pictures: list[str | dict[str, Any]] = [
        {"type": "image", "base64": b64encode(it.content).decode("ascii"), "mime_type": it.mime_type}
        for it in request.pictures
    ]
    return [{"type": "text", "text": request.prompt}, *pictures]


def _is_blind(client: BaseChatModel) -> bool:
    """Whether LangChain's own record of the model says that it takes no pictures; most models have no record."""
    profile = getattr(client, "profile", None)
    return isinstance(profile, Mapping) and profile.get("image_inputs") is False


def _import_quietly() -> None:
    """Import what the first answer needs; what fails here fails again, and is told, when it is needed."""
    with suppress(ImportError):
        for module in ("langchain_openai", "langchain.chat_models"):
            importlib.import_module(module)
