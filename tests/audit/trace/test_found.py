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
from tests.pieces import SLUG, Desk

SENTENCE = "It is a place with tools that everybody may use, and with people who show how."
FOUND = {provenance.digest(SENTENCE): "point:1.1"}


def submitted(desk: Desk, found: Mapping[str, str] = FOUND) -> Desk:
    review = replace(desk.as_("agathe"), found=lambda _piece: found)
    review.submit(SLUG, findings=lambda _piece: [])
    return desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return submitted(Desk(tmp_path))


def line_of(desk: Desk, words: str = SENTENCE) -> trace.Line:
    return next(each for each in trace.read(desk.store, desk.settings, SLUG).lines if each.words == words)


def test_a_found_source_is_recorded_apart_from_the_models_own_marks(desk: Desk) -> None:
    line = line_of(desk)
    assert (line.origin.sources, line.origin.found) == ((), ("point:1.1",))
    assert line.as_json()["found"] == ["point:1.1"]
    assert desk.piece.events[-1].details["found"] == FOUND
    assert tracing.rebuilt(desk.piece) == provenance.read(desk.piece.folder) == tracing.present(desk.piece)
    assert verify(desk.store, desk.settings).problems == []


def test_it_is_shown_as_found_in_the_terminal_and_on_the_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(desk.root)
    assert run(["trace", SLUG]) == 0
    assert f"M  {SENTENCE}\n     a model: which one is not recorded · found: point:1.1\n" in capsys.readouterr().out
    shown = page.html(trace.read(desk.store, desk.settings, SLUG))
    assert "source point:1.1, found by the program: “A place with tools that everybody may use”" in shown


def test_verify_names_a_found_source_that_no_event_found(desk: Desk) -> None:
    path = desk.piece.folder / "provenance.json"
    path.write_text(path.read_text("utf-8").replace('["point:1.1"]', '["point:1.2"]'), "utf-8")
    said = [problem.message for problem in verify(desk.store, desk.settings).problems]
    assert "1 sentences come from elsewhere than this record says, by the kept revisions." in said


def test_what_is_recorded_already_is_not_written_again_and_what_is_no_longer_near_goes(desk: Desk) -> None:
    desk.as_("agathe").withdraw(SLUG)
    submitted(desk)
    assert "found" not in desk.piece.events[-1].details
    desk.as_("agathe").withdraw(SLUG)
    submitted(desk, {next(iter(FOUND)): ""})
    assert line_of(desk).origin.found == ()
    assert verify(desk.store, desk.settings).problems == []


def test_a_sentence_that_was_changed_since_has_no_found_source(desk: Desk) -> None:
    desk.edit("a place with tools", "a house full of tools")
    assert line_of(desk, SENTENCE.replace("a place with tools", "a house full of tools")).origin.found == ()


@pytest.mark.parametrize("stated", [[], "point:1.1", {"a": 3}, {"a": ["point:1.1"]}])
def test_a_history_with_odd_found_sources_is_read(tmp_path: Path, stated: object) -> None:
    desk = Desk(tmp_path)
    path = desk.piece.folder / "history.jsonl"
    event = replace(desk.piece.events[0], details={**desk.piece.events[0].details, "found": stated})
    path.write_bytes(history.encode(event))
    assert all(each.found == () for each in tracing.rebuilt(desk.piece).sentences)


@pytest.mark.skipif(not nearness.is_installed(), reason="needs the extra `nearness`")
def test_submitting_records_what_the_check_of_sources_found(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    workspace = Workspace.open(desk.root, {})
    review = workspace.review(workspace.actor("agathe"))
    review.submit(SLUG, findings=lambda _piece: [])
    assert line_of(desk).origin.found == ("point:1.1",)
