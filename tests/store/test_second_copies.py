"""A folder that comes back beside the piece's own never takes its place, and nothing of either is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from authoring.audit.verify import verify
from authoring.editorial.actions.correct import Correct
from authoring.errors import Conflict
from authoring.model.states import State
from tests.worlds.newsroom import SLUG
from tests.worlds.publishing import PublishingNewsroom


def everything_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def restored(tmp_path: Path) -> PublishingNewsroom:
    """A piece that is out, and beside it the folder that it was drafted in, as a synchronisation brings it back."""
    newsroom = PublishingNewsroom(tmp_path)
    newsroom.submit()
    drafts, backup = tmp_path / "drafts" / SLUG, tmp_path / "backup"
    shutil.copytree(drafts, backup)
    newsroom.approve()
    newsroom.publish()
    shutil.copytree(backup, drafts)
    return newsroom


def test_a_restored_draft_does_not_take_the_place_of_the_published_piece(restored: PublishingNewsroom) -> None:
    assert restored.path.parent == restored.root / "published" / SLUG
    assert restored.state() is State.published
    assert [entry.state for entry in restored.as_("lena").overview().entries] == [State.published]
    assert {receipt.outcome for receipt in restored.export()} == {"unchanged"}


def test_a_second_copy_is_named_with_the_one_that_counts(restored: PublishingNewsroom) -> None:
    (problem,) = restored.problems()
    assert problem.file == str(restored.root / "drafts" / SLUG)
    assert "beside" in problem.message


def test_nothing_of_the_piece_or_of_the_copy_is_lost_by_a_correction(restored: PublishingNewsroom) -> None:
    before = everything_below(restored.root / "published" / SLUG)
    copy = everything_below(restored.root / "drafts" / SLUG)
    restored.correct()
    assert restored.path.parent == restored.root / "drafts" / SLUG
    assert everything_below(restored.root / "drafts" / f"{SLUG}.aside-1") == copy
    after = everything_below(restored.root / "drafts" / SLUG)
    assert {name: content for name, content in after.items() if name.startswith(("revisions", "approvals"))} == {
        name: content for name, content in before.items() if name.startswith(("revisions", "approvals"))
    }
    assert after["history.jsonl"].startswith(before["history.jsonl"])


def test_an_older_published_folder_beside_a_correction_is_set_aside_at_the_next_publication(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    published, backup = tmp_path / "published" / SLUG, tmp_path / "backup"
    shutil.copytree(published, backup)
    newsroom.correct()
    newsroom.edit("in a street", "in the street")
    newsroom.submit()
    newsroom.approve()
    shutil.rmtree(published)
    shutil.copytree(backup, published)
    assert newsroom.path.parent == tmp_path / "drafts" / SLUG
    newsroom.publish()
    assert newsroom.path.parent == published
    assert everything_below(tmp_path / "published" / f"{SLUG}.aside-1") == everything_below(backup)
    assert "in the street" in newsroom.page()


def test_a_text_without_a_history_beside_a_published_piece_changes_nothing(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    copy = tmp_path / "drafts" / SLUG
    copy.mkdir()
    (copy / "index.md").write_text("---\ntitle: Another\n---\n\nAnother.\n", "utf-8")
    assert newsroom.state() is State.published
    assert [problem.file for problem in newsroom.problems()] == [str(copy)]


def test_where_the_histories_diverged_nothing_is_written(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    published = tmp_path / "published" / SLUG
    shutil.copytree(published, tmp_path / "drafts" / SLUG)
    history = tmp_path / "drafts" / SLUG / "history.jsonl"
    lines = history.read_bytes().splitlines(keepends=True)
    history.write_bytes(b"".join([*lines[:-1], lines[-1].replace(b"publish", b"reject")]))
    before = [everything_below(folder) for folder in (published, history.parent)]
    assert newsroom.state() is State.published
    with pytest.raises(Conflict, match="diverged"):
        newsroom.do("agathe", Correct(SLUG))
    assert [everything_below(folder) for folder in (published, history.parent)] == before
    assert any("diverged" in problem.message for problem in newsroom.problems())


def test_a_correction_whose_text_was_deleted_is_not_taken_for_the_copy_that_readers_see(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    newsroom.correct()
    newsroom.path.unlink()
    assert newsroom.store.documents.slugs("piece") == []
    assert newsroom.store.events.without_text() == [SLUG]
    assert newsroom.store.documents.stamps("piece") == {}


def test_a_copy_whose_line_ends_git_changed_has_not_diverged(restored: PublishingNewsroom) -> None:
    history = restored.root / "drafts" / SLUG / "history.jsonl"
    history.write_bytes(history.read_bytes().replace(b"\n", b"\r\n"))
    (problem,) = restored.problems()
    assert "diverged" not in problem.message
    restored.correct()


def test_second_copies_and_foreign_files_are_told_apart(restored: PublishingNewsroom) -> None:
    foreign = restored.root / "published" / SLUG / "Thumbs.db"
    foreign.write_bytes(b"")
    verification = verify(restored.as_("lena"))
    assert [problem.file for problem in verification.problems] == [str(restored.root / "drafts" / SLUG)]
    assert [note.file for note in verification.notes] == [str(foreign)]
