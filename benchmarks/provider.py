"""A provider of language models on loopback that gives every request the same answer after the same time."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final

MODEL: Final = "invented-model-2026-10-01"


class Provider:
    """Speaks OpenAI's chat completions, streamed and whole, from `__enter__` to `__exit__`."""

    def __init__(self, text: str, *, seconds: float) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.text, self._server.seconds = text, seconds
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Provider:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def base_url(self) -> str:
        """The address for a client."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def prompts(self) -> list[str]:
        """The user's messages that arrived, in order."""
        return list(self._server.prompts)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    text: str
    seconds: float

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.prompts: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.prompts.append(str(body["messages"][-1]["content"]))
        time.sleep(self.server.seconds)
        if body.get("stream"):
            self._stream(self.server.text)
        else:
            choice = {
                "index": 0,
                "message": {"role": "assistant", "content": self.server.text},
                "finish_reason": "stop",
            }
            self._send("application/json", json.dumps(_completion("chat.completion", choice)).encode())

    def _stream(self, text: str) -> None:
        """A word at a time, as providers do, in one response."""
        parts: list[Mapping[str, Any]] = [{"content": f"{word} "} for word in text.split()]
        choices: list[dict[str, Any]] = [{"index": 0, "delta": part, "finish_reason": None} for part in parts]
        choices.append({"index": 0, "delta": {}, "finish_reason": "stop"})
        events = [json.dumps(_completion("chat.completion.chunk", choice)) for choice in choices]
        self._send("text/event-stream", "".join(f"data: {event}\n\n" for event in [*events, "[DONE]"]).encode())

    def _send(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
        """Nothing: the terminal is the benchmark's."""


def _completion(kind: str, choice: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": "chat-1", "object": kind, "created": 1, "model": MODEL, "choices": [choice]}
