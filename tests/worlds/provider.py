"""A provider of language models on loopback: real HTTP, OpenAI's chat completions, and every way to fail.

    with Provider() as provider:                          # answers "Une réponse." to everything
    with Provider([too_many_requests(1), Reply("Ok.")]):  # one reply for each request, in order, then the default
    with Provider(lambda asked: Reply(asked.prompt)):     # a reply by what is asked; None gives the default
    with Provider(default=Reply("Ok.", delay=0.5)):       # all alike, half a second each

`provider.base_url` goes into the settings; `provider.asked` holds the requests in order of arrival and
`provider.most_at_once` the highest number that were being answered at the same time. Both streamed (SSE) and plain
answers are spoken, as the request wants. Leaving the block stops the server and releases the requests that hang.
"""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

MODEL = "invented-model-2026-10-01"


@dataclass(frozen=True)
class ReceivedRequest:
    """One request that arrived: its JSON body, its headers (names in lower case), and when."""

    body: Mapping[str, Any]
    headers: Mapping[str, str]
    path: str
    at: float

    @property
    def prompt(self) -> str:
        """The user's message."""
        return str(self.body["messages"][-1]["content"])

    @property
    def system(self) -> str:
        """The system's message, empty when there is none."""
        first = self.body["messages"][0]
        return str(first["content"]) if first["role"] in ("system", "developer") else ""


@dataclass(frozen=True)
class Reply:
    """What the provider does with one request.

    `delay` is in seconds before anything is sent and `pause` between the parts of a stream; `cut` closes the
    connection after half of the text, `hang` sends nothing until the server stops; `finish` None leaves a stream
    without its end; `usage` may be any value to report.
    A `status` other than 200 answers with `error`; `raw` is sent as it stands.
    """

    text: str = "Une réponse."
    delay: float = 0.0
    pause: float = 0.0
    finish: str | None = "stop"
    usage: bool | Mapping[str, Any] = True
    cut: bool = False
    hang: bool = False
    status: int = 200
    error: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None


_LEAK = "sk-secret and the prompt are repeated here"


def failing(
    status: int, *, code: str | None = None, param: str | None = None, message: str = _LEAK, **headers: str
) -> Reply:
    """An error answer; header names are written with underscores. Its message repeats what must never be shown."""
    error = {"message": message, "type": "error", "param": param, "code": code}
    return Reply(status=status, error=error, headers={name.replace("_", "-"): text for name, text in headers.items()})


def too_many_requests(retry_after: float | str | None = None) -> Reply:
    """429, with how long to wait in seconds or as an HTTP date."""
    headers = {} if retry_after is None else {"retry_after": str(retry_after)}
    return failing(429, code="rate_limit_exceeded", **headers)


def no_credit() -> Reply:
    """429 that no waiting mends: the account's money is used up."""
    return failing(429, code="insufficient_quota")


def wrong_key() -> Reply:
    """401."""
    return failing(401, code="invalid_api_key")


def unknown_model() -> Reply:
    """404."""
    return failing(404, code="model_not_found")


def rejecting(parameter: str) -> Callable[[ReceivedRequest], Reply | None]:
    """400 as long as a request carries this parameter, as reasoning models do with `temperature`."""

    def reply(asked: ReceivedRequest) -> Reply | None:
        return failing(400, code="unsupported_value", param=parameter) if parameter in asked.body else None

    return reply


def filtered() -> Reply:
    """A stream that the provider's content filter ends."""
    return Reply("Une moitié", finish="content_filter")


class Provider:
    """The server, from `__enter__` to `__exit__`."""

    def __init__(
        self,
        replies: Sequence[Reply] | Callable[[ReceivedRequest], Reply | None] = (),
        *,
        default: Reply | None = None,
    ) -> None:
        self._reply = replies if callable(replies) else _in_order(replies)
        self._default = default or Reply()
        self._lock = threading.Lock()
        self._running = 0
        self.stopping = threading.Event()
        self.asked: list[ReceivedRequest] = []
        self.most_at_once = 0
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.provider = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Provider:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def base_url(self) -> str:
        """The address for `model.base_url`."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def receive(self, asked: ReceivedRequest) -> Reply:
        """Note a request and choose its reply."""
        with self._lock:
            self.asked.append(asked)
            return self._reply(asked) or self._default

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count a request as running."""
        with self._lock:
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1


def unused_address() -> str:
    """A base URL on loopback where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"


def _in_order(replies: Sequence[Reply]) -> Callable[[ReceivedRequest], Reply | None]:
    remaining = iter(tuple(replies))
    return lambda _asked: next(remaining, None)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    provider: Provider

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: tests let clients close the connection early."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        provider = self.server.provider
        body = _json(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        with provider.counted():
            reply = provider.receive(ReceivedRequest(body, headers, self.path, time.monotonic()))
            provider.stopping.wait(reply.delay)
            if reply.hang:
                provider.stopping.wait()
                self.close_connection = True
            elif reply.raw is not None:
                self._send(reply, reply.raw, "text/html")
            elif reply.status != 200:
                self._send(reply, json.dumps({"error": dict(reply.error)}).encode(), "application/json")
            elif body.get("stream"):
                self._stream(reply, body)
            else:
                self._send(reply, json.dumps(_whole(reply, body)).encode(), "application/json")

    def _send(self, reply: Reply, content: bytes, kind: str) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _stream(self, reply: Reply, body: Mapping[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        parts = re.findall(r"\S+\s*|\s+", reply.text)
        for part in parts[: len(parts) // 2] if reply.cut else parts:
            self._event(_chunk({"index": 0, "delta": {"content": part}, "finish_reason": None}))
            self.server.provider.stopping.wait(reply.pause)
        if reply.cut:
            self.close_connection = True
            return
        if reply.finish is not None:
            self._event(_chunk({"index": 0, "delta": {}, "finish_reason": reply.finish}))
            if reply.usage and (body.get("stream_options") or {}).get("include_usage"):
                self._event({**_chunk(None), "usage": _usage(reply, body)})
            self._chunked(b"data: [DONE]\n\n")
        self._chunked(b"")

    def _event(self, value: Mapping[str, Any]) -> None:
        self._chunked(b"data: " + json.dumps(value).encode() + b"\n\n")

    def _chunked(self, content: bytes) -> None:
        self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
        """Tests print nothing."""


def _json(content: bytes) -> dict[str, Any]:
    """The request's body; empty when it is something else, which counts as a request all the same."""
    try:
        return dict(json.loads(content))
    except ValueError:
        return {}


def _chunk(choice: Mapping[str, Any] | None) -> dict[str, Any]:
    choices = [] if choice is None else [choice]
    return {"id": "chat-1", "object": "chat.completion.chunk", "created": 1, "model": MODEL, "choices": choices}


def _whole(reply: Reply, body: Mapping[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": reply.text}
    choice = {"index": 0, "message": message, "finish_reason": reply.finish}
    whole = {"id": "chat-1", "object": "chat.completion", "created": 1, "model": MODEL, "choices": [choice]}
    return {**whole, "usage": _usage(reply, body)} if reply.usage else whole


def _usage(reply: Reply, body: Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(reply.usage, bool):
        return reply.usage
    input_tokens = sum(len(str(message["content"]).split()) for message in body.get("messages", ()))
    answered = len(reply.text.split())
    return {"prompt_tokens": input_tokens, "completion_tokens": answered, "total_tokens": input_tokens + answered}
