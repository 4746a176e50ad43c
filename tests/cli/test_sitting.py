"""The reviewer's sitting, at a real terminal."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

import pytest

from authoring.cli.app import run
from authoring.model.states import State
from tests.worlds.newsroom import SLUG, Newsroom


class Desk:
    """A reviewer at a terminal, who has typed these lines before they are asked for."""

    def __init__(self, *typed: str) -> None:
        self._controller, self.terminal = pty.openpty()
        os.write(self._controller, "".join(f"{line}\n" for line in typed).encode())

    def transcript(self) -> str:
        """All that the terminal shows until every program has closed it."""
        shown = b"".join(iter(self._next_part, b""))
        os.close(self._controller)
        return shown.decode().replace("\r\n", "\n")

    def _next_part(self) -> bytes:
        try:
            return os.read(self._controller, 65536)
        except OSError:  # Linux raises an error when the other side of a terminal is closed
            return b""


def sit(newsroom: Newsroom, *typed: str, code: int = 0) -> str:
    """The terminal's output while a reviewer types these lines; the command runs in this process."""
    desk = Desk(*typed)
    with ThreadPoolExecutor(1) as pool:
        transcript = pool.submit(desk.transcript)
        with (
            os.fdopen(desk.terminal, encoding="utf-8") as stdin,
            os.fdopen(os.dup(desk.terminal), "w", encoding="utf-8") as stdout,
            os.fdopen(os.dup(desk.terminal), "w", encoding="utf-8") as stderr,
            mock.patch.multiple(sys, stdin=stdin, stdout=stdout, stderr=stderr),
            mock.patch.dict(os.environ, {"COLUMNS": "100"}),
            contextlib.chdir(newsroom.root),
        ):
            ended = run(("review", SLUG, "--as", "samir"))
        assert ended == code, transcript.result()
        return transcript.result()


def sit_at_a_program(newsroom: Newsroom, *typed: str) -> str:
    """The same with the program as a reviewer starts it."""
    desk = Desk(*typed)
    with subprocess.Popen(
        [sys.executable, "-c", "from authoring.cli import main; main()", "review", SLUG, "--as", "samir"],
        cwd=newsroom.root,
        stdin=desk.terminal,
        stdout=desk.terminal,
        stderr=desk.terminal,
        env={**os.environ, "AUTHORING_LANG": "en", "COLUMNS": "100"},
    ) as process:
        os.close(desk.terminal)
        transcript = desk.transcript()
        assert process.wait(timeout=60) == 0, transcript
    return transcript


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    newsroom = Newsroom(tmp_path)
    newsroom.submit()
    return newsroom


def test_the_sitting_shows_the_piece_its_findings_and_takes_a_decision(newsroom: Newsroom) -> None:
    transcript = sit_at_a_program(newsroom, "a", "y", "y", "", "n", "")
    assert "The Lantern is a shared workshop in a street of old houses." in transcript
    assert "Findings" in transcript
    assert "What changed since you last looked" not in transcript
    assert newsroom.state() is State.approved


def test_what_was_examined_is_asked_one_by_one_and_only_a_yes_is_claimed(newsroom: Newsroom) -> None:
    transcript = sit(newsroom, "a", "y", "yes", "", "maybe", "n")
    assert "Did you check that every quotation is what the person said? [y/N]" in transcript
    assert newsroom.piece.events[-1].details["approval"]["scope"] == ["facts", "quotes"]
    assert "  examined: facts, quotes\n  unsigned\n" in transcript


def test_the_second_sitting_shows_what_changed(newsroom: Newsroom) -> None:
    sit(newsroom, "l")
    newsroom.edit("in a street", "in the street")
    transcript = sit(newsroom, "c", "Say which street.")
    assert "What changed since you last looked" in transcript
    assert newsroom.state() is State.changes_requested
    assert newsroom.piece.events[-1].note == "Say which street."


def test_who_says_that_they_changed_the_text_cannot_approve_it(newsroom: Newsroom) -> None:
    newsroom.edit("in a street", "in the street")
    transcript = sit(newsroom, "a", "n", "n", "n", "n", "n", "y", code=3)
    assert "What changed since it was handed in" in transcript
    assert "Did you change any of it yourself? [y/N]" in transcript
    assert "wrote or edited this text, so somebody else must approve it." in transcript
    assert newsroom.state() is State.in_review
    assert "samir" in newsroom.piece.situation.writers


def test_who_says_that_they_did_not_can(newsroom: Newsroom) -> None:
    newsroom.edit("in a street", "in the street")
    sit(newsroom, "a", "n", "n", "n", "n", "n", "n")
    assert newsroom.state() is State.approved


def test_a_sentence_is_no_decision(newsroom: Newsroom) -> None:
    transcript = sit(newsroom, "no, approve it", "l")
    assert "Type one of these letters: a, c, r, l" in transcript
    assert newsroom.state() is State.in_review


def test_a_rejection_asks_for_its_reason(newsroom: Newsroom) -> None:
    sit(newsroom, "r", "Not our subject.")
    assert newsroom.state() is State.rejected
