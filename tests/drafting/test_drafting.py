from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.drafting import cleaning
from authoring.drafting.calls import Progress
from authoring.editorial.actions import draft as draft_action
from authoring.editorial.actions import perform
from authoring.editorial.actions.draft import Draft, Drafted
from authoring.editorial.actions.submit import Submit
from authoring.errors import (
    BudgetReached,
    Conflict,
    InputError,
    NotAllowed,
    NotPossibleNow,
    ServiceRefused,
    ServiceUnavailable,
    UnusableAnswer,
)
from authoring.llm import Completion, CompletionRequest
from authoring.model.config import Budget, Money, Settings
from authoring.model.events import models
from authoring.model.states import Action, State
from authoring.sourcing import provenance
from authoring.store import WORKSPACE, Key
from authoring.store.addresses import CALLS
from authoring.store.folder import FolderStore
from authoring.store.memory import MemoryStore
from tests.worlds.drafting import (
    SLUG,
    SPOKEN,
    RecordedProgress,
    WritingRoom,
    about_a_kettle,
    answering_by_part,
    cut_off,
    with_model,
    workshop,
)
from tests.worlds.effort import examples
from tests.worlds.lantern import OUTLINE, TESTIMONY, lantern

QUOTE = "> “My neighbours showed me how to use theirs.”\n>\n> — Nora Lind, carpenter and member"
WHOLE = """---
title: Why the Lantern needs its neighbours
description: A shared workshop tells what its neighbours bring, and what it gives back.
lang: en
author: agathe
status: draft
outline: neighbours
testimonies:
  - nora-lind
tags:
  - third place
  - neighbours
---

The Lantern is a shared workshop. What do its neighbours bring?

## What is a neighbourhood workshop?

Everybody may use its tools.

> “My neighbours showed me how to use theirs.”
>
> — Nora Lind, carpenter and member

## What Nora Lind tells us

<!-- testimony:nora-lind -->
I came to the Lantern in 2021. I had no saw of my own. My neighbours showed me how to use theirs.

Today I teach others on Saturdays.
<!-- /testimony:nora-lind -->
"""
INTRODUCTION = "The Lantern is a shared workshop. What do its neighbours bring?"
SECTION = "Everybody may use its tools.\n\n[[quote:nora-lind#3]]"
TELLING = answering_by_part(introduction=INTRODUCTION, section=SECTION)


def kinds(drafted: Drafted) -> list[tuple[str, str]]:
    return [(finding.severity, finding.message.split(",")[0].split(" “")[0]) for finding in drafted.findings]


def test_a_piece_is_written_whole_with_words_that_the_model_never_typed() -> None:
    room = WritingRoom(workshop(), TELLING)
    drafted = room.draft()
    assert room.text == WHOLE
    assert drafted.findings == []
    assert drafted.as_json() == {
        "slug": SLUG,
        "path": "memory:drafts/neighbours/index.md",
        "hash": drafted.piece.hash,
        "calls": 2,
        "cached": 0,
        "input_tokens": drafted.totals.input_tokens,
        "output_tokens": drafted.totals.output_tokens,
        "cost": "0 EUR",
        "points": 0,
        "in_outline_words": 0,
    }
    event = drafted.piece.events[-1]
    assert (event.action, event.actor, models(event)) == (Action.draft, "agathe", ("fake",))
    assert drafted.piece.situation.has_model_text


def test_the_record_says_who_wrote_each_passage_and_by_which_call() -> None:
    room = WritingRoom(workshop(), TELLING)
    room.draft()
    first, second = (call.id for call in room.calls)
    record = room.provenance
    assert [(it.kind, it.call, it.testimony) for it in record.passages] == [
        ("model", first, ""),
        ("model", second, ""),
        ("quote", "", "nora-lind"),
        ("testimony", "", "nora-lind"),
    ] or record.passages[0].call == second
    assert provenance.passages(WHOLE.split("---\n\n", 1)[1], record) == list(record.passages)


def test_a_call_leaves_a_line_without_any_text() -> None:
    room = WritingRoom(workshop(), TELLING)
    room.draft()
    record = room.store.records.read(SLUG, CALLS).decode()
    line = next(line for line in map(json.loads, record.splitlines()) if line["prompt"] == "section")
    assert {key: line[key] for key in ("time", "section", "model", "outcome", "cached", "cost", "parameters")} == {
        "time": "2026-11-23T09:00:00.000Z",
        "section": 1,
        "model": "fake",
        "outcome": "ok",
        "cached": False,
        "cost": "0",
        "parameters": line["parameters"],
    }
    assert "saw of my own" not in record
    assert "Everybody" not in record


def test_drafting_again_asks_nothing_and_writes_nothing() -> None:
    room = WritingRoom(workshop(), TELLING)
    room.draft()
    again = WritingRoom(room.store, TELLING)
    drafted = again.draft()
    assert again.requests == []
    assert not drafted.changed
    assert (drafted.totals.calls, drafted.totals.cached, drafted.totals.cost) == (0, 0, "0")
    assert len(drafted.piece.events) == 1
    assert [call.is_cached for call in room.calls] == [False, False]


def test_fresh_asks_again() -> None:
    room = WritingRoom(workshop(), TELLING)
    room.draft()
    again = WritingRoom(
        room.store,
        answering_by_part(
            introduction="The Lantern begins anew as a shared workshop. What do neighbours bring?", section=SECTION
        ),
        fresh=True,
    )
    drafted = again.draft()
    assert len(again.requests) == 2
    assert "begins anew" in room.text
    assert [event.action for event in drafted.piece.events] == [Action.draft, Action.draft]


def test_the_whole_plan_the_points_and_the_words_are_in_a_sections_prompt() -> None:
    room = WritingRoom(workshop(), TELLING)
    room.draft()
    prompt = next(
        request.prompt for request in room.requests if "“What is a neighbourhood workshop?”" in request.prompt
    )
    for expected in (
        "1. What is a neighbourhood workshop?",
        "A place with tools that everybody may use",
        "150 words",
        "[[quote:nora-lind#4]]",
    ):
        assert expected in prompt


def test_a_model_that_ignores_the_marks_gives_a_whole_piece_and_a_finding() -> None:
    room = WritingRoom(workshop(), answering_by_part())
    drafted = room.draft()
    assert "\n> — Nora Lind, carpenter and member\n" in room.text
    assert [(finding.severity, finding.message) for finding in drafted.findings] == [
        ("warning", "The model placed no quotation of “nora-lind” here, so the program chose this sentence.")
    ]


@pytest.mark.parametrize(
    "mark",
    [
        "[[quote:nora-lind#99]]",
        "[[quote:nobody#1]]",
        "[[quote:nora-lind]]",
        "[[testimony:nora-lind]]",
        "[quote:nora-lind#0]",
    ],
)
def test_a_mark_that_names_nothing_is_dropped_with_a_finding(mark: str) -> None:
    answer = f"Everybody may use its tools {mark}. The kettle is always on for whoever comes by."
    room = WritingRoom(workshop(), answering_by_part(introduction=INTRODUCTION, section=answer))
    drafted = room.draft()
    assert "Everybody may use its tools. The kettle" in room.text
    assert mark not in room.text
    assert f"The model placed the mark {mark}, which names no sentence that may be quoted here; it was dropped." in [
        finding.message for finding in drafted.findings
    ]


def test_a_mark_in_the_middle_of_a_paragraph_becomes_a_block_after_it() -> None:
    answer = "Nora says so [[quote:nora-lind#3]] and everybody nods.\n\nThe kettle is on."
    room = WritingRoom(workshop(), answering_by_part(introduction=INTRODUCTION, section=answer))
    room.draft()
    assert f"Nora says so and everybody nods.\n\n{QUOTE}\n\nThe kettle is on." in room.text


def test_a_section_holds_no_more_quotes_than_its_outline_asks_for() -> None:
    marks = "\n\n".join(f"[[quote:nora-lind#{number}]]" for number in range(1, 5))
    answers = answering_by_part(introduction=INTRODUCTION, section=f"Everybody may use its tools.\n\n{marks}")
    room = WritingRoom(workshop(), answers)
    drafted = room.draft()
    assert room.text.count("> “") == 1
    assert len([message for _severity, message in kinds(drafted) if "[[quote:nora-lind#2]]" in message]) == 1


def test_a_sentence_is_quoted_once_in_the_whole_piece() -> None:
    outline = OUTLINE.replace("- The question:", "- [[quote:nora-lind]]\n    - The question:")
    store = workshop({"outlines/neighbours.md": outline})
    both = answering_by_part(introduction=f"{INTRODUCTION}\n\n[[quote:nora-lind#3]]", section=SECTION)
    room = WritingRoom(store, both)
    drafted = room.draft()
    assert room.text.count("> “My neighbours showed me how to use theirs.”") == 1
    assert room.text.count("> — Nora Lind") == 2
    assert [finding.severity for finding in drafted.findings] == ["warning", "warning"]


def test_words_that_the_model_put_between_quotation_marks_block_and_stay() -> None:
    answer = "As Nora says, “tools are better when many hands hold them”.\n\n[[quote:nora-lind#3]]"
    room = WritingRoom(workshop(), answering_by_part(introduction=INTRODUCTION, section=answer))
    drafted = room.draft()
    assert "“tools are better when many hands hold them”" in room.text
    assert kinds(drafted) == [("blocking", "The model wrote words between quotation marks")]


@pytest.mark.parametrize(("permission", "model"), [("never", "local"), ("never", "fake"), ("local", "a:b")])
def test_words_that_may_not_reach_the_model_are_quoted_without_it(permission: str, model: str) -> None:
    testimony = TESTIMONY.replace("ai: allowed", f"ai: {permission}")
    store = workshop({"testimonies/nora-lind.md": testimony})
    room = WritingRoom(store, answering_by_part(), settings=with_model(model))
    drafted = room.draft()
    assert all("saw" not in request.prompt + request.system for request in room.requests)
    assert all("[[quote" not in request.prompt for request in room.requests)
    assert "> — Nora Lind, carpenter and member" in room.text
    assert [finding.message for finding in drafted.findings] == [
        "The program chose this sentence of “nora-lind”, whose words are not given to this model."
    ]


@pytest.mark.parametrize(("permission", "model"), [("allowed", "fake"), ("allowed", "a:b"), ("local", "local:x.gguf")])
def test_words_that_may_reach_the_model_are_offered_to_it(permission: str, model: str) -> None:
    testimony = TESTIMONY.replace("ai: allowed", f"ai: {permission}")
    store = workshop({"testimonies/nora-lind.md": testimony})
    room = WritingRoom(store, answering_by_part(), settings=with_model(model))
    room.draft()
    assert any("#2]] I had no saw of my own." in request.prompt for request in room.requests)


def test_the_small_model_is_spared_the_sentences_and_the_program_chooses_one() -> None:
    room = WritingRoom(workshop(), answering_by_part(), settings=with_model("local"))
    drafted = room.draft()
    assert all("[[quote" not in request.prompt for request in room.requests)
    assert "> — Nora Lind, carpenter and member" in room.text
    assert kinds(drafted) == [("warning", "The model placed no quotation of")]


def test_words_without_a_consent_that_holds_reach_no_model() -> None:
    for change in ("status: pending", "status: granted\n      expires: 2026-11-22"):
        store = workshop({"testimonies/nora-lind.md": TESTIMONY.replace("status: granted", change)})
        room = WritingRoom(store, answering_by_part())
        room.draft()
        assert all("saw" not in request.prompt for request in room.requests)


def test_a_withdrawn_testimony_is_refused_before_any_call() -> None:
    testimony = TESTIMONY.replace("status: granted", "status: withdrawn\n      withdrawn: 2026-10-01")
    room = WritingRoom(workshop({"testimonies/nora-lind.md": testimony}))
    with pytest.raises(InputError) as caught:
        room.draft()
    assert str(caught.value) == "The consent for the testimony “nora-lind” has been withdrawn."
    assert room.requests == []


def test_a_testimony_goes_in_byte_for_byte_whatever_it_holds() -> None:
    words = "*Stars*, <b>tags</b> & [links](x)\\n  two  spaces\n    \n    1. one\n\n    ```\n    code"
    testimony = TESTIMONY.split("I came")[0] + words + "\n"
    store = workshop({"testimonies/nora-lind.md": testimony})
    room = WritingRoom(store, answering_by_part())
    room.draft()
    spoken = room.context.repository.testimony("nora-lind").words_spoken
    assert f"<!-- testimony:nora-lind -->\n{spoken}\n<!-- /testimony:nora-lind -->" in room.text


def test_a_piece_of_testimonies_alone_calls_no_model() -> None:
    outline = OUTLINE.split("- The Lantern is")[0] + "## Her words\n\n    [[testimony:nora-lind]]\n"
    room = WritingRoom(workshop({"outlines/neighbours.md": outline}))
    drafted = room.draft()
    assert room.requests == []
    assert not drafted.piece.situation.has_model_text


def test_a_missing_description_is_written_from_the_text() -> None:
    outline = "\n".join(line for line in OUTLINE.splitlines() if "description:" not in line)
    store = workshop({"outlines/neighbours.md": outline})
    room = WritingRoom(
        store,
        answering_by_part(
            introduction=INTRODUCTION, section=SECTION, description="“What neighbours bring to a workshop.”"
        ),
    )
    drafted = room.draft()
    assert drafted.piece.draft.description == "What neighbours bring to a workshop."
    prompt = room.requests[-1].prompt
    assert "Everybody may use its tools." in prompt
    assert "saw of my own" not in prompt


def test_a_description_that_is_too_long_is_cut_between_words() -> None:
    assert cleaning.within("word " * 60, 160) == "word " * 30 + "word…"
    assert cleaning.within("One sentence. " + "X" * 300, 20) == "One sentence."


def test_unknown_keys_of_the_outline_are_passed_on() -> None:
    outline = OUTLINE.replace("words: 300", "words: 300\n    series: workshops")
    room = WritingRoom(workshop({"outlines/neighbours.md": outline}))
    room.draft()
    assert "\nseries: workshops\n" in room.text


def test_pictures_stand_where_the_outline_puts_them_and_the_others_after_the_sections() -> None:
    outline = OUTLINE.replace(
        "testimonies: [nora-lind]",
        "testimonies: [nora-lind]\n    images:\n      - src: images/a.jpg\n        alt: A saw\n"
        "      - src: images/b b.jpg\n      - src: images/gone.jpg",
    ).replace("- [[quote:nora-lind]]", "- [[quote:nora-lind]]\n    - ![a bench](images/c.jpg)")
    pictures = {f"outlines/images/{name}.jpg": name.encode() for name in ("a", "b b", "c")}
    store = workshop({"outlines/neighbours.md": outline, **pictures})
    room = WritingRoom(store, TELLING)
    drafted = room.draft()
    text = room.text
    fragments = (
        "images/c.jpg)",
        "images/a.jpg)",
        "<images/b b.jpg>)",
        "## What Nora",
        "<!-- /testimony",
        "images/gone.jpg)",
    )
    places = [text.index(part, text.index("\n---\n")) for part in fragments]
    assert places == sorted(places)
    assert drafted.piece.files.read("images/b b.jpg") == b"b b"
    assert [(image.src, image.alt) for image in drafted.piece.draft.images] == [
        ("images/a.jpg", "A saw"), ("images/b b.jpg", ""), ("images/gone.jpg", ""), ("images/c.jpg", "a bench"),
    ]  # fmt: skip


def test_a_picture_that_comes_later_is_copied_by_drafting_again() -> None:
    outline = OUTLINE.replace(
        "testimonies: [nora-lind]", "testimonies: [nora-lind]\n    images:\n      - src: images/a.jpg"
    )
    store = workshop({"outlines/neighbours.md": outline})
    before = WritingRoom(store, TELLING).draft().piece
    with store.transaction(WORKSPACE) as change:
        change.picture(Key("outline", SLUG), "images/a.jpg", b"picture")
    after = WritingRoom(store, TELLING).draft().piece
    assert after.files.read("images/a.jpg") == b"picture"
    assert after.hash != before.hash


def test_a_truncated_answer_ends_at_its_last_whole_sentence_with_a_finding() -> None:
    answers = answering_by_part(
        introduction=INTRODUCTION, section=cut_off("Everybody may use its tools. The kettle is")
    )
    room = WritingRoom(workshop(), answers)
    drafted = room.draft()
    assert "Everybody may use its tools.\n" in room.text
    assert "kettle" not in room.text
    assert ("warning", "The model’s answer was cut off") in kinds(drafted)
    assert [call.outcome for call in room.calls if call.prompt == "section"] == ["truncated"]


def test_a_sentence_of_an_earlier_section_is_not_said_again() -> None:
    sentence = "The Lantern is a shared workshop for everybody in the street."
    answers = answering_by_part(
        introduction=sentence, section=f"{sentence} Its tools are many.\n\n[[quote:nora-lind#3]]"
    )
    room = WritingRoom(workshop(), answers)
    room.draft()
    assert room.text.count(sentence) == 1
    assert "\n\nIts tools are many.\n\n" in room.text


def test_an_answer_made_of_the_prompts_own_sentences_is_asked_for_once_more() -> None:
    def answer(request: CompletionRequest) -> str | None:
        if "seed" in request.parameters:
            return "Everybody may use its tools."
        instruction = request.prompt.splitlines()[-1]
        return INTRODUCTION if "Write the introduction" in request.prompt else instruction

    room = WritingRoom(workshop(), answer)
    room.draft()
    assert "## What is a neighbourhood workshop?\n\nEverybody may use its tools.\n" in room.text
    assert len(room.requests) == 3


def test_an_answer_that_runs_away_is_cut_where_it_was_planned_to_end_with_a_finding() -> None:
    endless = " ".join(
        f"Tool number {number} hangs on its own hook beside number {number * 7}." for number in range(60)
    )
    room = WritingRoom(workshop(), answering_by_part(introduction=INTRODUCTION, section=endless))
    drafted = room.draft()
    words = len(room.text.split("## What is")[1].split("> “")[0].split())
    assert 145 < words < 200
    assert drafted.findings[0].message == (
        "The model wrote 540 words where 150 were planned, and the program kept the beginning."
    )


def test_an_answer_in_another_language_blocks() -> None:
    french = (
        "Un atelier de quartier rassemble des outils et des personnes. Chacun y vient quand il le veut, et ceux qui "
        "savent montrent aux autres comment faire."
    )
    room = WritingRoom(workshop(), answering_by_part(introduction=INTRODUCTION, section=french))
    drafted = room.draft()
    assert ("blocking", "This passage seems not to be in the language of the piece.") in kinds(drafted)


def test_a_preamble_and_headings_of_the_model_are_taken_off_with_a_note() -> None:
    answer = f"Sure! Here is the section:\n\n## What is a neighbourhood workshop?\n\n{SECTION}"
    room = WritingRoom(workshop(), answering_by_part(introduction=INTRODUCTION, section=answer))
    drafted = room.draft()
    assert room.text == WHOLE
    assert [finding.severity for finding in drafted.findings] == ["note"]


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        ("   ", UnusableAnswer, "The model gave an empty answer."),
        (Completion("No.", model="fake", finish="refused"), UnusableAnswer, "The model refused to answer."),
        ("I'm sorry, but I can't help with that.", UnusableAnswer, "The model refused to answer."),
        ("Désolé, mais je ne peux pas aider avec cette demande.", UnusableAnswer, "The model refused to answer."),
        (ServiceUnavailable("The server is away."), ServiceUnavailable, "The server is away."),
        (ServiceRefused("The key is wrong."), ServiceRefused, "The key is wrong."),
    ],
)
def test_a_section_that_fails_is_named_and_the_others_are_kept(
    answer: str | Completion | ServiceUnavailable, kind: type[Exception], message: str
) -> None:
    store = workshop()
    with pytest.raises(kind) as caught:
        WritingRoom(store, answering_by_part(introduction=INTRODUCTION, section=answer)).draft()
    assert str(caught.value) == (
        f"What is a neighbourhood workshop?: {message} 1 part is written and kept; the next run goes on from there."
    )
    again = WritingRoom(store, TELLING)
    assert again.text == ""
    again.draft()
    assert len(again.requests) == 1
    assert again.text == WHOLE


def test_a_local_answer_that_gives_the_notes_back_is_asked_for_once_more() -> None:
    notes = "The Lantern is a shared workshop.\n\nWhat do neighbours bring?"

    def answer(request: CompletionRequest) -> str:
        return SPOKEN if "seed" in request.parameters else notes

    room = WritingRoom(workshop(), answer, settings=with_model("local"), quick=True)
    drafted = room.draft()
    assert SPOKEN in room.text
    again = WritingRoom(room.store, answer, settings=with_model("local"), quick=True)
    again.draft()
    assert (len(room.requests), drafted.totals.calls, len(again.requests)) == (3, 3, 0)


def test_an_empty_answer_is_asked_for_once_more() -> None:
    answers = iter(["", SECTION])

    def answer(request: CompletionRequest) -> str:
        return INTRODUCTION if "Write the introduction" in request.prompt else next(answers)

    room = WritingRoom(workshop(), answer)
    drafted = room.draft()
    assert room.text == WHOLE
    assert drafted.totals.calls == 3
    assert sorted(call.outcome for call in room.calls) == ["empty", "ok", "ok"]


def test_a_model_on_this_machine_gets_another_seed_when_it_is_asked_again() -> None:
    room = WritingRoom(workshop(), lambda _request: "", settings=with_model("local"), quick=True)
    with pytest.raises(UnusableAnswer):
        room.draft()
    assert [request.parameters.get("seed") for request in room.requests].count(None) == 2
    fresh = WritingRoom(room.store, TELLING, fresh=True, settings=with_model("local"), quick=True)
    fresh.draft()
    assert all(request.parameters["seed"] for request in fresh.requests)
    again = WritingRoom(room.store, settings=with_model("local"), quick=True)
    again.draft()
    assert again.requests == []


def test_sections_are_written_side_by_side_up_to_the_concurrency() -> None:
    store = many_sections(8)
    room = WritingRoom(store, answering_by_part(), delay=0.1)
    room.draft()
    assert room.fake.most_at_once == 4


def test_progress_is_told_for_every_part() -> None:
    room = WritingRoom(workshop(), TELLING)
    room.draft()
    assert sorted(room.progress.ended) == [
        ("What is a neighbourhood workshop?", "written"),
        ("introduction", "written"),
    ]
    introduction = "".join(text for part, text in room.progress.heard if part == "introduction")
    assert introduction == INTRODUCTION


def test_a_limit_stops_before_the_call_that_would_break_it_and_keeps_the_rest() -> None:
    def tight(stated: Settings) -> Settings:
        return stated._replace(budget=Budget(tokens_per_draft=2600), model=stated.model._replace(concurrency=1))

    store = many_sections(8)
    room = WritingRoom(store, answering_by_part(), settings=tight)
    with pytest.raises(BudgetReached, match=r"limit is 2600\. \d parts are written and kept; the next run goes on"):
        room.draft()
    calls = len(room.requests)
    assert 1 < calls < whole_draft(8)
    after = WritingRoom(store, answering_by_part())
    after.draft()
    assert len(after.requests) == whole_draft(8) - calls


def test_a_limit_in_money_with_an_unknown_price_stops_before_any_call() -> None:
    def tight(stated: Settings) -> Settings:
        limit = Budget(money_per_month=Money(Decimal(1), "EUR"))
        return stated._replace(budget=limit, model=stated.model._replace(use="somebody:model"))

    room = WritingRoom(workshop(), answering_by_part(), settings=tight)
    with pytest.raises(InputError, match="the price of somebody:model is not known"):
        room.draft()
    assert room.requests == []


def test_human_edits_are_never_overwritten() -> None:
    store = workshop()
    room = WritingRoom(store, TELLING)
    room.draft()
    for old, new in (("Everybody may", "Anybody may"), ("title: Why", "title: How")):
        edited = WHOLE.replace(old, new)
        room = WritingRoom(store, answering_by_part(), fresh=True)
        room.write(edited)
        with pytest.raises(Conflict) as caught:
            room.draft()
        assert str(caught.value) == "People have edited “neighbours” since it was drafted; nothing was written."
        assert room.requests == []
        assert room.text == edited


def test_a_new_revision_keeps_both_texts() -> None:
    store = workshop()
    room = WritingRoom(store, TELLING)
    room.draft()
    theirs = WHOLE.replace("Everybody may", "Anybody may")
    room.write(theirs)
    drafted = WritingRoom(store, TELLING).draft(new_revision=True)
    assert room.text == WHOLE
    assert room.context.repository.revision(drafted.piece, drafted.kept[:12]).document.text == theirs
    assert [event.action for event in drafted.piece.events] == [Action.draft, Action.revise, Action.draft]
    assert [event.note for event in drafted.piece.events] == ["", "Kept before the piece was drafted again.", ""]


def test_a_text_that_is_a_revision_already_is_not_recorded_again() -> None:
    room = WritingRoom(workshop(), TELLING)
    room.draft()
    room.write(WHOLE.replace("Everybody may", "Anybody may"))
    theirs = draft_action.record_edits(room.as_("agathe"), room.piece, note="")
    drafted = WritingRoom(room.store, TELLING).draft(new_revision=True)
    assert drafted.kept == theirs.hash
    assert [event.action for event in drafted.piece.events] == [Action.draft, Action.revise, Action.draft]


def test_tags_that_the_outline_changed_are_brought_up_to_date() -> None:
    room = WritingRoom(workshop(), TELLING)
    before = room.draft().piece
    with room.store.transaction(WORKSPACE) as change:
        outline = room.store.documents.read(Key("outline", SLUG))
        assert outline is not None
        change.write(Key("outline", SLUG), outline.content.replace(b"[third place, neighbours]", b"[saws]"))
    after = WritingRoom(room.store, TELLING).draft().piece
    assert after.draft.tags == ("saws",)
    assert after.hash != before.hash


def test_a_piece_that_the_program_did_not_write_is_not_overwritten() -> None:
    store = workshop({f"drafts/{SLUG}/index.md": WHOLE})
    with pytest.raises(Conflict):
        WritingRoom(store, TELLING).draft()


def test_a_run_cut_off_before_its_record_leaves_no_text_and_the_next_one_asks_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    store = workshop()
    with monkeypatch.context() as patched:
        patched.setattr(draft_action, "record", interrupt)
        with pytest.raises(KeyboardInterrupt):
            WritingRoom(store, TELLING).draft()
    room = WritingRoom(store, TELLING)
    assert room.text == ""
    drafted = room.draft()
    assert room.requests == []
    assert room.text == WHOLE
    assert [event.action for event in drafted.piece.events] == [Action.draft]
    assert drafted.piece.situation.has_model_text


def test_a_piece_that_somebody_writes_meanwhile_is_not_overwritten() -> None:
    room = WritingRoom(workshop(), TELLING)
    action, context = Draft(SLUG, room.tools), room.as_("agathe")
    prepared = action.prepare(context)
    room.write(WHOLE.replace("Everybody may", "Anybody may"))
    with pytest.raises(Conflict):
        action.execute(context, prepared)
    assert "Anybody may" in room.text
    assert room.store.events.read(SLUG) == b""


def test_only_an_author_drafts_and_only_while_the_piece_is_a_draft() -> None:
    store = workshop()
    room = WritingRoom(store, TELLING)
    with pytest.raises(NotAllowed):
        room.draft(actor="samir")
    assert isinstance(Draft(SLUG, room.tools).allowed(room.as_("samir")), NotAllowed)
    assert Draft(SLUG, room.tools).allowed(room.as_("agathe")) is None
    room.draft()
    perform(Submit(SLUG), replace(room.as_("agathe"), checks=list))
    with pytest.raises(NotPossibleNow):
        room.draft()
    assert room.piece.situation.state is State.in_review


class Killed(BaseException):
    """The program ends here, as if by kill -9."""


@given(stops=st.lists(st.integers(min_value=1, max_value=5), max_size=4))
@settings(max_examples=examples(5, full=40), deadline=None)
def test_a_run_killed_at_any_call_asks_for_nothing_twice(stops: list[int]) -> None:
    store = many_sections(5)
    answered: list[str] = []

    def dying_after(count: int) -> CountdownScript:
        return CountdownScript(count, answered)

    for count in stops:
        try:
            WritingRoom(store, dying_after(count), settings=one_at_a_time).draft()
        except Killed:
            continue
    room = WritingRoom(store, dying_after(99), settings=one_at_a_time)
    room.draft()
    undisturbed: list[str] = []
    WritingRoom(many_sections(5), CountdownScript(99, undisturbed), settings=one_at_a_time).draft()
    assert len(answered) == len(set(answered)) == len(undisturbed)


class CountdownScript:
    """Gives a number of answers, then ends the program."""

    def __init__(self, count: int, answered: list[str]) -> None:
        self.count = count
        self.answered = answered

    def __call__(self, request: CompletionRequest) -> str:
        if self.count == 0:
            raise Killed
        self.count -= 1
        self.answered.append(request.prompt)
        return SPOKEN + f" This is text number {len(self.answered)} of them all."


def one_at_a_time(stated: Settings) -> Settings:
    return stated._replace(model=stated.model._replace(concurrency=1))


PROGRAM = """
import sys, threading
from pathlib import Path
from authoring.store.folder import FolderStore
from tests.worlds.drafting import WritingRoom, about_a_kettle
root = Path(sys.argv[1])
lock = threading.Lock()
def answer(request):
    with lock, open(root / "asked.txt", "a") as file:
        file.write("x")
    return about_a_kettle(request)
WritingRoom(FolderStore(root), answer, delay=0.05).draft()
"""


def test_kill_9_at_random_moments_loses_no_finished_section(tmp_path: Path) -> None:
    root = lantern(tmp_path, **{"outlines/neighbours.md": outline_of(8)})
    finished = 0
    for moment in range(examples(3, full=8)):
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(root)], env={**os.environ, "PYTHONHASHSEED": "0"}
        )
        deadline = time.monotonic() + 30
        while process.poll() is None and answers_in(root) <= finished + moment % 2 and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert answers_in(root) >= finished
        finished = answers_in(root)
    room = WritingRoom(FolderStore(root), about_a_kettle)
    room.draft()
    undisturbed = WritingRoom(many_sections(8), about_a_kettle)
    undisturbed.draft()
    assert len(room.requests) == len(undisturbed.requests) - finished
    assert len((root / "asked.txt").read_text()) <= finished + 8 * 4


def answers_in(root: Path) -> int:
    return len(list((root / ".authoring" / "answers").glob("*/*.json")))


def outline_of(sections: int) -> str:
    texts = "".join(f"\n    ## Part {number}\n\n    - Something about {number}\n" for number in range(sections))
    return OUTLINE.split("## What is")[0].replace("[nora-lind]", "[]") + texts


def whole_draft(sections: int) -> int:
    """How many requests a draft with so many sections takes that nothing stops, mending with them."""
    room = WritingRoom(many_sections(sections), answering_by_part())
    room.draft()
    return len(room.requests)


def many_sections(count: int) -> MemoryStore:
    return workshop({"outlines/neighbours.md": outline_of(count)})


def test_the_watched_progress_is_one() -> None:
    progress: Progress = RecordedProgress()
    progress.begin("x")


def test_the_record_keeps_the_points_that_the_model_named() -> None:
    room = WritingRoom(workshop())
    room.draft()
    assert "[[from:" not in room.text
    record = room.provenance
    named = {
        reference for passage in record.passages for references in passage.sources.values() for reference in references
    }
    assert {"point:0.1", "point:1.1"} <= named


def test_preparing_says_what_would_be_asked_and_sends_nothing() -> None:
    store = workshop({"testimonies/nora-lind.md": TESTIMONY.replace("ai: allowed", "ai: local")})
    room = WritingRoom(store, TELLING, settings=with_model("openai:gpt-5-mini"))
    prepared = Draft(SLUG, room.tools).prepare(room.as_("agathe"))
    assert [(it.part, it.prompt.name, it.request.model, it.server) for it in prepared.requests] == [
        ("introduction", "introduction", "openai:gpt-5-mini", "api.openai.com"),
        ("What is a neighbourhood workshop?", "section", "openai:gpt-5-mini", "api.openai.com"),
    ]
    assert prepared.withheld == ["nora-lind"]
    assert not prepared.plan.asks_for_description
    assert list(prepared.leaving) == list(prepared.requests)
    assert prepared.tokens > sum(len(it.request.prompt) for it in prepared.requests) / 4
    assert (room.requests, room.text, list(store.records.names(WORKSPACE))) == ([], "", [])
    room.draft()
    assert sorted(it.request.prompt for it in prepared.requests) == sorted(it.prompt for it in room.requests)


def test_what_is_answered_already_would_not_be_asked() -> None:
    room = WritingRoom(workshop(), TELLING)
    room.draft()
    prepared = Draft(SLUG, room.tools).prepare(room.as_("agathe"))
    assert (prepared.requests, prepared.leaving, prepared.tokens) == ([], [], 0)
    forced = Draft(SLUG, room.tools, sections=(0, 1)).prepare(room.as_("agathe"))
    assert [it.is_answered for it in forced.requests] == [True, True]
    assert (forced.leaving, forced.tokens) == ([], 0)
    assert not prepared.has_edits
