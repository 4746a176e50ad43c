"""The model on this machine, really run, and the messages when it cannot run."""

from __future__ import annotations

import importlib.util
import re
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from authoring.errors import ServiceRefused
from authoring.llm import CompletionRequest, local, weights
from authoring.llm.local import LocalModel

SHORT = CompletionRequest(
    "local",
    "Dis en une phrase courte ce qu’est un tiers-lieu.",
    "Tu réponds en français.",
    {"temperature": 0, "max_tokens": 40},
)


def built_in() -> Path:
    return weights.built_in({}, on_progress=print)


def test_without_its_package_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "find_spec", lambda _name: None)
    with pytest.raises(ServiceRefused) as failed:
        LocalModel(lambda: tmp_path, name="local", on_progress=print).complete(SHORT)
    assert failed.value.problem.message == "The model on this machine is not installed: xllamacpp is missing."
    assert failed.value.problem.remedy == "Install it, in the folder of this program: pip install '.[local]'"


def test_closing_one_that_never_started_does_no_harm(tmp_path: Path) -> None:
    model = LocalModel(lambda: tmp_path, name="local", on_progress=print)
    model.close()
    model.close()


@pytest.mark.skipif(importlib.util.find_spec("xllamacpp") is None, reason="needs the `local` extra")
def test_a_file_that_llama_cannot_load_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.gguf").write_bytes(b"GGUF" + b"\x03\0\0\0" + b"\xff" * 4096)
    model = LocalModel(lambda: tmp_path / "broken.gguf", name="local:broken.gguf", on_progress=print)
    with pytest.raises(ServiceRefused) as failed:
        model.complete(SHORT)
    assert failed.value.problem.message == f"The model {tmp_path / 'broken.gguf'} cannot be started."


@pytest.mark.local_model
def test_it_completes_a_short_french_prompt() -> None:
    messages: list[str] = []
    parts: list[str] = []
    model = LocalModel(built_in, name="local", on_progress=messages.append)
    try:
        answer = model.complete(SHORT, on_text=parts.append)
        again = model.complete(SHORT)
    finally:
        model.close()
    assert messages == ["Starting the model on this machine: qwen2.5-coder-1.5b-instruct-q4_k_m"]
    assert answer.model == "qwen2.5-coder-1.5b-instruct-q4_k_m"
    assert "".join(parts) == answer.text
    assert re.search(r"\b(un|une|le|la|est)\b", answer.text)
    assert answer.input_tokens is not None
    assert answer.output_tokens is not None
    assert 0 < answer.output_tokens <= 40
    assert again.text == answer.text


@pytest.mark.local_model
def test_it_answers_side_by_side_and_nobody_without_its_key() -> None:
    model = LocalModel(built_in, name="local", on_progress=print)
    answers: list[str] = []

    def ask(number: int) -> None:
        request = CompletionRequest("local", f"Écris le nombre {number} en chiffres.", parameters={"max_tokens": 8})
        answers.append(model.complete(request).text)

    try:
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(answers) == 4
        stranger = urllib.request.Request(
            f"{model.address}/v1/chat/completions", b'{"messages":[]}', {"Content-Type": "application/json"}
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(stranger, timeout=10)
        assert refused.value.code == 401
        refused.value.close()
    finally:
        started = time.monotonic()
        model.close()
    assert time.monotonic() - started < 10
    assert model.address == ""


@pytest.mark.local_model
def test_a_prompt_that_is_too_long_is_told() -> None:
    model = LocalModel(built_in, name="local", concurrency=1, on_progress=print)
    try:
        with pytest.raises(ServiceRefused) as failed:
            model.complete(CompletionRequest("local", "mot " * 5000, parameters={"max_tokens": 4}))
    finally:
        model.close()
    assert failed.value.problem.message.startswith("The prompt is longer than local at 127.0.0.1:")
