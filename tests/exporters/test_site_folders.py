"""Hugo's and Jekyll's folders keep the contract of every target where people write too, and git's when asked."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from authoring.errors import InputError, ServiceError
from authoring.exporters import SharedExporter
from authoring.exporters.hugo import HugoExporter
from authoring.exporters.jekyll import JekyllExporter
from authoring.exporters.site_folder import SiteFolderExporter
from authoring.model.config import TargetSettings
from authoring.privacy import metadata
from authoring.testing import SharedExporterContract, pictures, revision
from tests.worlds.pictures import camera_picture, png
from tests.worlds.revisions import settings_in, store_of_pieces


def exporter(root: Path, kind: str = "hugo", **options: Any) -> SiteFolderExporter:
    site = root / "blog"
    site.mkdir(exist_ok=True)
    target = TargetSettings("blog", kind, folder="blog", options=options)
    kinds = {"hugo": HugoExporter, "jekyll": JekyllExporter}
    store = store_of_pieces(root)
    return kinds[kind](settings_in(store, root), target, store)


def text_of(root: Path, slug: str = "neighbours") -> Path:
    files = [*root.glob(f"blog/content/*/{slug}/index.md"), *root.glob(f"blog/**/_posts/*-{slug}.html")]
    assert len(files) == 1
    return files[0]


class TestHugo(SharedExporterContract):
    kind = "hugo"
    words = "They said so."

    def make_exporter(self, root: Path) -> SharedExporter:
        return exporter(root, self.kind)

    def edit(self, root: Path, slug: str) -> None:
        path = text_of(root, slug)
        path.write_text(f"{path.read_text('utf-8')}\n{self.words}\n", "utf-8")

    def throw_away(self, root: Path, slug: str) -> None:
        text_of(root, slug).unlink()


class TestJekyll(TestHugo):
    kind = "jekyll"
    words = "<p>They said so.</p>"


@pytest.mark.parametrize("kind", ["hugo", "jekyll"])
def test_a_file_that_is_not_ours_is_never_touched(tmp_path: Path, kind: str) -> None:
    exporter(tmp_path, kind).export([revision()])
    path = text_of(tmp_path)
    path.write_text("---\ntitle: Theirs\n---\n\nA text of theirs.\n")
    store_of_pieces(tmp_path).records.write("neighbours", "exports/blog.json", None)
    receipts = exporter(tmp_path, kind).export([revision()])
    assert [receipt.outcome for receipt in receipts] == ["failed"]
    assert "did not write" in receipts[0].where
    assert path.read_text() == "---\ntitle: Theirs\n---\n\nA text of theirs.\n"


@pytest.mark.parametrize("kind", ["hugo", "jekyll"])
def test_a_lost_record_is_found_again_and_nothing_is_written_twice(tmp_path: Path, kind: str) -> None:
    exporter(tmp_path, kind).export([revision()])
    before = text_of(tmp_path).stat().st_mtime_ns
    store_of_pieces(tmp_path).records.write("neighbours", "exports/blog.json", None)
    assert [receipt.outcome for receipt in exporter(tmp_path, kind).export([revision()])] == ["unchanged"]
    assert text_of(tmp_path).stat().st_mtime_ns == before


@pytest.mark.parametrize("kind", ["hugo", "jekyll"])
def test_what_is_taken_down_stays_as_a_draft_of_the_site(tmp_path: Path, kind: str) -> None:
    bench = pictures({"images/bench.png": png(4, 3)})
    post = replace(revision(body="![A bench](images/bench.png)\n"), pictures=bench)
    exporter(tmp_path, kind).export([post])
    exporter(tmp_path, kind).retract(["neighbours"])
    assert {"hugo": "draft: true\n", "jekyll": "published: false\n"}[kind] in text_of(tmp_path).read_text()
    assert (kind == "jekyll") == (not list((tmp_path / "blog").rglob("bench.png")))
    exporter(tmp_path, kind).retract(["neighbours"], delete=True)
    assert [path for path in (tmp_path / "blog").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("kind", ["hugo", "jekyll"])
def test_a_picture_in_the_folder_of_a_site_tells_nothing_of_where_it_was_taken(tmp_path: Path, kind: str) -> None:
    photograph = camera_picture("jpeg")
    assert metadata.tells_position(photograph)
    body = "![A bench](images/bench.jpg)\n"
    exporter(tmp_path, kind).export([replace(revision(body=body), pictures=pictures({"images/bench.jpg": photograph}))])
    (copy,) = (tmp_path / "blog").rglob("bench.jpg")
    assert not metadata.tells_position(copy.read_bytes())


def test_a_link_that_leads_out_of_the_site_is_not_written_through(tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (tmp_path / "blog" / "content").mkdir(parents=True)
    (tmp_path / "blog" / "content" / "posts").symlink_to(away)
    assert [receipt.outcome for receipt in exporter(tmp_path).export([revision()])] == ["failed"]
    assert list(away.iterdir()) == []


@pytest.mark.parametrize("options", [{"section": "../x"}, {"section": "/etc"}, {"comit": True}])
def test_a_setting_that_means_nothing_or_leads_out_is_an_error(tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        exporter(tmp_path, "hugo", **options)


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "The Lantern")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "us@example.org")
    site = tmp_path / "blog"
    site.mkdir()
    git(site, "init", "-q", "-b", "main")
    git(site, "commit", "-q", "--allow-empty", "-m", "a site")
    return site


def test_only_our_files_are_committed_and_only_when_asked(tmp_path: Path, repository: Path) -> None:
    (repository / "theirs.md").write_text("Half a thought.\n")
    git(repository, "add", "theirs.md")
    exporter(tmp_path).export([revision("one")])
    assert git(repository, "log", "--format=%s").split("\n")[0] == "a site"
    exporter(tmp_path, commit=True).export([revision("two", content_hash="b" * 64)])
    assert git(repository, "show", "--format=%s", "--name-only").split() == [
        "authoring:", "two", "content/posts/one/index.md", "content/posts/two/index.md",
    ]  # fmt: skip
    assert git(repository, "status", "--porcelain") == "A  theirs.md\n"
    exporter(tmp_path, commit=True).retract(["two"], delete=True)
    assert git(repository, "show", "--format=%s", "--name-status").split() == [
        "authoring:", "two", "D", "content/posts/two/index.md",
    ]  # fmt: skip
    head = git(repository, "rev-parse", "HEAD")
    exporter(tmp_path, commit=True).export([revision("one")])
    assert git(repository, "rev-parse", "HEAD") == head


def test_a_push_happens_only_when_it_is_asked_for_and_its_refusal_is_said(tmp_path: Path, repository: Path) -> None:
    elsewhere = tmp_path / "elsewhere.git"
    git(repository, "clone", "-q", "--bare", str(repository), str(elsewhere))
    git(repository, "remote", "add", "origin", str(elsewhere))
    git(repository, "push", "-q", "-u", "origin", "main")
    exporter(tmp_path, commit=True).export([revision("one")])
    assert git(elsewhere, "log", "--format=%s", "main").split("\n")[0] == "a site"
    exporter(tmp_path, commit=True, push=True).export([revision("one")])
    assert git(elsewhere, "log", "--format=%s", "main").split("\n")[0] == "authoring: one"
    git(repository, "remote", "set-url", "origin", str(tmp_path / "nowhere.git"))
    with pytest.raises(ServiceError, match="git refuses"):
        exporter(tmp_path, commit=True, push=True).export([revision("two")])
