"""The cache of answers: what is kept, what is found again, and what a broken entry costs."""

from __future__ import annotations

import json
import stat
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.llm import Completion, CompletionRequest
from authoring.llm.cache import CompletionCache

REQUEST = CompletionRequest(
    "openai:small", "What is a third place?", "Be brief.", {"temperature": 0.3, "max_tokens": 80}
)
ANSWER = Completion("Un lieu à plusieurs.", "small-2026-01", "stop", 12, 6, 1.25, 2)


def entries(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_answer_is_found_again_whole(tmp_path: Path) -> None:
    CompletionCache(tmp_path).store(REQUEST, ANSWER)
    assert CompletionCache(tmp_path).lookup(REQUEST) == ANSWER


def test_a_question_never_asked_has_no_answer(tmp_path: Path) -> None:
    assert CompletionCache(tmp_path / "none").lookup(REQUEST) is None


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, model="openai:large"),
        replace(REQUEST, prompt="What is a third place? "),
        replace(REQUEST, system=""),
        replace(REQUEST, parameters={"temperature": 0.4, "max_tokens": 80}),
        replace(REQUEST, parameters={}),
        replace(REQUEST, prompt="", system="Be brief.What is a third place?"),
    ],
)
def test_another_question_has_another_answer(tmp_path: Path, other: CompletionRequest) -> None:
    cache = CompletionCache(tmp_path)
    cache.store(REQUEST, ANSWER)
    assert cache.lookup(other) is None


def test_the_order_of_parameters_does_not_matter(tmp_path: Path) -> None:
    cache = CompletionCache(tmp_path)
    cache.store(REQUEST, ANSWER)
    assert cache.lookup(replace(REQUEST, parameters={"max_tokens": 80, "temperature": 0.3})) == ANSWER


def test_two_servers_with_the_same_model_name_are_kept_apart(tmp_path: Path) -> None:
    CompletionCache(tmp_path, server="http://one.example/v1").store(REQUEST, ANSWER)
    assert CompletionCache(tmp_path, server="http://two.example/v1").lookup(REQUEST) is None
    assert CompletionCache(tmp_path, server="http://one.example/v1").lookup(REQUEST) == ANSWER


def test_a_refused_answer_is_not_kept(tmp_path: Path) -> None:
    CompletionCache(tmp_path).store(REQUEST, replace(ANSWER, finish="refused"))
    assert entries(tmp_path) == []


def test_a_truncated_answer_is_kept_so_that_it_is_not_paid_twice(tmp_path: Path) -> None:
    cut = replace(ANSWER, finish="length")
    CompletionCache(tmp_path).store(REQUEST, cut)
    assert CompletionCache(tmp_path).lookup(REQUEST) == cut


def test_an_empty_answer_is_not_kept(tmp_path: Path) -> None:
    CompletionCache(tmp_path).store(REQUEST, replace(ANSWER, text=" \n"))
    assert entries(tmp_path) == []


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"null", b'{"format": 1}', b"\xff\xfe", b'{"format":1,"completion":{}}']
)
def test_a_broken_entry_counts_as_absent_and_is_replaced(tmp_path: Path, damage: bytes) -> None:
    cache = CompletionCache(tmp_path)
    cache.store(REQUEST, ANSWER)
    entries(tmp_path)[0].write_bytes(damage)
    assert cache.lookup(REQUEST) is None
    cache.store(REQUEST, ANSWER)
    assert cache.lookup(REQUEST) == ANSWER


def test_an_altered_text_counts_as_absent(tmp_path: Path) -> None:
    cache = CompletionCache(tmp_path)
    cache.store(REQUEST, ANSWER)
    [entry] = entries(tmp_path)
    values = json.loads(entry.read_bytes())
    values["completion"]["text"] = "Un lieu à un seul."
    entry.write_text(json.dumps(values), encoding="utf-8")
    assert cache.lookup(REQUEST) is None


def test_an_entry_holds_no_prompt_and_is_for_its_owner_only(tmp_path: Path) -> None:
    CompletionCache(tmp_path).store(REQUEST, ANSWER)
    [entry] = entries(tmp_path)
    assert b"third place" not in entry.read_bytes()
    assert b"Be brief" not in entry.read_bytes()
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(self: Path, target: Any) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", no_space)
    with pytest.raises(OSError, match="No space left"):
        CompletionCache(tmp_path).store(REQUEST, ANSWER)
    assert entries(tmp_path) == []


def test_threads_that_store_the_same_answer_do_not_disturb_one_another(tmp_path: Path) -> None:
    cache = CompletionCache(tmp_path)
    threads = [threading.Thread(target=cache.store, args=(REQUEST, ANSWER)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.lookup(REQUEST) == ANSWER
    assert len(entries(tmp_path)) == 1


texts = st.text(st.characters(exclude_categories=()), max_size=40)


@given(model=texts, prompt=texts, system=texts, number=st.floats(allow_nan=False), text=texts)
def test_every_text_survives(
    tmp_path_factory: pytest.TempPathFactory, model: str, prompt: str, system: str, number: float, text: str
) -> None:
    cache = CompletionCache(tmp_path_factory.mktemp("cache"))
    request = CompletionRequest(model, prompt, system, {"temperature": number})
    answer = replace(ANSWER, text=text + "x")
    cache.store(request, answer)
    assert cache.lookup(request) == answer
