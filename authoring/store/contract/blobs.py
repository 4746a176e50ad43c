"""Pictures lie beside their text and never leave its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.errors import InputError
from authoring.store import Key, version_of
from authoring.store.contract.making import StoreMaker
from authoring.store.contract.samples import HOSTILE_SOURCES, OWN_NAMES, PIECE, fill, picture


class PictureContract(StoreMaker):
    """Pictures lie beside their text and never leave its place."""

    @pytest.mark.parametrize("key", [PIECE, Key("outline", "garden"), Key("testimony", "nora")])
    def test_a_picture_is_read_as_it_was_written(self, tmp_path: Path, key: Key) -> None:
        store = self.make_store(tmp_path)
        assert (store.blobs.read(key, "images/a.jpg"), store.blobs.digest(key, "images/a.jpg")) == (None, "")
        assert store.blobs.head(key, "images/a.jpg", length=4) is None
        picture(store, key, "images/a.jpg", b"\xff\xd8picture")
        assert store.blobs.read(key, "images/a.jpg") == b"\xff\xd8picture"
        assert store.blobs.head(key, "images/a.jpg", length=2) == b"\xff\xd8"
        assert store.blobs.digest(key, "images/a.jpg") == version_of(b"\xff\xd8picture")
        assert store.blobs.label(key, "images/a.jpg").endswith("/images/a.jpg")

    def test_a_digest_follows_its_picture(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        for content_of_it in (b"one", b"two", b"six"):
            picture(store, PIECE, "images/a.jpg", content_of_it)
            assert store.blobs.digest(PIECE, "images/a.jpg") == version_of(content_of_it)

    def test_a_picture_is_read_by_the_spelling_of_an_address_too(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        picture(store, PIECE, "images/café 1.jpg", b"x")
        assert store.blobs.read(PIECE, "images/caf%C3%A9%201.jpg") == b"x"
        assert store.blobs.read(PIECE, "%2e%2e/garden/images/caf%C3%A9%201.jpg") is None

    def test_pictures_are_listed_and_texts_and_records_are_not(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        picture(store, PIECE, "plan.png", b"x")
        picture(store, PIECE, "images/2026/b.jpg", b"x")
        assert store.blobs.names(PIECE) == ["images/2026/b.jpg", "images/a.jpg", "plan.png"]

    @pytest.mark.parametrize("src", [*OWN_NAMES, "calls.jsonl", "exports/blog.json"])
    def test_a_text_or_a_record_is_no_picture(self, tmp_path: Path, src: str) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        assert (store.blobs.read(PIECE, src), store.blobs.digest(PIECE, src)) == (None, "")
        with pytest.raises(InputError):
            picture(store, PIECE, src, b"x")

    @pytest.mark.parametrize(
        "src",
        [*HOSTILE_SOURCES],
    )
    def test_a_picture_never_leaves_its_place(self, tmp_path: Path, src: str) -> None:
        store = self.make_store(tmp_path)
        fill(store)
        assert (store.blobs.read(PIECE, src), store.blobs.digest(PIECE, src)) == (None, "")
        with pytest.raises(InputError):
            picture(store, PIECE, src, b"x")

    def test_all_outlines_share_their_pictures_and_each_piece_has_its_own(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        for key in (Key("outline", "garden"), PIECE):
            picture(store, key, "images/a.jpg", b"x")
        assert store.blobs.names(Key("outline", "workshop")) == ["images/a.jpg"]
        assert store.blobs.names(Key("testimony", "garden")) == []
        assert store.blobs.names(Key("piece", "workshop")) == []

    def test_settings_and_prompts_have_no_pictures(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        for key in (Key("settings", "authoring"), Key("prompt", "section.fr.md.j2")):
            assert (store.blobs.names(key), store.blobs.read(key, "images/a.jpg")) == ([], None)
            with pytest.raises(InputError):
                picture(store, key, "images/a.jpg", b"x")
