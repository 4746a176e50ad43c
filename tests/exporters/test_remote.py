"""With any failures of the connection and any edits, in any order: one post per piece, and no edit is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.exporters import ApprovedRevision, SharedExporter
from authoring.exporters.blogs.exporter import RemoteExporter
from authoring.model.config import TargetSettings
from authoring.store.folder import FolderStore
from authoring.testing import SharedExporterContract, revision
from tests.worlds.memory_blog import MemoryBlog, WriteOutcome
from tests.worlds.revisions import store_of_pieces

LUCK = st.sampled_from(["well", "well", "unsent", "unanswered", "late"])
ACTS = st.lists(st.sampled_from(["send", "change", "edit", "retract", "forget", "look"]), max_size=8)


def exporter(root: Path, blog: MemoryBlog) -> RemoteExporter:
    target = TargetSettings("blog", "memory")
    store = store_of_pieces(root)
    return RemoteExporter(target, store, blog, fingerprint="plain", schedules=True, sleep=lambda _seconds: None)


class TestMemory(SharedExporterContract):
    blogs: ClassVar[dict[Path, MemoryBlog]] = {}

    def make_exporter(self, root: Path) -> SharedExporter:
        return exporter(root, self.blogs.setdefault(root, MemoryBlog()))

    def edit(self, root: Path, slug: str) -> None:
        self.blogs[root].edit(slug, "They said so.")

    def throw_away(self, root: Path, slug: str) -> None:
        self.blogs[root].posts.clear()


def test_a_post_is_still_known_when_somebody_deletes_the_text_of_its_piece(tmp_path: Path) -> None:
    blog = MemoryBlog()
    exporter(tmp_path, blog).export([revision()])
    target, store = TargetSettings("blog", "memory"), FolderStore(tmp_path)

    (tmp_path / "drafts/neighbours/index.md").unlink()
    later = RemoteExporter(target, store, blog, fingerprint="plain", schedules=True)

    assert later.known() == {"neighbours": "a" * 64}
    assert [(post.slug, post.condition) for post in later.inspect()] == [("neighbours", "as-sent")]


def pieces() -> Iterator[ApprovedRevision]:
    """One revision after the other of the same piece."""
    number = 0
    while True:
        number += 1
        yield replace(revision(body=f"Text {number}.\n"), hash=f"{number:064x}"[::-1])


@settings(deadline=None, max_examples=120)
@given(ACTS, st.lists(LUCK, max_size=30))
def test_there_is_never_a_second_post_and_no_edit_is_lost(acts: list[str], lucks: list[WriteOutcome]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        luck = iter(lucks)
        blog = MemoryBlog(lambda: next(luck, "well"))
        versions = pieces()
        current = next(versions)
        sentences: list[str] = []
        for act in ["send", *acts, "send"]:
            if act == "change":
                current = next(versions)
            elif act == "edit" and blog.posts:
                sentences.append(f"They said {len(sentences)}.")
                blog.edit("neighbours", sentences[-1])
            elif act == "retract":
                exporter(root, blog).retract(["neighbours"])
            elif act == "forget":
                store_of_pieces(root).records.write("neighbours", "exports/blog.json", None)
            elif act == "look":
                exporter(root, blog).inspect()
            elif act == "send":
                exporter(root, blog).export([current])
            assert len(blog.find("neighbours")) <= 1
            assert all(words in post.fields["content"] for post in blog.posts.values() for words in sentences)
        if not sentences:
            assert exporter(root, blog).export([current])[0].outcome in ("unchanged", "created", "updated", "conflict")
            assert len(blog.posts) == 1


@settings(deadline=None, max_examples=60)
@given(st.lists(LUCK, max_size=12))
def test_a_second_run_writes_nothing(lucks: list[WriteOutcome]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        luck = iter(lucks)
        blog = MemoryBlog(lambda: next(luck, "well"))
        while exporter(root, blog).export([revision()])[0].outcome == "failed":
            pass
        writes = blog.writes
        assert [receipt.outcome for receipt in exporter(root, blog).export([revision()])] == ["unchanged"]
        assert (blog.writes, len(blog.posts)) == (writes, 1)
