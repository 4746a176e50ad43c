"""Only what changed is written again: the other sections stay byte for byte, with what people made of them."""

from __future__ import annotations

import re
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.audit.verify import verify
from authoring.editorial.actions.draft import Draft, ForeseenDraft
from authoring.errors import Conflict, UsageError
from authoring.llm import CompletionRequest
from authoring.model.config import Settings
from authoring.model.events import sections_written
from authoring.sourcing.provenance import digest
from authoring.store import WORKSPACE, Key, Store
from authoring.store.origins import Origins
from authoring.text import markdown
from tests.worlds.drafting import SLUG, WritingRoom, with_model, workshop

OUTLINE = """
    ---
    title: The tool bank
    lang: en
    author: agathe
    words: 300
    description: Tools for everybody.
    tags: [tools]
    ---

    - A street has one bank for its tools

    ## Borrowing

    - The vault keeps 612 tools
    - The deposit is 50 euros

    ## Repairing

    - Volunteers repair lamps on Fridays
    - A kettle stands beside the bench

    ## Giving

    - People bring saws in April
    - The cellar stays dry all winter
"""
HEADINGS = ["", "Borrowing", "Repairing", "Giving"]


def answer(request: CompletionRequest) -> str:
    """An answer of its own for each question, which no other answer repeats."""
    number = zlib.crc32(request.prompt.encode())
    words = ["bench", "kettle", "saw", "lamp", "cellar", "street", "garden", "window"]
    return " ".join(
        f"The {words[number >> shift & 7]} of house {number % 9973 + shift} waits here." for shift in range(3)
    )


def small(stated: Settings) -> Settings:
    return stated._replace(model=stated.model._replace(use="local"))


def room_of(store: Store | None = None, *, is_small: bool = False, fresh: bool = False) -> WritingRoom:
    store = store or workshop({"outlines/neighbours.md": OUTLINE})
    return WritingRoom(store, answer, settings=small if is_small else with_model("openai:gpt-5-mini"), fresh=fresh)


def change_outline(store: Store, old: str, new: str) -> None:
    with store.transaction(WORKSPACE) as change:
        outline = store.documents.read(Key("outline", SLUG))
        assert outline is not None
        text = outline.content.decode()
        assert old in text
        change.write(Key("outline", SLUG), text.replace(old, new).encode())


def edit(room: WritingRoom, old: str, new: str) -> None:
    assert old in room.text
    room.write(room.text.replace(old, new, 1))


def sections_of(text: str) -> dict[str, str]:
    """The sections of a stored text, with their headings, by heading; space around them is between sections."""
    body = text.split("---\n", 2)[2]
    return {it.heading: body[it.start : it.end].strip() for it in markdown.sections(body)}


def first_sentence(section: str) -> str:
    sentence = re.search(r"The \w+ of house \d+ waits here\.", section)
    assert sentence is not None
    return sentence.group()


def assert_in_order(room: WritingRoom) -> None:
    assert list(Origins(room.store, room.piece).problems()) == []
    assert [problem.message for problem in verify(room.context, [SLUG]).problems] == []


@pytest.mark.parametrize("is_small", [False, True])
def test_one_bullet_more_asks_for_its_section_alone(is_small: bool) -> None:
    room = room_of(is_small=is_small)
    room.draft()
    before = sections_of(room.text)
    change_outline(room.store, "- The deposit is 50 euros", "- The deposit is 50 euros\n- Scouts borrow tents in May")
    again = room_of(room.store, is_small=is_small)
    again.draft()
    after = sections_of(again.text)
    assert again.requests
    assert {call.section for call in again.calls[len(room.calls) :]} <= {1}
    assert not any("lamps on Fridays" in request.prompt.split("Note:")[-1] for request in again.requests if is_small)
    assert {name for name in HEADINGS if after[name] != before[name]} == {"Borrowing"}
    assert_in_order(again)


def test_what_people_edited_elsewhere_stays_and_remains_theirs() -> None:
    room = room_of()
    room.draft()
    edit(room, first_sentence(sections_of(room.text)["Giving"]), "Nora wrote this herself.")
    giving = sections_of(room.text)["Giving"]
    change_outline(room.store, "612 tools", "700 tools")
    again = room_of(room.store)
    drafted = again.draft(actor="agathe")
    assert sections_of(again.text)["Giving"] == giving
    origins = Origins(again.store, again.piece).stored().sentences
    own = digest("Nora wrote this herself.")
    assert [(it.kind, it.by) for it in origins if it.sha256 == own] == [("person", "agathe")]
    assert [event.action.value for event in drafted.piece.events] == ["draft", "revise", "draft"]
    assert_in_order(again)


def test_the_origins_of_sections_that_stay_are_as_they_were() -> None:
    room = room_of()
    room.draft()
    before = {it.sha256: it for it in Origins(room.store, room.piece).stored().sentences}
    change_outline(room.store, "612 tools", "700 tools")
    again = room_of(room.store)
    again.draft()
    record = Origins(again.store, again.piece).stored()
    places = dict(enumerate(sections_written(again.piece.events[-1]) or ()))
    assert list(places.values()) == [record.passages[-1].section]
    staying = [it for it in record.sentences if it.section not in places.values()]
    assert staying == [before[it.sha256] for it in staying]
    assert all(it.revision == again.piece.hash for it in record.sentences if it.section in places.values())


def test_an_unchanged_outline_asks_nothing_and_changes_nothing() -> None:
    room = room_of()
    room.draft()
    text = room.text
    again = room_of(room.store)
    drafted = again.draft()
    assert (again.requests, again.text, drafted.changed) == ([], text, False)


def test_more_words_in_the_outline_ask_for_no_section_again() -> None:
    room = room_of()
    room.draft()
    change_outline(room.store, "words: 300", "words: 900")
    again = room_of(room.store)
    again.draft()
    assert again.requests == []


def test_a_changed_part_that_people_edited_is_refused_by_name() -> None:
    room = room_of()
    room.draft()
    edit(room, first_sentence(sections_of(room.text)["Borrowing"]), "Nora wrote this herself.")
    edited = room.text
    change_outline(room.store, "612 tools", "700 tools")
    again = room_of(room.store)
    with pytest.raises(Conflict) as caught:
        again.draft()
    assert "“Borrowing”" in str(caught.value)
    assert (again.requests, again.text) == ([], edited)


def test_a_new_revision_of_an_edited_part_keeps_the_old_text_and_the_other_edits() -> None:
    room = room_of()
    room.draft()
    for heading in ("Borrowing", "Giving"):
        edit(room, first_sentence(sections_of(room.text)[heading]), f"Nora wrote about {heading}.")
    edited = room.text
    change_outline(room.store, "612 tools", "700 tools")
    again = room_of(room.store)
    drafted = again.draft(new_revision=True)
    assert "Nora wrote about Borrowing." not in again.text
    assert sections_of(again.text)["Giving"] == sections_of(edited)["Giving"]
    assert again.context.repository.revision(drafted.piece, drafted.kept[:12]).document.text == edited


def test_edits_that_an_earlier_draft_went_around_are_still_edits() -> None:
    room = room_of()
    room.draft()
    edit(room, first_sentence(sections_of(room.text)["Giving"]), "Nora wrote this herself.")
    change_outline(room.store, "612 tools", "700 tools")
    room_of(room.store).draft()
    change_outline(room.store, "saws in April", "saws in March")
    with pytest.raises(Conflict) as caught:
        room_of(room.store).draft()
    assert "“Giving”" in str(caught.value)


def test_a_section_that_is_asked_for_is_the_only_one_that_is_written() -> None:
    room = room_of()
    room.draft()
    before = sections_of(room.text)
    change_outline(room.store, "lamps on Fridays", "lamps on Mondays")
    change_outline(room.store, "612 tools", "700 tools")
    again = room_of(room.store)
    again.draft(sections=(1,))
    after = sections_of(again.text)
    assert {name for name in HEADINGS if after[name] != before[name]} == {"Borrowing"}
    last = room_of(room.store)
    last.draft()
    assert {name for name in HEADINGS if sections_of(last.text)[name] != after[name]} == {"Repairing"}


def test_a_section_that_the_outline_lacks_is_an_error() -> None:
    with pytest.raises(UsageError):
        room_of().draft(sections=(4,))


def test_a_new_section_stands_where_the_outline_puts_it() -> None:
    room = room_of()
    room.draft()
    before = sections_of(room.text)
    change_outline(room.store, "## Repairing", "## Paying\n\n- Nobody pays for a lamp\n\n## Repairing")
    again = room_of(room.store)
    again.draft()
    after = sections_of(again.text)
    assert list(after) == ["", "Borrowing", "Paying", "Repairing", "Giving"]
    assert {name: after[name] for name in HEADINGS} == before
    assert_in_order(again)


def test_a_section_that_the_outline_dropped_is_taken_out() -> None:
    room = room_of()
    room.draft()
    change_outline(room.store, OUTLINE_OF_REPAIRING, "")
    again = room_of(room.store)
    again.draft()
    assert (again.requests, list(sections_of(again.text))) == ([], ["", "Borrowing", "Giving"])
    assert_in_order(again)


def test_a_dropped_section_that_people_edited_stays_and_a_finding_says_so() -> None:
    room = room_of()
    room.draft()
    edit(room, first_sentence(sections_of(room.text)["Repairing"]), "Nora wrote this herself.")
    before = sections_of(room.text)
    change_outline(room.store, OUTLINE_OF_REPAIRING, "")
    change_outline(room.store, "612 tools", "700 tools")
    again = room_of(room.store)
    drafted = again.draft()
    assert sections_of(again.text)["Repairing"] == before["Repairing"]
    assert list(sections_of(again.text)) == HEADINGS
    assert [it.message for it in drafted.findings if it.passage == "Repairing"] == [
        "The outline no longer has the section “Repairing”; it stays, since people edited it."
    ]


def test_sections_follow_the_order_of_the_outline() -> None:
    room = room_of()
    room.draft()
    before = sections_of(room.text)
    change_outline(room.store, OUTLINE_OF_REPAIRING, "")
    change_outline(room.store, "all winter\n", "all winter\n\n" + OUTLINE_OF_REPAIRING)
    again = room_of(room.store)
    again.draft()
    assert again.requests == []
    assert list(sections_of(again.text)) == ["", "Borrowing", "Giving", "Repairing"]
    assert sections_of(again.text) == before
    assert_in_order(again)


def test_the_front_matter_stays_as_people_left_it_and_follows_the_outline_elsewhere() -> None:
    room = room_of()
    room.draft()
    edit(room, "title: The tool bank", "title: Our own bank")
    change_outline(room.store, "tags: [tools]", "tags: [saws]")
    change_outline(room.store, "title: The tool bank", "title: A bank of tools")
    change_outline(room.store, "612 tools", "700 tools")
    again = room_of(room.store)
    again.draft()
    assert (again.piece.draft.title, again.piece.draft.tags) == ("Our own bank", ("saws",))


def test_a_testimony_that_the_outline_gained_goes_into_its_section_and_the_front_matter() -> None:
    room = room_of()
    room.draft()
    before = sections_of(room.text)
    change_outline(room.store, "tags: [tools]", "tags: [tools]\ntestimonies: [nora-lind]")
    change_outline(room.store, "all winter\n", "all winter\n\n[[testimony:nora-lind]]\n")
    again = room_of(room.store)
    again.draft()
    after = sections_of(again.text)
    assert again.piece.draft.testimonies == ("nora-lind",)
    assert "<!-- testimony:nora-lind -->" in after["Giving"]
    assert {name: after[name] for name in HEADINGS[:3]} == {name: before[name] for name in HEADINGS[:3]}
    assert_in_order(again)


def test_another_model_in_the_settings_writes_the_whole_text_again() -> None:
    room = room_of()
    room.draft()
    again = WritingRoom(room.store, answer, settings=with_model("openai:gpt-6"))
    again.draft()
    assert len(again.requests) >= len(HEADINGS)


def test_fresh_writes_everything_again() -> None:
    room = room_of()
    room.draft()
    again = room_of(room.store, fresh=True)
    again.draft()
    assert len(again.requests) >= len(HEADINGS)
    assert sections_written(again.piece.events[-1]) is None


def test_a_record_of_an_earlier_version_has_everything_written_as_before() -> None:
    room = room_of()
    room.draft()
    drafted_by_earlier_version(room)
    change_outline(room.store, "612 tools", "700 tools")
    again = room_of(room.store)
    assert foreseen(again).forecast.is_whole


@pytest.mark.parametrize("is_small", [False, True])
def test_a_dry_run_tells_what_would_be_asked_and_does_nothing(is_small: bool) -> None:
    room = room_of(is_small=is_small)
    room.draft()
    text, calls = room.text, len(room.calls)
    change_outline(room.store, "- The deposit is 50 euros", "- The deposit is 50 euros\n- Scouts borrow tents in May")
    again = room_of(room.store, is_small=is_small)
    values = foreseen(again).as_json()
    assert (again.requests, again.text, len(again.calls)) == ([], text, calls)
    assert {it["name"]: it["status"] for it in values["sections"]} == {
        "introduction": "kept",
        "Borrowing": "changed",
        "Repairing": "kept",
        "Giving": "kept",
    }
    assert (values["requests"], values["refused"]) == (1, "")
    assert values["further"] >= 1
    assert values["tokens"] > 0


def test_a_dry_run_tells_that_edits_stand_in_the_way() -> None:
    room = room_of()
    room.draft()
    edit(room, first_sentence(sections_of(room.text)["Borrowing"]), "Nora wrote this herself.")
    change_outline(room.store, "612 tools", "700 tools")
    values = foreseen(room_of(room.store)).as_json()
    assert "“Borrowing”" in values["refused"]
    assert [it["edited"] for it in values["sections"]] == [False, True, False, False]


@settings(max_examples=12, deadline=None)
@given(
    edits=st.lists(
        st.tuples(st.integers(0, 3), st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=30)),
        max_size=4,
    ),
    changed=st.sampled_from(
        [(0, "one bank", "two banks"), (1, "612", "700"), (2, "lamps", "radios"), (3, "saws", "rakes")]
    ),
)
def test_whatever_people_edited_a_changed_point_leaves_the_other_sections_as_they_were(
    edits: list[tuple[int, str]], changed: tuple[int, str, str]
) -> None:
    room = room_of()
    room.draft()
    for number, words in edits:
        sentence = re.search(r"waits here\.", sections_of(room.text)[HEADINGS[number]])
        if sentence:
            section = sections_of(room.text)[HEADINGS[number]]
            edit(room, section, section.replace("waits here.", f"Nora says {words} here.", 1))
    before = sections_of(room.text)
    number, old, new = changed
    change_outline(room.store, old, new)
    again = room_of(room.store)
    again.draft(new_revision=True)
    after = sections_of(again.text)
    assert {name: after[name] for name in HEADINGS if name != HEADINGS[number]} == {
        name: before[name] for name in HEADINGS if name != HEADINGS[number]
    }
    assert list(Origins(again.store, again.piece).problems()) == []


OUTLINE_OF_REPAIRING = """## Repairing

- Volunteers repair lamps on Fridays
- A kettle stands beside the bench

"""


def foreseen(room: WritingRoom) -> ForeseenDraft:
    return Draft(SLUG, room.tools).foresee(room.as_("agathe"))


def drafted_by_earlier_version(room: WritingRoom) -> None:
    """The record without what earlier versions did not note."""
    from authoring.store.addresses import PROVENANCE

    content = room.store.records.read(SLUG, PROVENANCE)
    bare = re.sub(rb', "section": "[0-9a-f]*"(?=, "basis")|, "basis": "[0-9a-f]+"', b"", content)
    room.store.records.write(SLUG, PROVENANCE, bare)
