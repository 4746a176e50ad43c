"""Line ends that git changed on Windows (`core.autocrlf`): the records are read as they were written."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from authoring.audit.verify import verify
from authoring.editorial.actions.upgrade import Upgrade
from authoring.store.folder import laying, line_ends
from tests.worlds.newsroom import SLUG
from tests.worlds.publishing import PublishingNewsroom
from tests.worlds.stored import everything

TEXTS = {".md", ".json", ".jsonl", ".txt", ".sig", ".toml", ".j2", ".svg"}


def check_out_on_windows(root: Path) -> None:
    """What a clone with `core.autocrlf=true` makes of a workspace."""
    for path in (path for folder in ("drafts", "published", "testimonies") for path in (root / folder).rglob("*")):
        if path.is_file() and path.suffix in TEXTS:
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


@pytest.fixture
def newsroom(tmp_path: Path) -> PublishingNewsroom:
    return PublishingNewsroom(tmp_path).out()


def test_a_workspace_with_other_line_ends_is_the_same_and_verify_says_so(newsroom: PublishingNewsroom) -> None:
    context = newsroom.as_("agathe")
    before, hash_before = everything(newsroom.store), newsroom.piece.hash
    check_out_on_windows(newsroom.root)
    after = everything(newsroom.store)
    assert {label for label in after if after[label] != before[label]} <= {
        label for label in after if label.endswith((".md", "live copy"))
    }
    assert newsroom.piece.hash == hash_before
    verification = verify(context)
    assert verification.problems == ()
    (note,) = verification.notes
    assert "changed by git on Windows" in note.message
    assert SLUG in note.file


def test_work_goes_on_there(newsroom: PublishingNewsroom) -> None:
    check_out_on_windows(newsroom.root)
    exported = newsroom.bytes_out()
    newsroom.export()
    assert {name: content for name, (content, _time) in newsroom.bytes_out().items() if name.startswith("site")} == {
        name: content for name, (content, _time) in exported.items() if name.startswith("site")
    }
    newsroom.correct()
    newsroom.path.write_bytes(newsroom.path.read_bytes().replace(b"houses", b"homes"))
    newsroom.submit()
    check_out_on_windows(newsroom.root)
    newsroom.approve()
    newsroom.publish()
    assert newsroom.problems() == []
    assert b"\r" not in (newsroom.root / f"published/{SLUG}/history.jsonl").read_bytes()


def test_a_changed_record_is_found_whatever_its_line_ends(newsroom: PublishingNewsroom) -> None:
    check_out_on_windows(newsroom.root)
    history = newsroom.root / f"published/{SLUG}/history.jsonl"
    history.write_bytes(history.read_bytes().replace(b"samir", b"agathe", 1))
    assert newsroom.problems()


def test_a_new_workspace_has_git_keep_line_ends(tmp_path: Path) -> None:
    laying.lay(tmp_path, {})
    attributes = (tmp_path / ".gitattributes").read_text("utf-8")
    assert all(f"{folder}/** -text\n" in attributes for folder in ("drafts", "published", "testimonies"))
    assert line_ends.with_rules(attributes.encode()) == attributes.encode()


@pytest.mark.parametrize(
    "before", [b"", b"* text=auto", b"*.png binary\r\n", b"drafts/** text eol=lf\n/published/ text\n"]
)
def test_an_upgrade_adds_what_is_missing_and_keeps_what_people_wrote(
    newsroom: PublishingNewsroom, before: bytes
) -> None:
    attributes = newsroom.root / ".gitattributes"
    if before:
        attributes.write_bytes(before)
    added = newsroom.do("lena", Upgrade()).added
    content = attributes.read_bytes()
    assert added == (str(attributes),)
    assert content.startswith(before)
    assert b"testimonies/** -text" in content
    assert (b"drafts/** -text" in content) == (b"drafts" not in before)
    assert newsroom.do("lena", Upgrade()).added == ()
    assert attributes.read_bytes() == content


def test_a_clone_on_windows_is_byte_for_byte_the_workspace(newsroom: PublishingNewsroom, tmp_path: Path) -> None:
    newsroom.do("lena", Upgrade())
    clone = tmp_path.with_name(f"{tmp_path.name}-clone")
    git = [
        "git",
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "core.autocrlf=true",
        "-C",
        str(tmp_path),
    ]
    for command in (["init", "-q"], ["add", "drafts", "published", "testimonies", ".gitattributes"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    subprocess.run([*git, "commit", "-q", "-m", "x"], check=True, capture_output=True)
    subprocess.run(["git", "clone", "-q", "-c", "core.autocrlf=true", str(tmp_path), str(clone)], check=True)
    for path in (tmp_path / "published").rglob("*"):
        if path.is_file():
            assert (clone / path.relative_to(tmp_path)).read_bytes() == path.read_bytes()
