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
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authoring.drafting import drafting
from authoring.drafting.calls import Progress
from authoring.editorial.review import Review
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
from authoring.model.workflow import Action, State
from authoring.sourcing import provenance
from tests.worlds.drafting import (
    AGATHE,
    NOW,
    SAMIR,
    SPOKEN,
    RecordedProgress,
    answering_by_part,
    cut_off,
    desk,
    requests,
    with_model,
)
from tests.worlds.lantern import OUTLINE, TESTIMONY, lantern

SLUG = "neighbours"
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


def body_of(root: Path) -> str:
    return (root / "drafts" / SLUG / "index.md").read_text("utf-8")


def calls_of(root: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (root / "drafts" / SLUG / "calls.jsonl").read_text("utf-8").splitlines()]


def kinds(drafted: drafting.Drafted) -> list[tuple[str, str]]:
    return [(finding.severity, finding.message.split(",")[0].split(" “")[0]) for finding in drafted.findings]


def test_a_piece_is_written_whole_with_words_that_the_model_never_typed(tmp_path: Path) -> None:
    drafted = drafting.draft(desk(lantern(tmp_path), TELLING), SLUG, actor=AGATHE)
    assert body_of(tmp_path) == WHOLE
    assert drafted.findings == []
    assert drafted.as_json() == {
        "slug": SLUG,
        "path": str(tmp_path / "drafts" / SLUG / "index.md"),
        "hash": drafted.piece.hash,
        "calls": 2,
        "cached": 0,
        "input_tokens": drafted.totals.input_tokens,
        "output_tokens": drafted.totals.output_tokens,
        "cost": "0 EUR",
    }
    event = drafted.piece.events[-1]
    assert (event.action, event.actor, event.details["models"]) == (Action.draft, "agathe", ["fake"])
    assert drafted.piece.situation.has_model_text


def test_the_record_says_who_wrote_each_passage_and_by_which_call(tmp_path: Path) -> None:
    drafting.draft(desk(lantern(tmp_path), TELLING), SLUG, actor=AGATHE)
    first, second = (str(line["id"]) for line in calls_of(tmp_path))
    record = provenance.read(tmp_path / "drafts" / SLUG)
    assert [(each.kind, each.call, each.testimony) for each in record.passages] == [
        ("model", first, ""),
        ("model", second, ""),
        ("quote", "", "nora-lind"),
        ("testimony", "", "nora-lind"),
    ] or record.passages[0].call == second
    assert provenance.passages(WHOLE.split("---\n\n", 1)[1], record) == list(record.passages)


def test_a_call_leaves_a_line_without_any_text(tmp_path: Path) -> None:
    drafting.draft(desk(lantern(tmp_path), TELLING), SLUG, actor=AGATHE)
    line = next(line for line in calls_of(tmp_path) if line["prompt"] == "section")
    assert {key: line[key] for key in ("time", "section", "model", "outcome", "cached", "cost", "parameters")} == {
        "time": "2026-11-23T09:00:00.000Z",
        "section": 1,
        "model": "fake",
        "outcome": "ok",
        "cached": False,
        "cost": "0",
        "parameters": line["parameters"],
    }
    text = (tmp_path / "drafts" / SLUG / "calls.jsonl").read_text("utf-8")
    assert "saw of my own" not in text
    assert "Everybody" not in text


def test_drafting_again_asks_nothing_and_writes_nothing(tmp_path: Path) -> None:
    drafting.draft(desk(lantern(tmp_path), TELLING), SLUG, actor=AGATHE)
    again = desk(tmp_path, TELLING)
    drafted = drafting.draft(again, SLUG, actor=AGATHE)
    assert requests(again) == []
    assert not drafted.changed
    assert (drafted.totals.calls, drafted.totals.cached, drafted.totals.cost) == (0, 2, "0")
    assert len(drafted.piece.events) == 1
    assert [line["cached"] for line in calls_of(tmp_path)] == [False, False, True, True]


def test_fresh_asks_again(tmp_path: Path) -> None:
    drafting.draft(desk(lantern(tmp_path), TELLING), SLUG, actor=AGATHE)
    again = desk(tmp_path, answering_by_part(introduction="Another beginning.", section=SECTION), fresh=True)
    drafted = drafting.draft(again, SLUG, actor=AGATHE)
    assert len(requests(again)) == 2
    assert "Another beginning." in body_of(tmp_path)
    assert [event.action for event in drafted.piece.events] == [Action.draft, Action.draft]


def test_the_whole_plan_the_points_and_the_words_are_in_a_sections_prompt(tmp_path: Path) -> None:
    used = desk(lantern(tmp_path), TELLING)
    drafting.draft(used, SLUG, actor=AGATHE)
    asked = next(
        request.prompt for request in requests(used) if "“What is a neighbourhood workshop?”" in request.prompt
    )
    for expected in (
        "1. What is a neighbourhood workshop?",
        "A place with tools that everybody may use",
        "150 words",
        "[[quote:nora-lind#4]]",
    ):
        assert expected in asked


def test_a_model_that_ignores_the_marks_gives_a_whole_piece_and_a_finding(tmp_path: Path) -> None:
    drafted = drafting.draft(desk(lantern(tmp_path), answering_by_part()), SLUG, actor=AGATHE)
    assert "\n> — Nora Lind, carpenter and member\n" in body_of(tmp_path)
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
def test_a_mark_that_names_nothing_is_dropped_with_a_finding(tmp_path: Path, mark: str) -> None:
    answer = f"Everybody may use its tools {mark}. The kettle is always on for whoever comes by."
    drafted = drafting.draft(
        desk(lantern(tmp_path), answering_by_part(introduction=INTRODUCTION, section=answer)), SLUG, actor=AGATHE
    )
    assert "Everybody may use its tools. The kettle" in body_of(tmp_path)
    assert mark not in body_of(tmp_path)
    assert f"The model placed the mark {mark}, which names no sentence that may be quoted here; it was dropped." in [
        finding.message for finding in drafted.findings
    ]


def test_a_mark_in_the_middle_of_a_paragraph_becomes_a_block_after_it(tmp_path: Path) -> None:
    answer = "Nora says so [[quote:nora-lind#3]] and everybody nods.\n\nThe kettle is on."
    drafting.draft(
        desk(lantern(tmp_path), answering_by_part(introduction=INTRODUCTION, section=answer)), SLUG, actor=AGATHE
    )
    assert f"Nora says so and everybody nods.\n\n{QUOTE}\n\nThe kettle is on." in body_of(tmp_path)


def test_a_section_holds_no_more_quotes_than_its_outline_asks_for(tmp_path: Path) -> None:
    marks = "\n\n".join(f"[[quote:nora-lind#{number}]]" for number in range(1, 5))
    answers = answering_by_part(introduction=INTRODUCTION, section=f"Everybody may use its tools.\n\n{marks}")
    drafted = drafting.draft(desk(lantern(tmp_path), answers), SLUG, actor=AGATHE)
    assert body_of(tmp_path).count("> “") == 1
    assert len([message for _severity, message in kinds(drafted) if "[[quote:nora-lind#2]]" in message]) == 1


def test_a_sentence_is_quoted_once_in_the_whole_piece(tmp_path: Path) -> None:
    outline = OUTLINE.replace("- The question:", "- [[quote:nora-lind]]\n    - The question:")
    root = lantern(tmp_path, **{"outlines/neighbours.md": outline})
    both = answering_by_part(introduction=f"{INTRODUCTION}\n\n[[quote:nora-lind#3]]", section=SECTION)
    drafted = drafting.draft(desk(root, both), SLUG, actor=AGATHE)
    assert body_of(root).count("> “My neighbours showed me how to use theirs.”") == 1
    assert body_of(root).count("> — Nora Lind") == 2
    assert [finding.severity for finding in drafted.findings] == ["warning", "warning"]


def test_words_that_the_model_put_between_quotation_marks_block_and_stay(tmp_path: Path) -> None:
    answer = "As Nora says, “tools are better when many hands hold them”.\n\n[[quote:nora-lind#3]]"
    drafted = drafting.draft(
        desk(lantern(tmp_path), answering_by_part(introduction=INTRODUCTION, section=answer)), SLUG, actor=AGATHE
    )
    assert "“tools are better when many hands hold them”" in body_of(tmp_path)
    assert kinds(drafted) == [("blocking", "The model wrote words between quotation marks")]


@pytest.mark.parametrize(("permission", "model"), [("never", "local"), ("never", "fake"), ("local", "a:b")])
def test_words_that_may_not_reach_the_model_are_quoted_without_it(tmp_path: Path, permission: str, model: str) -> None:
    testimony = TESTIMONY.replace("ai: allowed", f"ai: {permission}")
    root = lantern(tmp_path, **{"testimonies/nora-lind.md": testimony})
    used = desk(root, answering_by_part(), settings=with_model(model))
    drafted = drafting.draft(used, SLUG, actor=AGATHE)
    assert all("saw" not in request.prompt + request.system for request in requests(used))
    assert all("[[quote" not in request.prompt for request in requests(used))
    assert "> — Nora Lind, carpenter and member" in body_of(root)
    assert [finding.message for finding in drafted.findings] == [
        "The program chose this sentence of “nora-lind”, whose words are not given to this model."
    ]


@pytest.mark.parametrize(("permission", "model"), [("allowed", "fake"), ("allowed", "a:b"), ("local", "local:x.gguf")])
def test_words_that_may_reach_the_model_are_offered_to_it(tmp_path: Path, permission: str, model: str) -> None:
    testimony = TESTIMONY.replace("ai: allowed", f"ai: {permission}")
    root = lantern(tmp_path, **{"testimonies/nora-lind.md": testimony})
    used = desk(root, answering_by_part(), settings=with_model(model))
    drafting.draft(used, SLUG, actor=AGATHE)
    assert any("#2]] I had no saw of my own." in request.prompt for request in requests(used))


def test_the_small_model_is_spared_the_sentences_and_the_program_chooses_one(tmp_path: Path) -> None:
    used = desk(lantern(tmp_path), answering_by_part(), settings=with_model("local"))
    drafted = drafting.draft(used, SLUG, actor=AGATHE)
    assert all("[[quote" not in request.prompt for request in requests(used))
    assert "> — Nora Lind, carpenter and member" in body_of(tmp_path)
    assert kinds(drafted) == [("warning", "The model placed no quotation of")]


def test_words_without_a_consent_that_holds_reach_no_model(tmp_path: Path) -> None:
    for change in ("status: pending", "status: granted\n      expires: 2026-11-22"):
        root = lantern(
            tmp_path / change[-3:], **{"testimonies/nora-lind.md": TESTIMONY.replace("status: granted", change)}
        )
        used = desk(root, answering_by_part())
        drafting.draft(used, SLUG, actor=AGATHE)
        assert all("saw" not in request.prompt for request in requests(used))


def test_a_withdrawn_testimony_is_refused_before_any_call(tmp_path: Path) -> None:
    testimony = TESTIMONY.replace("status: granted", "status: withdrawn\n      withdrawn: 2026-10-01")
    used = desk(lantern(tmp_path, **{"testimonies/nora-lind.md": testimony}))
    with pytest.raises(InputError) as caught:
        drafting.draft(used, SLUG, actor=AGATHE)
    assert str(caught.value) == "The consent for the testimony “nora-lind” has been withdrawn."
    assert requests(used) == []


def test_a_testimony_goes_in_byte_for_byte_whatever_it_holds(tmp_path: Path) -> None:
    words = "*Stars*, <b>tags</b> & [links](x)\\n  two  spaces\n    \n    1. one\n\n    ```\n    code"
    testimony = TESTIMONY.split("I came")[0] + words + "\n"
    root = lantern(tmp_path, **{"testimonies/nora-lind.md": testimony})
    used = desk(root, answering_by_part())
    drafting.draft(used, SLUG, actor=AGATHE)
    spoken = used.store.testimony("nora-lind").words_spoken
    assert f"<!-- testimony:nora-lind -->\n{spoken}\n<!-- /testimony:nora-lind -->" in body_of(root)


def test_a_piece_of_testimonies_alone_calls_no_model(tmp_path: Path) -> None:
    outline = OUTLINE.split("- The Lantern is")[0] + "## Her words\n\n    [[testimony:nora-lind]]\n"
    used = desk(lantern(tmp_path, **{"outlines/neighbours.md": outline}))
    drafted = drafting.draft(used, SLUG, actor=AGATHE)
    assert requests(used) == []
    assert not drafted.piece.situation.has_model_text


def test_a_missing_description_is_written_from_the_text(tmp_path: Path) -> None:
    outline = "\n".join(line for line in OUTLINE.splitlines() if "description:" not in line)
    root = lantern(tmp_path, **{"outlines/neighbours.md": outline})
    used = desk(
        root,
        answering_by_part(
            introduction=INTRODUCTION, section=SECTION, description="“What neighbours bring to a workshop.”"
        ),
    )
    drafted = drafting.draft(used, SLUG, actor=AGATHE)
    assert drafted.piece.draft.description == "What neighbours bring to a workshop."
    asked = requests(used)[-1].prompt
    assert "Everybody may use its tools." in asked
    assert "saw of my own" not in asked


def test_a_description_that_is_too_long_is_cut_between_words() -> None:
    assert drafting.shortened("word " * 60, 160) == "word " * 30 + "word…"
    assert drafting.shortened("One sentence. " + "X" * 300, 20) == "One sentence."


def test_unknown_keys_of_the_outline_are_passed_on(tmp_path: Path) -> None:
    outline = OUTLINE.replace("words: 300", "words: 300\n    series: workshops")
    drafting.draft(desk(lantern(tmp_path, **{"outlines/neighbours.md": outline})), SLUG, actor=AGATHE)
    assert "\nseries: workshops\n" in body_of(tmp_path)


def test_pictures_stand_where_the_outline_puts_them_and_the_others_after_the_sections(tmp_path: Path) -> None:
    outline = OUTLINE.replace(
        "testimonies: [nora-lind]",
        "testimonies: [nora-lind]\n    images:\n      - src: images/a.jpg\n        alt: A saw\n"
        "      - src: images/b b.jpg\n      - src: images/gone.jpg",
    ).replace("- [[quote:nora-lind]]", "- [[quote:nora-lind]]\n    - ![a bench](images/c.jpg)")
    more = {f"outlines/images/{name}.jpg": name.encode() for name in ("a", "b b", "c")}
    root = lantern(tmp_path, **{"outlines/neighbours.md": outline}, **more)
    drafted = drafting.draft(desk(root, TELLING), SLUG, actor=AGATHE)
    text = body_of(root)
    shown = (
        "images/c.jpg)",
        "images/a.jpg)",
        "<images/b b.jpg>)",
        "## What Nora",
        "<!-- /testimony",
        "images/gone.jpg)",
    )
    places = [text.index(part, text.index("\n---\n")) for part in shown]
    assert places == sorted(places)
    assert (root / "drafts" / SLUG / "images" / "b b.jpg").read_bytes() == b"b b"
    assert [(image.src, image.alt) for image in drafted.piece.draft.images] == [
        ("images/a.jpg", "A saw"), ("images/b b.jpg", ""), ("images/gone.jpg", ""), ("images/c.jpg", "a bench"),
    ]  # fmt: skip


def test_a_picture_that_comes_later_is_copied_by_drafting_again(tmp_path: Path) -> None:
    outline = OUTLINE.replace(
        "testimonies: [nora-lind]", "testimonies: [nora-lind]\n    images:\n      - src: images/a.jpg"
    )
    root = lantern(tmp_path, **{"outlines/neighbours.md": outline})
    before = drafting.draft(desk(root, TELLING), SLUG, actor=AGATHE).piece
    (root / "outlines" / "images").mkdir()
    (root / "outlines" / "images" / "a.jpg").write_bytes(b"picture")
    after = drafting.draft(desk(root, TELLING), SLUG, actor=AGATHE).piece
    assert (after.folder / "images" / "a.jpg").read_bytes() == b"picture"
    assert after.hash != before.hash


def test_a_truncated_answer_ends_at_its_last_whole_sentence_with_a_finding(tmp_path: Path) -> None:
    answers = answering_by_part(
        introduction=INTRODUCTION, section=cut_off("Everybody may use its tools. The kettle is")
    )
    drafted = drafting.draft(desk(lantern(tmp_path), answers), SLUG, actor=AGATHE)
    assert "Everybody may use its tools.\n" in body_of(tmp_path)
    assert "kettle" not in body_of(tmp_path)
    assert ("warning", "The model’s answer was cut off") in kinds(drafted)
    assert [line["outcome"] for line in calls_of(tmp_path) if line["prompt"] == "section"] == ["truncated"]


def test_a_sentence_of_an_earlier_section_is_not_said_again(tmp_path: Path) -> None:
    said = "The Lantern is a shared workshop for everybody in the street."
    answers = answering_by_part(introduction=said, section=f"{said} Its tools are many.\n\n[[quote:nora-lind#3]]")
    drafting.draft(desk(lantern(tmp_path), answers), SLUG, actor=AGATHE)
    assert body_of(tmp_path).count(said) == 1
    assert "\n\nIts tools are many.\n\n" in body_of(tmp_path)


def test_an_answer_made_of_the_prompts_own_sentences_is_asked_for_once_more(tmp_path: Path) -> None:
    def answer(request: CompletionRequest) -> str | None:
        if "seed" in request.parameters:
            return "Everybody may use its tools."
        instruction = request.prompt.splitlines()[-1]
        return INTRODUCTION if "Write the introduction" in request.prompt else instruction

    used = desk(lantern(tmp_path), answer)
    drafting.draft(used, SLUG, actor=AGATHE)
    assert "## What is a neighbourhood workshop?\n\nEverybody may use its tools.\n" in body_of(tmp_path)
    assert len(requests(used)) == 3


def test_an_answer_that_runs_away_is_cut_where_it_was_planned_to_end_with_a_finding(tmp_path: Path) -> None:
    endless = " ".join(
        f"Tool number {number} hangs on its own hook beside number {number * 7}." for number in range(60)
    )
    drafted = drafting.draft(
        desk(lantern(tmp_path), answering_by_part(introduction=INTRODUCTION, section=endless)), SLUG, actor=AGATHE
    )
    words = len(body_of(tmp_path).split("## What is")[1].split("> “")[0].split())
    assert 145 < words < 200
    assert drafted.findings[0].message == (
        "The model wrote 540 words where 150 were planned, and the program kept the beginning."
    )


def test_an_answer_in_another_language_blocks(tmp_path: Path) -> None:
    french = (
        "Un atelier de quartier rassemble des outils et des personnes. Chacun y vient quand il le veut, et ceux qui "
        "savent montrent aux autres comment faire."
    )
    drafted = drafting.draft(
        desk(lantern(tmp_path), answering_by_part(introduction=INTRODUCTION, section=french)), SLUG, actor=AGATHE
    )
    assert ("blocking", "This passage seems not to be in the language of the piece.") in kinds(drafted)


def test_a_preamble_and_headings_of_the_model_are_taken_off_with_a_note(tmp_path: Path) -> None:
    answer = f"Sure! Here is the section:\n\n## What is a neighbourhood workshop?\n\n{SECTION}"
    drafted = drafting.draft(
        desk(lantern(tmp_path), answering_by_part(introduction=INTRODUCTION, section=answer)), SLUG, actor=AGATHE
    )
    assert body_of(tmp_path) == WHOLE
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
    tmp_path: Path, answer: str | Completion | ServiceUnavailable, kind: type[Exception], message: str
) -> None:
    root = lantern(tmp_path)
    with pytest.raises(kind) as caught:
        drafting.draft(desk(root, answering_by_part(introduction=INTRODUCTION, section=answer)), SLUG, actor=AGATHE)
    assert str(caught.value) == (
        f"What is a neighbourhood workshop?: {message} 1 part is written and kept; the next run goes on from there."
    )
    assert not (root / "drafts" / SLUG / "index.md").exists()
    again = desk(root, TELLING)
    drafting.draft(again, SLUG, actor=AGATHE)
    assert len(requests(again)) == 1
    assert body_of(root) == WHOLE


def test_a_local_answer_that_gives_the_notes_back_is_asked_for_once_more(tmp_path: Path) -> None:
    notes = "The Lantern is a shared workshop.\n\nThe question: what do neighbours bring?"

    def answer(request: CompletionRequest) -> str:
        return SPOKEN if "seed" in request.parameters else notes

    used = desk(lantern(tmp_path), answer, settings=with_model("local"))
    drafted = drafting.draft(used, SLUG, actor=AGATHE)
    assert SPOKEN in body_of(tmp_path)
    again = desk(tmp_path, answer, settings=with_model("local"))
    drafting.draft(again, SLUG, actor=AGATHE)
    assert (len(requests(used)), drafted.totals.calls, len(requests(again))) == (3, 3, 0)


def test_an_empty_answer_is_asked_for_once_more(tmp_path: Path) -> None:
    answers = iter(["", SECTION])

    def answer(request: CompletionRequest) -> str:
        return INTRODUCTION if "Write the introduction" in request.prompt else next(answers)

    used = desk(lantern(tmp_path), answer)
    drafted = drafting.draft(used, SLUG, actor=AGATHE)
    assert body_of(tmp_path) == WHOLE
    assert drafted.totals.calls == 3
    assert sorted(str(line["outcome"]) for line in calls_of(tmp_path)) == ["empty", "ok", "ok"]


def test_a_model_on_this_machine_gets_another_seed_when_it_is_asked_again(tmp_path: Path) -> None:
    used = desk(lantern(tmp_path), lambda _request: "", settings=with_model("local"))
    with pytest.raises(UnusableAnswer):
        drafting.draft(used, SLUG, actor=AGATHE)
    assert [request.parameters.get("seed") for request in requests(used)].count(None) == 2
    fresh = desk(tmp_path, TELLING, fresh=True, settings=with_model("local"))
    drafting.draft(fresh, SLUG, actor=AGATHE)
    assert all(request.parameters["seed"] for request in requests(fresh))
    again = desk(tmp_path, settings=with_model("local"))
    drafting.draft(again, SLUG, actor=AGATHE)
    assert requests(again) == []


def test_sections_are_written_side_by_side_up_to_the_concurrency(tmp_path: Path) -> None:
    root = many_sections(tmp_path, 8)
    used = desk(root, answering_by_part(), delay=0.1)
    drafting.draft(used, SLUG, actor=AGATHE)
    assert used.model.most_at_once == 4  # type: ignore[attr-defined]


def test_progress_is_told_for_every_part(tmp_path: Path) -> None:
    used = desk(lantern(tmp_path), TELLING)
    drafting.draft(used, SLUG, actor=AGATHE)
    assert isinstance(used.progress, RecordedProgress)
    assert sorted(used.progress.ended) == [
        ("What is a neighbourhood workshop?", "written"),
        ("introduction", "written"),
    ]
    said = "".join(text for part, text in used.progress.heard if part == "introduction")
    assert said == INTRODUCTION


def test_a_limit_stops_before_the_call_that_would_break_it_and_keeps_the_rest(tmp_path: Path) -> None:
    def tight(found: Settings) -> Settings:
        return replace(found, budget=Budget(tokens_per_draft=2600), model=replace(found.model, concurrency=1))

    root = many_sections(tmp_path, 8)
    used = desk(root, answering_by_part(), settings=tight)
    with pytest.raises(BudgetReached, match=r"limit is 2600\. \d parts are written and kept; the next run goes on"):
        drafting.draft(used, SLUG, actor=AGATHE)
    asked = len(requests(used))
    assert 1 < asked < 9
    after = desk(root, answering_by_part())
    drafting.draft(after, SLUG, actor=AGATHE)
    assert len(requests(after)) == 9 - asked


def test_a_limit_in_money_with_an_unknown_price_stops_before_any_call(tmp_path: Path) -> None:
    def tight(found: Settings) -> Settings:
        limit = Budget(money_per_month=Money(Decimal(1), "EUR"))
        return replace(found, budget=limit, model=replace(found.model, use="somebody:model"))

    used = desk(lantern(tmp_path), answering_by_part(), settings=tight)
    with pytest.raises(InputError, match="the price of somebody:model is not known"):
        drafting.draft(used, SLUG, actor=AGATHE)
    assert requests(used) == []


def test_human_edits_are_never_overwritten(tmp_path: Path) -> None:
    root = lantern(tmp_path)
    drafting.draft(desk(root, TELLING), SLUG, actor=AGATHE)
    path = root / "drafts" / SLUG / "index.md"
    for old, new in (("Everybody may", "Anybody may"), ("title: Why", "title: How")):
        edited = WHOLE.replace(old, new)
        path.write_text(edited, "utf-8")
        used = desk(root, answering_by_part(), fresh=True)
        with pytest.raises(Conflict) as caught:
            drafting.draft(used, SLUG, actor=AGATHE)
        assert str(caught.value) == "People have edited “neighbours” since it was drafted; nothing was written."
        assert requests(used) == []
        assert body_of(root) == edited


def test_a_new_revision_keeps_both_texts(tmp_path: Path) -> None:
    root = lantern(tmp_path)
    drafting.draft(desk(root, TELLING), SLUG, actor=AGATHE)
    theirs = WHOLE.replace("Everybody may", "Anybody may")
    (root / "drafts" / SLUG / "index.md").write_text(theirs, "utf-8")
    used = desk(root, TELLING)
    drafted = drafting.draft(used, SLUG, actor=AGATHE, new_revision=True)
    assert body_of(root) == WHOLE
    assert used.store.revision(SLUG, drafted.kept[:12]).document.text == theirs
    assert [event.action for event in drafted.piece.events] == [Action.draft, Action.revise, Action.draft]


def test_a_piece_that_the_program_did_not_write_is_not_overwritten(tmp_path: Path) -> None:
    root = lantern(tmp_path, **{f"drafts/{SLUG}/index.md": WHOLE})
    with pytest.raises(Conflict):
        drafting.draft(desk(root, TELLING), SLUG, actor=AGATHE)


def test_a_run_cut_off_before_its_record_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lantern(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(
            "authoring.editorial.review.record_writing", lambda *_a, **_k: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            drafting.draft(desk(root, TELLING), SLUG, actor=AGATHE)
    assert body_of(root) == WHOLE
    used = desk(root, TELLING)
    drafted = drafting.draft(used, SLUG, actor=AGATHE)
    assert requests(used) == []
    assert [event.action for event in drafted.piece.events] == [Action.draft]
    assert drafted.piece.situation.has_model_text


def test_only_an_author_drafts_and_only_while_the_piece_is_a_draft(tmp_path: Path) -> None:
    root = lantern(tmp_path)
    with pytest.raises(NotAllowed):
        drafting.draft(desk(root, TELLING), SLUG, actor=SAMIR)
    used = desk(root, TELLING)
    drafting.draft(used, SLUG, actor=AGATHE)
    Review(used.store, AGATHE, NOW).submit(SLUG, findings=lambda _piece: [])
    with pytest.raises(NotPossibleNow):
        drafting.draft(used, SLUG, actor=AGATHE)
    assert used.store.piece(SLUG).situation.state is State.in_review


class Killed(BaseException):
    """The program ends here, as if by kill -9."""


@given(stops=st.lists(st.integers(min_value=1, max_value=5), max_size=4))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_run_killed_at_any_call_asks_for_nothing_twice(tmp_path: Path, stops: list[int]) -> None:
    root = many_sections(tmp_path / f"{time.monotonic_ns()}", 5)
    answered: list[str] = []

    def dying_after(count: int) -> CountdownScript:
        return CountdownScript(count, answered)

    for count in stops:
        try:
            drafting.draft(desk(root, dying_after(count), settings=one_at_a_time), SLUG, actor=AGATHE)
        except Killed:
            continue
    drafting.draft(desk(root, dying_after(99), settings=one_at_a_time), SLUG, actor=AGATHE)
    assert len(answered) == len(set(answered)) == 6


class CountdownScript:
    """Answers so many times, then dies."""

    def __init__(self, count: int, answered: list[str]) -> None:
        self.count = count
        self.answered = answered

    def __call__(self, request: CompletionRequest) -> str:
        if self.count == 0:
            raise Killed
        self.count -= 1
        self.answered.append(request.prompt)
        return SPOKEN + f" This is text number {len(self.answered)} of them all."


def one_at_a_time(found: Settings) -> Settings:
    return replace(found, model=replace(found.model, concurrency=1))


PROGRAM = """
import sys, threading
from pathlib import Path
from authoring.drafting import drafting
from tests.worlds.drafting import AGATHE, desk
root = Path(sys.argv[1])
lock = threading.Lock()
def answer(request):
    with lock, open(root / "asked.txt", "a") as file:
        file.write("x")
    return "Every workshop has a kettle and a bench for " + str(hash(request.prompt)) + "."
drafting.draft(desk(root, answer, delay=0.05), "neighbours", actor=AGATHE)
"""


def test_kill_9_at_random_moments_loses_no_finished_section(tmp_path: Path) -> None:
    root = many_sections(tmp_path, 8)
    finished = 0
    for moment in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(root)], env={**os.environ, "PYTHONHASHSEED": "0"}
        )
        deadline = time.monotonic() + 30
        while process.poll() is None and kept(root) <= finished + moment % 2 and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert kept(root) >= finished
        finished = kept(root)
    used = desk(root, answering_by_part())
    drafting.draft(used, SLUG, actor=AGATHE)
    assert len(requests(used)) == 9 - finished
    assert len((root / "asked.txt").read_text()) <= finished + 8 * 4


def kept(root: Path) -> int:
    return len(list((root / ".authoring" / "answers").glob("*/*.json")))


def many_sections(root: Path, count: int) -> Path:
    sections = "".join(f"\n    ## Part {number}\n\n    - Something about {number}\n" for number in range(count))
    return lantern(
        root, **{"outlines/neighbours.md": OUTLINE.split("## What is")[0].replace("[nora-lind]", "[]") + sections}
    )


def test_the_watched_progress_is_one() -> None:
    progress: Progress = RecordedProgress()
    progress.begin("x")


def test_the_record_keeps_the_points_that_the_model_named(tmp_path: Path) -> None:
    used = desk(lantern(tmp_path))
    drafting.draft(used, SLUG, actor=AGATHE)
    assert "[[from:" not in body_of(tmp_path)
    record = provenance.read(tmp_path / "drafts" / SLUG)
    named = {
        reference for passage in record.passages for references in passage.sources.values() for reference in references
    }
    assert {"point:0.1", "point:1.1"} <= named
