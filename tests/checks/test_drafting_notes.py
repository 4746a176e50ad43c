from __future__ import annotations

from pathlib import Path

from authoring.checks import Subject
from authoring.checks.drafting import DraftingNotes
from authoring.drafting import drafting
from authoring.store import Piece
from tests.worlds.drafting import AGATHE, answering_by_part, desk
from tests.worlds.lantern import lantern


def notes(root: Path, piece: Piece) -> list[tuple[str, str, int, str]]:
    subject = Subject(piece.draft, piece.folder, desk(root).settings)
    return [(found.check, found.severity, found.line, found.passage) for found in DraftingNotes().run(subject)]


def test_check_shows_what_was_noted_while_drafting_until_a_person_changes_the_passage(tmp_path: Path) -> None:
    used = desk(lantern(tmp_path), answering_by_part())
    piece = drafting.draft(used, "neighbours", actor=AGATHE).piece
    sentence = "My neighbours showed me how to use theirs."
    line = piece.document.text.splitlines().index(f"> “{sentence}”") + 1
    assert notes(tmp_path, piece) == [("drafting", "warning", line, sentence)]
    edited = used.store.write(piece, piece.document.text.replace(sentence, "I had no saw of my own."))
    assert notes(tmp_path, edited) == []
