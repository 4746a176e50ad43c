"""What the commands print, for people and for programs, and how they end."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.worlds.files import build
from tests.worlds.lantern import SETTINGS, lantern
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.terminal import Terminal

TARGETS = """
    [targets.site]
    kind = "site"
    folder = "site"
"""


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    newsroom = Newsroom(tmp_path)
    build(tmp_path, {"authoring.toml": SETTINGS + TARGETS})
    return newsroom


@pytest.fixture
def terminal(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(newsroom.root, monkeypatch, capsys)


def test_a_piece_is_listed_with_where_it_stands(terminal: Terminal, newsroom: Newsroom) -> None:
    assert terminal.ok("list").out == (
        "piece       state    changed     title\n"
        "neighbours  a draft  2026-11-23  Why the Lantern needs its neighbours\n"
    )
    (row,) = terminal.ok("list", "--json").json
    assert row == {
        "slug": SLUG,
        "title": "Why the Lantern needs its neighbours",
        "state": "draft",
        "lang": "en",
        "author": "agathe",
        "assignee": "",
        "due": "",
        "updated": "2026-11-23T09:01:00Z",
        "hash": newsroom.piece.hash,
    }


def test_an_empty_workspace_says_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lantern(tmp_path)
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    assert terminal.ok("list").out == "No piece. To begin one: authoring draft OUTLINE\n"
    assert terminal.ok("list", "--json").json == []


def test_mine_is_what_waits_for_me(terminal: Terminal) -> None:
    assert len(terminal.ok("list", "--mine", "--as", "agathe", "--json").json) == 1
    terminal.ok("submit", SLUG, "--as", "agathe", "--to", "samir", "--due", "2020-01-01")
    assert terminal.ok("list", "--mine", "--as", "agathe", "--json").json == []
    assert len(terminal.ok("list", "--mine", "--as", "samir", "--json").json) == 1
    assert len(terminal.ok("list", "--overdue", "--json").json) == 1
    assert len(terminal.ok("list", "--state", "in_review", "--json").json) == 1
    assert terminal.ok("list", "--state", "approved", "--json").json == []


def test_a_piece_that_cannot_be_read_does_not_hide_the_others(terminal: Terminal) -> None:
    build(terminal.folder, {"drafts/broken/index.md": "---\ntitle: [\n---\n"})
    result = terminal("list", "--json")
    assert result.code == 1
    assert [row["slug"] for row in result.json] == [SLUG]
    assert result.err.startswith("drafts/broken/index.md:3: The front matter is not valid YAML")


def test_checking_everything_names_the_mistakes_in_every_file_at_once(terminal: Terminal) -> None:
    build(
        terminal.folder,
        {
            "outlines/bad.md": "---\ntitle: x\n---\n",
            "testimonies/bad.md": "---\nperson: Nora\n---\nWords.\n",
            "drafts/bad/index.md": "---\ntitle: x\n---\n",
        },
    )
    result = terminal("check")
    assert result.code == 1
    assert [line.split(": ")[0] for line in result.err.splitlines() if not line.startswith(" ")] == [
        "drafts/bad/index.md:1", "outlines/bad.md:4", "outlines/bad.md:1", "testimonies/bad.md:1",
    ]  # fmt: skip


def test_an_action_is_said_in_one_sentence_with_its_checkpoint(terminal: Terminal, newsroom: Newsroom) -> None:
    result = terminal.ok("submit", SLUG, "--as", "agathe")
    revision, checkpoint = newsroom.piece.hash[:12], newsroom.piece.checkpoint
    assert result.out == f"“{SLUG}” is now in review.\n  revision {revision}\n  checkpoint {checkpoint}\n"
    again = terminal.ok("submit", SLUG, "--as", "agathe")
    assert again.out.startswith(f"“{SLUG}” is in review already; nothing was changed.\n")


def test_an_action_prints_the_agreed_keys(terminal: Terminal, newsroom: Newsroom) -> None:
    result = terminal.ok("submit", SLUG, "--as", "agathe", "--json").json
    assert result == {
        "slug": SLUG,
        "action": "submit",
        "from": "draft",
        "to": "in_review",
        "hash": newsroom.piece.hash,
        "checkpoint": newsroom.piece.checkpoint,
    }


def test_an_error_is_one_object_for_programs_and_keeps_its_exit_code(terminal: Terminal) -> None:
    result = terminal("publish", SLUG, "--as", "lena", "--json")
    assert result.code == 3
    assert json.loads(result.err) == {
        "error": "NotPossibleNow",
        "code": "not-possible-now",
        "message": "The piece is a draft; this can be done only when it is approved or scheduled.",
        "remedy": "Hand it in first: authoring submit SLUG",
        "file": None,
        "line": None,
    }


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["show", "neighbors"], 1, "There is no piece “neighbors”.\n  → Did you mean “neighbours”?"),
        (["show", "../x"], 1, "“../x” cannot be the name of a piece"),
        (["submit", SLUG, "--as", "nobody"], 1, "“nobody” is not among the people of this workspace."),
        (["approve", SLUG, "--as", "samir"], 2, "--revision"),
        (["lst"], 2, "lst"),
        (["list", "--state", "done"], 2, "“done” is not a state."),
        (["publish"], 2, "Name a piece, or say --due for those that are scheduled."),
        (["export", "--to", "mars"], 1, "There is no target “mars”."),
        (["diff", SLUG, "abcdefgh"], 1, "“abcdefgh” names no kept revision"),
        (["schedule", SLUG, "--at", "tomorrow", "--as", "lena"], 2, "tomorrow"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_traceback(
    terminal: Terminal, arguments: list[str], code: int, words: str
) -> None:
    result = terminal(*arguments)
    assert result.code == code
    assert words in result.err
    assert "Traceback" not in result.err


def test_outside_a_workspace_the_way_in_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = Terminal(tmp_path, monkeypatch, capsys)("list")
    assert result.code == 1
    assert "authoring init FOLDER" in result.err


def test_the_difference_is_shown_by_sentence(terminal: Terminal, newsroom: Newsroom) -> None:
    old = newsroom.piece.hash[:12]
    newsroom.edit("in a street of old houses", "in the street of old houses")
    new = newsroom.piece.hash[:12]
    assert terminal.ok("diff", SLUG).out == (
        f"{old} → {new}\n\n"
        "  A shared workshop tells what its neighbours bring, and what it gives back.\n"
        "- The Lantern is a shared workshop in a street of old houses.\n"
        "+ The Lantern is a shared workshop in the street of old houses.\n"
        "  What do its neighbours bring, and what do they find?\n"
    )
    assert "The texts are equal." in terminal.ok("diff", SLUG, old, old).out


def test_the_history_is_shown_and_given_to_programs(terminal: Terminal) -> None:
    terminal.ok("submit", SLUG, "--as", "agathe", "--to", "samir")
    lines = terminal.ok("log", SLUG).out.splitlines()
    assert "2026-11-23 10:01" in lines[0]
    assert "for: samir" in lines[1]
    assert [event["action"] for event in terminal.ok("log", SLUG, "--json").json] == ["draft", "submit"]


def test_a_scheduled_piece_is_published_by_the_clock(terminal: Terminal, newsroom: Newsroom) -> None:
    terminal.ok("submit", SLUG, "--as", "agathe")
    terminal.ok("approve", SLUG, "--as", "samir", "--revision", newsroom.piece.hash)
    terminal.ok("schedule", SLUG, "--as", "lena", "--at", "2099-01-01T09:00")
    result = terminal.ok("publish", "--due")
    assert (result.out, result.err) == ("", "Nothing is due.\n")
    assert terminal.ok("show", SLUG, "--json").json["state"] == "scheduled"


def test_what_is_out_is_exported_once(terminal: Terminal, newsroom: Newsroom) -> None:
    terminal.ok("submit", SLUG, "--as", "agathe")
    terminal.ok("approve", SLUG, "--as", "samir", "--revision", newsroom.piece.hash)
    assert "  site: created site/posts/neighbours.html" in terminal.ok("publish", SLUG, "--as", "lena").out
    assert terminal.ok("export").out == "1 post was up to date.\n"
    assert terminal.ok("verify").out == "1 piece verified.\nEverything holds.\n"
    retracted = terminal.ok("retract", SLUG, "--as", "lena", "--reason", "A name was wrong.")
    assert "  site: taken down" in retracted.out


def test_people_and_consents_are_listed(terminal: Terminal) -> None:
    assert "samir   Samir Haddad" in terminal.ok("people", "list").out
    assert terminal.ok("people", "list", "--json").json[1]["roles"] == ["reviewer"]
    (consent,) = terminal.ok("consent", "list", "--json").json
    assert (consent["slug"], consent["status"], consent["ai"]) == ("nora-lind", "granted", "allowed")


def test_every_command_has_its_help(terminal: Terminal) -> None:
    from authoring.cli.app import COMMANDS

    for name, _reference, text in COMMANDS:
        result = terminal(name, "--help")
        assert result.code == 0
        assert text.split("\n")[0][:20] in result.out.replace("\n", " ")


def test_a_search_says_where_the_words_stand(terminal: Terminal, newsroom: Newsroom) -> None:
    assert terminal.ok("search", "had", "no", "saw", "--kind", "testimony").out == (
        "nora-lind  a testimony  Nora Lind\n"
        "  …I had no saw of my own. My neighbours showed me how to use theirs. Today I teach others on Saturdays.\n"
    )
    (hit,) = terminal.ok("search", "a place with tools", "--json", "--kind", "piece").json
    assert hit["snippet"].startswith("…")
    del hit["snippet"]
    assert hit == {
        "kind": "piece",
        "slug": SLUG,
        "title": "Why the Lantern needs its neighbours",
        "state": "draft",
    }


def test_a_search_covers_every_kind_and_says_when_there_is_nothing(terminal: Terminal, newsroom: Newsroom) -> None:
    kinds = {hit["kind"] for hit in terminal.ok("search", "lantern", "--json").json}
    assert kinds == {"piece", "outline", "testimony"}
    assert len(terminal.ok("search", "lantern", "--json", "--limit", "1").json) == 1
    assert terminal.ok("search", "xylophone").out == "Nothing here holds these words.\n"
    assert terminal.ok("search", "xylophone", "--json").json == []


def test_a_search_names_the_documents_that_it_could_not_read(terminal: Terminal, newsroom: Newsroom) -> None:
    build(newsroom.root, {"outlines/broken.md": "---\ntitle: A title\n---\n"})
    result = terminal("search", "lantern")
    assert result.code == 1
    assert "outlines/broken.md" in result.err


def test_a_search_for_an_unknown_kind_is_refused(terminal: Terminal, newsroom: Newsroom) -> None:
    assert terminal("search", "lantern", "--kind", "poem").code == 2


def withdrawn_and_out(newsroom: Newsroom) -> None:
    """The piece is out, and the consent that it rests on is withdrawn."""
    newsroom.submit()
    newsroom.approve()
    newsroom.put_out()
    path = newsroom.root / "testimonies/nora-lind.md"
    path.write_text(path.read_text("utf-8").replace("status: granted", "status: withdrawn"), "utf-8")


@pytest.mark.parametrize(
    "question",
    [
        ("list", "--json"),
        ("search", "saw", "--json"),
        ("consent", "list", "--json"),
        ("export", "--dry-run", "--json"),
        ("verify", "--json"),
        ("evidence", SLUG, "--out", "bundle", "--json"),
    ],
)
def test_deleting_the_index_changes_no_answer(
    terminal: Terminal, newsroom: Newsroom, question: tuple[str, ...]
) -> None:
    withdrawn_and_out(newsroom)
    before = terminal(*question)
    index = Path(os.environ["AUTHORING_CACHE_DIR"]) / "index"
    assert list(index.iterdir())
    assert terminal(*question) == before
    for file in index.iterdir():
        file.unlink()
    assert terminal(*question) == before


def test_a_program_that_approves_is_given_what_nobody_had_seen(terminal: Terminal, newsroom: Newsroom) -> None:
    terminal.ok("submit", SLUG, "--as", "agathe", "--to", "samir")
    newsroom.edit("in a street", "in the street")
    result = terminal.ok("approve", SLUG, "--revision", newsroom.piece.hash, "--as", "samir", "--json")
    lines = [line for group in result.json["unseen"]["changes"] for line in group]
    assert {"added", "removed"} <= {line["kind"] for line in lines}
    assert any("in the street" in line["text"] for line in lines if line["kind"] == "added")
    assert result.json["unseen"]["to"] == result.json["hash"] == newsroom.piece.hash
    assert (
        "unseen" not in terminal.ok("approve", SLUG, "--revision", newsroom.piece.hash, "--as", "samir", "--json").json
    )
