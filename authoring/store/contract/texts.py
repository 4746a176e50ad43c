"""Texts come back as they were written, under addresses that lead nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from authoring.errors import InputError
from authoring.store import MAX_TEXT_BYTES, Key, Kind, version_of
from authoring.store.contract.making import StoreMaker
from authoring.store.contract.samples import (
    FIRST,
    HOSTILE_SLUGS,
    KEYS,
    PIECE,
    append,
    content,
    fill,
    picture,
    place,
    write,
)


class TextContract(StoreMaker):
    """Texts come back as they were written, under addresses that lead nowhere else."""

    @pytest.mark.parametrize("key", KEYS)
    def test_a_text_is_read_as_it_was_written(self, tmp_path: Path, key: Key) -> None:
        store = self.make_store(tmp_path)
        assert store.documents.read(key) is None
        write(store, key, b"caf\xc3\xa9\r\n\xff")
        text = store.documents.read(key)
        assert text is not None
        assert (text.key, text.content, text.version) == (
            key,
            b"caf\xc3\xa9\r\n\xff",
            version_of(b"caf\xc3\xa9\r\n\xff"),
        )
        assert text.modified.utcoffset() == timedelta(0)

    @pytest.mark.parametrize("key", KEYS)
    def test_a_text_has_a_label_before_and_after_it_is_there(self, tmp_path: Path, key: Key) -> None:
        store = self.make_store(tmp_path)
        label = store.documents.label(key)
        write(store, key, b"x")
        text = store.documents.read(key)
        assert text is not None
        assert label == text.label == store.documents.label(key) != ""

    @pytest.mark.parametrize("kind", ["outline", "testimony", "piece"])
    def test_slugs_come_in_order_and_by_kind(self, tmp_path: Path, kind: Kind) -> None:
        store = self.make_store(tmp_path)
        for slug in ("workshop", "garden", "library-2"):
            write(store, Key(kind, slug), b"x")
        assert store.documents.slugs(kind) == ["garden", "library-2", "workshop"]
        assert [store.documents.slugs(other) for other in ("settings", "prompt")] == [[], []]

    def test_settings_prompts_and_their_cases_are_listed_by_their_names(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        for key in KEYS:
            write(store, key, b"x")
        assert store.documents.slugs("settings") == ["authoring", "prices"]
        assert store.documents.slugs("prompt") == ["section.fr.md.j2"]
        assert store.documents.slugs("case") == ["hours.fr.md"]

    @pytest.mark.parametrize("slug", HOSTILE_SLUGS)
    @pytest.mark.parametrize("kind", ["outline", "testimony", "piece"])
    def test_a_hostile_slug_reads_as_absent_and_is_not_written(self, tmp_path: Path, kind: Kind, slug: str) -> None:
        store = self.make_store(tmp_path)
        assert store.documents.read(Key(kind, slug)) is None
        assert store.documents.piece(slug) is None
        assert store.revisions.live_copy(slug) is None
        assert (store.events.read(slug), store.revisions.hashes(slug), store.blobs.names(Key(kind, slug))) == (
            b"",
            [],
            [],
        )
        with pytest.raises(InputError):
            write(store, Key(kind, slug), b"x")

    @pytest.mark.parametrize(
        "key",
        [
            Key("settings", "other"),
            Key("prompt", "../x"),
            Key("prompt", ".x"),
            Key("case", "../x"),
            Key("outline", "garden", FIRST),
            Key("piece", "garden", "../x"),
        ],
    )
    def test_a_key_that_no_text_can_have_reads_as_absent_and_is_not_written(self, tmp_path: Path, key: Key) -> None:
        store = self.make_store(tmp_path)
        assert store.documents.read(key) is None
        with pytest.raises(InputError):
            write(store, key, b"x")

    def test_a_text_longer_than_a_text_may_be_is_not_written(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        write(store, PIECE, b"x" * MAX_TEXT_BYTES)
        with pytest.raises(InputError, match="2 MiB"):
            write(store, PIECE, b"y" * (MAX_TEXT_BYTES + 1))
        assert content(store, PIECE) == b"x" * MAX_TEXT_BYTES

    def test_every_listed_text_has_a_stamp(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        for key in (*KEYS, Key("piece", "workshop"), Key("outline", "workshop")):
            write(store, key, b"x")
        for kind in ("outline", "testimony", "piece", "settings", "prompt", "case"):
            assert list(store.documents.stamps(kind)) == list(store.documents.slugs(kind)) != []

    def test_a_stamp_changes_with_what_its_piece_depends_on_and_with_nothing_else(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        write(store, Key("piece", "workshop"), b"x")
        changes: list[Callable[[], None]] = [
            lambda: write(store, PIECE, b"next"),
            lambda: append(store, b"{}"),
            lambda: picture(store, PIECE, "images/a.jpg", b"another"),
            lambda: picture(store, PIECE, "images/new.jpg", b"x"),
            lambda: store.records.append("garden", "calls.jsonl", b"{}"),
            lambda: place(store, stage="out"),
        ]
        stamps = store.documents.stamps("piece")
        for change in changes:
            assert store.documents.stamps("piece") == stamps
            change()
            later = store.documents.stamps("piece")
            assert later["garden"] != stamps["garden"]
            assert later["workshop"] == stamps["workshop"]
            stamps = later

    @pytest.mark.parametrize("kind", ["outline", "testimony"])
    def test_a_stamp_of_a_text_changes_with_the_text_and_not_with_pictures(self, tmp_path: Path, kind: Kind) -> None:
        store = self.make_store(tmp_path)
        write(store, Key(kind, "garden"), b"x")
        first = store.documents.stamps(kind)["garden"]
        for number in range(50):
            picture(store, Key(kind, "garden"), f"images/{number}.jpg", b"x")
        assert store.documents.stamps(kind)["garden"] == first
        write(store, Key(kind, "garden"), b"y")
        assert store.documents.stamps(kind)["garden"] != first
