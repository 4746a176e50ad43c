"""`authoring quotes`: what is quoted, asking the person, and writing the answer down."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest

from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.terminal import Terminal

BODY = """
Nora Lind says: “My neighbours […] theirs.” She also says: “I had no hammer of my own.”

“Today I teach others on Saturdays”, explains Agathe Berger.
"""


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.fixture
def terminal(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(newsroom.root, monkeypatch, capsys)


def write(newsroom: Newsroom, body: str) -> None:
    path = newsroom.root / "drafts" / SLUG / "index.md"
    path.write_text(path.read_text(encoding="utf-8") + body, encoding="utf-8")


def kinds(terminal: Terminal) -> dict[str, str]:
    return {quotation["words"]: quotation["kind"] for quotation in terminal.ok("quotes", SLUG, "--json").json}


def reference(terminal: Terminal) -> str:
    return terminal.ok("quotes", SLUG, "--for", "Nora Lind").out.rsplit(maxsplit=1)[-1]


def test_every_quotation_is_listed_with_what_it_is(terminal: Terminal, newsroom: Newsroom) -> None:
    write(newsroom, BODY)
    kind_by_words = kinds(terminal)
    assert kind_by_words["My neighbours […] theirs."] == "edited"
    assert kind_by_words["I had no hammer of my own."] == "altered"
    assert kind_by_words["Today I teach others on Saturdays"] == "misattributed"
    output = terminal.ok("quotes", SLUG).out
    assert "- I had no saw of my own." in output
    assert "+ I had no hammer of my own." in output
    assert "The text gives it to Agathe Berger." in output


def test_somebody_of_the_house_may_stand_by_an_edited_quotation(terminal: Terminal, newsroom: Newsroom) -> None:
    write(newsroom, "\nNora Lind says: “My neighbours […] theirs.”\n")
    (edited,) = [quotation for quotation in terminal.ok("quotes", SLUG, "--json").json if quotation["kind"] == "edited"]
    assert f"authoring quotes accept {SLUG} {edited['id']}" in terminal("check", SLUG).out
    assert terminal.ok("quotes", "accept", SLUG, edited["id"], "--as", "agathe").out == "Recorded.\n"
    again = terminal.ok("quotes", "accept", SLUG, edited["id"], "--as", "agathe").out
    assert again == "That is on record already; nothing was changed.\n"
    assert "quotes accept" not in terminal("check", SLUG).out
    newsroom.edit("My neighbours […] theirs", "My neighbours showed […] theirs")
    assert "nobody has agreed to it" in terminal("check", SLUG).out


def test_nobody_can_stand_by_words_that_were_not_said(terminal: Terminal, newsroom: Newsroom) -> None:
    write(newsroom, "\nNora Lind says: “I had no hammer of my own.”\n")
    altered = next(
        quotation for quotation in terminal.ok("quotes", SLUG, "--json").json if quotation["kind"] == "altered"
    )
    failed = terminal("quotes", "accept", SLUG, altered["id"], "--as", "agathe")
    assert (failed.code, failed.err.splitlines()[0]) == (
        2,
        f"There is no edited quotation {altered['id']} in this text that somebody could stand by.",
    )


def test_the_person_is_asked_on_a_page_without_an_account(
    terminal: Terminal, newsroom: Newsroom, tmp_path: Path
) -> None:
    write(newsroom, "\nNora Lind says: “My neighbours […] theirs.”\n")
    page = tmp_path / "ask.html"
    result = terminal.ok("quotes", SLUG, "--for", "nora-lind", "--out", str(page)).out
    text = "".join(html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False).itertext())
    assert "“My neighbours […] theirs.”" in text
    assert "“My neighbours showed me how to use theirs”" in text
    assert "http" not in page.read_text(encoding="utf-8").replace("http-equiv", "")
    assert f"--reference {reference(terminal)}" in result


def test_the_answer_is_recorded_against_what_was_shown(terminal: Terminal, newsroom: Newsroom) -> None:
    write(newsroom, "\nNora Lind says: “My neighbours […] theirs.” And “how to use theirs”.\n")
    listed = [quotation["words"] for quotation in terminal.ok("quotes", SLUG, "--json").json]
    edited, part = listed.index("My neighbours […] theirs.") + 1, listed.index("how to use theirs") + 1
    digest = reference(terminal)
    confirm = ("quotes", "confirm", SLUG, "--for", "Nora Lind", "--as", "agathe", "--reference", digest)
    terminal.ok(*confirm, "--yes", str(edited), "--no", str(part), "--note", "by telephone")
    answers = {quotation["words"]: quotation["agreement"] for quotation in terminal.ok("quotes", SLUG, "--json").json}
    assert (answers["My neighbours […] theirs."], answers["how to use theirs"]) == ("confirmed", "refused")
    checked = terminal("check", SLUG).out
    assert "does not want them used like this" in checked
    terminal.ok(*confirm, "--yes", str(part))
    assert "does not want them used like this" not in terminal("check", SLUG).out
    assert terminal.ok("verify").code == 0
    newsroom.edit("My neighbours […] theirs", "[…] how to use theirs")
    failed = terminal(*confirm, "--all")
    assert (failed.code, failed.err.splitlines()[1]) == (
        2,
        f"  → They have changed since they were shown. Ask again: authoring quotes {SLUG} --for PERSON",
    )


def test_nobody_is_asked_to_confirm_what_they_did_not_say(terminal: Terminal, newsroom: Newsroom) -> None:
    write(newsroom, "\nNora Lind says: “Today I teach others on [Sundays].”\n")
    assert kinds(terminal)["Today I teach others on [Sundays]."] == "altered"
    failed = terminal("quotes", SLUG, "--for", "Nora Lind")
    assert failed.code == 3
    assert "there is nothing to confirm" in failed.err


def test_a_refusal_after_the_approval_keeps_the_piece_from_readers(terminal: Terminal, newsroom: Newsroom) -> None:
    write(newsroom, "\nNora Lind says: “how to use theirs” matters.\n")
    newsroom.submit()
    newsroom.approve()
    listed = [quotation["words"] for quotation in terminal.ok("quotes", SLUG, "--json").json]
    number = str(listed.index("how to use theirs") + 1)
    digest = reference(terminal)
    terminal.ok(
        "quotes", "confirm", SLUG, "--for", "Nora Lind", "--as", "agathe", "--reference", digest, "--no", number
    )
    failed = terminal("publish", SLUG, "--as", "lena")
    assert failed.code != 0
    assert "does not want them used like this: “how to use theirs”" in failed.err
