from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.drafting.masking import mask, unmask
from authoring.drafting.revise import Proposal
from authoring.editorial.actions import perform
from authoring.editorial.actions.revise import Revise
from authoring.editorial.actions.submit import Submit
from authoring.errors import Conflict, NotAllowed, NotPossibleNow, UnusableAnswer, UsageError
from authoring.model.events import models
from authoring.model.people import Person
from authoring.model.states import Action
from authoring.sourcing import provenance
from authoring.store import Store
from authoring.store.memory import MemoryStore
from tests.worlds.drafting import SLUG, WritingRoom, answering_by_part, cut_off, workshop

SECTION = "Everybody may use its tools. The kettle is on.\n\n[[quote:nora-lind#3]]\n\nCome and see."
QUOTE = "> “My neighbours showed me how to use theirs.”\n>\n> — Nora Lind, carpenter and member"
READER = Person("paul", "Paul")


def drafted() -> MemoryStore:
    """A workspace in which the piece has been drafted."""
    store = workshop()
    WritingRoom(store, answering_by_part(introduction="It is a workshop.", section=SECTION)).draft()
    return store


def propose(store: Store, answer: str, *, section: int = 1, fresh: bool = True) -> Proposal:
    return WritingRoom(store, lambda _request: answer, fresh=fresh).propose(section=section)


def test_a_proposal_changes_nothing_until_it_is_applied() -> None:
    room = WritingRoom(drafted())
    before = room.text
    proposal = propose(room.store, "Everybody may use its tools.\n\n[[keep:1]]\n\nCome and see.")
    assert room.text == before
    assert [(line.kind, line.text) for group in proposal.changes for line in group if line.kind != "same"] == [
        ("removed", "The kettle is on.")
    ]
    revised = room.apply(proposal)
    assert room.text == before.replace(" The kettle is on.", "")
    event = revised.piece.events[-1]
    assert (event.action, models(event), revised.changed) == (Action.revise, ("fake",), True)


def test_preparing_says_what_would_be_asked_and_sends_nothing() -> None:
    room = WritingRoom(drafted(), lambda _request: "Tools.\n\n[[keep:1]]")
    action, context = Revise(SLUG, 1, "Make it shorter.", room.tools), room.as_("agathe")
    prepared = action.prepare(context)
    assert room.requests == []
    revised = action.execute(context, prepared)
    assert [request.prompt for request in room.requests] == [prepared.request.request.prompt]
    assert revised.piece.events[-1].action is Action.revise


def test_what_people_changed_before_is_recorded_first() -> None:
    room = WritingRoom(drafted())
    room.write(room.text.replace("Come and see.", "Come and look."))
    theirs = room.piece
    revised = room.apply(propose(room.store, "Tools for all.\n\n[[keep:1]]\n\nCome and look."))
    assert [event.action for event in revised.piece.events] == [Action.draft, Action.revise, Action.revise]
    edits, revision = revised.piece.events[1:]
    assert (edits.hash, models(edits), models(revision)) == (theirs.hash, (), ("fake",))


def test_the_model_sees_marks_in_place_of_peoples_words() -> None:
    room = WritingRoom(drafted(), lambda _request: "Tools.\n\n[[keep:1]]")
    room.propose()
    request = room.requests[0]
    assert "showed me" not in request.prompt + request.system
    assert "Everybody may use its tools. The kettle is on.\n\n[[keep:1]]\n\nCome and see." in request.prompt
    assert "Instruction: Make it shorter." in request.prompt


def test_a_lost_passage_is_put_back_at_the_end_with_a_finding() -> None:
    proposal = propose(drafted(), "Everybody may use its tools.")
    assert proposal.new.strip() == f"Everybody may use its tools.\n\n{QUOTE}"
    assert [finding.message for finding in proposal.findings] == [
        "The model lost this passage, which it may not change; it was put back at the end of the section."
    ]


def test_a_passage_that_the_model_repeats_stands_once() -> None:
    proposal = propose(drafted(), "Tools [[keep:1]] for all.\n\n[[keep:1]]\n\n[[keep:7]]")
    assert proposal.new.strip() == f"Tools\n\n{QUOTE}\n\nfor all."


def test_quotation_marks_links_and_code_within_a_sentence_are_kept() -> None:
    masked = mask("He said “no way at all” and [left](https://x.example) `code` [[quote:x#1]].")
    assert masked.text == "He said [[keep:1]] and [[keep:2]] [[keep:3]] [[keep:4]]."
    assert unmask("[[keep:3]] [[keep:2]], “[[keep:1]]”", masked) == (
        "`code` [left](https://x.example), ““no way at all””\n\n[[quote:x#1]]",
        ["[[quote:x#1]]"],
    )


def test_a_section_of_testimony_alone_is_refused_before_any_call() -> None:
    with pytest.raises(NotPossibleNow) as caught:
        propose(drafted(), "Anything.", section=2)
    assert str(caught.value) == (
        "The section “What Nora Lind tells us” holds only people’s words and pictures, and those cannot be revised."
    )


@pytest.mark.parametrize("section", [-1, 3, 99])
def test_a_section_that_is_not_there_is_named(section: int) -> None:
    store = drafted()
    with pytest.raises(UsageError, match="There is no section"):
        propose(store, "Anything.", section=section)


def test_an_answer_of_marks_alone_is_of_no_use() -> None:
    store = drafted()
    with pytest.raises(UnusableAnswer):
        propose(store, "[[keep:1]]")


def test_an_answer_that_was_cut_off_ends_at_a_whole_sentence() -> None:
    room = WritingRoom(drafted(), lambda _request: cut_off("[[keep:1]]\n\nTools for all. And"))
    proposal = room.propose(section=1, instruction="…")
    assert proposal.new.strip() == f"{QUOTE}\n\nTools for all."
    assert [finding.severity for finding in proposal.findings] == ["warning"]


def test_a_text_that_changed_meanwhile_is_not_overwritten() -> None:
    room = WritingRoom(drafted())
    proposal = propose(room.store, "Tools for all.\n\n[[keep:1]]")
    edited = room.text.replace("Come and see.", "Come and look.")
    room.write(edited)
    with pytest.raises(Conflict):
        room.apply(proposal)
    assert (room.text, len(room.piece.events)) == (edited, 1)


def test_the_workflow_decides_who_may_revise_and_when() -> None:
    room = WritingRoom(drafted(), answering_by_part())
    action = Revise(SLUG, 1, "…", room.tools)
    with pytest.raises(NotAllowed):
        action.prepare(room.context.acting_as(READER))
    assert isinstance(action.allowed(room.context.acting_as(READER)), NotAllowed)
    perform(Submit(SLUG), replace(room.as_("agathe"), checks=list))
    proposal = room.propose()
    assert proposal.new != proposal.old


def test_the_same_proposal_comes_from_the_cache() -> None:
    store = drafted()
    first = propose(store, "Tools for all.\n\n[[keep:1]]", fresh=False)
    second = propose(store, "Something else.", fresh=False)
    assert (second.new, second.totals.calls, second.totals.cached) == (first.new, 0, 1)


def test_what_a_revision_wrote_is_recorded_as_the_models() -> None:
    room = WritingRoom(drafted())
    room.apply(propose(room.store, "Tools for all.\n\n[[keep:1]]\n\nCome and see."))
    passages = provenance.passages(room.piece.draft.body, room.provenance)
    assert [passage.kind for passage in passages] == ["model", "model", "quote", "model", "testimony"]


def test_drafting_again_after_a_revision_is_a_conflict() -> None:
    store = drafted()
    WritingRoom(store).apply(propose(store, "Tools for all.\n\n[[keep:1]]"))
    with pytest.raises(Conflict):
        WritingRoom(store, answering_by_part()).draft()


PIECES = st.sampled_from([
    "Plain prose here. And more of it.",
    "Prose with “a quotation of words” inside it.",
    "> «\u00a0Un mot.\u00a0»\n>\n> — Nora",
    "<!-- testimony:nora-lind -->\nOne.\n\nTwo *stars*.\n<!-- /testimony:nora-lind -->",
    "![](images/x.jpg)",
    "- one\n- two",
    "### A small heading",
    "```\n## no heading\n[[keep:1]]\n```",
    "A [link](https://x.example/?a=1) and `code`.",
    "Trailing spaces  \nand a break.",
])  # fmt: skip
ANSWERS = st.text(alphabet=st.sampled_from('ab .\n[]:keep123#>*"“”«»-`<!\0'), max_size=80)


@given(
    sections=st.lists(st.lists(PIECES, min_size=1, max_size=4), min_size=1, max_size=3),
    chosen=st.integers(min_value=0, max_value=2),
    answer=ANSWERS,
    newline=st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=60, deadline=None)
def test_bytes_outside_the_section_do_not_change_and_kept_passages_are_whole(
    sections: list[list[str]], chosen: int, answer: str, newline: str
) -> None:
    room = WritingRoom(drafted())
    front = room.text.split("---\n\n", 1)[0] + "---\n\n"
    body = "Hello.\n\n" + "\n\n".join(
        "\n\n".join([f"## Part {number}", *texts]) for number, texts in enumerate(sections, start=1)
    )
    room.write((front + body + "\n").replace("\n", newline))
    try:
        proposal = propose(room.store, "Words. " + answer, section=min(chosen, len(sections)))
    except (NotPossibleNow, UnusableAnswer):
        return
    before = proposal.piece.draft.body
    start, end = proposal.section.text_start, proposal.section.end
    assert proposal.body.startswith(before[:start])
    assert proposal.body.endswith(before[end:])
    for passage in mask(proposal.old).kept:
        assert passage in proposal.new


def test_progress_is_told() -> None:
    room = WritingRoom(drafted(), answering_by_part())
    room.propose(section=0, instruction="…")
    assert room.progress.ended == [("introduction", "written")]
