"""What the outline asked for and the text does not say, as the check `coverage` finds it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from authoring.checks import Subject
from authoring.model import loading
from authoring.sourcing.grounding import nearness
from authoring.text import frontmatter
from tests.worlds.subjects import WrittenPiece, nora, run

PLAN = """---
title: The workshop
lang: en
author: agathe
testimonies: [nora-lind]
---

- The question of the article: who repairs what?

## Repairs

- Twelve members repair lamps on Saturdays from 9:30 to noon
- [[testimony:nora-lind]]
- Visitors bring their own coffee (to check)
"""
SAID = (
    "Who repairs what? On Saturdays, from 9:30 to noon, twelve members repair lamps. Visitors bring their own coffee."
)


@pytest.fixture(autouse=True)
def _without_the_model_of_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "is_installed", lambda: False)


def _subject(root: Path, text: str, plan: str = PLAN) -> Subject:
    document = frontmatter.parse(plan, "outlines/piece.md")
    planned = loading.load_outline("piece", document, default_lang="en")
    return WrittenPiece(root, f"\n{text}\n").subject(plan=planned, testimonies=[nora()])


def test_a_text_that_says_every_point_has_no_finding(tmp_path: Path) -> None:
    assert run("coverage", _subject(tmp_path, SAID)) == []


def test_a_piece_without_an_outline_has_no_finding(tmp_path: Path) -> None:
    assert run("coverage", replace(_subject(tmp_path, "Nothing to do with it."), outline=None)) == []


def test_a_point_that_nothing_says_is_named_with_its_line_in_the_outline(tmp_path: Path) -> None:
    plan = PLAN.replace("coffee (to check)", "coffee, cups, plates, spoons and sugar")
    text = SAID.replace("Visitors bring their own coffee.", "Lamps of visitors are repaired by members.")
    (finding,) = run("coverage", _subject(tmp_path, text, plan))
    assert (finding.severity, finding.file, finding.line) == ("warning", "outlines/piece.md", 14)
    assert finding.message == (
        "The text does not say this point of the outline: "
        "“Visitors bring their own coffee, cups, plates, spoons and sugar”"
    )
    assert finding.remedy == "Say it, or take the point out of the outline."


def test_a_point_that_shares_no_word_with_the_text_is_only_a_note_without_the_model_of_meaning(tmp_path: Path) -> None:
    text = SAID.replace("Visitors bring their own coffee.", "")
    (finding,) = run("coverage", _subject(tmp_path, text))
    assert finding.severity == "note"
    assert (
        finding.message == "No word of this point of the outline stands in the text: “Visitors bring their own coffee”"
    )


def test_a_changed_number_blocks_at_its_sentence_until_somebody_accepts_it_by_name(tmp_path: Path) -> None:
    (finding,) = run("coverage", _subject(tmp_path, SAID.replace("twelve members", "thirteen members")))
    assert (finding.severity, finding.is_acceptable) == ("blocking", True)
    assert finding.passage == "On Saturdays, from 9:30 to noon, thirteen members repair lamps."
    assert finding.message == (
        "The outline says “Twelve” and the text “thirteen”: "
        "“Twelve members repair lamps on Saturdays from 9:30 to noon” (outlines/piece.md:12)"
    )


def test_a_fact_that_is_missing_from_a_point_that_is_said_is_a_warning(tmp_path: Path) -> None:
    (finding,) = run("coverage", _subject(tmp_path, SAID.replace(", from 9:30 to noon,", ",")))
    assert finding.severity == "warning"
    assert finding.message == (
        "The outline also says “9:30”, “noon” here: "
        "“Twelve members repair lamps on Saturdays from 9:30 to noon” (outlines/piece.md:12)"
    )


def test_what_a_testimony_says_otherwise_changes_no_point(tmp_path: Path) -> None:
    text = (
        "Who repairs what? Visitors bring their own coffee.\n\n<!-- testimony:nora-lind -->\n"
        "Thirteen members repair lamps on Sundays.\n<!-- /testimony:nora-lind -->"
    )
    findings = run("coverage", _subject(tmp_path, text))
    assert {finding.severity for finding in findings} == {"warning"}


def test_points_too_short_to_be_compared_are_left_alone(tmp_path: Path) -> None:
    plan = PLAN.split("- The question")[0] + "## Why\n\n- why\n"
    assert run("coverage", _subject(tmp_path, "A text.", plan)) == []
