"""What both stores promise of records beside pieces that have no text yet, and of the workspace's list of prices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from authoring.store import PRICES, SETTINGS, WORKSPACE, Key, Store
from authoring.store.folder import FolderStore
from authoring.store.memory import MemoryStore

Make = Callable[[Path], Store]
STORES: list[Make] = [FolderStore, lambda _root: MemoryStore(clock=lambda: datetime(2026, 11, 23, tzinfo=UTC))]

pytestmark = pytest.mark.parametrize("make", STORES, ids=["folder", "memory"])


def test_records_are_listed_by_their_pieces_also_where_there_is_no_text(make: Make, tmp_path: Path) -> None:
    store = make(tmp_path)
    for slug in ("with-a-text", "out", "without-a-text"):
        store.records.append(slug, "calls.jsonl", b"{}")
    store.records.append("another", "looks.json", b"{}")
    store.records.append(WORKSPACE, "calls.jsonl", b"{}")
    for slug in ("with-a-text", "out"):
        with store.transaction(slug) as change:
            change.write(Key("piece", slug), b"text")
    with store.transaction("out") as change:
        change.place("out", stage="out", live="")

    assert list(store.records.slugs("calls.jsonl")) == ["out", "with-a-text", "without-a-text"]
    assert list(store.documents.slugs("piece")) == ["out", "with-a-text"]
    assert store.records.read("without-a-text", "calls.jsonl") == b"{}\n"


def test_a_record_that_came_before_the_text_stays_beside_it(make: Make, tmp_path: Path) -> None:
    store = make(tmp_path)
    store.records.append("garden", "calls.jsonl", b"{}")
    with store.transaction("garden") as change:
        change.write(Key("piece", "garden"), b"text")
    store.records.append("garden", "calls.jsonl", b"[]")

    assert store.records.read("garden", "calls.jsonl") == b"{}\n[]\n"


def test_the_list_of_prices_is_a_text_beside_the_settings(make: Make, tmp_path: Path) -> None:
    store = make(tmp_path)
    with store.transaction(WORKSPACE) as change:
        change.write(Key("settings", PRICES), b"[exchange]\n")
        change.write(Key("settings", SETTINGS), b"")

    prices = store.documents.read(Key("settings", PRICES))
    assert prices is not None
    assert prices.content == b"[exchange]\n"
    assert prices.label.endswith("prices.toml")
    assert list(store.documents.slugs("settings")) == [SETTINGS, PRICES]
    assert set(store.documents.stamps("settings")) == {SETTINGS, PRICES}
