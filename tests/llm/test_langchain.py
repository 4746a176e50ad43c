"""Models through LangChain, against a real HTTP server on loopback."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from authoring.errors import ServiceError, ServiceRefused, ServiceUnavailable, UnusableAnswer
from authoring.llm import CompletionRequest
from authoring.llm.langchain import LangChainModel
from authoring.llm.retrying import Patience
from tests.worlds import provider as providers
from tests.worlds.provider import MODEL, Provider, ReceivedRequest, Reply

pytestmark = pytest.mark.server

KEY = {"OPENAI_API_KEY": "sk-secret"}
REQUEST = CompletionRequest("openai:invented", "the prompt of the section", "Be brief.", {"max_tokens": 90})


class Sleeps(list[float]):
    """Records the waits instead of waiting."""

    def patience(self, retries: int = 4) -> Patience:
        return Patience(retries=retries, sleep=self.append, uniform=lambda low, high: high)


@pytest.fixture
def slept() -> Sleeps:
    return Sleeps()


@pytest.fixture
def opened(slept: Sleeps) -> Iterator[Callable[..., LangChainModel]]:
    """Opens a model on a server and closes it after the test."""
    models: list[LangChainModel] = []

    def opening(base_url: str, environment: Mapping[str, str] = KEY, **more: Any) -> LangChainModel:
        more.setdefault("patience", slept.patience())
        model = LangChainModel(base_url=base_url, environment=environment, **more)
        models.append(model)
        return model

    yield opening
    for model in models:
        model.close()


Opened = Callable[..., LangChainModel]


def test_an_answer_arrives_in_parts_with_its_counts(opened: Opened) -> None:
    parts: list[str] = []
    with Provider([Reply("Un lieu ouvert à tous.")]) as server:
        answer = opened(server.base_url).complete(REQUEST, on_text=parts.append)
    assert parts == ["Un ", "lieu ", "ouvert ", "à ", "tous."]
    assert answer.text == "Un lieu ouvert à tous."
    assert (answer.model, answer.finish, answer.attempts) == (MODEL, "stop", 1)
    assert (answer.input_tokens, answer.output_tokens) == (7, 5)
    [call] = server.asked
    assert (call.system, call.prompt) == ("Be brief.", "the prompt of the section")
    assert (call.body["model"], call.body["max_completion_tokens"]) == ("invented", 90)
    assert call.headers["authorization"] == "Bearer sk-secret"


def test_a_server_of_ones_own_needs_no_key(opened: Opened) -> None:
    with Provider() as server:
        assert opened(server.base_url, {}).complete(REQUEST).text == "Une réponse."


def test_a_server_that_counts_no_tokens_is_reported_so(opened: Opened) -> None:
    with Provider([Reply(usage=False)]) as server:
        answer = opened(server.base_url).complete(REQUEST)
    assert (answer.input_tokens, answer.output_tokens) == (None, None)


@pytest.mark.parametrize("count", [-1_000_000, 10**30], ids=repr)
def test_counts_that_cannot_be_are_not_taken_from_a_server(opened: Opened, count: Any) -> None:
    usage = {"prompt_tokens": count, "completion_tokens": count, "total_tokens": count}
    with Provider([Reply(usage=usage)]) as server:
        answer = opened(server.base_url).complete(REQUEST)
    assert (answer.text, answer.input_tokens, answer.output_tokens) == ("Une réponse.", None, None)


def test_a_truncated_answer_is_told_from_a_whole_one(opened: Opened) -> None:
    with Provider([Reply("Une moitié de", finish="length")]) as server:
        answer = opened(server.base_url).complete(REQUEST)
    assert (answer.text, answer.finish) == ("Une moitié de", "length")


def test_an_empty_answer_is_an_answer(opened: Opened) -> None:
    with Provider([Reply("")]) as server:
        answer = opened(server.base_url).complete(REQUEST)
    assert (answer.text, answer.finish) == ("", "stop")


@pytest.mark.parametrize(
    ("failure", "wait"),
    [
        (providers.too_many_requests(7), 7.5),
        (providers.too_many_requests(), 1.0),
        (providers.failing(429, retry_after_ms="2500"), 3.0),
        (providers.failing(503, retry_after="3"), 3.5),
        (providers.failing(500), 1.0),
        (providers.failing(408), 1.0),
        (Reply("Une réponse plus longue", cut=True), 1.0),
        (Reply("Une réponse", finish=None), 1.0),
    ],
)
def test_what_can_pass_is_tried_again(opened: Opened, slept: Sleeps, failure: Reply, wait: float) -> None:
    with Provider([failure, Reply("Enfin.")]) as server:
        answer = opened(server.base_url).complete(REQUEST)
    assert (answer.text, answer.attempts, len(server.asked)) == ("Enfin.", 2, 2)
    assert slept == [wait]


def test_a_wish_given_as_a_date_is_honoured(opened: Opened, slept: Sleeps) -> None:
    wish = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    with Provider([providers.too_many_requests(wish)]) as server:
        opened(server.base_url).complete(REQUEST)
    [wait] = slept
    assert 25 < wait <= 30.5


def test_waits_grow_and_end(opened: Opened, slept: Sleeps) -> None:
    with Provider(default=providers.failing(500)) as server, pytest.raises(ServiceUnavailable) as failed:
        opened(server.base_url).complete(REQUEST)
    assert slept == [1.0, 2.0, 4.0, 8.0]
    assert len(server.asked) == 5
    address = server.base_url.removeprefix("http://").removesuffix("/v1")
    assert failed.value.problem.message == f"{address} could not answer for openai:invented: status 500."
    assert failed.value.problem.remedy == "Try again later: what was finished is kept."


def test_a_wish_that_nobody_would_wait_for_is_told(opened: Opened, slept: Sleeps) -> None:
    with Provider(default=providers.too_many_requests(3600)) as server, pytest.raises(ServiceUnavailable) as failed:
        opened(server.base_url).complete(REQUEST)
    assert slept == []
    assert failed.value.retry_after == 3600
    assert failed.value.problem.remedy == "Try again in 3600 seconds: what was finished is kept."


def test_whoever_watches_learns_of_the_wait_and_that_the_text_begins_anew(opened: Opened) -> None:
    waits: list[tuple[str, float]] = []
    parts: list[str] = []
    with Provider([Reply("Un deux trois quatre", cut=True), Reply("Enfin.")]) as server:
        model = opened(server.base_url, on_wait=lambda error, wait: waits.append((error.problem.message, wait)))
        model.complete(REQUEST, on_text=parts.append)
        address = server.base_url.removeprefix("http://").removesuffix("/v1")
    assert parts == ["Un ", "deux ", "", "Enfin."]
    assert waits == [(f"The connection to {address} broke in the middle of the answer of openai:invented.", 1.0)]


@pytest.mark.parametrize(
    ("reply", "kind", "message", "remedy"),
    [
        (
            providers.wrong_key(),
            ServiceRefused,
            "{server} does not accept the key for openai:invented.",
            "Check the key in your environment: OPENAI_API_KEY.",
        ),
        (
            providers.failing(403),
            ServiceRefused,
            "{server} does not allow this key to use openai:invented.",
            "Ask the account's owner for access, or choose another model below [model] in authoring.toml.",
        ),
        (
            providers.unknown_model(),
            ServiceRefused,
            "{server} does not know the model openai:invented.",
            "Check `use` and `base_url` below [model] in authoring.toml.",
        ),
        (
            providers.no_credit(),
            ServiceRefused,
            "The account at {server} has no credit left for openai:invented.",
            "Add credit to it or raise its limit; waiting does not help. What was finished is kept.",
        ),
        (
            providers.failing(400, code="context_length_exceeded"),
            ServiceRefused,
            "The prompt is longer than openai:invented at {server} can take.",
            "Shorten the outline or the testimonies, or use a model with a longer context.",
        ),
        (
            providers.failing(400, code="invalid_value", param="max_tokens"),
            ServiceRefused,
            "{server} refused the request to openai:invented: status 400 invalid_value max_tokens",
            "Check the parameters in the prompt's header and `base_url` below [model] in authoring.toml.",
        ),
        (
            providers.failing(400, code="content_policy_violation"),
            UnusableAnswer,
            "openai:invented at {server} refused to answer because of the text's content.",
            "Reword the outline's points or the instruction, or use another model for this prompt.",
        ),
        (
            providers.filtered(),
            UnusableAnswer,
            "openai:invented at {server} refused to answer because of the text's content.",
            "Reword the outline's points or the instruction, or use another model for this prompt.",
        ),
        (
            Reply(raw=b"<!doctype html><title>Welcome</title>"),
            UnusableAnswer,
            "{server} answered, but not as a language model does.",
            "Check `base_url` below [model] in authoring.toml: it usually ends with /v1.",
        ),
    ],
)
def test_what_cannot_pass_is_told_at_once(
    opened: Opened, slept: Sleeps, reply: Reply, kind: type[ServiceError], message: str, remedy: str
) -> None:
    with Provider([reply]) as server, pytest.raises(kind) as failed:
        opened(server.base_url).complete(REQUEST)
    address = server.base_url.removeprefix("http://").removesuffix("/v1")
    assert failed.value.problem.message == message.format(server=address)
    assert failed.value.problem.remedy == remedy
    assert (slept, len(server.asked)) == ([], 1)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 429, 500])
def test_no_failure_repeats_a_key_or_a_prompt(opened: Opened, status: int) -> None:
    with Provider(default=providers.failing(status)) as server, pytest.raises(ServiceError) as failed:
        opened(server.base_url).complete(REQUEST)
    trace = "".join(traceback.format_exception(failed.value))
    assert "sk-secret" not in trace
    assert "the prompt" not in trace
    assert "sk-secret" not in repr(failed.value.problem)


def test_a_missing_key_names_its_variable_and_asks_nobody(opened: Opened) -> None:
    with pytest.raises(ServiceRefused) as failed:
        opened("", {}).complete(REQUEST)
    assert failed.value.problem.message == "There is no key for openai:invented: OPENAI_API_KEY is not set."
    assert failed.value.problem.remedy == (
        "Set it in your environment, never in a file: export OPENAI_API_KEY=… Or use the model on this machine: local"
    )


def test_a_server_that_is_not_there_is_named(opened: Opened, slept: Sleeps) -> None:
    nowhere = providers.unused_address()
    with pytest.raises(ServiceUnavailable) as failed:
        opened(nowhere, patience=slept.patience(1)).complete(REQUEST)
    address = nowhere.removeprefix("http://").removesuffix("/v1")
    assert failed.value.problem.message == f"{address} cannot be reached for openai:invented."
    assert failed.value.problem.remedy == "Check your connection, and `base_url` below [model] in authoring.toml."
    assert len(slept) == 1


def test_a_user_and_password_in_the_address_are_never_shown(opened: Opened, slept: Sleeps) -> None:
    nowhere = providers.unused_address().replace("127.0.0.1", "me:sesame@127.0.0.1")
    with pytest.raises(ServiceUnavailable) as failed:
        opened(nowhere, patience=slept.patience(0)).complete(REQUEST)
    assert "sesame" not in str(failed.value)


@pytest.mark.parametrize("reply", [Reply(hang=True), Reply("mot " * 200, pause=0.05)])
def test_an_answer_has_a_time_that_it_may_take(opened: Opened, slept: Sleeps, reply: Reply) -> None:
    started = time.monotonic()
    with Provider(default=reply) as server, pytest.raises(ServiceUnavailable) as failed:
        opened(server.base_url, patience=slept.patience(0), timeout=1).complete(REQUEST)
    assert "1 seconds" in str(failed.value) or "in time" in str(failed.value)
    assert time.monotonic() - started < 15


def test_a_rejected_parameter_is_left_out_from_then_on(opened: Opened, slept: Sleeps) -> None:
    request = CompletionRequest(REQUEST.model, "x", parameters={"temperature": 0.3, "max_tokens": 50})
    with Provider(providers.rejecting("temperature")) as server:
        model = opened(server.base_url)
        first, second = model.complete(request), model.complete(request)
    assert [("temperature" in call.body) for call in server.asked] == [True, False, False]
    assert all(call.body["max_completion_tokens"] == 50 for call in server.asked)
    assert (first.attempts, second.attempts, slept) == (1, 1, [])


def test_each_rejected_parameter_is_left_out_in_turn_even_when_only_the_message_names_it(opened: Opened) -> None:
    def reply(asked: ReceivedRequest) -> Reply | None:
        for name in ("temperature", "frequency_penalty"):
            if name in asked.body:
                return providers.failing(400, message=f"{name}: Extra inputs are not permitted")
        return None

    parameters = {"temperature": 0.3, "frequency_penalty": 0.3, "max_tokens": 50}
    with Provider(reply) as server:
        answer = opened(server.base_url).complete(CompletionRequest(REQUEST.model, "x", parameters=parameters))
    assert (answer.text, len(server.asked)) == ("Une réponse.", 3)


def test_a_parameter_that_stays_rejected_is_not_tried_for_ever(opened: Opened) -> None:
    rejected = providers.failing(400, code="unsupported_value", param="temperature")
    request = CompletionRequest(REQUEST.model, "x", parameters={"temperature": 0.3})
    with Provider(default=rejected) as server, pytest.raises(ServiceRefused, match="unsupported_value temperature"):
        opened(server.base_url).complete(request)
    assert len(server.asked) == 2


def test_a_server_that_does_not_know_usage_in_streams_is_asked_without(opened: Opened) -> None:
    with Provider(providers.rejecting("stream_options")) as server:
        assert opened(server.base_url).complete(REQUEST).output_tokens is None
    assert len(server.asked) == 2


def test_four_threads_share_one_model(opened: Opened) -> None:
    answers: list[str] = []
    with Provider(lambda asked: Reply(asked.prompt, delay=0.3)) as server:
        model = opened(server.base_url)
        model.complete(CompletionRequest(REQUEST.model, "first"))

        def ask(number: int) -> None:
            answers.append(model.complete(CompletionRequest(REQUEST.model, f"answer {number}")).text)

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(answers) == ["answer 0", "answer 1", "answer 2", "answer 3"]
    assert server.most_at_once == 4


def test_a_provider_whose_package_is_missing_is_told_with_its_name(opened: Opened) -> None:
    with pytest.raises(ServiceRefused) as failed:
        opened("", {"UPSTAGE_API_KEY": "x"}).complete(CompletionRequest("upstage:solar", "x"))
    assert failed.value.problem.message == (
        "upstage:solar needs the package langchain-upstage, which is not installed."
    )
    assert failed.value.problem.remedy == "Install it: pip install langchain-upstage"


@pytest.mark.parametrize("name", ["gpt-5-mini", "qwen2.5:7b", "openai:", ""])
def test_a_name_without_a_provider_is_refused(opened: Opened, name: str) -> None:
    with pytest.raises(ServiceRefused) as failed:
        opened("", KEY).complete(CompletionRequest(name, "x"))
    assert failed.value.problem.message == f"“{name}” does not name a model that can be reached."


def test_no_trace_of_a_prompt_goes_to_a_tracing_service(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    from langchain_core.tracers.langchain import wait_for_all_tracers

    with Provider() as tracing, Provider() as server:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "traced")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", tracing.base_url)
        monkeypatch.setenv("LANGSMITH_GATEWAY", tracing.base_url)
        opened(server.base_url).complete(REQUEST)
        wait_for_all_tracers()
    assert (len(tracing.asked), len(server.asked)) == (0, 1)


def test_no_proxy_stands_between_us_and_a_server_on_this_machine(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Provider() as proxy, Provider() as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.base_url.removesuffix("/v1"))
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        opened(server.base_url, here=True).complete(REQUEST)
    assert (len(proxy.asked), len(server.asked)) == (0, 1)


@pytest.mark.parametrize("reply", [Reply(hang=True), providers.too_many_requests(200)])
def test_closing_ends_the_calls_that_wait(opened: Opened, reply: Reply) -> None:
    failures: list[ServiceError] = []

    def ask(model: LangChainModel) -> None:
        with pytest.raises(ServiceRefused, match="was given up") as failed:
            model.complete(REQUEST)
        failures.append(failed.value)

    with Provider(default=reply) as server:
        model = opened(server.base_url, patience=Patience())
        threads = [threading.Thread(target=ask, args=(model,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        while len(server.asked) < 2:
            time.sleep(0.02)
        time.sleep(0.2)
        started = time.monotonic()
        model.close()
        for thread in threads:
            thread.join()
        assert time.monotonic() - started < 5
    assert len(failures) == 2


def test_one_that_is_closed_asks_no_more_and_may_be_closed_twice(opened: Opened) -> None:
    with Provider() as server:
        model = opened(server.base_url)
        model.complete(REQUEST)
        model.close()
        model.close()
        with pytest.raises(ServiceRefused, match="was given up"):
            model.complete(REQUEST)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_carries_nothing_to_another_server(opened: Opened, slept: Sleeps, status: int) -> None:
    with Provider() as other:
        place = f"{other.base_url.replace('//', '//me:sesame@')}/chat/completions?q=1"
        sending = Reply(status=status, headers={"Location": place}, error={"message": "moved"})
        with Provider(default=sending) as server, pytest.raises(ServiceRefused) as error:
            opened(server.base_url, here=True).complete(REQUEST)
        origin = other.base_url.removesuffix("/v1")
    assert (len(server.asked), other.asked, slept) == (1, [], [])
    assert f"sends the request to openai:invented elsewhere ({origin}); nothing was sent there." in str(error.value)
    assert "sesame" not in str(error.value)


@pytest.mark.parametrize("place", ["/v1/chat/completions", "//127.0.0.1/x", "", "file:///etc/passwd", "http://\u202e"])
def test_a_redirect_anywhere_is_an_error_that_says_so(opened: Opened, place: str) -> None:
    headers = {"Location": place.encode("ascii", "ignore").decode()}
    with Provider(default=Reply(status=307, headers=headers)) as server, pytest.raises(ServiceError) as error:
        opened(server.base_url).complete(REQUEST)
    assert "nothing was sent there" in str(error.value)
    assert len(server.asked) == 1
