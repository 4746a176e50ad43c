"""Whatever is altered in a piece's records, `verify` names the file."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from authoring.audit.verify import verify
from authoring.model import history
from authoring.model.workflow import Action, State
from authoring.store.addresses import HISTORY
from tests.worlds.newsroom import SLUG, Newsroom


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    newsroom = Newsroom(tmp_path)
    (newsroom.path.parent / "calls.jsonl").write_text('{"id": 1}\n')
    newsroom.submit()
    newsroom.approve()
    return newsroom


def named(newsroom: Newsroom) -> list[tuple[str, int | None]]:
    problems = verify(newsroom.as_("lena")).problems
    folder = newsroom.root / "drafts" / SLUG
    return [(os.path.relpath(problem.file or folder, folder), problem.line) for problem in problems]


def test_an_honest_piece_verifies(newsroom: Newsroom) -> None:
    verification = verify(newsroom.as_("lena"))
    assert (verification.checked, verification.problems) == (1, ())
    assert verification.as_json() == {"ok": True, "checked": 1, "problems": []}


def test_the_first_of_two_approvals_verifies_and_so_does_the_second() -> None:
    newsroom = Newsroom(quorum=2)
    newsroom.submit()
    for name, state in (("samir", State.in_review), ("lena", State.approved)):
        newsroom.approve(name)
        assert newsroom.state() is state
        assert verify(newsroom.as_("lena")).problems == ()


def test_an_edit_after_the_approval_is_no_forgery(newsroom: Newsroom) -> None:
    newsroom.edit("in a street", "in the street")
    assert named(newsroom) == []


def change(name: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        path = folder / name
        content = path.read_bytes()
        assert old in content
        path.write_bytes(content.replace(old, new, 1))

    return apply


@pytest.mark.parametrize(
    ("alter", "file"),
    [
        (change("history.jsonl", b'"actor":"samir"', b'"actor":"lena"'), "history.jsonl"),
        (change("history.jsonl", b'"action":"submit"', b'"action":"withdraw"'), "history.jsonl"),
        (change("history.jsonl", b'"note":""', b'"note":"x"'), "history.jsonl"),
        (change("history.jsonl", b'"to":"approved"', b'"to":"published"'), "history.jsonl"),
        (change("calls.jsonl", b"1", b"2"), "calls.jsonl"),
        (change("provenance.json", b'"person"', b'"model"'), "provenance.json"),
    ],
)
def test_a_changed_record_is_named(newsroom: Newsroom, alter: Callable[[Path], None], file: str) -> None:
    alter(newsroom.root / "drafts" / SLUG)
    assert file in {name for name, _line in named(newsroom)}


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_changed_line_is_named_even_the_last(newsroom: Newsroom, line: int) -> None:
    path = newsroom.path.parent / HISTORY
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace(b"2026-11-23T09", b"2026-11-23T08")
    path.write_bytes(b"".join(lines))
    assert ("history.jsonl", line + 1) in named(newsroom)


@pytest.mark.parametrize("line", [0, 1])
def test_a_removed_line_is_noticed(newsroom: Newsroom, line: int) -> None:
    path = newsroom.path.parent / HISTORY
    lines = path.read_bytes().splitlines(keepends=True)
    del lines[line]
    path.write_bytes(b"".join(lines))
    assert ("history.jsonl", line + 1) in named(newsroom)


def test_a_line_that_is_no_event_is_named_and_shows_no_traceback(newsroom: Newsroom) -> None:
    path = newsroom.path.parent / HISTORY
    path.write_bytes(path.read_bytes() + b"nonsense\n")
    assert ("history.jsonl", 4) in named(newsroom)


def test_a_kept_revision_that_was_changed_is_named(newsroom: Newsroom) -> None:
    file = f"revisions/{newsroom.piece.hash[:16]}/index.md"
    change(file, b"in a street", b"in the street")(newsroom.path.parent)
    assert (file, None) in named(newsroom)


def test_a_manifest_that_was_changed_is_named(newsroom: Newsroom) -> None:
    file = f"revisions/{newsroom.piece.hash[:16]}/manifest.json"
    change(file, b'"format":1', b'"format":2')(newsroom.path.parent)
    assert (file, None) in named(newsroom)


def test_a_revision_that_is_gone_is_named(newsroom: Newsroom) -> None:
    file = f"revisions/{newsroom.piece.hash[:16]}"
    shutil.rmtree(newsroom.path.parent / file)
    assert (file, None) in named(newsroom)


def test_a_status_that_the_history_does_not_know_is_named(newsroom: Newsroom) -> None:
    newsroom.edit("status: approved", "status: published")
    assert named(newsroom) == [("index.md", 6)]


def forge(newsroom: Newsroom, **changes: Any) -> None:
    """Append a line that is well chained and was written by no program of ours."""
    piece = newsroom.piece
    path = newsroom.path.parent / HISTORY
    forged = replace(piece.events[-1], **changes)
    path.write_bytes(path.read_bytes() + history.encode(history.following(piece.checkpoint, forged)))


def test_a_well_chained_line_that_the_workflow_forbids_is_named(newsroom: Newsroom) -> None:
    newsroom.edit("in a street", "in the street")
    forge(newsroom, action=Action.publish, source=State.approved, target=State.published, hash=newsroom.piece.hash)
    assert ("history.jsonl", 4) in named(newsroom)


def test_an_approval_by_a_program_is_named(newsroom: Newsroom) -> None:
    forge(newsroom, kind="agent", actor="robot")
    assert ("history.jsonl", 4) in named(newsroom)


def test_an_approval_by_the_author_is_named(newsroom: Newsroom) -> None:
    forge(newsroom, actor="agathe")
    assert ("history.jsonl", 4) in named(newsroom)


def test_a_history_moved_from_another_piece_is_named(newsroom: Newsroom) -> None:
    other = newsroom.root / "drafts" / "other"
    shutil.copytree(newsroom.path.parent, other)
    problems = verify(newsroom.as_("lena"), ["other"]).problems
    assert [problem.message for problem in problems] == [
        f"This history belongs to another piece, “{SLUG}”.",
        "What was approved says another “slug” than this line of the history.",
    ]


def test_every_line_carries_the_digest_of_the_one_before(newsroom: Newsroom) -> None:
    lines = (newsroom.path.parent / HISTORY).read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["prev"] for row in rows] == ["", *(row["digest"] for row in rows[:-1])]
    assert newsroom.piece.checkpoint == f"3-{rows[-1]['digest']}"
