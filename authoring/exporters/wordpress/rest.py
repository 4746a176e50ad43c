"""WordPress's REST interface: found at either address, opened with an application password, its errors explained."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from authoring.errors import ServiceError, ServiceRefused, UnusableAnswer
from authoring.exporters.blogs.web import AccessDenied, Connection, decoded
from authoring.text.i18n import _

if TYPE_CHECKING:
    import httpx2

    from authoring.exporters.blogs.web import Answer

_PAGE: Final = 100
_WRONG_PASSWORD: Final = ("incorrect_password", "invalid_username", "invalid_email", "invalid_application_password")
_HIDDEN_HEADER: Final = 'SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1'


@dataclass(frozen=True)
class Rest:
    """The routes of one site. `password` is asked for only when something is to be sent."""

    address: str
    user: str
    password: Callable[[], str]
    sleep: Callable[[float], None] = time.sleep
    transport: httpx2.BaseTransport | None = field(default=None, repr=False)

    @cached_property
    def _connection(self) -> Connection:
        return Connection(self.address, self._headers, self._explain, _is_definite, self.sleep, self.transport)

    @cached_property
    def _authorization(self) -> str:
        # WordPress shows application passwords in groups of four, and takes them with or without the spaces
        words = f"{self.user}:{self.password().replace(' ', '')}"
        return f"Basic {base64.b64encode(words.encode()).decode()}"

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": self._authorization}

    @cached_property
    def index(self) -> Mapping[str, Any]:
        """What the site says of itself. Raises `UnusableAnswer` where there is no WordPress."""
        for is_pretty in (True, False):
            path, params = _placed("/", {}, is_pretty=is_pretty)
            answer = self._connection.get(path, params, missing=404)
            try:
                about = decoded(answer) if answer is not None else None
            except UnusableAnswer:
                continue
            if isinstance(about, dict) and "wp/v2" in about.get("namespaces", ()):
                return {**about, "is_pretty": is_pretty}
        raise UnusableAnswer(
            _("There is no WordPress at {address}, or its REST interface is switched off.").format(
                address=self.address
            ),
            _("Write the site’s address as url, with its folder if it lies in one; a security plug-in may block it."),
        )

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        self._connection.close()

    def get(self, route: str, params: Mapping[str, Any] | None = None) -> Any:
        """What stands at a route; None where it has gone."""
        answer = self._get(route, params or {})
        return None if answer is None else decoded(answer)

    def pages(self, route: str, params: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """Everything of a long list, a hundred at a time."""
        number = 1
        while True:
            answer = self._get(route, {**params, "per_page": _PAGE, "page": number})
            rows = [] if answer is None else decoded(answer)
            yield from rows
            total = int(answer.headers.get("x-wp-totalpages", "0") or 0) if answer is not None else 0
            if len(rows) < _PAGE or (total and number >= total):
                return
            number += 1

    def _get(self, route: str, params: Mapping[str, Any]) -> Answer | None:
        path, placed = _placed(f"/wp/v2/{route}", params, is_pretty=self.index["is_pretty"])
        return self._connection.get(path, placed, missing=404)

    def post(self, route: str, values: Mapping[str, Any]) -> Any:
        """Write values to a route; returns what stands there then. Raises `NoAnswer` where the outcome is unknown."""
        path, placed = _placed(f"/wp/v2/{route}", {"context": "edit"}, is_pretty=self.index["is_pretty"])
        return decoded(self._connection.send("POST", path, placed, json=dict(values)))

    def upload(self, route: str, *, name: str, content: bytes, kind: str, values: Mapping[str, str]) -> Any:
        """Send a file with what is said of it."""
        path, placed = _placed(f"/wp/v2/{route}", {"context": "edit"}, is_pretty=self.index["is_pretty"])
        files = {"file": (name, content, kind)}
        return decoded(self._connection.send("POST", path, placed, files=files, data=dict(values)))

    def delete(self, route: str, *, for_good: bool) -> None:
        """To the bin, or for good."""
        force = {"force": "true"} if for_good else {}
        path, placed = _placed(f"/wp/v2/{route}", force, is_pretty=self.index["is_pretty"])
        self._connection.send("DELETE", path, placed)

    def _explain(self, answer: Answer) -> ServiceError:
        error = _error_in(answer)
        code, reason = str(error.get("code", "")), str(error.get("message", "")) or f"HTTP {answer.status_code}"
        if code in _WRONG_PASSWORD:
            return AccessDenied(
                _("{address} does not know the user “{user}” with this password: {reason}").format(
                    address=self.address, user=self.user, reason=_plain(reason)
                ),
                _("Make an application password in the site’s profile page of that user, and keep it anew."),
            )
        if answer.status_code == 401:
            return AccessDenied(
                _("{address} does not let “{user}” in: {reason}").format(
                    address=self.address, user=self.user, reason=_plain(reason)
                ),
                _(
                    "Check the user’s name and the application password. If both are right, Apache has taken the "
                    "header away: add {line} to the site’s .htaccess. Without https, application passwords are off."
                ).format(line=f"`{_HIDDEN_HEADER}`"),
            )
        if answer.status_code == 403:
            return ServiceRefused(
                _("{address} does not allow it to “{user}”: {reason}").format(
                    address=self.address, user=self.user, reason=_plain(reason)
                ),
                _("Give that user the role of an author, or of an editor, in the site’s list of users."),
            )
        return ServiceRefused(
            _("{address} refused: {reason}").format(address=self.address, reason=_plain(reason)),
            _("Mend what it says, or ask whoever looks after the site."),
        )


def _placed(route: str, params: Mapping[str, Any], *, is_pretty: bool) -> tuple[str, dict[str, Any]]:
    if is_pretty:
        return f"/wp-json{route}", dict(params)
    return "/index.php", {"rest_route": route, **params}


def _error_in(answer: Answer) -> Mapping[str, Any]:
    try:
        error = answer.json()
    except ValueError:
        return {}
    return error if isinstance(error, dict) else {}


def _is_definite(answer: Answer) -> bool:
    """WordPress itself says that it did not do it: a refused file, a database that would not take it."""
    code = str(_error_in(answer).get("code", ""))
    return code.startswith("rest_") or code == "db_insert_error"


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())
