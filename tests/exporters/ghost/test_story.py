"""The whole way of a piece to a real Ghost and back, with the commands alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from authoring.editorial.publish import Publisher

from authoring.model.config import load
from tests.cli.terminals import Terminal
from tests.pieces import SLUG, Desk
from tests.servers.ghost import Ghost

pytestmark = [pytest.mark.ghost, pytest.mark.server, pytest.mark.xdist_group("ghost")]


class Newsroom(Desk):
    """The desk with a Ghost as its target, and a terminal."""

    def __init__(
        self, root: Path, site: Ghost, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        super().__init__(root)
        with (root / "authoring.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[targets.blog]\nkind = "ghost"\nurl = "{site.url}"\n')
        self.settings = load(root, {})
        self.run = Terminal(root, monkeypatch, capsys)
        monkeypatch.setenv("AUTHORING_BLOG_KEY", site.key)


@pytest.fixture
def room(tmp_path: Path, ghost: Ghost, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Newsroom:
    ghost.empty()
    return Newsroom(tmp_path, ghost, monkeypatch, capsys)


def test_a_piece_is_published_corrected_and_retracted(room: Newsroom, ghost: Ghost) -> None:
    room.submit()
    room.approve()
    assert "✓ the key is let in" in room.run.ok("targets", "test").out
    assert f"blog: created {ghost.url}/{SLUG}/" in room.run.ok("publish", SLUG, "--as", "lena").out
    assert room.run.ok("export").out == "1 post was up to date.\n"
    room.run.ok("correct", SLUG, "--as", "agathe")
    room.edit("in a street of old houses", "in a street of new houses")
    room.submit()
    room.approve()
    assert "blog: updated" in room.run.ok("publish", SLUG, "--as", "lena").out
    assert "new houses" in ghost.post(SLUG)["html"]
    room.run.ok("retract", SLUG, "--reason", "A name was wrong.", "--as", "lena")
    assert [post["status"] for post in ghost.posts()] == ["draft"]
    assert ghost.mails() == 0


def test_a_mail_goes_out_only_where_its_name_is_written_twice_and_only_once(room: Newsroom, ghost: Ghost) -> None:
    room.submit()
    room.approve()
    Publisher(room.settings, room.store, []).publish(SLUG, actor=room.settings.people["lena"], when=room.now())
    before = ghost.mails()
    send = ("export", SLUG, "--to", "blog", "--newsletter", "default-newsletter", "--as", "lena")
    assert room.run(*send).code == 2
    assert room.run("export", SLUG, "--to", "blog", "--newsletter", "nobody", "--confirm", "nobody").code == 1
    assert (ghost.mails(), ghost.posts()) == (before, [])
    said = room.run.ok(*send, "--confirm", "default-newsletter").out
    assert "blog: created" in said
    assert "sent by mail" in said
    assert ghost.mails() == before + 1
    assert room.run(*send, "--confirm", "default-newsletter").code == 3
    assert room.run.ok("export").out == "1 post was up to date.\n"
    assert ghost.mails() == before + 1
