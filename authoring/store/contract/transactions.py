"""Changes happen together or not at all, and only when the store is as the caller saw it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from authoring.errors import Conflict, InputError
from authoring.store import WORKSPACE, Expected, Key, Transaction, version_of
from authoring.store.contract.making import StoreMaker
from authoring.store.contract.samples import (
    KEYS,
    PIECE,
    carry_out,
    change_everything,
    commit_number,
    content,
    everything,
    fill,
    write,
)


class TransactionContract(StoreMaker):
    """Changes happen together or not at all, and only when the store is as the caller saw it."""

    def test_nothing_is_visible_before_the_block_ends(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        with store.transaction("garden") as change:
            change.write(PIECE, b"x")
            change.append("garden", b"{}")
            assert (store.documents.slugs("piece"), store.events.read("garden")) == ([], b"")
        assert (content(store, PIECE), store.events.read("garden")) == (b"x", b"{}\n")

    def test_an_error_in_the_block_changes_nothing(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        before = everything(store)

        def fail(change: Transaction) -> None:
            change_everything(change)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            carry_out(store, fail)
        assert everything(store) == before

    def test_an_operation_that_is_refused_changes_nothing(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        before = everything(store)

        def refused(change: Transaction) -> None:
            change_everything(change)
            change.attach("garden", "../x.json", b"{}")

        with pytest.raises(InputError):
            carry_out(store, refused)
        assert everything(store) == before

    @pytest.mark.parametrize(
        "expected",
        [
            Expected(texts={PIECE: version_of(b"another text")}),
            Expected(texts={PIECE: ""}),
            Expected(texts={Key("outline", "absent"): version_of(b"x")}),
            Expected(events={"garden": 0}),
            Expected(events={"garden": 2}),
            Expected(events={"absent": 1}),
        ],
    )
    def test_a_store_that_is_not_as_expected_changes_nothing(self, tmp_path: Path, expected: Expected) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        before = everything(store)
        with pytest.raises(Conflict):
            carry_out(store, change_everything, expected=expected)
        assert everything(store) == before

    def test_a_store_that_is_as_expected_is_changed(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        absent = Key("outline", "absent")
        expected = Expected({PIECE: version_of(b"text"), absent: ""}, {"garden": 1, "absent": 0})
        with store.transaction("garden", expected=expected) as change:
            change.write(PIECE, b"new")
        assert content(store, PIECE) == b"new"

    def test_one_transaction_changes_several_documents(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        with store.transaction("garden") as change:
            for key in KEYS:
                change.write(key, key.kind.encode())
            change.append("workshop", b"{}")
            change.attach(WORKSPACE, "answers/a.json", b"{}")
        assert [content(store, key) for key in KEYS] == [key.kind.encode() for key in KEYS]
        assert (store.events.read("workshop"), store.records.read(WORKSPACE, "answers/a.json")) == (b"{}\n", b"{}")

    def test_the_last_change_to_an_address_counts_and_events_keep_their_order(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        with store.transaction("garden") as change:
            change.write(PIECE, b"first")
            change.append("garden", b'{"seq":1}')
            change.attach("garden", "looks.json", b"first")
            change.append("garden", b'{"seq":2}\n')
            change.attach("garden", "looks.json", None)
            change.write(PIECE, b"second")
        assert content(store, PIECE) == b"second"
        assert store.events.read("garden") == b'{"seq":1}\n{"seq":2}\n'
        assert store.records.names("garden") == []

    @pytest.mark.parametrize("line", [b"", b"\n", b"{}\n{}", b"{}\n\n"])
    def test_an_event_is_one_line(self, tmp_path: Path, line: bytes) -> None:
        store = self.make_store(tmp_path)
        with pytest.raises(ValueError):
            carry_out(store, lambda change: change.append("garden", line))

    def test_an_empty_transaction_is_compared_too(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        with store.transaction("garden", expected=Expected({PIECE: ""})):
            pass
        with pytest.raises(Conflict):
            carry_out(store, lambda change: None, expected=Expected(events={"garden": 1}))

    def test_of_many_who_saw_the_same_one_writes_and_the_others_are_told(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        write(store, PIECE, b"text")
        expected = Expected({PIECE: version_of(b"text")})
        start = threading.Barrier(4)

        def attempt(number: int) -> str:
            start.wait()
            try:
                with store.transaction("garden", expected=expected) as change:
                    change.write(PIECE, b"%d" % number)
                    change.append("garden", b"%d" % number)
            except Conflict:
                return "conflict"
            return str(number)

        with ThreadPoolExecutor(4) as pool:
            outcomes = list(pool.map(attempt, range(4)))
        assert outcomes.count("conflict") == 3
        winner = next(outcome for outcome in outcomes if outcome != "conflict").encode()
        assert (content(store, PIECE), store.events.read("garden")) == (winner, winner + b"\n")

    def test_a_reader_sees_whole_transactions_only(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        commit_number(store, 0)
        torn: list[object] = []
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                piece = store.documents.piece("garden", records=["looks.json", "calls.jsonl"])
                assert piece is not None
                numbers = {piece.text.content, piece.records["looks.json"], piece.events.splitlines()[-1]}
                if len(numbers) != 1 or bool(int(piece.text.content) % 2) != bool(piece.records["calls.jsonl"]):
                    torn.append(piece)

        readers = [threading.Thread(target=read) for _number in range(2)]
        for reader in readers:
            reader.start()
        for number in range(1, 60):
            commit_number(store, number)
        done.set()
        for reader in readers:
            reader.join()
        assert torn == []

    def test_a_history_is_empty_and_then_grows(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        assert store.events.read("garden") == b""
        for number in range(3):
            with store.transaction("garden") as change:
                change.append("garden", b"%d" % number)
        assert store.events.read("garden") == b"0\n1\n2\n"
        assert store.events.label("garden") != store.events.label("workshop")

    def test_a_named_lock_keeps_others_out_until_it_is_released(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)

        def enter(name: str) -> str:
            try:
                with store.lock(name):
                    return "entered"
            except Conflict:
                return "conflict"

        with ThreadPoolExecutor(1) as pool:
            with store.lock("exports/blog"):
                assert pool.submit(enter, "exports/blog").result() == "conflict"
                assert pool.submit(enter, "exports/site").result() == "entered"
            assert pool.submit(enter, "exports/blog").result() == "entered"

    def test_a_transaction_can_run_under_a_named_lock(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        with store.lock("garden"):
            write(store, PIECE, b"x")
        assert content(store, PIECE) == b"x"

    @pytest.mark.parametrize("name", ["", "../x", "/x", "a b", ".x"])
    def test_a_hostile_name_is_no_lock(self, tmp_path: Path, name: str) -> None:
        store = self.make_store(tmp_path)
        with pytest.raises(InputError):
            store.lock(name).__enter__()
