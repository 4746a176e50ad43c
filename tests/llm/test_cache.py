"""The cache of answers: what is kept, what is found again, and what a broken entry costs."""

from __future__ import annotations

import json
import os
import stat
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.llm import Completion, CompletionRequest
from authoring.llm.cache import CompletionCache
from authoring.store import WORKSPACE
from authoring.store.folder import FolderStore
from authoring.store.memory import MemoryStore

REQUEST = CompletionRequest(
    "openai:small", "What is a third place?", "Be brief.", {"temperature": 0.3, "max_tokens": 80}
)
ANSWER = Completion("Un lieu à plusieurs.", "small-2026-01", "stop", 12, 6, 1.25, 2)


def memory() -> MemoryStore:
    return MemoryStore(clock=lambda: datetime(2026, 11, 23, tzinfo=UTC))


def entries(store: MemoryStore) -> list[str]:
    return list(store.records.names(WORKSPACE))


def test_an_answer_is_found_again_whole(tmp_path: Path) -> None:
    CompletionCache(FolderStore(tmp_path).records).store(REQUEST, ANSWER)
    assert CompletionCache(FolderStore(tmp_path).records).lookup(REQUEST) == ANSWER


def test_an_answer_lies_where_it_always_did(tmp_path: Path) -> None:
    cache = CompletionCache(FolderStore(tmp_path).records)
    cache.store(REQUEST, ANSWER)
    key = cache.key(REQUEST)
    assert (tmp_path / ".authoring" / "answers" / key[:2] / f"{key}.json").is_file()


def test_a_question_never_asked_has_no_answer() -> None:
    assert CompletionCache(memory().records).lookup(REQUEST) is None


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
def test_another_question_has_another_answer(other: CompletionRequest) -> None:
    cache = CompletionCache(memory().records)
    cache.store(REQUEST, ANSWER)
    assert cache.lookup(other) is None


def test_the_order_of_parameters_does_not_matter() -> None:
    cache = CompletionCache(memory().records)
    cache.store(REQUEST, ANSWER)
    assert cache.lookup(replace(REQUEST, parameters={"max_tokens": 80, "temperature": 0.3})) == ANSWER


def test_two_servers_with_the_same_model_name_are_kept_apart() -> None:
    records = memory().records
    CompletionCache(records, server="http://one.example/v1").store(REQUEST, ANSWER)
    assert CompletionCache(records, server="http://two.example/v1").lookup(REQUEST) is None
    assert CompletionCache(records, server="http://one.example/v1").lookup(REQUEST) == ANSWER


def test_a_refused_answer_is_not_kept() -> None:
    store = memory()
    CompletionCache(store.records).store(REQUEST, replace(ANSWER, finish="refused"))
    assert entries(store) == []


def test_a_truncated_answer_is_kept_so_that_it_is_not_paid_twice() -> None:
    cache, cut = CompletionCache(memory().records), replace(ANSWER, finish="length")
    cache.store(REQUEST, cut)
    assert cache.lookup(REQUEST) == cut


def test_an_empty_answer_is_not_kept() -> None:
    store = memory()
    CompletionCache(store.records).store(REQUEST, replace(ANSWER, text=" \n"))
    assert entries(store) == []


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"null", b'{"format": 1}', b"\xff\xfe", b'{"format":1,"completion":{}}']
)
def test_a_broken_entry_counts_as_absent_and_is_replaced(damage: bytes) -> None:
    store = memory()
    cache = CompletionCache(store.records)
    cache.store(REQUEST, ANSWER)
    store.records.write(WORKSPACE, entries(store)[0], damage)
    assert cache.lookup(REQUEST) is None
    cache.store(REQUEST, ANSWER)
    assert cache.lookup(REQUEST) == ANSWER


def test_an_altered_text_counts_as_absent() -> None:
    store = memory()
    cache = CompletionCache(store.records)
    cache.store(REQUEST, ANSWER)
    [entry] = entries(store)
    values = json.loads(store.records.read(WORKSPACE, entry))
    values["completion"]["text"] = "Un lieu à un seul."
    store.records.write(WORKSPACE, entry, json.dumps(values).encode())
    assert cache.lookup(REQUEST) is None


def test_an_entry_holds_no_prompt_and_is_for_its_owner_only(tmp_path: Path) -> None:
    CompletionCache(FolderStore(tmp_path).records).store(REQUEST, ANSWER)
    [entry] = tmp_path.glob(".authoring/answers/*/*")
    assert b"third place" not in entry.read_bytes()
    assert b"Be brief" not in entry.read_bytes()
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(source: Any, target: Any) -> None:
        raise OSError(28, "No space left on device")

    store = FolderStore(tmp_path)
    monkeypatch.setattr(os, "replace", no_space)
    with pytest.raises(OSError, match="No space left"):
        CompletionCache(store.records).store(REQUEST, ANSWER)
    assert [path for path in tmp_path.glob(".authoring/answers/**/*") if path.is_file()] == []


def test_threads_that_store_the_same_answer_do_not_disturb_one_another(tmp_path: Path) -> None:
    cache = CompletionCache(FolderStore(tmp_path).records)
    threads = [threading.Thread(target=cache.store, args=(REQUEST, ANSWER)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.lookup(REQUEST) == ANSWER
    assert len(list(tmp_path.glob(".authoring/answers/*/*"))) == 1


texts = st.text(st.characters(exclude_categories=()), max_size=40)


@given(model=texts, prompt=texts, system=texts, number=st.floats(allow_nan=False), text=texts)
def test_every_text_survives(model: str, prompt: str, system: str, number: float, text: str) -> None:
    cache = CompletionCache(memory().records)
    request = CompletionRequest(model, prompt, system, {"temperature": number})
    answer = replace(ANSWER, text=text + "x")
    cache.store(request, answer)
    assert cache.lookup(request) == answer
