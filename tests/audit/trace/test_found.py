"""Sources that the program found for a model's unmarked sentences: recorded at submission, shown apart, verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from authoring.audit import trace
from authoring.audit.trace import page
from authoring.audit.verify import verify
from authoring.checks import sources
from authoring.cli.app import run
from authoring.editorial.actions.withdraw import Withdraw
from authoring.model import history
from authoring.model.events import near_sources
from authoring.sourcing import provenance
from authoring.sourcing.grounding import nearness
from authoring.store.addresses import HISTORY, PROVENANCE
from authoring.store.origins import Origins
from tests.worlds.newsroom import SLUG, FixedCheck, Newsroom

SENTENCE = "It is a place with tools that everybody may use, and with people who show how."
FOUND = {provenance.digest(SENTENCE): "point:1.1"}


def submitted(newsroom: Newsroom, near: Mapping[str, str] = FOUND) -> Newsroom:
    newsroom.checks = [FixedCheck(name=sources.SourcesOfSentences.name)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sources, "found", lambda _subject: near)
        newsroom.submit()
    return newsroom


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return submitted(Newsroom(tmp_path))


def origins(newsroom: Newsroom) -> Origins:
    return Origins(newsroom.store, newsroom.piece)


def line_of(newsroom: Newsroom, words: str = SENTENCE) -> trace.Line:
    return next(line for line in trace.read(newsroom.as_("lena"), SLUG).lines if line.words == words)


def test_a_found_source_is_recorded_apart_from_the_models_own_marks(newsroom: Newsroom) -> None:
    line = line_of(newsroom)
    assert (line.origin.sources, line.origin.found) == ((), ("point:1.1",))
    assert line.as_json()["found"] == ["point:1.1"]
    assert near_sources(newsroom.piece.events[-1]) == FOUND
    record = origins(newsroom)
    assert record.rebuilt() == record.stored() == record.present()
    assert verify(newsroom.as_("lena")).problems == ()


def test_it_is_shown_as_found_in_the_terminal_and_on_the_page(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(newsroom.root)
    assert run(["trace", SLUG]) == 0
    assert f"M  {SENTENCE}\n     a model: which one is not recorded · found: point:1.1\n" in capsys.readouterr().out
    page_text = page.html(trace.read(newsroom.as_("lena"), SLUG))
    assert "source point:1.1, found by the program: “A place with tools that everybody may use”" in page_text


def test_verify_names_a_found_source_that_no_event_found(newsroom: Newsroom) -> None:
    path = newsroom.path.parent / PROVENANCE
    path.write_text(path.read_text("utf-8").replace('["point:1.1"]', '["point:1.2"]'), "utf-8")
    messages = [problem.message for problem in verify(newsroom.as_("lena")).problems]
    assert "1 sentences come from elsewhere than this record says, by the kept revisions." in messages


def test_what_is_recorded_already_is_not_written_again_and_what_is_no_longer_near_goes(newsroom: Newsroom) -> None:
    newsroom.do("agathe", Withdraw(SLUG))
    submitted(newsroom)
    assert near_sources(newsroom.piece.events[-1]) == {}
    newsroom.do("agathe", Withdraw(SLUG))
    submitted(newsroom, {next(iter(FOUND)): ""})
    assert line_of(newsroom).origin.found == ()
    assert verify(newsroom.as_("lena")).problems == ()


def test_a_sentence_that_was_changed_since_has_no_found_source(newsroom: Newsroom) -> None:
    newsroom.edit("a place with tools", "a house full of tools")
    assert line_of(newsroom, SENTENCE.replace("a place with tools", "a house full of tools")).origin.found == ()


@pytest.mark.parametrize("stated", [[], "point:1.1", {"a": 3}, {"a": ["point:1.1"]}])
def test_a_history_with_odd_found_sources_is_read(tmp_path: Path, stated: object) -> None:
    newsroom = Newsroom(tmp_path)
    path = newsroom.path.parent / HISTORY
    event = replace(newsroom.piece.events[0], details={**newsroom.piece.events[0].details, "found": stated})
    path.write_bytes(history.encode(event))
    assert all(origin.found == () for origin in origins(newsroom).rebuilt().sentences)


@pytest.mark.skipif(not nearness.is_installed(), reason="needs the extra `nearness`")
def test_submitting_records_what_the_check_of_sources_found(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    newsroom.checks = [sources.SourcesOfSentences()]
    newsroom.submit()
    assert line_of(newsroom).origin.found == ("point:1.1",)
