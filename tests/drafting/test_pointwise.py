"""Small models: one point at a time, judged; where nothing passes, the outline's own words."""

from __future__ import annotations

from authoring.llm import CompletionRequest
from authoring.model.config.settings import Drafting, Settings
from authoring.store.origins import Origins
from tests.worlds.drafting import WritingRoom, workshop

OUTLINE = """
    ---
    title: The tool bank
    lang: en
    author: agathe
    words: 120
    description: Tools for everybody.
    ---

    - Question: how many drills does a street need? (to check)

    ## Borrowing

    - 612 tools in the vault, behind the old counter
    - no chainsaws, no petrol engines
    - The deposit is 50 euros
"""


def small(stated: Settings) -> Settings:
    return stated._replace(model=stated.model._replace(use="local"))


def note_of(request: CompletionRequest) -> str:
    return request.prompt.partition("Note: ")[2].splitlines()[0]


def room_of(answers: dict[str, list[str]], **options: object) -> WritingRoom:
    """A room whose small model gives these answers in turn, for each note."""
    waiting = {note: iter(texts) for note, texts in answers.items()}
    store = workshop({"outlines/neighbours.md": OUTLINE})
    return WritingRoom(store, lambda request: next(waiting[note_of(request)], "Max did it."), settings=small, **options)  # type: ignore[arg-type]


ANSWERS = {
    "612 tools in the vault, behind the old counter": ["Behind the old counter, there are 612 tools in the vault."],
    "no chainsaws, no petrol engines": [
        "Chainsaws and petrol engines are fine.",
        "There are no chainsaws, no petrol engines.",
    ],
    "The deposit is 50 euros": ["The deposit is 15 euros.", "Max, a mechanic, asks for 50 euros.", "我要五十欧元。"],
}


def test_each_point_is_said_by_the_first_sentence_that_passes() -> None:
    room = room_of(ANSWERS)
    room.draft()
    body = room.text.split("---\n", 2)[2]
    assert "Behind the old counter, there are 612 tools in the vault." in body
    assert "There are no chainsaws, no petrol engines." in body


def test_where_nothing_passes_the_outlines_own_words_stand_and_the_record_says_so() -> None:
    room = room_of(ANSWERS)
    room.draft()
    assert "The deposit is 50 euros." in room.text
    assert "Max" not in room.text
    kinds = {origin.sources: origin.kind for origin in Origins(room.store, room.piece).stored().sentences}
    assert kinds[("point:1.1",)] == "model"
    assert kinds[("point:1.3",)] == "person"


def test_a_draft_tells_how_many_points_stand_in_the_outlines_own_words() -> None:
    drafted = room_of(ANSWERS).draft()
    assert (drafted.points, drafted.in_outline_words) == (4, 2)  # the question is one of them


def test_a_question_is_posed_without_its_label_and_notes() -> None:
    room = room_of(ANSWERS)
    room.draft()
    assert "\nHow many drills does a street need?\n" in room.text
    assert "Question" not in room.text.split("---\n", 2)[2]


def test_a_point_is_asked_for_no_oftener_than_the_settings_say() -> None:
    def twice(stated: Settings) -> Settings:
        return small(stated)._replace(drafting=Drafting(candidates=2, rounds=0))

    limited = WritingRoom(workshop({"outlines/neighbours.md": OUTLINE}), lambda _request: "Max did it.", settings=twice)
    limited.draft()
    notes = [note_of(request) for request in limited.requests]
    assert {note: notes.count(note) for note in notes} == dict.fromkeys(ANSWERS, 2)


def test_answers_are_kept_so_that_a_second_draft_asks_nothing() -> None:
    room = room_of(ANSWERS)
    room.draft()
    again = WritingRoom(room.store, lambda _request: "", settings=small)
    again.draft(new_revision=True)
    assert again.requests == []
    assert again.text == room.text


def test_who_waits_sees_each_sentence_that_will_stand() -> None:
    room = room_of(ANSWERS)
    room.draft()
    assert ("Borrowing", "The deposit is 50 euros.") in room.progress.sentences
    assert room.progress.ended.count(("Borrowing", "written")) == 1


def test_the_quick_way_takes_the_first_answer_for_a_part() -> None:
    store = workshop({"outlines/neighbours.md": OUTLINE})
    answer = "We keep many tools here and everybody is welcome to borrow whatever they like for a week or two."
    room = WritingRoom(store, lambda _request: answer, settings=small, quick=True)
    room.draft()
    assert not any("Note: " in request.prompt for request in room.requests)
