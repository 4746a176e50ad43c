"""A piece is published to a real Ghost, corrected and taken down, with the commands alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from authoring.editorial.actions import perform
from authoring.editorial.actions.publish import Publish
from authoring.workspace import settings_of
from servers.ghost import Ghost
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.terminal import Terminal

pytestmark = [pytest.mark.ghost, pytest.mark.server, pytest.mark.xdist_group("ghost")]


class GhostStory(Newsroom):
    """A newsroom with a Ghost as its target, and a terminal."""

    def __init__(
        self, root: Path, site: Ghost, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        super().__init__(root)
        with (root / "authoring.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[targets.blog]\nkind = "ghost"\nurl = "{site.url}"\n')
        self.settings = settings_of(self.store, base=root, environment={})
        self.run = Terminal(root, monkeypatch, capsys)
        monkeypatch.setenv("AUTHORING_BLOG_KEY", site.key)


def publish_here_alone(newsroom: GhostStory) -> None:
    """Record the publication without sending anything to a target."""
    context = newsroom.as_("lena")
    perform(Publish(SLUG), replace(context, settings=context.settings._replace(targets={})))


@pytest.fixture
def newsroom(
    tmp_path: Path, ghost: Ghost, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> GhostStory:
    ghost.empty()
    return GhostStory(tmp_path, ghost, monkeypatch, capsys)


def test_a_piece_is_published_corrected_and_retracted(newsroom: GhostStory, ghost: Ghost) -> None:
    newsroom.submit()
    newsroom.approve()
    assert "✓ the key is let in" in newsroom.run.ok("targets", "test").out
    assert f"blog: created {ghost.url}/{SLUG}/" in newsroom.run.ok("publish", SLUG, "--as", "lena").out
    assert newsroom.run.ok("export").out == "1 post was up to date.\n"
    newsroom.run.ok("correct", SLUG, "--as", "agathe")
    newsroom.edit("in a street of old houses", "in a street of new houses")
    newsroom.submit()
    newsroom.approve()
    assert "blog: updated" in newsroom.run.ok("publish", SLUG, "--as", "lena").out
    assert "new houses" in ghost.post(SLUG)["html"]
    newsroom.run.ok("retract", SLUG, "--reason", "A name was wrong.", "--as", "lena")
    assert [post["status"] for post in ghost.posts()] == ["draft"]
    assert ghost.mails() == 0


def test_a_mail_goes_out_only_where_its_name_is_written_twice_and_only_once(newsroom: GhostStory, ghost: Ghost) -> None:
    newsroom.submit()
    newsroom.approve()
    publish_here_alone(newsroom)
    before = ghost.mails()
    send = ("export", SLUG, "--to", "blog", "--newsletter", "default-newsletter", "--as", "lena")
    assert newsroom.run(*send).code == 2
    assert newsroom.run("export", SLUG, "--to", "blog", "--newsletter", "nobody", "--confirm", "nobody").code == 1
    assert (ghost.mails(), ghost.posts()) == (before, [])
    result = newsroom.run.ok(*send, "--confirm", "default-newsletter").out
    assert "blog: created" in result
    assert "sent by mail" in result
    assert ghost.mails() == before + 1
    assert newsroom.run(*send, "--confirm", "default-newsletter").code == 3
    assert newsroom.run.ok("export").out == "1 post was up to date.\n"
    assert ghost.mails() == before + 1
