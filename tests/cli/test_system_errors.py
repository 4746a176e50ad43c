"""What the operating system refuses ends every command with an error that says what to do, and never a traceback."""

from __future__ import annotations

import builtins
import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.worlds.effort import sample
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.terminal import Terminal

WRITING = (
    ("submit", SLUG, "--as", "agathe", "--json"),
    ("new", "outline", "another"),
    ("new", "testimony", "another"),
    ("upgrade", "--json"),
    ("review", SLUG, "--as", "samir"),
    ("reject", SLUG, "--reason", "x", "--as", "lena", "--json"),
    ("print", SLUG),
    ("consent", "withdraw", "nora-lind", "--as", "lena", "--json"),
    ("evidence", SLUG, "--out", "evidence", "--json"),
    ("init", "."),
    ("draft", SLUG, "--fake", "--as", "agathe", "--json"),
)
READING = (
    ("list",),
    ("show", SLUG),
    ("check",),
    ("log", SLUG),
    ("verify",),
    ("diff", SLUG),
    ("search", "saw"),
    ("trace", SLUG),
    ("export", "--dry-run"),
    ("stats",),
    ("consent", "list"),
    ("prompts", "list"),
    ("people", "list"),
)
REFUSALS = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EACCES: "not-permitted",
    errno.EROFS: "not-permitted",
    errno.ENAMETOOLONG: "name-too-long",
    errno.EISDIR: "not-a-file",
    errno.ENOTDIR: "not-a-file",
    errno.EIO: "system",
    errno.EMFILE: "busy",
}
SOME_REFUSALS = 2
_CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def refuse_writes(monkeypatch: pytest.MonkeyPatch, root: Path, number: int) -> None:
    """From now on nothing below the folder can be written."""

    def refusing(call: Callable[..., Any], *, always: bool) -> Callable[..., Any]:
        def refused(path: Any, *arguments: Any, **options: Any) -> Any:
            is_write = always or (bool(arguments) and isinstance(arguments[0], int) and bool(arguments[0] & _CHANGES))
            if is_write and str(path).startswith((str(root), ".")):
                raise OSError(number, os.strerror(number), str(path))
            return call(path, *arguments, **options)

        return refused

    monkeypatch.setattr(os, "open", refusing(os.open, always=False))
    opened = io.open

    def open_for_reading(path: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        if mode.strip("bt") != "r" and str(path).startswith((str(root), ".")):
            raise OSError(number, os.strerror(number), str(path))
        return opened(path, mode, *arguments, **options)

    monkeypatch.setattr(io, "open", open_for_reading)
    for name in ("mkdir", "rename", "replace", "unlink"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name), always=True))


@pytest.mark.matrix
@pytest.mark.parametrize("command", WRITING, ids=lambda command: "-".join(command[:2]))
def test_a_command_that_cannot_write_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    newsroom = Newsroom(tmp_path / "workspace")
    terminal = Terminal(newsroom.root, monkeypatch, capsys)
    for number in sample(tuple(REFUSALS), SOME_REFUSALS, of=" ".join(command)):
        with monkeypatch.context() as patches:
            refuse_writes(patches, newsroom.root, number)
            result = terminal(*command)
        assert result.code in (1, 2, 3), (number, result)
        assert "Traceback" not in result.err
        if "--json" in command and result.code == 1 and not result.out:
            error = json.loads(result.err.splitlines()[-1])
            assert set(error) == {"error", "code", "message", "remedy", "file", "line"}
            assert error["message"]
            assert error["remedy"]


@pytest.mark.parametrize("number", REFUSALS)
def test_each_refusal_has_a_code_a_remedy_and_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    newsroom = Newsroom(tmp_path / "workspace")
    terminal = Terminal(newsroom.root, monkeypatch, capsys)
    refuse_writes(monkeypatch, newsroom.root, number)
    result = terminal("reject", SLUG, "--reason", "x", "--as", "lena", "--json")
    result = result if result.code == 1 else terminal("submit", SLUG, "--as", "agathe", "--json")
    error = json.loads(result.err)
    assert (result.code, error["code"]) == (1, REFUSALS[number])
    assert error["remedy"]
    assert error["file"]


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_what_only_reads_works_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    newsroom = Newsroom(tmp_path / "workspace")
    terminal = Terminal(newsroom.root, monkeypatch, capsys)
    expected = terminal(*command)
    monkeypatch.setenv("AUTHORING_CACHE_DIR", "/dev/null/nowhere")
    refuse_writes(monkeypatch, newsroom.root, errno.EROFS)
    assert terminal(*command) == expected


@pytest.mark.parametrize("folder", ["drafts", f"drafts/{SLUG}", f"drafts/{SLUG}/history.jsonl"])
def test_what_cannot_be_read_is_named_and_not_taken_for_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    newsroom = Newsroom(tmp_path / "workspace")
    terminal = Terminal(newsroom.root, monkeypatch, capsys)
    closed = str(newsroom.root / folder)

    def refusing(call: Callable[..., Any]) -> Callable[..., Any]:
        def refused(path: Any = ".", *arguments: Any, **options: Any) -> Any:
            inside = str(path).startswith(f"{closed}/") or (str(path) == closed and call is not lstat)
            if inside and not isinstance(path, int):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return call(path, *arguments, **options)

        return refused

    lstat = os.lstat
    for name in ("open", "lstat", "stat", "scandir"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))
    monkeypatch.setattr(builtins, "open", refusing(builtins.open))
    for command in (("list",), ("check",), ("verify",), ("search", "saw")):
        result = terminal(*command)
        assert result.code in (1, 3), command
        assert "Permission denied" in result.err + result.out


def test_a_folder_where_the_history_is_expected_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = Newsroom(tmp_path)
    history = tmp_path / f"drafts/{SLUG}/history.jsonl"
    history.unlink()
    history.mkdir()
    terminal = Terminal(newsroom.root, monkeypatch, capsys)
    for command in (("list",), ("verify",), ("show", SLUG), ("submit", SLUG, "--as", "agathe")):
        result = terminal(*command)
        assert result.code in (1, 3)
        assert "This is not a file." in result.err + result.out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["verify"]])
def test_a_full_disk_behind_stdout_is_an_error_too(tmp_path: Path, arguments: list[str]) -> None:
    newsroom = Newsroom(tmp_path)
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-c", "from authoring.cli import main; main()", *arguments],
            cwd=newsroom.root, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "AUTHORING_LANG": "en"},
        )  # fmt: skip
    assert result.returncode == 1
    assert "no room" in result.stderr
    assert "Exception ignored" not in result.stderr


def test_a_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f"import os; os.chdir({str(gone)!r}); os.rmdir({str(gone)!r}); from authoring.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", script, "list"], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "AUTHORING_LANG": "en"},
    )  # fmt: skip
    assert result.returncode == 1
    assert "There is no such file or folder" in result.stderr


def test_words_in_another_encoding_are_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = Newsroom(tmp_path / "w")
    newsroom.submit()
    terminal = Terminal(newsroom.root, monkeypatch, capsys)
    before = newsroom.store.events.read(SLUG)
    result = terminal("reject", SLUG, "--reason", "caf\udce9", "--as", "lena", "--json")
    assert (result.code, json.loads(result.err)["code"]) == (2, "not-utf-8")
    assert newsroom.store.events.read(SLUG) == before


@pytest.mark.skipif(sys.platform == "darwin", reason="the system takes no such name")
def test_a_file_whose_name_is_not_in_utf_8_stops_no_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = Newsroom(tmp_path / "w")
    name = os.fsdecode(b"caf\xe9.md")
    for folder in (f"drafts/{SLUG}", f"drafts/{SLUG}/images", "testimonies", "outlines", "prompts"):
        (newsroom.root / folder).mkdir(parents=True, exist_ok=True)
        (newsroom.root / folder / name).write_bytes(b"Words.\n")
    terminal = Terminal(newsroom.root, monkeypatch, capsys)
    for command in (["list"], ["verify"], ["search", "workshop"], ["withdraw", SLUG, "--as", "agathe"]):
        assert "UTF-8" not in terminal(*command).err
