"""Ghost's Admin API: a token for each request, made from the key; answers read, refusals explained."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from authoring.errors import ServiceError, ServiceRefused, advice
from authoring.exporters.blogs import Collision
from authoring.exporters.blogs.web import AccessDenied, Connection, decoded
from authoring.text.i18n import _

if TYPE_CHECKING:
    import httpx2

    from authoring.exporters.blogs.web import Answer

_LASTS: Final = 240  # seconds; Ghost takes no token that lasts longer than five minutes
_VERSION: Final = "v6.0"


@dataclass(frozen=True)
class Admin:
    """The Admin API of one blog. `key` is asked for only when something is to be asked or sent."""

    address: str
    key: Callable[[], str]
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    transport: httpx2.BaseTransport | None = field(default=None, repr=False)

    @cached_property
    def _connection(self) -> Connection:
        root = f"{self.address}/ghost/api/admin"
        return Connection(root, self._headers, self._explain, sleep=self.sleep, transport=self.transport)

    @cached_property
    def _secret(self) -> tuple[str, bytes]:
        name, _colon, secret = self.key().strip().partition(":")
        try:
            return name, bytes.fromhex(secret) if secret else b""
        except ValueError:
            return name, b""

    def _headers(self) -> Mapping[str, str]:
        name, secret = self._secret
        if not secret:
            raise AccessDenied(
                _("The key for {address} is not an Admin API key.").format(address=self.address),
                _("Copy it whole, with the colon, from Settings, Integrations, of your own integration there."),
            )
        return {"Authorization": f"Ghost {token(name, secret, issued=int(self.now()))}", "Accept-Version": _VERSION}

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        self._connection.close()

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """The value at the path; None when it does not exist any more."""
        answer = self._connection.get(f"/{path}", params, missing=404)
        return None if answer is None else decoded(answer)

    def send(self, method: str, path: str, params: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
        """Write values; returns what stands there then. Raises `NoAnswer`, and `Collision` after somebody's change."""
        return decoded(self._connection.send(method, f"/{path}", params, json=dict(values)))

    def upload(self, *, name: str, content: bytes, kind: str) -> str:
        """Send a picture; its address."""
        files = {"file": (name, content, kind)}
        answer = decoded(
            self._connection.send("POST", "/images/upload/", files=files, data={"purpose": "image", "ref": name})
        )
        return str(answer["images"][0]["url"])

    def delete(self, path: str) -> None:
        """Delete permanently."""
        self._connection.send("DELETE", f"/{path}")

    def _explain(self, answer: Answer) -> ServiceError:
        error = _error_in(answer)
        reason = " ".join(str(error.get(name, "")) for name in ("message", "context") if error.get(name)) or (
            f"HTTP {answer.status_code}"
        )
        if answer.status_code == 409 or error.get("code") == "UPDATE_COLLISION":
            return Collision(
                _("{address}: {reason}").format(address=self.address, reason=reason),
                advice("see-their-edits"),
            )
        if answer.status_code in (401, 403):
            return AccessDenied(
                _("{address} does not let us in: {reason}").format(address=self.address, reason=reason),
                advice("copy-ghost-key"),
            )
        return ServiceRefused(
            _("{address} refused: {reason}").format(address=self.address, reason=reason),
            _("Mend what it says, or ask whoever looks after the site."),
        )


def token(name: str, secret: bytes, *, issued: int) -> str:
    """A JSON web token for one request (RFC 7519, HS256), as Ghost wants it."""
    header = {"alg": "HS256", "typ": "JWT", "kid": name}
    claims = {"iat": issued, "exp": issued + _LASTS, "aud": "/admin/"}
    message = b".".join(_in_letters(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    return (message + b"." + _in_letters(hmac.new(secret, message, hashlib.sha256).digest())).decode()


def _in_letters(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def _error_in(answer: Answer) -> Mapping[str, Any]:
    try:
        errors = answer.json()["errors"]
    except (ValueError, KeyError, TypeError):
        return {}
    return errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
