"""`authoring print` and `authoring import`, as somebody at the terminal meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from authoring.text.office import pandoc
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.terminal import Terminal
from tests.worlds.word_files import docx, edited, p

pytestmark = pytest.mark.usefixtures("word_extra")


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.fixture
def terminal(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.setenv("AUTHORING_USER", "agathe")
    return Terminal(newsroom.root, monkeypatch, capsys)


def test_print_writes_a_word_file_and_says_which_revision(terminal: Terminal, newsroom: Newsroom) -> None:
    result = terminal.ok("print", SLUG)
    name = f"{SLUG}-{newsroom.piece.hash[:8]}.docx"
    assert result.out == f"Written: {name}\n  revision {newsroom.piece.hash[:12]}\n"
    assert result.err == "It says on the page that this revision is not approved.\n"
    assert (newsroom.root / name).is_file()
    assert terminal.ok("print", SLUG).out == result.out  # the same file again is no conflict


def test_the_file_name_or_as_says_the_kind(terminal: Terminal, newsroom: Newsroom) -> None:
    assert terminal.ok("print", SLUG, "--out", "a.odt", "--json").json == {
        "slug": SLUG,
        "kind": "odt",
        "path": "a.odt",
        "hash": newsroom.piece.hash,
        "state": "draft",
        "approved": False,
    }
    assert terminal.ok("print", SLUG, "--format", "email").out.startswith(
        f"Written: {SLUG}-{newsroom.piece.hash[:8]}.html\n"
    )
    assert (
        terminal.ok("print", SLUG, "--format", "pdf", "--out", "b").code,
        (newsroom.root / "b").read_bytes()[:4],
    ) == (
        0,
        b"%PDF",
    )
    assert terminal("print", SLUG, "--out", "a.txt").code == 2


def test_a_file_that_came_back_is_never_written_over(terminal: Terminal, newsroom: Newsroom) -> None:
    (newsroom.root / "a.docx").write_bytes(b"a reviewer's work")
    result = terminal("print", SLUG, "--out", "a.docx")
    assert (result.code, (newsroom.root / "a.docx").read_bytes()) == (1, b"a reviewer's work")
    assert result.err.startswith("a.docx: There is a file of that name already; it stays as it is.")


def test_printing_leaves_the_state_the_text_and_the_history_alone(terminal: Terminal, newsroom: Newsroom) -> None:
    before = newsroom.path.read_bytes(), newsroom.piece.checkpoint, newsroom.state()
    terminal.ok("print", SLUG)
    assert (newsroom.path.read_bytes(), newsroom.piece.checkpoint, newsroom.state()) == before


def test_a_review_is_shown_and_kept_and_the_text_stays(terminal: Terminal, newsroom: Newsroom) -> None:
    terminal.ok("print", SLUG, "--out", "a.docx")
    content = edited((newsroom.root / "a.docx").read_bytes(), ("It is a place with tools", "It is a room with tools"))
    (newsroom.root / "back.docx").write_bytes(content)
    before = newsroom.path.read_bytes(), newsroom.piece.checkpoint
    result = terminal.ok("import", "--review", SLUG, "back.docx")
    assert (newsroom.path.read_bytes(), newsroom.piece.checkpoint) == before
    folder = next((newsroom.path.parent / "proposals").iterdir())
    place = f"drafts/{SLUG}/proposals/{folder.name}"
    assert result.out == (
        f"Printed from revision {newsroom.piece.hash[:12]}.\n\n"
        "paragraph 2: reworded — not recorded by Track Changes\n"
        "- It is a place with tools that everybody may use, and with people who show how.\n"
        "+ It is a room with tools that everybody may use, and with people who show how.\n"
        f"Written: {place}/notes.md\nWritten: {place}/proposal.json\nWritten: {place}/index.md\n"
    )
    assert result.err == "Nothing was changed in the text: take what you agree with from the proposed index.md.\n"
    assert "It is a room" in (folder / "index.md").read_text("utf-8")
    report = terminal.ok("import", "--review", SLUG, "back.docx", "--json").json
    assert {key: report[key] for key in ("slug", "known", "behind", "comments")} == {
        "slug": SLUG, "known": True, "behind": False, "comments": [],
    }  # fmt: skip
    assert json.loads((folder / "proposal.json").read_text("utf-8"))["changes"] == report["changes"]
    assert report["changes"][0]["proposed"] is True


def test_a_kept_proposal_breaks_no_other_command(terminal: Terminal, newsroom: Newsroom) -> None:
    test_a_review_is_shown_and_kept_and_the_text_stays(terminal, newsroom)
    for command in (("verify",), ("list",), ("check", SLUG), ("trace", SLUG)):
        assert "Traceback" not in terminal(*command).err
    assert terminal("verify").code == 0


def test_words_that_are_erased_go_from_the_proposals_too(terminal: Terminal, newsroom: Newsroom) -> None:
    test_a_review_is_shown_and_kept_and_the_text_stays(terminal, newsroom)
    front, _marks, _rest = newsroom.path.read_text("utf-8").partition("## What is a")
    newsroom.path.write_text(f"{front}## The end\n\nNothing is quoted.\n", "utf-8")
    terminal.ok("consent", "withdraw", "nora-lind", "--erase")
    contents = [path.read_text("utf-8") for path in (newsroom.path.parent / "proposals").rglob("*") if path.is_file()]
    assert not any("I came to the Lantern in 2021" in text for text in contents)
    assert terminal("verify").code == 0


def test_a_file_that_came_back_as_it_went_leaves_nothing(terminal: Terminal, newsroom: Newsroom) -> None:
    terminal.ok("print", SLUG, "--out", "a.docx")
    result = terminal.ok("import", "--review", SLUG, "a.docx")
    assert result.out.endswith("It came back without a change or a comment.\n")
    assert not (newsroom.path.parent / "proposals").exists()


def test_what_a_file_becomes_is_never_guessed(terminal: Terminal) -> None:
    (terminal.folder / "a.docx").write_bytes(docx(p("A point.")))
    result = terminal("import", "a.docx")
    assert (result.code, result.err) == (
        2,
        "It is not said whether the file is an outline or a testimony.\n"
        "  → Add --kind outline, or --kind testimony for somebody’s own words.\n",
    )


def test_a_testimony_is_imported_with_its_consent_to_be_asked_for(terminal: Terminal) -> None:
    (terminal.folder / "zoe.docx").write_bytes(docx(p("I came by bike.")))
    assert terminal.ok("import", "zoe.docx", "--kind", "testimony").out == (
        "Written: testimonies/zoe.md\n"
        "Nobody has said yet that these words may be used: ask the person, then fill in `consent`.\n"
        "To fill in before it can be used:\n"
        '  zoe.md:6  `person` is missing. Add a line: person: "…"\n'
    )


def test_an_outline_is_imported_as_json_too(terminal: Terminal) -> None:
    (terminal.folder / "Notre Été.docx").write_bytes(docx(p("A point.")))
    assert terminal.ok("import", "Notre Été.docx", "--kind", "outline", "--json").json == {
        "path": "outlines/notre-ete.md", "pictures": [], "notices": [], "gaps": [],
    }  # fmt: skip


@pytest.mark.no_extra
def test_without_the_extra_every_way_in_names_it(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util
    import sys

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "typst", None)
    pandoc.program.cache_clear()
    (terminal.folder / "a.docx").write_bytes(docx(p("A point.")))
    for words in (
        ("print", SLUG),
        ("print", SLUG, "--format", "pdf"),
        ("import", "a.docx", "--kind", "outline"),
        ("import", "--review", SLUG, "a.docx"),
    ):
        result = terminal(*words)
        assert (result.code, result.err.splitlines()[-1]) == (1, "  → Install it: pip install 'authoring[word]'")
    assert terminal("print", SLUG, "--format", "email").code == 0
    pandoc.program.cache_clear()
