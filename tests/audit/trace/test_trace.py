"""What `trace` and `verify` say of a piece that a model drafted and people edited."""

from __future__ import annotations

import json
from pathlib import Path

import html5lib
import pytest

from authoring.audit import trace
from authoring.audit.trace import page
from authoring.audit.verify import verify
from authoring.cli.app import run
from authoring.editorial.actions.withdraw import Withdraw
from authoring.store.addresses import PROVENANCE
from authoring.store.origins import Origins
from tests.worlds.newsroom import SLUG, Newsroom

SENTENCE = "It is a place with tools that everybody may use, and with people who show how."


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def test_an_edit_has_no_name_until_it_is_recorded_and_then_that_of_who_recorded_it(newsroom: Newsroom) -> None:
    newsroom.edit("a place with tools", "a house full of tools")
    changed = SENTENCE.replace("a place with tools", "a house full of tools")
    line = next(line for line in trace.read(newsroom.as_("lena"), SLUG).lines if line.words == changed)
    assert (line.origin.kind, trace.explained(line)) == (
        "edited", "a model, then edited by a person, not yet recorded",
    )  # fmt: skip
    assert [step.words for step in line.before] == [SENTENCE]
    newsroom.submit()
    line = next(line for line in trace.read(newsroom.as_("lena"), SLUG).lines if line.words == changed)
    assert trace.explained(line) == "a model, then edited by Agathe Berger"
    assert line.origin.revision == newsroom.piece.hash


def test_the_record_kept_step_by_step_is_the_one_worked_out_anew(newsroom: Newsroom) -> None:
    newsroom.edit("a place with tools", "a house full of tools")
    newsroom.submit()
    newsroom.do("agathe", Withdraw(SLUG))
    newsroom.edit("## What Nora Lind tells us", "## Nora Lind speaks")
    newsroom.submit()
    origins = Origins(newsroom.store, newsroom.piece)
    assert origins.rebuilt() == origins.present()
    assert verify(newsroom.as_("lena")).problems == ()


def test_verify_names_a_record_that_gives_a_sentence_to_somebody_else(newsroom: Newsroom) -> None:
    newsroom.submit()
    path = newsroom.path.parent / PROVENANCE
    path.write_text(path.read_text("utf-8").replace('"kind": "model"', '"kind": "person"', 1), "utf-8")
    messages = {problem.message for problem in verify(newsroom.as_("lena")).problems}
    assert "1 sentences come from elsewhere than this record says, by the kept revisions." in messages
    newsroom.do("agathe", Withdraw(SLUG))
    messages = {problem.message for problem in verify(newsroom.as_("lena")).problems}
    assert messages == {"This record was not the one that the history had vouched for when line 3 was written."}


def test_the_page_is_valid_html_without_scripts_or_addresses_and_escapes_the_text(newsroom: Newsroom) -> None:
    newsroom.edit("a place with tools", "a <script>alert(1)</script> full of tools")
    text = page.html(trace.read(newsroom.as_("lena"), SLUG))
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(text)
    assert parser.errors == []
    assert tree.findall(".//script") == []
    assert "http" not in text.replace("http-equiv", "")
    spoken = [element for element in tree.iter("span") if "s" in element.get("class", "").split()]
    noted = {element.get("id") for element in tree.iter("span") if element.get("role") == "note"}
    assert {element.get("tabindex") for element in spoken} == {"0"}
    assert {element.get("aria-describedby") for element in spoken} == noted


def test_the_command_prints_every_sentence_and_json_for_programs(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(newsroom.root)
    assert run(["trace", SLUG]) == 0
    messages = capsys.readouterr().out
    assert f"M  {SENTENCE}\n     a model: which one is not recorded\n" in messages
    assert "T  Today I teach others on Saturdays.\n     testimony:nora-lind#4\n" in messages
    assert run(["trace", SLUG, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert sum(printed["counts"].values()) == len(printed["sentences"])
    assert run(["trace", SLUG, "--html", "trace.html"]) == 0
    assert (newsroom.root / "trace.html").read_text("utf-8").startswith("<!DOCTYPE html>")
