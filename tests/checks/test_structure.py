"""Headings, sections, length, description, repeated sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.model.documents import Outline, Section
from authoring.model.findings import Finding
from tests.worlds.subjects import NORA, WrittenPiece, nora, outline, run, short

PLAN = outline(
    Section("What is a workshop?", points=("a",)),
    Section("Who comes, and why", points=("b",)),
    Section("L’atelier", points=("c",)),
)


def headings(root: Path, body: str, plan: Outline | None = PLAN) -> list[Finding]:
    return run("headings", WrittenPiece(root, body).subject(plan=plan))


AS_PLANNED = "Intro.\n\n## What is a workshop?\n\nA.\n\n## Who comes, and why\n\nB.\n\n## L’atelier\n\nC.\n"


@pytest.mark.parametrize(
    "body",
    [
        AS_PLANNED,
        AS_PLANNED.replace("\n", "\r\n"),
        AS_PLANNED.replace("L’atelier", "L'atelier"),
        AS_PLANNED.replace("workshop?", "workshop\u202f?"),
        AS_PLANNED + "\n```\n## No heading in code\n```\n",
        AS_PLANNED + "\n### A smaller one\n\nText.\n",
    ],
)
def test_headings_as_planned_are_fine_whatever_their_typography(tmp_path: Path, body: str) -> None:
    assert headings(tmp_path, body) == []


def test_accents_on_first_capitals_are_typography(tmp_path: Path) -> None:
    assert headings(tmp_path, "## Écologie\n\nA.\n", outline(Section("Ecologie"))) == []


def test_a_changed_heading_is_shown_with_the_nearest(tmp_path: Path) -> None:
    (finding,) = headings(tmp_path, AS_PLANNED.replace("Who comes, and why", "Who comes and when"))
    assert (finding.severity, finding.line, finding.passage, finding.message, finding.remedy) == (
        "warning",
        13,
        "Who comes and when",
        "The heading differs from the outline, which says: “Who comes, and why”.",
        "Write it as planned: ## Who comes, and why — or change the outline, if this one is better.",
    )


def test_missing_and_extra_headings_are_named_where_they_are(tmp_path: Path) -> None:
    body = AS_PLANNED.replace("## Who comes, and why\n\nB.\n\n", "") + "\n## Something else entirely\n\nD.\n"
    findings = headings(tmp_path, body)
    assert short(findings) == [("warning", 17, "Something else entirely"), ("warning", 9, "Who comes, and why")]
    assert findings[1].remedy == "Write it after “What is a workshop?”, or take it out of the outline."


def test_another_order_is_a_warning_at_the_first_moved_section(tmp_path: Path) -> None:
    body = "## L’atelier\n\nC.\n\n## What is a workshop?\n\nA.\n\n## Who comes, and why\n\nB.\n"
    assert short(headings(tmp_path, body)) == [("warning", 7, "L’atelier")]


def test_a_heading_that_stands_twice_is_a_warning(tmp_path: Path) -> None:
    findings = headings(tmp_path, AS_PLANNED + "\n## L’atelier\n\nAgain.\n")
    assert short(findings) == [("warning", 21, "L’atelier")]


@pytest.mark.parametrize("body", ["# The title\n\nText.\n", "A title\n=======\n\nText.\n", "A section\n---\n\nText.\n"])
def test_a_heading_that_begins_no_section_is_a_warning(tmp_path: Path, body: str) -> None:
    assert [finding.line for finding in headings(tmp_path, body, None)] == [7]


def test_an_outline_that_is_gone_is_a_note(tmp_path: Path) -> None:
    front = "title: T\nauthor: agathe\noutline: workshop\n"
    findings = run("headings", WrittenPiece(tmp_path, AS_PLANNED, front).subject())
    assert short(findings) == [("note", 4, "workshop")]


def test_an_empty_section_blocks(tmp_path: Path) -> None:
    body = "Intro.\n\n## Empty\n\n<!-- nothing -->\n\n## Full\n\nText.\n\n## Last\n"
    assert short(run("sections", WrittenPiece(tmp_path, body).subject())) == [
        ("blocking", 9, "Empty"),
        ("blocking", 17, "Last"),
    ]


@pytest.mark.parametrize(("body", "line"), [("", 6), ("\n", 7), ("\n\n   \n", 9)])
def test_a_piece_without_any_text_blocks(tmp_path: Path, body: str, line: int) -> None:
    (finding,) = run("sections", WrittenPiece(tmp_path, body).subject())
    assert (finding.severity, finding.message) == ("blocking", "The piece has no text.")
    assert finding.line <= line


def test_a_section_that_holds_only_a_testimony_is_not_empty(tmp_path: Path) -> None:
    body = f"Intro.\n\n## Nora\n\n<!-- testimony:nora-lind -->\n{NORA}\n<!-- /testimony:nora-lind -->\n"
    assert run("sections", WrittenPiece(tmp_path, body).subject(testimonies=[nora()])) == []


def test_a_planned_introduction_that_is_missing_is_a_warning(tmp_path: Path) -> None:
    plan = outline(Section("A", points=("a",)), introduction=Section("", points=("why",)))
    assert short(run("sections", WrittenPiece(tmp_path, "\n## A\n\nText.\n").subject(plan=plan))) == [
        ("warning", 8, "")
    ]


def words(count: int) -> str:
    return " ".join(f"word{'s' * (number % 3)}" for number in range(count))


@pytest.mark.parametrize(
    ("count", "severity"),
    [(190, ["warning"]), (200, ["note"]), (235, ["note"]), (240, []), (300, []), (360, []), (365, ["note"]),
     (410, ["warning"])],
)  # fmt: skip
def test_length_is_held_against_the_budget(tmp_path: Path, count: int, severity: list[str]) -> None:
    findings = run("length", WrittenPiece(tmp_path, f"{words(count)}\n").subject(plan=outline(Section("Other"))))
    assert [finding.severity for finding in findings] == severity


def test_testimonies_are_not_counted(tmp_path: Path) -> None:
    body = f"{words(300)}\n\n<!-- testimony:nora-lind -->\n{words(500)}\n<!-- /testimony:nora-lind -->\n"
    assert run("length", WrittenPiece(tmp_path, body).subject(plan=outline(Section("Other")))) == []


def test_too_long_is_said_in_figures(tmp_path: Path) -> None:
    (finding,) = run("length", WrittenPiece(tmp_path, f"\n{words(450)}\n").subject(plan=outline(Section("Other"))))
    assert (finding.line, finding.message, finding.remedy) == (
        8,
        "The piece has 450 words, testimonies apart, and 300 were planned: 50 % too many.",
        "Shorten the longest sections, or set `words: 450` in the outline if this length is right.",
    )


def test_a_section_far_from_its_share_is_a_note(tmp_path: Path) -> None:
    plan = outline(Section("One", points=("a",)), Section("Two", points=("b",)), Section("Three", points=("c",)))
    body = f"## One\n\n{words(180)}\n\n## Two\n\n{words(100)}\n\n## Three\n\n{words(30)}\n"
    findings = run("length", WrittenPiece(tmp_path, body).subject(plan=plan))
    assert short(findings) == [("note", 7, "One"), ("note", 15, "Three")]


def summary(root: Path, front: str) -> list[tuple[str, int, str]]:
    findings = run("summary", WrittenPiece(root, "Text.\n", f"author: agathe\n{front}").subject())
    return [(finding.severity, finding.line, finding.message) for finding in findings]


def test_a_description_is_there_and_short(tmp_path: Path) -> None:
    assert summary(tmp_path, f"title: T\ndescription: {'a' * 150}\n") == []
    assert summary(tmp_path, "title: T\ndescription: ' '\n") == [("blocking", 4, "The piece has no description.")]
    assert summary(tmp_path, "title: T\n") == [("blocking", 1, "The piece has no description.")]
    assert summary(tmp_path, f"title: T\ndescription: {'a' * 155}\n") == [
        ("note", 4, "The description has 155 characters; search results cut it after about 150.")
    ]
    assert summary(tmp_path, f"title: T\ndescription: {'a' * 161}\n")[0][0] == "warning"


def test_a_long_title_is_a_note(tmp_path: Path) -> None:
    assert summary(tmp_path, f"title: {'a' * 91}\ndescription: D\n") == [("note", 3, "The title has 91 characters.")]


def test_a_sentence_that_comes_back_is_a_warning_and_a_near_one_a_note(tmp_path: Path) -> None:
    body = (
        "Everybody may use the tools here.\n\n- Everybody may use\n  the tools here!\n\n"
        "Our members share tools and ideas with all their neighbours.\n\n"
        "Our members share tools and ideas with all of their neighbours.\n\nYes. Yes.\n"
    )
    findings = run("repeats", WrittenPiece(tmp_path, body).subject())
    assert short(findings) == [
        ("warning", 9, "Everybody may use the tools here!"),
        ("note", 14, "Our members share tools and ideas with all of their neighbours."),
    ]
    assert findings[0].message == "This sentence stands in the piece already, on line 7."
