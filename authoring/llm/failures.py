"""Translates a provider's error: whether to try again, whose fault it is, and what to do.

Providers' packages raise classes of their own, so failures are read by what they carry: an HTTP status, a code in the
body, the class's name. Neither the provider's message nor any part of a request is repeated: messages echo keys and
prompts; only short codes are.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final

from authoring.errors import PicturesRefused, ServiceError, ServiceRefused, ServiceUnavailable, UnusableAnswer, advice
from authoring.text.i18n import _

_NO_CREDIT: Final = {"insufficient_quota", "insufficient_credits", "billing_hard_limit_reached", "credit_exhausted"}
_TOO_LONG: Final = {
    "context_length_exceeded",
    "exceed_context_size_error",
    "request_too_large",
    "string_above_max_length",
}
_REFUSED_CONTENT: Final = {
    "content_filter",
    "content_policy_violation",
    "invalid_prompt",
    "responsibleaipolicyviolation",
}
_NO_SUCH_CONTENT: Final = frozenset({404, 415, 500, 501})  # how servers answer to a picture that they cannot take
_BUSY: Final = {"rate_limit_exceeded", "rate_limit_error", "overloaded_error", "server_error", "internal_server_error"}
_TIMED_OUT: Final = re.compile(r"Time(?:d)?[Oo]ut")
_UNCONNECTED: Final = re.compile(r"Connect(?:ion)?Error$|ConnectionRefused|gaierror|UnsupportedProtocol|InvalidURL")
_CUT: Final = re.compile(
    r"ProtocolError$|ReadError$|WriteError$|NetworkError$|IncompleteRead|ConnectionReset|BrokenPipe"
)
_STREAM: Final = re.compile(r"^APIError$|ServiceUnavailable|InternalServerError|Overloaded|ResourceExhausted")
_NO_ANSWER: Final = re.compile(r"JSONDecodeError|ResponseValidationError|^ValueError$")  # the last: an empty stream
_PARAMETER: Final = re.compile(r"\b(?:temperature|top_p|seed|stream_options|frequency_penalty|presence_penalty)\b")
_ORIGIN: Final = re.compile(r"(https?://)(?:[^/?#@\s]*@)?([\w.\-\[\]:]{1,200})(?=[/?#]|\Z)", re.ASCII | re.IGNORECASE)
_WORD: Final = re.compile(r"[\w.\-]{1,48}")


@dataclass(frozen=True)
class Place:
    """The names that a message gives: the model and the server as the user wrote them, and the key's variable."""

    model: str
    server: str
    key_variable: str = ""


@dataclass(frozen=True)
class Facts:
    """The facts in a provider's exception; `begun` tells that part of the answer had arrived.

    `location` is the server to which a redirect leads: scheme, host and port.
    """

    names: tuple[str, ...]
    status: int | None = None
    code: str = ""
    kind: str = ""
    parameter: str = ""
    retry_after: float | None = None
    begun: bool = False
    location: str = ""

    @property
    def is_about_the_request(self) -> bool:
        """Whether the request itself was refused, by the server or by the provider's package before it was sent."""
        return self.status in (400, 422) or self.names[0] == "TypeError"

    @property
    def may_be_about_pictures(self) -> bool:
        """Whether a request that held pictures was refused in the way of models that cannot see."""
        is_known = self.code in _TOO_LONG | _REFUSED_CONTENT | _NO_CREDIT
        return not is_known and (self.is_about_the_request or self.status in _NO_SUCH_CONTENT)


def takes_no_pictures(place: Place) -> PicturesRefused:
    """The model cannot see."""
    return PicturesRefused(
        _("{model} at {server} takes no pictures.").format(model=place.model, server=place.server),
        _("Name a model that can see, or write captions to go by."),
    )


def translate(error: BaseException, place: Place, *, begun: bool = False) -> ServiceError:
    """The provider's error as one of this program; `begun` tells that part of the answer had arrived."""
    facts = read(error, begun=begun)
    for judge in (_by_code, _by_status, _by_name):
        failure = judge(facts, place)
        if failure is not None:
            return failure
    return ServiceRefused(
        _("{model} at {server} failed in an unknown way: {name}.").format(
            model=place.model, server=place.server, name=facts.names[0]
        ),
        advice("test-model", model=place.model),
    )


def read(error: BaseException, *, begun: bool = False, now: Callable[[], float] = time.time) -> Facts:
    """The facts in the exception, or in one that caused it."""
    chain = list(_causes(error))
    names = tuple(type(cause).__name__ for cause in chain)
    carrier = next((cause for cause in chain if _status(cause) is not None), None)
    carrier = carrier or next((cause for cause in chain if getattr(cause, "body", None)), chain[0])
    body = _body(carrier)
    code, kind = _word(body.get("code")), _word(body.get("type"))
    status = _status(carrier)
    if status is None and code.isdigit():  # an error event inside a stream, as llama.cpp and vLLM send it
        status = int(code)
    headers = getattr(getattr(carrier, "response", None), "headers", None) or {}
    wait = retry_after(headers, now=now())
    location = _origin(headers.get("location", ""))
    return Facts(names, status, code, kind, _parameter(carrier, body), wait, begun, location)


def retry_after(headers: Mapping[str, str], *, now: float) -> float | None:
    """The seconds that a service asks to wait, in any of its three spellings; None when it asks for none."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after") or ""
    seconds = _number(text)
    if seconds is not None:
        return seconds
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None


def timed_out(place: Place, seconds: float) -> ServiceUnavailable:
    """The answer took longer than it may."""
    return ServiceUnavailable(
        _("{model} at {server} did not finish its answer within {seconds:g} seconds.").format(
            model=place.model, server=place.server, seconds=seconds
        ),
        _("Try again later, or allow more: `timeout` below [model] in authoring.toml."),
    )


def cut_short(place: Place) -> ServiceUnavailable:
    """The stream ended before the answer did."""
    return ServiceUnavailable(
        _("The connection to {server} broke in the middle of the answer of {model}.").format(
            model=place.model, server=place.server
        ),
        _("Try again: what was finished is kept."),
    )


def too_long(place: Place) -> UnusableAnswer:
    """Far more arrives than was asked for, so that it is no answer."""
    return UnusableAnswer(
        _("{model} at {server} sends far more than it was asked for; the answer was not taken.").format(
            model=place.model, server=place.server
        ),
        advice("repeat-or-change-model"),
    )


def given_up(place: Place) -> ServiceRefused:
    """The caller has closed the model, and no longer waits for the answer."""
    return ServiceRefused(
        _("The question to {model} was given up.").format(model=place.model),
        advice("go-on"),
    )


def content_refused(place: Place) -> UnusableAnswer:
    """The service will not write about this."""
    return UnusableAnswer(
        _("{model} at {server} refused to answer because of the text's content.").format(
            model=place.model, server=place.server
        ),
        _("Reword the outline's points or the instruction, or use another model for this prompt."),
    )


def not_an_answer(place: Place) -> UnusableAnswer:
    """Something answered, but not as a language model does."""
    return UnusableAnswer(
        _("{server} answered, but not as a language model does.").format(server=place.server),
        _("Check `base_url` below [model] in authoring.toml: it usually ends with /v1."),
    )


def no_key(place: Place) -> ServiceRefused:
    """The key is not set."""
    return ServiceRefused(
        _("There is no key for {model}: {variable} is not set.").format(model=place.model, variable=place.key_variable),
        _(
            "Set it in your environment, never in a file: export {variable}=… Or use the model on this machine: local"
        ).format(variable=place.key_variable),
    )


def no_package(place: Place, package: str) -> ServiceRefused:
    """The provider's package is not installed."""
    return ServiceRefused(
        _("{model} needs the package {package}, which is not installed.").format(model=place.model, package=package),
        _("Install it: pip install {package}").format(package=package),
    )


def cannot_be_set_up(place: Place, reason: str) -> ServiceRefused:
    """The provider's package refuses the name, the key or a parameter."""
    return ServiceRefused(
        _("{model} cannot be set up: {reason}.").format(model=place.model, reason=reason),
        _("Check the model's name, the parameters in the prompt's header, and the variables that its provider needs."),
    )


def _by_code(facts: Facts, place: Place) -> ServiceError | None:
    words = {facts.code.lower(), facts.kind.lower()}
    if words & _NO_CREDIT or facts.status == 402:
        return ServiceRefused(
            _("The account at {server} has no credit left for {model}.").format(model=place.model, server=place.server),
            _("Add credit to it or raise its limit; waiting does not help. What was finished is kept."),
        )
    if words & _TOO_LONG or facts.status == 413 or "ContextOverflow" in facts.names[0]:
        return ServiceRefused(
            _("The prompt is longer than {model} at {server} can take.").format(model=place.model, server=place.server),
            _("Shorten the outline or the testimonies, or use a model with a longer context."),
        )
    if words & _REFUSED_CONTENT:
        return content_refused(place)
    return None


def _by_status(facts: Facts, place: Place) -> ServiceError | None:
    status = facts.status
    if status is None:
        return None
    if 300 <= status < 400:
        return _sent_elsewhere(facts, place)
    if status == 429:
        return ServiceUnavailable(
            _("{server} has too many requests for {model} at the moment.").format(
                model=place.model, server=place.server
            ),
            _wait(facts.retry_after),
            retry_after=facts.retry_after,
        )
    if status in (408, 409, 425) or status >= 500:
        return ServiceUnavailable(
            _("{server} could not answer for {model}: status {status}.").format(
                model=place.model, server=place.server, status=status
            ),
            _wait(facts.retry_after),
            retry_after=facts.retry_after,
        )
    return _refusal(facts, place, status)


def _refusal(facts: Facts, place: Place, status: int) -> ServiceRefused:
    names = {"model": place.model, "server": place.server, "status": status, "variable": place.key_variable or "—"}
    if status == 401:
        return ServiceRefused(
            _("{server} does not accept the key for {model}.").format(**names),
            _("Check the key in your environment: {variable}.").format(**names),
        )
    if status == 403:
        return ServiceRefused(
            _("{server} does not allow this key to use {model}.").format(**names),
            _("Ask the account's owner for access, or choose another model below [model] in authoring.toml."),
        )
    if status == 404:
        return ServiceRefused(
            _("{server} does not know the model {model}.").format(**names),
            _("Check `use` and `base_url` below [model] in authoring.toml."),
        )
    reason = " ".join(word for word in (facts.code or facts.kind, facts.parameter) if word)
    return ServiceRefused(
        _("{server} refused the request to {model}: status {status} {reason}").format(**names, reason=reason).rstrip(),
        _("Check the parameters in the prompt's header and `base_url` below [model] in authoring.toml."),
    )


def _sent_elsewhere(facts: Facts, place: Place) -> ServiceRefused:
    return ServiceRefused(
        _("{server} sends the request to {model} elsewhere ({location}); nothing was sent there.").format(
            server=place.server, model=place.model, location=facts.location or "—"
        ),
        _(
            "Write the address that answers as `base_url` below [model] in authoring.toml, if it is to read these "
            "texts, and `where` as it is for that address."
        ),
    )


def _by_name(facts: Facts, place: Place) -> ServiceError | None:
    def among(pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(name) for name in facts.names)

    words = {facts.code.lower(), facts.kind.lower()}
    if facts.begun and (among(_CUT) or among(_UNCONNECTED)):
        return cut_short(place)
    if among(_TIMED_OUT):
        return ServiceUnavailable(
            _("{server} did not answer in time for {model}.").format(model=place.model, server=place.server),
            _("Try again later, or allow more: `timeout` below [model] in authoring.toml."),
        )
    if among(_UNCONNECTED) or among(_CUT):
        return ServiceUnavailable(
            _("{server} cannot be reached for {model}.").format(model=place.model, server=place.server),
            _("Check your connection, and `base_url` below [model] in authoring.toml."),
        )
    if words & _BUSY or among(_STREAM):
        return cut_short(place)
    return not_an_answer(place) if among(_NO_ANSWER) else None


def _wait(seconds: float | None) -> str:
    if seconds is None:
        return _("Try again later: what was finished is kept.")
    return _("Try again in {seconds:.0f} seconds: what was finished is kept.").format(seconds=seconds)


def _causes(error: BaseException) -> Iterator[BaseException]:
    visited: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in visited:
        visited.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _status(error: BaseException) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int):
            return status
    code = getattr(error, "code", None)
    return code if isinstance(code, int) and 400 <= code < 600 else None


def _body(error: BaseException) -> Mapping[str, Any]:
    body = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, Mapping) else None
    return inner if isinstance(inner, Mapping) else {}


def _parameter(error: BaseException, body: Mapping[str, Any]) -> str:
    """The parameter that a refusal is about: named as such, else the one that its message speaks of."""
    spoken = _PARAMETER.search(str(body.get("message") or error))
    return _word(body.get("param")) or (spoken.group() if spoken else "")


def _origin(address: str) -> str:
    """Scheme, host and port of an address; empty for one that names no host, or anything else than these."""
    match = _ORIGIN.match(address)
    return match.group(1) + match.group(2) if match else ""


def _word(value: Any) -> str:
    """A short code as it stands; anything longer may be somebody's text."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if _WORD.fullmatch(text) else ""


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return max(0.0, number) if math.isfinite(number) else None
