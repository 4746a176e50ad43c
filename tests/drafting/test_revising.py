from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authoring.drafting import drafting, revising
from authoring.editorial.review import Review
from authoring.errors import Conflict, NotAllowed, NotPossibleNow, UnusableAnswer, UsageError
from authoring.model.people import Person
from authoring.model.workflow import Action
from authoring.sourcing import provenance
from tests.worlds.drafting import AGATHE, NOW, RecordedProgress, answering_by_part, cut_off, desk, requests
from tests.worlds.lantern import lantern

SLUG = "neighbours"
SECTION = "Everybody may use its tools. The kettle is on.\n\n[[quote:nora-lind#3]]\n\nCome and see."
QUOTE = "> “My neighbours showed me how to use theirs.”\n>\n> — Nora Lind, carpenter and member"
READER = Person("paul", "Paul")


def drafted(root: Path) -> Path:
    used = desk(lantern(root), answering_by_part(introduction="It is a workshop.", section=SECTION))
    drafting.draft(used, SLUG, actor=AGATHE)
    return root / "drafts" / SLUG / "index.md"


def propose(root: Path, answer: str, *, section: int = 1, fresh: bool = True) -> revising.Proposal:
    used = desk(root, lambda _request: answer, fresh=fresh)
    return revising.propose(used, SLUG, section=section, instruction="Make it shorter.", actor=AGATHE)


def test_a_proposal_changes_nothing_until_it_is_applied(tmp_path: Path) -> None:
    path = drafted(tmp_path)
    before = path.read_bytes()
    proposal = propose(tmp_path, "Everybody may use its tools.\n\n[[keep:1]]\n\nCome and see.")
    assert path.read_bytes() == before
    assert [(line.kind, line.text) for group in proposal.changes for line in group if line.kind != "same"] == [
        ("removed", "The kettle is on.")
    ]
    piece = revising.apply(desk(tmp_path), proposal, actor=AGATHE)
    assert path.read_bytes() == before.replace(b" The kettle is on.", b"")
    assert (piece.events[-1].action, piece.events[-1].details["models"]) == (Action.revise, ["fake"])


def test_the_model_sees_marks_in_place_of_peoples_words(tmp_path: Path) -> None:
    drafted(tmp_path)
    used = desk(tmp_path, lambda _request: "Tools.\n\n[[keep:1]]")
    revising.propose(used, SLUG, section=1, instruction="Make it shorter.", actor=AGATHE)
    asked = requests(used)[0]
    assert "showed me" not in asked.prompt + asked.system
    assert "Everybody may use its tools. The kettle is on.\n\n[[keep:1]]\n\nCome and see." in asked.prompt
    assert "Instruction: Make it shorter." in asked.prompt


def test_a_lost_passage_is_put_back_at_the_end_with_a_finding(tmp_path: Path) -> None:
    drafted(tmp_path)
    proposal = propose(tmp_path, "Everybody may use its tools.")
    assert proposal.new.strip() == f"Everybody may use its tools.\n\n{QUOTE}"
    assert [finding.message for finding in proposal.findings] == [
        "The model lost this passage, which it may not change; it was put back at the end of the section."
    ]


def test_a_passage_that_the_model_repeats_stands_once(tmp_path: Path) -> None:
    drafted(tmp_path)
    proposal = propose(tmp_path, "Tools [[keep:1]] for all.\n\n[[keep:1]]\n\n[[keep:7]]")
    assert proposal.new.strip() == f"Tools\n\n{QUOTE}\n\nfor all."


def test_quotation_marks_links_and_code_within_a_sentence_are_kept(tmp_path: Path) -> None:
    hidden = revising.mask("He said “no way at all” and [left](https://x.example) `code` [[quote:x#1]].")
    assert hidden.text == "He said [[keep:1]] and [[keep:2]] [[keep:3]] [[keep:4]]."
    assert revising.unmask("[[keep:3]] [[keep:2]], “[[keep:1]]”", hidden) == (
        "`code` [left](https://x.example), ““no way at all””\n\n[[quote:x#1]]",
        ["[[quote:x#1]]"],
    )


def test_a_section_of_testimony_alone_is_refused_before_any_call(tmp_path: Path) -> None:
    drafted(tmp_path)
    with pytest.raises(NotPossibleNow) as caught:
        propose(tmp_path, "Anything.", section=2)
    assert str(caught.value) == (
        "The section “What Nora Lind tells us” holds only people’s words and pictures, and those cannot be revised."
    )


@pytest.mark.parametrize("section", [-1, 3, 99])
def test_a_section_that_is_not_there_is_named(tmp_path: Path, section: int) -> None:
    drafted(tmp_path)
    with pytest.raises(UsageError, match="There is no section"):
        propose(tmp_path, "Anything.", section=section)


def test_an_answer_of_marks_alone_is_of_no_use(tmp_path: Path) -> None:
    drafted(tmp_path)
    with pytest.raises(UnusableAnswer):
        propose(tmp_path, "[[keep:1]]")


def test_an_answer_that_was_cut_off_ends_at_a_whole_sentence(tmp_path: Path) -> None:
    drafted(tmp_path)
    used = desk(tmp_path, lambda _request: cut_off("[[keep:1]]\n\nTools for all. And"))
    proposal = revising.propose(used, SLUG, section=1, instruction="…", actor=AGATHE)
    assert proposal.new.strip() == f"{QUOTE}\n\nTools for all."
    assert [finding.severity for finding in proposal.findings] == ["warning"]


def test_a_text_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = drafted(tmp_path)
    proposal = propose(tmp_path, "Tools for all.\n\n[[keep:1]]")
    path.write_text(path.read_text("utf-8").replace("Come and see.", "Come and look."), "utf-8")
    edited = path.read_bytes()
    with pytest.raises(Conflict):
        revising.apply(desk(tmp_path), proposal, actor=AGATHE)
    assert path.read_bytes() == edited


def test_the_workflow_decides_who_may_revise_and_when(tmp_path: Path) -> None:
    drafted(tmp_path)
    used = desk(tmp_path, answering_by_part())
    with pytest.raises(NotAllowed):
        revising.propose(used, SLUG, section=1, instruction="…", actor=READER)
    Review(used.store, AGATHE, NOW).submit(SLUG, findings=lambda _piece: [])
    proposal = revising.propose(used, SLUG, section=1, instruction="…", actor=AGATHE)
    assert proposal.new != proposal.old


def test_the_same_proposal_comes_from_the_cache(tmp_path: Path) -> None:
    drafted(tmp_path)
    first = propose(tmp_path, "Tools for all.\n\n[[keep:1]]", fresh=False)
    second = propose(tmp_path, "Something else.", fresh=False)
    assert (second.new, second.totals.calls, second.totals.cached) == (first.new, 0, 1)


def test_what_a_revision_wrote_is_recorded_as_the_models(tmp_path: Path) -> None:
    path = drafted(tmp_path)
    proposal = propose(tmp_path, "Tools for all.\n\n[[keep:1]]\n\nCome and see.")
    piece = revising.apply(desk(tmp_path), proposal, actor=AGATHE)
    known = provenance.passages(piece.draft.body, provenance.read(path.parent))
    assert [passage.kind for passage in known] == ["model", "model", "quote", "model", "testimony"]


def test_drafting_again_after_a_revision_is_a_conflict(tmp_path: Path) -> None:
    drafted(tmp_path)
    revising.apply(desk(tmp_path), propose(tmp_path, "Tools for all.\n\n[[keep:1]]"), actor=AGATHE)
    with pytest.raises(Conflict):
        drafting.draft(desk(tmp_path, answering_by_part()), SLUG, actor=AGATHE)


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
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_outside_the_section_do_not_change_and_kept_passages_are_whole(
    tmp_path: Path, sections: list[list[str]], chosen: int, answer: str, newline: str
) -> None:
    path = drafted(tmp_path) if not (tmp_path / "drafts").exists() else tmp_path / "drafts" / SLUG / "index.md"
    front = path.read_text("utf-8").split("---\n\n", 1)[0] + "---\n\n"
    body = "Hello.\n\n" + "\n\n".join(
        "\n\n".join([f"## Part {number}", *texts]) for number, texts in enumerate(sections, start=1)
    )
    path.write_bytes((front + body + "\n").replace("\n", newline).encode())
    try:
        proposal = propose(tmp_path, "Words. " + answer, section=min(chosen, len(sections)))
    except (NotPossibleNow, UnusableAnswer):
        return
    before = proposal.piece.draft.body
    start, end = proposal.section.text_start, proposal.section.end
    assert proposal.body.startswith(before[:start])
    assert proposal.body.endswith(before[end:])
    for passage in revising.mask(proposal.old).kept:
        assert passage in proposal.new


def test_progress_is_told(tmp_path: Path) -> None:
    drafted(tmp_path)
    used = desk(tmp_path, answering_by_part())
    revising.propose(used, SLUG, section=0, instruction="…", actor=AGATHE)
    assert isinstance(used.progress, RecordedProgress)
    assert used.progress.ended == [("introduction", "written")]
