"""The files that a piece's links lead to lie beside its pictures at every target that is a folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from authoring.model.config import TargetSettings
from authoring.privacy import metadata
from tests.worlds.newsroom import TEXT
from tests.worlds.pictures import camera_picture
from tests.worlds.publishing import PublishingNewsroom

LINKS = (
    "[the plan](files/the%20plan.pdf#page=2), [a page](files/page.html), [a drawing](files/drawing.svg), "
    "[a photo](files/photo.jpg), [elsewhere](https://example.org/a.pdf), [gone](files/gone.pdf)\n\n"
    "[sums][1]\n\n[1]: files/sums.csv"
)
WRITTEN = {
    "files/the plan.pdf": b"%PDF-1.4 the plan",
    "files/page.html": b"<script>alert(1)</script>",
    "files/drawing.svg": b"<svg onload='alert(1)'/>",
    "files/sums.csv": b"a,b\n1,2\n",
    "files/photo.jpg": camera_picture("jpeg"),
}
PLACES = {
    "site": ("site/posts/neighbours", 'href="neighbours/files/the%20plan.pdf#page=2"', "neighbours/files/sums.csv"),
    "markdown": ("notes/neighbours", "](files/the%20plan.pdf#page=2)", "files/sums.csv"),
    "hugo": ("hugo/content/posts/neighbours", "files/the%20plan.pdf#page=2", "files/sums.csv"),
    "jekyll": (
        "jekyll/assets/neighbours",
        "href=\"{{ '/assets/neighbours/' | relative_url }}files/the%20plan.pdf#page=2\"",
        "relative_url }}files/sums.csv",
    ),
}


def newsroom(root: Path) -> PublishingNewsroom:
    made = PublishingNewsroom(root, text=f"{dedent(TEXT).lstrip()}\n{LINKS}\n")
    folders = {"site": "site", "markdown": "notes", "hugo": "hugo", "jekyll": "jekyll"}
    for folder in folders.values():
        (root / folder).mkdir()
    targets = {kind: TargetSettings(kind, kind, folder) for kind, folder in folders.items()}
    made.settings = made.settings._replace(targets=targets)
    for name, content in WRITTEN.items():
        made.add_picture(name, content)
    return made


def texts(root: Path) -> str:
    files = [path for path in root.rglob("*") if path.suffix in (".md", ".html") and path.is_file()]
    return "\n".join(path.read_text("utf-8") for path in files)


@pytest.mark.parametrize("kind", PLACES)
def test_linked_files_go_along_and_links_lead_to_them(tmp_path: Path, kind: str) -> None:
    made = newsroom(tmp_path)
    made.out()
    folder, plan, sums = PLACES[kind]
    place = tmp_path / folder
    copied = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert copied - {"index.md"} == {"files/the plan.pdf", "files/sums.csv", "files/photo.jpg"}
    assert (place / "files/the plan.pdf").read_bytes() == WRITTEN["files/the plan.pdf"]
    assert not metadata.tells_position((place / "files/photo.jpg").read_bytes())
    shown = texts(tmp_path / folder.split("/")[0])
    assert plan in shown
    assert sums in shown
    assert [it.outcome for it in made.export()] == ["unchanged"] * 4
    made.retract()
    assert not (place / "files").exists() or kind == "hugo"


def test_a_linked_file_that_changes_takes_another_approval(tmp_path: Path) -> None:
    made = newsroom(tmp_path)
    made.out()
    made.add_picture("files/sums.csv", b"a,b\n1,3\n")
    made.export()
    assert (tmp_path / "notes/neighbours/files/sums.csv").read_bytes() == WRITTEN["files/sums.csv"]
    shutil.rmtree(tmp_path / "notes/neighbours/files")
    made.export()
    assert (tmp_path / "notes/neighbours/files/sums.csv").read_bytes() == WRITTEN["files/sums.csv"]
