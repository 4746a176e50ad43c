"""A piece is published to a real WordPress, corrected and taken down, with the commands alone."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from authoring.editorial.actions import perform
from authoring.editorial.actions.publish import Publish
from authoring.workspace import settings_of
from servers.wordpress import WordPress
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.terminal import Terminal

pytestmark = [pytest.mark.wordpress, pytest.mark.server, pytest.mark.xdist_group("wordpress")]


class WordPressStory(Newsroom):
    """A newsroom with a WordPress as its target, and a terminal."""

    def __init__(
        self, root: Path, site: WordPress, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        super().__init__(root)
        self.site = site
        with (root / "authoring.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[targets.blog]\nkind = "wordpress"\nurl = "{site.url}"\nuser = "agathe"\nschedule = true\n')
        self.settings = settings_of(self.store, base=root, environment={})
        self.run = Terminal(root, monkeypatch, capsys)
        monkeypatch.setenv("AUTHORING_BLOG_PASSWORD", site.passwords["agathe"])

    def approved(self) -> None:
        self.submit()
        self.approve()

    def corrected(self, old: str, new: str) -> None:
        self.run.ok("correct", SLUG, "--as", "agathe")
        self.edit(old, new)
        self.approved()


def publish_here_alone(newsroom: WordPressStory) -> None:
    """Record the publication without sending anything to a target."""
    context = newsroom.as_("lena")
    perform(Publish(SLUG), replace(context, settings=context.settings._replace(targets={})))


@pytest.fixture
def newsroom(
    tmp_path: Path, wordpress: WordPress, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> WordPressStory:
    wordpress.empty()
    return WordPressStory(tmp_path, wordpress, monkeypatch, capsys)


def test_a_piece_is_published_corrected_and_retracted(newsroom: WordPressStory) -> None:
    newsroom.approved()
    assert newsroom.run.ok("targets", "list").out.splitlines()[1].split() == [
        "blog",
        "wordpress",
        newsroom.site.url,
        "blog",
    ]
    assert "✓ it may publish" in newsroom.run.ok("targets", "test").out
    done = newsroom.run.ok("publish", SLUG, "--as", "lena")
    assert f"blog: created {newsroom.site.url}/{SLUG}/" in done.out
    assert newsroom.run.ok("export").out == "1 post was up to date.\n"
    assert newsroom.run.ok("targets", "status", "--json").json[0]["ahead"] == "nobody"
    newsroom.run.ok("verify")

    newsroom.corrected("in a street of old houses", "in a street of new houses")
    planned = newsroom.run.ok("export", "--dry-run").out
    assert planned.endswith("1 post was up to date.\n")  # the correction is approved and not yet published
    assert f"blog: updated {newsroom.site.url}/{SLUG}/" in newsroom.run.ok("publish", SLUG, "--as", "lena").out
    assert "new houses" in newsroom.site.post(SLUG)["post_content"]

    result = newsroom.run.ok("retract", SLUG, "--reason", "A name was wrong.", "--as", "lena")
    assert f"blog: taken down {newsroom.site.url}/{SLUG}/" in result.out
    assert newsroom.site.post(SLUG)["post_status"] == "draft"
    assert newsroom.site.count("post") == 1


def test_a_dry_run_shows_what_would_change_and_changes_nothing(newsroom: WordPressStory) -> None:
    newsroom.approved()
    publish_here_alone(newsroom)
    result = newsroom.run.ok("export", "--dry-run").out
    assert result.startswith("Nothing is written; this is what an export would do:\n  blog: created\n")
    assert "    title: nothing → Why the Lantern needs its neighbours\n" in result
    assert "    makes the term “third place”\n" in result
    assert newsroom.site.count("post") == 0


def test_somebodys_edit_stops_the_correction_and_can_be_taken_over(newsroom: WordPressStory) -> None:
    newsroom.approved()
    newsroom.run.ok("publish", SLUG, "--as", "lena")
    text = str(newsroom.site.post(SLUG)["post_content"])
    newsroom.site.edit(SLUG, post_content=text.replace("people who show how", "members who show how"))
    assert newsroom.run.ok("targets", "status", "--json").json[0]["ahead"] == "there"

    result = newsroom.run.ok("export", SLUG, "--to", "blog", "--theirs", "--as", "agathe")
    assert f"drafts/{SLUG}/index.md" in result.out
    assert newsroom.path.read_text("utf-8").count("members who show how") == 1
    assert newsroom.state().value == "draft"
    newsroom.approved()
    assert "updated" in newsroom.run.ok("publish", SLUG, "--as", "lena").out
    assert "members who show how" in newsroom.site.post(SLUG)["post_content"]


def test_somebodys_edit_is_overwritten_only_by_an_editor_with_a_reason(newsroom: WordPressStory) -> None:
    newsroom.approved()
    newsroom.run.ok("publish", SLUG, "--as", "lena")
    newsroom.site.edit(SLUG, post_title="Their title")
    newsroom.corrected("in a street of old houses", "in a street of new houses")
    stopped = newsroom.run("publish", SLUG, "--as", "lena")
    assert stopped.code == 1
    assert "blog: not sent, since somebody edited it there:" in stopped.out
    assert "    sent  | Why the Lantern needs its neighbours\n    there | Their title\n" in stopped.out
    assert newsroom.site.post(SLUG)["post_title"] == "Their title"

    ours = ("export", SLUG, "--to", "blog", "--ours")
    assert newsroom.run(*ours, "--as", "samir", "--reason", "Why not.").code == 3
    assert newsroom.run(*ours, "--as", "lena").code == 2
    assert "updated" in newsroom.run.ok(*ours, "--as", "lena", "--reason", "It was not approved.").out
    assert newsroom.site.post(SLUG)["post_title"] == "Why the Lantern needs its neighbours"
    assert "new houses" in newsroom.site.post(SLUG)["post_content"]


def test_a_scheduled_piece_waits_at_the_site_and_is_called_back(newsroom: WordPressStory) -> None:
    newsroom.approved()
    newsroom.run.ok("schedule", SLUG, "--at", "2126-12-01T09:00", "--as", "lena")
    assert f"blog: scheduled {newsroom.site.url}/" in newsroom.run.ok("export", "--to", "blog").out
    assert newsroom.site.post(SLUG)["post_date"] == "2126-12-01 09:00:00"
    assert newsroom.site.post(SLUG)["post_status"] == "future"
    assert newsroom.run.ok("targets", "status", "--json").json[0]["ahead"] == "nobody"
    newsroom.run.ok("request-changes", SLUG, "--note", "Wait.", "--as", "samir")
    assert newsroom.site.post(SLUG)["post_status"] == "draft"


def test_a_password_is_kept_for_its_owner_alone(newsroom: WordPressStory, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets_file = newsroom.root / "home" / "secrets.json"
    monkeypatch.setenv("AUTHORING_SECRETS", str(secrets_file))
    monkeypatch.delenv("AUTHORING_BLOG_PASSWORD")
    output = newsroom.run("targets", "test").out
    assert "✗ There is no password or key for “blog”" in output
    assert "authoring targets login blog" in output
    monkeypatch.setattr("sys.stdin", io.StringIO(newsroom.site.passwords["agathe"] + "\n"))
    newsroom.run.ok("targets", "login", "blog")
    assert secrets_file.stat().st_mode & 0o777 == 0o600
    assert newsroom.run("targets", "test").code == 0
    secrets_file.chmod(0o644)
    assert "chmod 600" in newsroom.run("targets", "test").err
