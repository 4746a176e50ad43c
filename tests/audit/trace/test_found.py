"""Sources that the program found for a model's unmarked sentences: recorded at submission, shown apart, verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from authoring.audit import trace
from authoring.audit.trace import page
from authoring.audit.verify import verify
from authoring.cli.app import run
from authoring.model import history
from authoring.sourcing import provenance
from authoring.sourcing.grounding import nearness
from authoring.store import tracing
from authoring.workspace import Workspace
from tests.worlds.newsroom import SLUG, Newsroom

SENTENCE = "It is a place with tools that everybody may use, and with people who show how."
FOUND = {provenance.digest(SENTENCE): "point:1.1"}


def submitted(newsroom: Newsroom, found: Mapping[str, str] = FOUND) -> Newsroom:
    review = replace(newsroom.as_("agathe"), found=lambda _piece: found)
    review.submit(SLUG, findings=lambda _piece: [])
    return newsroom


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return submitted(Newsroom(tmp_path))


def line_of(newsroom: Newsroom, words: str = SENTENCE) -> trace.Line:
    return next(each for each in trace.read(newsroom.store, newsroom.settings, SLUG).lines if each.words == words)


def test_a_found_source_is_recorded_apart_from_the_models_own_marks(newsroom: Newsroom) -> None:
    line = line_of(newsroom)
    assert (line.origin.sources, line.origin.found) == ((), ("point:1.1",))
    assert line.as_json()["found"] == ["point:1.1"]
    assert newsroom.piece.events[-1].details["found"] == FOUND
    assert tracing.rebuilt(newsroom.piece) == provenance.read(newsroom.piece.folder) == tracing.present(newsroom.piece)
    assert verify(newsroom.store, newsroom.settings).problems == []


def test_it_is_shown_as_found_in_the_terminal_and_on_the_page(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(newsroom.root)
    assert run(["trace", SLUG]) == 0
    assert f"M  {SENTENCE}\n     a model: which one is not recorded · found: point:1.1\n" in capsys.readouterr().out
    shown = page.html(trace.read(newsroom.store, newsroom.settings, SLUG))
    assert "source point:1.1, found by the program: “A place with tools that everybody may use”" in shown


def test_verify_names_a_found_source_that_no_event_found(newsroom: Newsroom) -> None:
    path = newsroom.piece.folder / "provenance.json"
    path.write_text(path.read_text("utf-8").replace('["point:1.1"]', '["point:1.2"]'), "utf-8")
    said = [problem.message for problem in verify(newsroom.store, newsroom.settings).problems]
    assert "1 sentences come from elsewhere than this record says, by the kept revisions." in said


def test_what_is_recorded_already_is_not_written_again_and_what_is_no_longer_near_goes(newsroom: Newsroom) -> None:
    newsroom.as_("agathe").withdraw(SLUG)
    submitted(newsroom)
    assert "found" not in newsroom.piece.events[-1].details
    newsroom.as_("agathe").withdraw(SLUG)
    submitted(newsroom, {next(iter(FOUND)): ""})
    assert line_of(newsroom).origin.found == ()
    assert verify(newsroom.store, newsroom.settings).problems == []


def test_a_sentence_that_was_changed_since_has_no_found_source(newsroom: Newsroom) -> None:
    newsroom.edit("a place with tools", "a house full of tools")
    assert line_of(newsroom, SENTENCE.replace("a place with tools", "a house full of tools")).origin.found == ()


@pytest.mark.parametrize("stated", [[], "point:1.1", {"a": 3}, {"a": ["point:1.1"]}])
def test_a_history_with_odd_found_sources_is_read(tmp_path: Path, stated: object) -> None:
    newsroom = Newsroom(tmp_path)
    path = newsroom.piece.folder / "history.jsonl"
    event = replace(newsroom.piece.events[0], details={**newsroom.piece.events[0].details, "found": stated})
    path.write_bytes(history.encode(event))
    assert all(each.found == () for each in tracing.rebuilt(newsroom.piece).sentences)


@pytest.mark.skipif(not nearness.is_installed(), reason="needs the extra `nearness`")
def test_submitting_records_what_the_check_of_sources_found(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    workspace = Workspace.open(newsroom.root, {})
    review = workspace.review(workspace.actor("agathe"))
    review.submit(SLUG, findings=lambda _piece: [])
    assert line_of(newsroom).origin.found == ("point:1.1",)
