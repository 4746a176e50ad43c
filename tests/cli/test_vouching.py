"""`authoring import vouch`, and what `list`, `show`, `export` and `verify` say of imported posts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.worlds.files import build
from tests.worlds.lantern import SETTINGS, lantern
from tests.worlds.signing import make_key
from tests.worlds.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A workspace with a site, into which an old blog of five posts has moved."""
    key = make_key(tmp_path)
    public = key.with_suffix(".pub").read_text("utf-8").strip()
    settings = SETTINGS.replace('email = "samir@example.org"', f'email = "samir@example.org"\n    ssh_key = "{public}"')
    root = lantern(
        tmp_path / "here",
        **{"authoring.toml": settings + '\n    [targets.site]\n    kind = "site"\n    folder = "site"\n'},
    )
    posts = {
        f"old/content/posts/day-{number}.md": f"---\ntitle: Day {number}\ndate: 2019-05-0{number}\n---\n\nWords.\n"
        for number in range(1, 6)
    }
    build(tmp_path, {"old/hugo.toml": 'baseURL = "https://old.example.org/"\n', **posts})
    monkeypatch.setenv("AUTHORING_LANG", "en")
    monkeypatch.setenv("AUTHORING_SSH_KEY", str(key))
    terminal = Terminal(root, monkeypatch, capsys)
    terminal.ok("import", "hugo", str(tmp_path / "old"), "--as", "agathe")
    return terminal


def test_an_export_asks_once_for_a_whole_blog(terminal: Terminal) -> None:
    result = terminal("export")
    assert result.code == 3
    assert result.out.count("not sent:") == 1
    assert "5 posts. It was imported, and nobody has reviewed it here" in result.out
    assert "authoring import vouch" in result.out
    assert len(terminal("export", "--json").json) == 5


def test_a_second_person_signs_for_all_of_them(terminal: Terminal) -> None:
    refused = terminal("import", "vouch", "--as", "agathe")
    assert refused.code == 3
    listed = terminal.ok("import", "vouch", "--as", "samir", "--dry-run")
    assert "5 imported posts" in listed.out
    assert terminal("export").code == 3
    signed = terminal.ok("import", "vouch", "--as", "samir")
    assert "I say nothing of how they were written." in signed.err
    assert terminal.ok("export").out.count("created") == 5
    assert terminal.ok("verify").code == 0
    assert terminal("import", "vouch", "--as", "samir").code == 3


def test_the_list_is_there_for_programs(terminal: Terminal) -> None:
    plan = terminal.ok("import", "vouch", "--as", "samir", "--dry-run", "--json").json
    assert (plan["signed"], len(plan["posts"])) == (False, 5)
    assert set(plan["posts"][0]) == {"slug", "hash", "from", "line"}
    assert terminal.ok("import", "vouch", "--as", "samir", "--json").json == {**plan, "signed": True}


def test_an_imported_post_is_shown_as_what_it_is(terminal: Terminal) -> None:
    assert "published, as imported" in terminal.ok("list").out
    assert {entry["imported"] for entry in terminal.ok("list", "--json").json} == {"hugo"}
    origin = {"source": "hugo", "from": "content/posts/day-1.md", "vouched_by": ""}
    assert terminal.ok("show", "day-1", "--json").json["imported"] == origin
    terminal.ok("import", "vouch", "--as", "samir")
    output = terminal.ok("show", "day-1").out
    assert "Shown as it was imported from content/posts/day-1.md (hugo); never reviewed here." in output
    assert "“samir” signed that it may be shown unchanged." in output
