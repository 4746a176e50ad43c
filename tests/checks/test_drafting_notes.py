from __future__ import annotations

from authoring.checks.drafting import DraftingNotes
from tests.worlds.drafting import WritingRoom, answering_by_part, workshop


def notes(room: WritingRoom) -> list[tuple[str, str, int, str]]:
    subject = room.context.subject(room.piece)
    return [(note.check, note.severity, note.line, note.passage) for note in DraftingNotes().run(subject)]


def test_check_shows_what_was_noted_while_drafting_until_a_person_changes_the_passage() -> None:
    room = WritingRoom(workshop(), answering_by_part())
    room.draft()
    sentence = "My neighbours showed me how to use theirs."
    line = room.text.splitlines().index(f"> “{sentence}”") + 1
    assert notes(room) == [("drafting", "warning", line, sentence)]
    room.write(room.text.replace(sentence, "I had no saw of my own."))
    assert notes(room) == []
