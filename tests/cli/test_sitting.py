"""The reviewer's sitting, at a real terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from authoring.model.states import State
from tests.worlds.newsroom import SLUG, Newsroom


def sit(newsroom: Newsroom, *typed: str, code: int = 0) -> str:
    """The terminal's output while a reviewer types these lines."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "from authoring.cli import main; main()", "review", SLUG, "--as", "samir"],
        cwd=newsroom.root,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, "AUTHORING_LANG": "en", "COLUMNS": "100"},
    )
    os.close(terminal)
    os.write(controller, "".join(f"{line}\n" for line in typed).encode())
    transcript = b""
    while True:
        try:
            part = os.read(controller, 65536)
        except OSError:  # Linux raises an error when the other side of a terminal is closed
            break
        if not part:
            break
        transcript += part
    os.close(controller)
    assert process.wait(timeout=60) == code, transcript.decode()
    return transcript.decode().replace("\r\n", "\n")


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    newsroom = Newsroom(tmp_path)
    newsroom.submit()
    return newsroom


def test_the_sitting_shows_the_piece_its_findings_and_takes_a_decision(newsroom: Newsroom) -> None:
    transcript = sit(newsroom, "a", "y", "y", "", "n", "")
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
