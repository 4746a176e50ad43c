"""What providers' exceptions are read as, whatever package they come from."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.cli.advice import words
from authoring.errors import ServiceError, ServiceRefused, ServiceUnavailable, UnusableAnswer
from authoring.llm import failures
from authoring.llm.failures import Place

PLACE = Place("somebody:model", "models.example", "SOMEBODY_KEY")
NOW = 1_780_000_000.0


class Response:
    """An HTTP response as all packages have it."""

    def __init__(self, status_code: int, headers: dict[str, str]) -> None:
        self.status_code = status_code
        self.headers = headers


def raised(name: str, **attributes: Any) -> Exception:
    """An exception of a package that we have never seen."""
    kind: type[Exception] = type(name, (Exception,), attributes)
    return kind("sk-secret, and the prompt")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "Thu, 28 May 2026 20:27:20 GMT"}, 40.0),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": ""}, None),
    ],
)
def test_the_wait_that_is_asked_for_is_read(headers: dict[str, str], seconds: float | None) -> None:
    assert failures.retry_after(headers, now=NOW) == seconds


@given(st.text(max_size=60))
def test_any_header_is_a_wait_or_none(text: str) -> None:
    seconds = failures.retry_after({"retry-after": text}, now=NOW)
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (raised("RateLimitError", status_code=429), ServiceUnavailable),
        (raised("Oops", response=Response(503, {})), ServiceUnavailable),
        (raised("ClientError", code=404), ServiceRefused),
        (raised("Oops", status_code=402), ServiceRefused),
        (raised("BadRequest", status_code=400, body={"error": {"type": "content_filter"}}), UnusableAnswer),
        (raised("APITimeoutError"), ServiceUnavailable),
        (raised("ConnectError"), ServiceUnavailable),
        (raised("RemoteProtocolError"), ServiceUnavailable),
        (raised("APIError", body={"type": "server_error", "code": None}), ServiceUnavailable),
        (raised("APIError", body={"code": 503, "message": "busy"}), ServiceUnavailable),
        (raised("JSONDecodeError"), UnusableAnswer),
        (raised("NeverSeen"), ServiceRefused),
    ],
)
def test_an_exception_is_read_by_what_it_carries(error: Exception, kind: type[ServiceError]) -> None:
    failure = failures.translate(error, PLACE)
    assert type(failure) is kind
    assert failure.problem.remedy
    assert "sk-secret" not in f"{failure.problem.message} {failure.problem.remedy}"


def test_the_cause_of_an_exception_counts_too() -> None:
    error = raised("Wrapped")
    error.__cause__ = raised("Oops", response=Response(429, {"retry-after": "4"}))
    failure = failures.translate(error, PLACE)
    assert isinstance(failure, ServiceUnavailable)
    assert failure.retry_after == 4


def test_a_connection_that_breaks_after_the_first_words_is_told_as_such() -> None:
    failure = failures.translate(raised("ReadError"), PLACE, begun=True)
    assert failure.problem.message == (
        "The connection to models.example broke in the middle of the answer of somebody:model."
    )


def test_an_unknown_failure_shows_its_name_and_how_to_look_closer() -> None:
    failure = failures.translate(raised("NeverSeen"), PLACE)
    assert failure.problem.message == "somebody:model at models.example failed in an unknown way: NeverSeen."
    assert words(failure.problem.remedy) == "Try it alone: authoring models test somebody:model"


@pytest.mark.parametrize(
    "error",
    [
        raised("BadRequest", status_code=400, body={"param": "temperature"}),
        raised("BadRequest", status_code=422, body={"message": "`temperature` is deprecated for this model."}),
        TypeError("create() got an unexpected keyword argument 'temperature'"),
    ],
)
def test_the_parameter_that_a_model_rejects_is_found(error: Exception) -> None:
    facts = failures.read(error)
    assert (facts.is_about_the_request, facts.parameter) == (True, "temperature")
