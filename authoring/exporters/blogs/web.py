"""Requests to a blog's server, with time-outs, retries, and a clear result for a broken connection.

Reading is repeated after a failure. Writing is repeated only if the server cannot have done it; otherwise `NoAnswer` is
raised, and the caller has to read the present state before it writes again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from authoring import __version__
from authoring.errors import Remedy, ServiceError, ServiceRefused, ServiceUnavailable, UnusableAnswer, advice
from authoring.text.encodable import encodable_value
from authoring.text.i18n import _

if TYPE_CHECKING:
    import httpx2

    Answer = httpx2.Response

PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 4.0)  # seconds between tries
_LONGEST_WAIT: Final = 60.0
_TIMEOUT: Final = 60.0  # a server resizes a picture before it answers


class AccessDenied(ServiceRefused):
    """The server refuses access: no key, a wrong key, an account without rights."""

    code = "access-denied"


class NoAnswer(ServiceUnavailable):
    """A write was sent and no answer came: its effect is unknown."""

    code = "no-answer"


@dataclass(frozen=True)
class Connection:
    """Requests to one server. `headers` returns those for access; `explain` the error for a refusal.

    `is_definite` tells whether a server's error means that nothing was written. `sleep` and `transport` are for tests.
    """

    address: str
    headers: Callable[[], Mapping[str, str]]
    explain: Callable[[Answer], ServiceError]
    is_definite: Callable[[Answer], bool] = lambda _answer: False
    sleep: Callable[[float], None] = time.sleep
    transport: httpx2.BaseTransport | None = field(default=None, repr=False)

    @cached_property
    def _client(self) -> httpx2.Client:
        import httpx2

        agent = {"User-Agent": f"authoring/{__version__}", "Accept": "application/json"}
        # redirects are not followed: they turn a write into a read, and could send a secret to another server
        return httpx2.Client(timeout=_TIMEOUT, headers=agent, follow_redirects=False, transport=self.transport)

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        client = self.__dict__.pop("_client", None)
        if client is not None:
            client.close()

    def get(self, path: str, params: Mapping[str, Any] | None = None, *, missing: int = 0) -> Answer | None:
        """The server's value at `path`; None for the status `missing`. Repeated after a failure."""
        import httpx2

        for pause in (*PAUSES, None):
            try:
                answer = self._client.get(f"{self.address}{path}", params=params, headers=dict(self.headers()))
            except httpx2.TransportError as error:
                if pause is None:
                    raise self._unreachable(error) from None
            else:
                if answer.status_code == missing:
                    return None
                if answer.status_code < 500 and answer.status_code != 429 and not _is_cut(answer):
                    return self._accept(answer)
                if pause is None:
                    raise self.explain(answer)
                pause = max(pause, _asked_wait(answer))
            self.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def send(self, method: str, path: str, params: Mapping[str, Any] | None = None, **body: Any) -> Answer:
        """Send a write. Raises `NoAnswer` when it is unknown whether the server has done it."""
        import httpx2

        for pause in (*PAUSES, None):
            try:
                answer = self._client.request(
                    method, f"{self.address}{path}", params=params, headers=dict(self.headers()), **body
                )
            except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
                if pause is None:
                    raise self._unreachable(error) from None
            except httpx2.TransportError as error:
                raise NoAnswer(*_no_answer(self.address, error)) from None
            else:
                if _is_cut(answer):
                    raise NoAnswer(*_no_answer(self.address, _("half an answer")))
                if answer.status_code == 429 and pause is not None:
                    pause = max(pause, _asked_wait(answer))
                elif answer.status_code >= 500 and not self.is_definite(answer):
                    raise NoAnswer(*_no_answer(self.address, answer.status_code))
                else:
                    return self._accept(answer)
            self.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _accept(self, answer: Answer) -> Answer:
        if answer.is_redirect:
            raise UnusableAnswer(
                _("{address} sends us elsewhere: {place}.").format(
                    address=self.address, place=answer.headers.get("location", "")
                ),
                _("Write the address to which it leads as url in authoring.toml, if it is yours."),
            )
        if answer.is_error:
            raise self.explain(answer)
        return answer

    def _unreachable(self, error: Exception) -> ServiceUnavailable:
        return ServiceUnavailable(
            _("{address} cannot be reached: {reason}.").format(address=self.address, reason=error),
            advice("check-connection"),
        )


def decoded(answer: Answer) -> Any:
    """The answer's JSON. Raises `UnusableAnswer` for a page, which firewalls and wrong addresses send."""
    try:
        return encodable_value(answer.json())
    except ValueError:
        raise UnusableAnswer(
            _("{address} answered with something else than we asked for: {text}").format(
                address=str(answer.url).partition("?")[0], text=" ".join(answer.text.split())[:120] or "—"
            ),
            _("Check the address; a firewall or a maintenance page may stand in between."),
        ) from None


def _is_cut(answer: Answer) -> bool:
    """Whether the answer is incomplete; without a stated length nothing else shows a broken connection."""
    if "json" not in answer.headers.get("content-type", ""):
        return False
    try:
        answer.json()
    except ValueError:
        return True
    return False


def _asked_wait(answer: Answer) -> float:
    seconds = answer.headers.get("retry-after", "")
    return min(float(seconds), _LONGEST_WAIT) if seconds.isdigit() else 0.0


def _no_answer(address: str, reason: object) -> tuple[str, Remedy]:
    return (
        _("{address} did not answer: {reason}.").format(address=address, reason=reason),
        advice("send-again"),
    )
