"""A proxy on loopback that breaks connections as it is told, or takes a header away as some servers do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

Fate = Literal["pass", "unsent", "unanswered", "half"]
_END: Final = b"\r\n\r\n"


@dataclass
class Proxy:
    """A running proxy: its address, and the fate of each request, told by its method and path.

    `unsent` cuts before the server hears of it, `unanswered` after the server has done it, and `half` in the middle
    of the answer. `requests` are those that came; `hidden` is a header that does not go through.
    """

    url: str
    upstream: str
    decide: Callable[[str], Fate] = lambda _request: "pass"
    hidden: str = ""
    requests: list[str] = field(default_factory=list)


@contextmanager
def proxy(upstream: str) -> Iterator[Proxy]:
    """A proxy before `upstream`, which is an address with a port of this machine."""
    parts = urlsplit(upstream)
    assert parts.port is not None
    with socket.create_server(("127.0.0.1", 0)) as listener:
        relay = Proxy(f"http://127.0.0.1:{listener.getsockname()[1]}{parts.path}", upstream)
        serving = threading.Thread(target=_serve, args=(listener, relay, parts.port), daemon=True)
        serving.start()
        try:
            yield relay
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            serving.join(5)


def _serve(listener: socket.socket, told: Proxy, port: int) -> None:
    while True:
        try:
            client, _address = listener.accept()
        except OSError:
            return
        threading.Thread(target=_pass_on, args=(client, told, port), daemon=True).start()


def _pass_on(client: socket.socket, told: Proxy, port: int) -> None:
    with client, suppress(OSError):
        request = _whole(client)
        if not request:
            return
        line = request.partition(b"\r\n")[0].decode("latin-1").rpartition(" ")[0]
        told.requests.append(line)
        fate = told.decide(line)
        if fate == "unsent":
            return
        answer = _ask(_changed(request, told.hidden), port)
        if fate == "pass":
            client.sendall(answer)
        elif fate == "half":
            client.sendall(answer[: len(answer) // 2])


def _ask(request: bytes, port: int) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as server:
        server.sendall(request)
        answer = b""
        while part := server.recv(1 << 16):
            answer += part
    return answer


def _whole(client: socket.socket) -> bytes:
    client.settimeout(60)
    received = b""
    while _END not in received:
        part = client.recv(1 << 16)
        if not part:
            return b""
        received += part
    head, _end, body = received.partition(_END)
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        part = client.recv(1 << 16)
        if not part:
            return b""
        body += part
    return head + _END + body


def _changed(request: bytes, hidden: str) -> bytes:
    """One request a connection, and without the header that is hidden."""
    head, _end, body = request.partition(_END)
    dropped = ("connection:", f"{hidden.lower()}:" if hidden else "connection:")
    lines = [line for line in head.split(b"\r\n") if not line.lower().decode("latin-1").startswith(dropped)]
    return b"\r\n".join([*lines, b"Connection: close"]) + _END + body
