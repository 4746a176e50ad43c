"""`verify` names the file for every change to a piece's records."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from authoring.audit.checkpoints import Checkpoint
from authoring.audit.verify import verify
from authoring.editorial.actions.correct import Correct
from authoring.errors import UnknownSlug, advice
from authoring.model import history
from authoring.model.states import Action, State
from authoring.store import version_of
from authoring.store.addresses import HISTORY
from tests.worlds.newsroom import SLUG, TEXT, Newsroom
from tests.worlds.pictures import png
from tests.worlds.publishing import PublishingNewsroom


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
    file = f"revisions/{newsroom.piece.hash}/index.md"
    change(file, b"in a street", b"in the street")(newsroom.path.parent)
    assert (file, None) in named(newsroom)


def test_a_manifest_that_was_changed_is_named(newsroom: Newsroom) -> None:
    file = f"revisions/{newsroom.piece.hash}/manifest.json"
    change(file, b'"format":2', b'"format":3')(newsroom.path.parent)
    assert (file, None) in named(newsroom)


def test_a_revision_that_is_gone_is_named(newsroom: Newsroom) -> None:
    file = f"revisions/{newsroom.piece.hash}"
    shutil.rmtree(newsroom.path.parent / file)
    assert (file, None) in named(newsroom)


PNG = png()
ILLUSTRATED = TEXT.replace("tags:", "images:\n      - {src: ./images/a.png, alt: A bench by the window}\n    tags:")


@pytest.fixture
def correcting(tmp_path: Path) -> PublishingNewsroom:
    """A published piece with a picture, whose correction is on its way."""
    newsroom = PublishingNewsroom(tmp_path, text=ILLUSTRATED)
    newsroom.add_picture("images/a.png", PNG)
    newsroom.out()
    newsroom.do("agathe", Correct(SLUG))
    return newsroom


def test_a_picture_named_with_a_step_that_leads_nowhere_is_hashed_and_kept(correcting: PublishingNewsroom) -> None:
    piece = correcting.piece
    assert piece.manifest["files"] == {"./images/a.png": version_of(PNG)}
    assert correcting.repository.kept(piece, piece.situation.live).files.read("./images/a.png") == PNG
    assert verify(correcting.as_("lena")).problems == ()


@pytest.mark.parametrize("name", ["index.md", "images/a.png"])
def test_what_readers_see_is_named_when_it_is_not_what_was_published(correcting: PublishingNewsroom, name: str) -> None:
    path = correcting.root / "published" / SLUG / name
    path.write_bytes(path.read_bytes().replace(b"street", b"lane") + b"\n")
    (problem,) = verify(correcting.as_("lena")).problems
    assert problem.message == "This text is not the one that was approved and published."
    assert problem.file == str(correcting.root / "published" / SLUG / "index.md")
    assert problem.remedy == advice(
        "restore-or-correct", folder=f"revisions/{correcting.piece.situation.live}", slug=SLUG
    )


def test_what_readers_see_is_named_when_it_is_gone(correcting: PublishingNewsroom) -> None:
    shutil.rmtree(correcting.root / "published" / SLUG)
    (problem,) = verify(correcting.as_("lena")).problems
    assert problem.message == "What was published is not there any more."


def test_a_consent_that_ended_is_named_while_readers_see_the_words(correcting: PublishingNewsroom) -> None:
    path = correcting.root / "testimonies" / "nora-lind.md"
    path.write_text(path.read_text("utf-8").replace("status: granted", "status: withdrawn"), "utf-8")
    (problem,) = verify(correcting.as_("lena"), [SLUG]).problems
    assert problem.message.startswith(f"“{SLUG}”: The consent for the testimony “nora-lind” does not cover")
    assert problem.remedy == advice("take-down", slug=SLUG)


def test_an_unknown_piece_is_an_error_that_says_what_is_near(newsroom: Newsroom) -> None:
    with pytest.raises(UnknownSlug) as caught:
        verify(newsroom.as_("lena"), ["neighbour"])
    assert caught.value.problem.remedy == "Did you mean “neighbours”?"


@pytest.mark.parametrize(("back", "passes"), [(0, True), (1, True), (9, False)])
def test_a_history_is_held_against_a_checkpoint(newsroom: Newsroom, back: int, passes: bool) -> None:
    content = newsroom.store.events.read(SLUG)
    lines = content.splitlines(keepends=True)
    text = history.checkpoint(b"".join(lines[: len(lines) - back])) if back < 9 else f"9-{'0' * 64}"
    verification = verify(newsroom.as_("lena"), checkpoint=Checkpoint(text))
    assert (verification.passes_checkpoint, verification.problems == ()) == (passes, passes)


def test_a_status_that_the_history_does_not_know_is_named(newsroom: Newsroom) -> None:
    newsroom.edit("status: approved", "status: published")
    assert named(newsroom) == [("index.md", 6)]


def forge(newsroom: Newsroom, **changes: Any) -> None:
    """Append a line with a valid chain that this program did not write."""
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
        "This kept revision is not what its manifest says: slug differ.",
    ]


def test_every_line_carries_the_digest_of_the_one_before(newsroom: Newsroom) -> None:
    lines = (newsroom.path.parent / HISTORY).read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["prev"] for row in rows] == ["", *(row["digest"] for row in rows[:-1])]
    assert newsroom.piece.checkpoint == f"3-{rows[-1]['digest']}"
