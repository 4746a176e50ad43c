"""Both stores keep the contract, and answer alike after any sequence of transactions."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.errors import AuthoringError
from authoring.store import WORKSPACE, Key, Store, Transaction
from authoring.store.contract import StoreContract
from authoring.store.contract.samples import FIRST, SECOND, everything
from authoring.store.folder import FolderStore
from authoring.store.memory import MemoryStore


def memory_store() -> MemoryStore:
    return MemoryStore(clock=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC), patience=0.3)


class TestFolderStore(StoreContract):
    def make_store(self, root: Path) -> Store:
        return FolderStore(root, patience=0.3)


class TestMemoryStore(StoreContract):
    def make_store(self, root: Path) -> Store:
        return memory_store()


_SLUGS = st.sampled_from(["garden", "workshop"])
_BYTES = st.binary(max_size=20)
_HASHES = st.sampled_from([FIRST, SECOND])
_SOURCES = st.sampled_from(["images/a.jpg", "images/b/c.png", "plan.svg"])
_OPERATIONS = st.one_of(
    st.tuples(st.just("write"), _SLUGS, _BYTES),
    st.tuples(st.just("append"), _SLUGS, st.sampled_from([b"{}", b'{"seq":1}\n'])),
    st.tuples(st.just("attach"), _SLUGS, st.sampled_from(["looks.json", "exports/a.json"]), st.none() | _BYTES),
    st.tuples(st.just("picture"), _SLUGS, _SOURCES, _BYTES),
    st.tuples(st.just("keep"), _SLUGS, _HASHES, _BYTES, st.dictionaries(_SOURCES, _BYTES), st.booleans()),
    st.tuples(st.just("place"), _SLUGS, st.sampled_from(["out", "in_progress"]), st.just("") | _HASHES),
    st.tuples(st.just("outline"), _SLUGS, _BYTES),
    st.tuples(st.just("workspace"), _BYTES),
)


def carry_out(change: Transaction, operation: tuple[object, ...]) -> None:
    match operation:
        case ("write", str(slug), bytes(text)):
            change.write(Key("piece", slug), text)
        case ("append", str(slug), bytes(line)):
            change.append(slug, line)
        case ("attach", str(slug), str(name), (None | bytes()) as record):
            change.attach(slug, name, record)
        case ("picture", str(slug), str(src), bytes(picture)):
            change.picture(Key("piece", slug), src, picture)
        case ("keep", str(slug), str(content_hash), bytes(text), dict(pictures), bool(replaces)):
            change.keep(slug, content_hash, text=text, manifest=text, pictures=pictures, replace=replaces)
        case ("place", str(slug), ("out" | "in_progress") as stage, str(live)):
            change.place(slug, stage=stage, live=live)
        case ("outline", str(slug), bytes(text)):
            change.write(Key("outline", slug), text)
        case ("workspace", bytes(record)):
            change.attach(WORKSPACE, "answers/a.json", record)
        case _:
            raise AssertionError(operation)


def outcome(store: Store, operations: list[tuple[object, ...]]) -> str:
    """The name of the error that a transaction raises; empty when it raises none."""
    try:
        with store.transaction("garden") as change:
            for operation in operations:
                carry_out(change, operation)
    except AuthoringError as error:
        return type(error).__name__
    return ""


@settings(max_examples=40)
@given(st.lists(st.lists(_OPERATIONS, min_size=1, max_size=5), max_size=6))
def test_both_stores_answer_alike_after_any_transactions(transactions: list[list[tuple[object, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as root:
        folder, memory = FolderStore(root), memory_store()
        for operations in transactions:
            assert outcome(folder, operations) == outcome(memory, operations)
            for slug in ("garden", "workshop"):
                assert everything(folder, slug) == everything(memory, slug)
            assert folder.documents.slugs("piece") == memory.documents.slugs("piece")
