"""What the program noted while a model wrote is told, until a person changes the passage."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from authoring.sourcing import provenance
from authoring.sourcing.provenance import Note, Passage, Provenance
from tests.worlds.subjects import WrittenPiece, run

SENTENCE = "My neighbours showed me how to use theirs."
BODY = f"\nAn introduction.\n\n> “{SENTENCE}”\n"


def record_of(body: str, *notes: Note) -> Provenance:
    quotation = provenance.blocks(body)[1]
    return Provenance((Passage("quote", quotation.sha256, "c1", "nora-lind", notes),))


def notes_on(root: Path, body: str, record: Provenance) -> list[tuple[str, str, int, str]]:
    subject = replace(WrittenPiece(root, body).subject(), provenance=record)
    return [(finding.check, finding.severity, finding.line, finding.passage) for finding in run("drafting", subject)]


def test_a_note_stands_until_a_person_changes_the_passage(tmp_path: Path) -> None:
    record = record_of(BODY, Note("quote_chosen", {"slug": "nora-lind"}))
    assert notes_on(tmp_path, BODY, record) == [("drafting", "warning", 10, SENTENCE)]
    assert notes_on(tmp_path, BODY.replace(SENTENCE, "I had no saw of my own."), record) == []


def test_the_language_of_a_passage_is_told_by_its_own_check_alone(tmp_path: Path) -> None:
    assert notes_on(tmp_path, BODY, record_of(BODY, Note("language"))) == []
