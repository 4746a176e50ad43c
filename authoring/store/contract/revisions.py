"""Kept revisions stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.errors import InputError
from authoring.store import Key, version_of
from authoring.store.contract.making import StoreMaker
from authoring.store.contract.samples import FIRST, SECOND, content, keep, picture, place, write


class RevisionContract(StoreMaker):
    """Kept revisions stay as they are."""

    def test_a_kept_revision_is_read_by_its_whole_hash(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        keep(store, FIRST, text=b"text", manifest=b"{}", pictures={"images/a.jpg": b"picture"})
        key = Key("piece", "garden", FIRST)
        assert store.revisions.hashes("garden") == [FIRST]
        assert store.revisions.has("garden", FIRST)
        assert store.revisions.name("garden", FIRST) == FIRST
        assert not store.revisions.has("garden", FIRST[:16])
        assert not store.revisions.has("garden", SECOND)
        assert not store.revisions.has("garden", FIRST[:8])
        assert not store.revisions.has("workshop", FIRST)
        assert store.revisions.manifest("garden", FIRST) == b"{}"
        assert (content(store, key), store.blobs.read(key, "images/a.jpg"), store.blobs.names(key)) == (
            b"text",
            b"picture",
            ["images/a.jpg"],
        )
        assert store.revisions.label("garden", FIRST) in store.documents.label(key)

    def test_two_revisions_whose_hashes_begin_alike_are_two(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        other = FIRST[:32] + "b" * 32
        keep(store, FIRST, text=b"text", manifest=b"{}", pictures={"images/a.jpg": b"picture"})
        keep(store, other, text=b"other", manifest=b"[]")
        assert store.revisions.hashes("garden") == [FIRST, other]
        for content_hash, text, manifest in ((FIRST, b"text", b"{}"), (other, b"other", b"[]")):
            assert content(store, Key("piece", "garden", content_hash)) == text
            assert store.revisions.manifest("garden", content_hash) == manifest
        assert store.blobs.names(Key("piece", "garden", other)) == []

    def test_a_revision_under_a_short_name_of_an_earlier_version_is_read_by_its_hash(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        manifest = b'{"format":1}'
        whole, short = version_of(manifest), version_of(manifest)[:16]
        keep(store, short, text=b"text", manifest=manifest, pictures={"images/a.jpg": b"picture"})
        keep(store, whole, text=b"later", manifest=b"later")
        assert (store.revisions.hashes("garden"), store.revisions.name("garden", whole)) == ([short], short)
        for name in (whole, short):
            key = Key("piece", "garden", name)
            assert (content(store, key), store.blobs.read(key, "images/a.jpg")) == (b"text", b"picture")
            assert (store.revisions.has("garden", name), store.revisions.manifest("garden", name)) == (True, manifest)
        assert store.revisions.label("garden", whole) == store.revisions.label("garden", short)
        write(store, Key("piece", "garden"), b"present")
        place(store, stage="in_progress", live=whole)
        copy = store.revisions.live_copy("garden")
        assert copy is not None
        assert copy.content == b"text"

    def test_a_short_name_stands_for_no_other_text_whose_hash_begins_alike(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        manifest = b'{"format":1}'
        whole, other = version_of(manifest), version_of(manifest)[:16] + "0" * 48
        keep(store, whole[:16], text=b"text", manifest=manifest)
        assert not store.revisions.has("garden", other)
        assert store.revisions.manifest("garden", other) == b""
        keep(store, other, text=b"other", manifest=b"[]")
        assert content(store, Key("piece", "garden", whole)) == b"text"
        assert content(store, Key("piece", "garden", other)) == b"other"

    def test_an_erasure_reaches_a_revision_under_a_short_name(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        manifest = b'{"format":1}'
        whole, short = version_of(manifest), version_of(manifest)[:16]
        keep(store, short, text=b"text", manifest=manifest)
        with store.transaction("garden") as change:
            change.keep("garden", short, text=None, manifest=manifest, pictures={}, replace=True)
            change.keep("garden", whole, text=b"text", manifest=manifest, pictures={})
        assert not store.revisions.has("garden", whole)
        assert store.revisions.manifest("garden", whole) == manifest

    def test_revisions_are_listed_in_the_order_of_their_names(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        for content_hash in (SECOND, FIRST):
            keep(store, content_hash, text=b"x")
        assert store.revisions.hashes("garden") == [FIRST, SECOND]

    def test_a_revision_that_is_kept_stays_as_it_is(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        keep(store, FIRST, text=b"text", manifest=b"{}", pictures={"images/a.jpg": b"picture"})
        keep(store, FIRST, text=b"other", manifest=b"[]", pictures={"images/b.jpg": b"other"})
        key = Key("piece", "garden", FIRST)
        assert (content(store, key), store.revisions.manifest("garden", FIRST)) == (b"text", b"{}")
        assert store.blobs.names(key) == ["images/a.jpg"]

    def test_an_erasure_replaces_a_kept_revision_with_all_its_pictures(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        keep(store, FIRST, text=b"text", manifest=b"{}", pictures={"images/a.jpg": b"picture"})
        keep(store, FIRST, text=b"erased", manifest=b"[]", pictures={"images/b.jpg": b"other"}, replace=True)
        key = Key("piece", "garden", FIRST)
        assert (content(store, key), store.revisions.manifest("garden", FIRST)) == (b"erased", b"[]")
        assert (store.blobs.names(key), store.blobs.read(key, "images/a.jpg")) == (["images/b.jpg"], None)

    def test_a_kept_revision_is_not_written_as_a_text(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        keep(store, FIRST, text=b"text")
        with pytest.raises(InputError):
            write(store, Key("piece", "garden", FIRST), b"other")
        with pytest.raises(InputError):
            picture(store, Key("piece", "garden", FIRST), "images/a.jpg", b"x")
        assert content(store, Key("piece", "garden", FIRST)) == b"text"

    @pytest.mark.parametrize("src", ["../a.jpg", "/a.jpg", "index.md", "manifest.json", ""])
    def test_a_picture_of_a_revision_stays_in_its_place(self, tmp_path: Path, src: str) -> None:
        store = self.make_store(tmp_path)
        with pytest.raises(InputError):
            keep(store, FIRST, text=b"text", pictures={src: b"x"})
        assert store.revisions.hashes("garden") == []

    @pytest.mark.parametrize("content_hash", ["", "abc", "../" * 8, "A1" * 32, "g" * 64])
    def test_what_is_no_hash_names_no_revision(self, tmp_path: Path, content_hash: str) -> None:
        store = self.make_store(tmp_path)
        assert not store.revisions.has("garden", content_hash)
        assert store.revisions.manifest("garden", content_hash) == b""
        with pytest.raises(InputError):
            keep(store, content_hash, text=b"x")
