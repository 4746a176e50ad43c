"""The whole way of a piece to a real WordPress and back, with the commands alone."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from authoring.editorial.publish import Publisher

from authoring.model.config import load
from tests.cli.terminals import Terminal
from tests.pieces import SLUG, Desk
from tests.servers.wordpress import WordPress

pytestmark = [pytest.mark.wordpress, pytest.mark.server, pytest.mark.xdist_group("wordpress")]


class Newsroom(Desk):
    """The desk with a WordPress as its target, and a terminal."""

    def __init__(
        self, root: Path, site: WordPress, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        super().__init__(root)
        self.site = site
        with (root / "authoring.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[targets.blog]\nkind = "wordpress"\nurl = "{site.url}"\nuser = "agathe"\nschedule = true\n')
        self.settings = load(root, {})
        self.run = Terminal(root, monkeypatch, capsys)
        monkeypatch.setenv("AUTHORING_BLOG_PASSWORD", site.passwords["agathe"])

    def approved(self) -> None:
        self.submit()
        self.approve()

    def corrected(self, old: str, new: str) -> None:
        self.run.ok("correct", SLUG, "--as", "agathe")
        self.edit(old, new)
        self.approved()


@pytest.fixture
def room(
    tmp_path: Path, wordpress: WordPress, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Newsroom:
    wordpress.empty()
    return Newsroom(tmp_path, wordpress, monkeypatch, capsys)


def test_a_piece_is_published_corrected_and_retracted(room: Newsroom) -> None:
    room.approved()
    assert room.run.ok("targets", "list").out.splitlines()[1].split() == ["blog", "wordpress", room.site.url, "blog"]
    assert "✓ it may publish" in room.run.ok("targets", "test").out
    done = room.run.ok("publish", SLUG, "--as", "lena")
    assert f"blog: created {room.site.url}/{SLUG}/" in done.out
    assert room.run.ok("export").out == "1 post was up to date.\n"
    assert room.run.ok("targets", "status", "--json").json[0]["ahead"] == "nobody"
    room.run.ok("verify")

    room.corrected("in a street of old houses", "in a street of new houses")
    planned = room.run.ok("export", "--dry-run").out
    assert planned.endswith("1 post was up to date.\n")  # the correction is approved and not yet published
    assert f"blog: updated {room.site.url}/{SLUG}/" in room.run.ok("publish", SLUG, "--as", "lena").out
    assert "new houses" in room.site.post(SLUG)["post_content"]

    taken = room.run.ok("retract", SLUG, "--reason", "A name was wrong.", "--as", "lena")
    assert f"blog: taken down {room.site.url}/{SLUG}/" in taken.out
    assert room.site.post(SLUG)["post_status"] == "draft"
    assert room.site.count("post") == 1


def test_a_dry_run_shows_what_would_change_and_changes_nothing(room: Newsroom) -> None:
    room.approved()
    Publisher(room.settings, room.store, []).publish(SLUG, actor=room.settings.people["lena"], when=room.now())
    said = room.run.ok("export", "--dry-run").out
    assert said.startswith("Nothing is written; this is what an export would do:\n  blog: created\n")
    assert "    title: nothing → Why the Lantern needs its neighbours\n" in said
    assert "    makes the term “third place”\n" in said
    assert room.site.count("post") == 0


def test_somebodys_edit_stops_the_correction_and_can_be_taken_over(room: Newsroom) -> None:
    room.approved()
    room.run.ok("publish", SLUG, "--as", "lena")
    text = str(room.site.post(SLUG)["post_content"])
    room.site.edit(SLUG, post_content=text.replace("people who show how", "members who show how"))
    assert room.run.ok("targets", "status", "--json").json[0]["ahead"] == "there"

    taken = room.run.ok("export", SLUG, "--to", "blog", "--theirs", "--as", "agathe")
    assert f"drafts/{SLUG}/index.md" in taken.out
    assert room.path.read_text("utf-8").count("members who show how") == 1
    assert room.state().value == "draft"
    room.approved()
    assert "updated" in room.run.ok("publish", SLUG, "--as", "lena").out
    assert "members who show how" in room.site.post(SLUG)["post_content"]


def test_somebodys_edit_is_overwritten_only_by_an_editor_with_a_reason(room: Newsroom) -> None:
    room.approved()
    room.run.ok("publish", SLUG, "--as", "lena")
    room.site.edit(SLUG, post_title="Their title")
    room.corrected("in a street of old houses", "in a street of new houses")
    stopped = room.run("publish", SLUG, "--as", "lena")
    assert stopped.code == 1
    assert "blog: not sent, since somebody edited it there:" in stopped.out
    assert "    sent  | Why the Lantern needs its neighbours\n    there | Their title\n" in stopped.out
    assert room.site.post(SLUG)["post_title"] == "Their title"

    ours = ("export", SLUG, "--to", "blog", "--ours")
    assert room.run(*ours, "--as", "samir", "--reason", "Why not.").code == 3
    assert room.run(*ours, "--as", "lena").code == 2
    assert "updated" in room.run.ok(*ours, "--as", "lena", "--reason", "It was not approved.").out
    assert room.site.post(SLUG)["post_title"] == "Why the Lantern needs its neighbours"
    assert "new houses" in room.site.post(SLUG)["post_content"]


def test_a_scheduled_piece_waits_at_the_site_and_is_called_back(room: Newsroom) -> None:
    room.approved()
    room.run.ok("schedule", SLUG, "--at", "2126-12-01T09:00", "--as", "lena")
    assert f"blog: scheduled {room.site.url}/" in room.run.ok("export", "--to", "blog").out
    assert room.site.post(SLUG)["post_date"] == "2126-12-01 09:00:00"
    assert room.site.post(SLUG)["post_status"] == "future"
    assert room.run.ok("targets", "status", "--json").json[0]["ahead"] == "nobody"
    room.run.ok("request-changes", SLUG, "--note", "Wait.", "--as", "samir")
    assert room.site.post(SLUG)["post_status"] == "draft"


def test_a_password_is_kept_for_its_owner_alone(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = room.root / "home" / "secrets.json"
    monkeypatch.setenv("AUTHORING_SECRETS", str(kept))
    monkeypatch.delenv("AUTHORING_BLOG_PASSWORD")
    told = room.run("targets", "test").out
    assert "✗ There is no password or key for “blog”" in told
    assert "authoring targets login blog" in told
    monkeypatch.setattr("sys.stdin", io.StringIO(room.site.passwords["agathe"] + "\n"))
    room.run.ok("targets", "login", "blog")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert room.run("targets", "test").code == 0
    kept.chmod(0o644)
    assert "chmod 600" in room.run("targets", "test").err
