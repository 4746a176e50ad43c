"""Files and folders appear whole, one writer at a time, and what a killed writer left is used again or cleared."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from authoring.store import files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_a_killed_writer_left_is_used_again(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    (tmp_path / ".page.html.part").write_bytes(b"half a page, and longer than the next one")
    files.write_bytes(path, b"whole")
    assert (path.read_bytes(), names(tmp_path)) == (b"whole", ["page.html"])


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="needs links")
def test_a_link_in_the_place_of_what_is_written_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    (tmp_path / ".page.html.part").symlink_to(precious)
    files.write_bytes(tmp_path / "page.html", b"whole")
    assert (precious.read_bytes(), names(tmp_path)) == (b"precious", ["page.html", "precious"])


def test_a_writer_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")

    def refuse(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="space"):
        files.write_bytes(path, b"new")
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["page.html"])


def test_many_writers_of_one_file_leave_one_of_their_contents_whole(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    contents = [str(number).encode() * 50_000 for number in range(8)]
    threads = [threading.Thread(target=files.write_bytes, args=(path, content)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in contents
    assert names(tmp_path) == ["page.html"]


def test_a_new_file_takes_the_place_of_none(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    assert files.write_new(path, b"first")
    (tmp_path / ".page.html.part").write_bytes(b"left over")
    assert not files.write_new(path, b"second")
    assert (path.read_bytes(), names(tmp_path)) == (b"first", ["page.html"])


def test_a_new_file_is_made_where_there_are_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_paths: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    assert files.write_new(tmp_path / "page.html", b"first")
    assert names(tmp_path) == ["page.html"]


def test_a_folder_takes_the_place_of_the_former_one_only_once_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "bundle"
    (tmp_path / ".bundle.part").mkdir()
    (tmp_path / ".bundle.part" / "left").touch()
    with files.new_folder(target) as folder:
        (folder / "one").touch()
    with pytest.raises(ValueError, match="stopped"), files.new_folder(target):
        raise ValueError("stopped")
    assert (names(target), names(tmp_path)) == (["one"], ["bundle"])
    with files.new_folder(target) as folder:
        (folder / "three").touch()
    assert (names(target), names(tmp_path)) == (["three"], ["bundle"])


def test_a_former_folder_that_a_killed_writer_put_aside_comes_back(tmp_path: Path) -> None:
    (tmp_path / ".bundle.former").mkdir()
    with pytest.raises(ValueError, match="stopped"), files.new_folder(tmp_path / "bundle"):
        raise ValueError("stopped")
    assert names(tmp_path) == ["bundle"]
