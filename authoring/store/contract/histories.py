"""A piece comes with all that belongs to it and moves with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.errors import InputError, UnknownSlug
from authoring.store import Transaction, version_of
from authoring.store.contract.making import StoreMaker
from authoring.store.contract.samples import (
    FIRST,
    PIECE,
    SECOND,
    carry_out,
    content,
    everything,
    fill,
    keep,
    place,
    write,
)


class PieceContract(StoreMaker):
    """A piece comes with all that belongs to it and moves with it."""

    def test_a_piece_comes_with_its_history_and_the_records_named(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        assert store.documents.piece("garden") is None
        fill(store)
        piece = store.documents.piece("garden", records=["looks.json", "absent.json", "../x.json"])
        assert piece is not None
        assert (piece.text.content, piece.events, piece.stage) == (b"text", b'{"seq":1}\n', "in_progress")
        assert piece.records == {"looks.json": b"{}", "absent.json": b"", "../x.json": b""}

    def test_a_history_is_missed_only_where_its_piece_has_lost_its_text(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        assert list(store.events.without_text()) == []
        with store.transaction("orphan") as change:
            change.append("orphan", b'{"seq":1}')
        assert list(store.events.without_text()) == ["orphan"]
        assert list(store.events.without_text(["orphan"])) == []
        assert list(store.events.second_copies()) == []

    def test_a_piece_moves_with_all_it_has(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        before = everything(store)
        place(store, stage="out")
        piece = store.documents.piece("garden")
        assert piece is not None
        assert piece.stage == "out"
        assert everything(store) == {**before, "stage": "out"}
        place(store, stage="in_progress")
        assert everything(store) == before

    def test_placing_a_piece_where_it_is_changes_nothing(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        for stage in ("in_progress", "out"):
            place(store, stage=stage)
            before = everything(store)
            place(store, stage=stage)
            assert everything(store) == before

    def test_a_piece_is_placed_in_the_transaction_that_changes_it(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        with store.transaction("garden") as change:
            change.place("garden", stage="out", live=FIRST)
            change.write(PIECE, b"new")
            change.append("garden", b"{}")
            change.keep("garden", FIRST, text=b"new", manifest=b"{}", pictures={})
            change.attach("garden", "looks.json", b"{}")
        piece = store.documents.piece("garden", records=["looks.json"])
        assert piece is not None
        assert (piece.stage, piece.text.content, piece.records["looks.json"]) == ("out", b"new", b"{}")
        assert (piece.events, store.revisions.hashes("garden")) == (b"{}\n", [FIRST])

    def test_readers_see_a_copy_while_a_correction_is_on_its_way(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        place(store, stage="out", live=FIRST)
        assert store.revisions.live_copy("garden") is None
        place(store, stage="in_progress", live=FIRST)
        write(store, PIECE, b"corrected")
        copy = store.revisions.live_copy("garden")
        assert copy is not None
        assert copy.content == b"kept text"
        assert copy.label != store.documents.label(PIECE)
        assert store.revisions.live_digest("garden", "images/a.jpg") == version_of(b"picture")
        assert store.revisions.live_digest("garden", "images/none.jpg") == ""
        assert content(store, PIECE) == b"corrected"
        assert store.documents.slugs("piece") == ["garden"]

    def test_a_copy_that_is_there_stays_and_goes_when_readers_see_nothing(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        keep(store, SECOND, text=b"another")
        for content_hash in (FIRST, SECOND):
            place(store, stage="in_progress", live=content_hash)
            copy = store.revisions.live_copy("garden")
            assert copy is not None
            assert copy.content == b"kept text"
        place(store, stage="in_progress")
        assert store.revisions.live_copy("garden") is None
        assert content(store, PIECE) == b"text"

    def test_a_corrected_piece_goes_out_in_the_place_of_the_copy(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        place(store, stage="in_progress", live=FIRST)
        place(store, stage="out", live=FIRST)
        assert (store.revisions.live_copy("garden"), content(store, PIECE)) == (None, b"text")

    def test_a_piece_that_is_not_there_is_not_placed(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)

        def move(change: Transaction) -> None:
            change.attach("garden", "looks.json", b"{}")
            change.place("garden", stage="out", live="")

        with pytest.raises(UnknownSlug):
            carry_out(store, move)
        assert store.records.names("garden") == []

    def test_readers_cannot_see_a_revision_that_is_not_kept(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        before = everything(store)

        def move(change: Transaction) -> None:
            change.write(PIECE, b"new")
            change.place("garden", stage="in_progress", live=SECOND)

        with pytest.raises(InputError):
            carry_out(store, move)
        assert everything(store) == before
