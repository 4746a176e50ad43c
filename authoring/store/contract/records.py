"""Records are written at once, whole, and no line of them is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from authoring.errors import InputError
from authoring.store import WORKSPACE, Key, Store
from authoring.store.contract.making import StoreMaker
from authoring.store.contract.samples import HOSTILE_NAMES, OWN_NAMES, everything, fill


class RecordContract(StoreMaker):
    """Records are written at once, whole, and no line of them is lost."""

    @pytest.mark.parametrize("slug", ["garden", WORKSPACE])
    def test_a_record_is_written_read_listed_and_deleted(self, tmp_path: Path, slug: str) -> None:
        store = self.make_store(tmp_path)
        assert store.records.read(slug, "exports/blog.json") == b""
        for name in ("exports/blog.json", "looks.json", "exports/site.json"):
            store.records.write(slug, name, name.encode())
        assert store.records.read(slug, "exports/blog.json") == b"exports/blog.json"
        assert store.records.names(slug) == ["exports/blog.json", "exports/site.json", "looks.json"]
        assert store.records.names(slug, "exports/") == ["exports/blog.json", "exports/site.json"]
        assert store.records.names(slug, "exports/b") == ["exports/blog.json"]
        assert store.records.names(slug, "lo") == ["looks.json"]
        store.records.write(slug, "exports/blog.json", None)
        store.records.write(slug, "exports/blog.json", None)
        assert store.records.names(slug, "exports/") == ["exports/site.json"]

    @pytest.mark.parametrize("slug", ["garden", WORKSPACE])
    def test_a_private_record_is_read_like_any_other(self, tmp_path: Path, slug: str) -> None:
        store = self.make_store(tmp_path)
        store.records.write(slug, "secrets.json", b"{}", private=True)
        store.records.write(slug, "secrets.json", b"[]", private=True)
        assert store.records.read(slug, "secrets.json") == b"[]"

    def test_a_line_stands_on_its_own_even_after_an_unfinished_one(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        store.records.append("garden", "calls.jsonl", b"1")
        store.records.append("garden", "calls.jsonl", b"2\n")
        assert store.records.read("garden", "calls.jsonl") == b"1\n2\n"
        store.records.write("garden", "calls.jsonl", b"1\n2 was cut")
        store.records.append("garden", "calls.jsonl", b"3")
        assert store.records.read("garden", "calls.jsonl") == b"1\n2 was cut\n3\n"

    @pytest.mark.parametrize("slug", ["garden", WORKSPACE])
    def test_two_threads_that_append_lose_nothing(self, tmp_path: Path, slug: str) -> None:
        store = self.make_store(tmp_path)
        lines = [b"%d" % number for number in range(40)]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda line: store.records.append(slug, "calls.jsonl", line), lines))
        assert sorted(store.records.read(slug, "calls.jsonl").split()) == sorted(lines)

    def test_threads_that_write_one_record_leave_one_of_their_contents(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        contents = [b"%d" % number * 5000 for number in range(1, 9)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda whole: store.records.write(WORKSPACE, "answers/a.json", whole), contents))
        assert store.records.read(WORKSPACE, "answers/a.json") in contents
        assert store.records.names(WORKSPACE) == ["answers/a.json"]

    def test_pieces_with_a_record_are_listed_also_where_there_is_no_text(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        for slug in ("with-a-text", "out", "without-a-text", WORKSPACE):
            store.records.append(slug, "calls.jsonl", b"1")
        store.records.write("another", "looks.json", b"{}")
        for slug in ("with-a-text", "out"):
            with store.transaction(slug) as change:
                change.write(Key("piece", slug), b"text")
        with store.transaction("out") as change:
            change.place("out", stage="out", live="")
        assert store.records.slugs("calls.jsonl") == ["out", "with-a-text", "without-a-text"]
        assert store.documents.slugs("piece") == ["out", "with-a-text"]

    def test_a_record_that_came_before_the_text_stays_beside_it(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        store.records.append("garden", "calls.jsonl", b"1")
        with store.transaction("garden") as change:
            change.write(Key("piece", "garden"), b"text")
        store.records.append("garden", "calls.jsonl", b"2")
        assert store.records.read("garden", "calls.jsonl") == b"1\n2\n"

    @pytest.mark.parametrize("name", [*HOSTILE_NAMES, *OWN_NAMES, "INDEX.md", "images/a.jpg"])
    def test_a_name_that_no_record_can_have_reads_as_absent_and_is_not_written(self, tmp_path: Path, name: str) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        before = everything(store)
        assert store.records.read("garden", name) == b""
        for change in self._changes(store, "garden", name):
            with pytest.raises(InputError):
                change()
        assert everything(store) == before

    @pytest.mark.parametrize("name", [*HOSTILE_NAMES, "locks/garden.lock", "journal/garden.journal"])
    def test_a_name_that_is_the_stores_own_is_no_record_of_the_workspace(self, tmp_path: Path, name: str) -> None:
        store = self.make_store(tmp_path)
        assert store.records.read(WORKSPACE, name) == b""
        for change in self._changes(store, WORKSPACE, name):
            with pytest.raises(InputError):
                change()

    def _changes(self, store: Store, slug: str, name: str) -> Sequence[Callable[[], None]]:
        def attach() -> None:
            with store.transaction(slug) as change:
                change.attach(slug, name, b"x")

        return (
            attach,
            lambda: store.records.write(slug, name, b"x"),
            lambda: store.records.append(slug, name, b"x"),
            lambda: store.records.write(slug, name, None),
        )
