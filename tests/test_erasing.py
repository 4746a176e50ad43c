"""Erasing the words of somebody who took them back: nothing holds them any more, and the history vouches for that."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from authoring.audit.evidence import gather
from authoring.audit.verify import verify
from authoring.checks import Finding
from authoring.editorial.consents import withdraw
from authoring.editorial.erasing import Erasure, erase
from authoring.errors import NotAllowed, NotPossibleNow
from authoring.model import manifest
from authoring.model.workflow import Action
from authoring.store import Piece
from authoring.store.rows import Kind
from tests.evidence.test_evidence import checked
from tests.pieces import SLUG
from tests.test_publish import Office

DAY = date(2026, 11, 23)
WORDS = "I had no saw of my own."


def found(piece: Piece) -> list[Finding]:
    """What a check may say with the words in it, in the passage and in the message."""
    said = f"This sentence is unsourced. The nearest is: {WORDS}"
    return [
        Finding("wording", "warning", "A model’s word.", "Read it.", piece.draft.path, 3, "in a street of old houses"),
        Finding("wording", "warning", said, "Read both.", piece.draft.path, 5, f"She said: {WORDS}"),
    ]


def withdrawn(office: Office) -> Office:
    """The office with a piece that was out, whose words were taken back and out of its text."""
    office.submit()
    office.as_("samir").approve(SLUG, revision=office.piece.hash, findings=found)
    office.publish()
    withdraw(office.store, "nora-lind", on=DAY, settings=office.settings)
    office.retract()
    office.as_("agathe").reopen("neighbours")
    front = office.path.read_text("utf-8").split("---\n")[1].replace("testimonies: [nora-lind]\n", "")
    office.path.write_text(f"---\n{front}---\n\nNeighbours bring tools.\n", "utf-8")
    return office


def erased(office: Office, *, by: str = "lena") -> Erasure:
    actor = office.settings.people[by]
    return erase(office.store, ["nora-lind"], actor=actor, when=office.now(), settings=office.settings)


def problems(office: Office) -> list[str]:
    found = verify(office.store, office.settings).problems
    return [f"{problem.file.name if problem.file else ''}: {problem.message}" for problem in found]


def test_erasing_waits_until_no_text_holds_the_words_and_leaves_the_proof(tmp_path: Path) -> None:
    office = Office(tmp_path).out()
    withdraw(office.store, "nora-lind", on=DAY, settings=office.settings)
    with pytest.raises(NotPossibleNow, match="still holds these words"):
        erased(office)


def test_an_erasure_is_an_event_of_the_history_with_the_hashes_and_nothing_else(tmp_path: Path) -> None:
    office = withdrawn(Office(tmp_path))
    kept = {path: path.read_bytes() for path in office.piece.folder.glob("revisions/*/index.md")}

    done = erased(office)

    line = office.piece.events[-1]
    gone = [path for path in kept if not path.exists()]
    assert (line.action, line.actor, line.details["testimonies"]) == (Action.erase, "lena", ["nora-lind"])
    (report,) = office.piece.folder.glob("approvals/*/report.json")
    assert [entry["file"] for entry in line.details["erased"]] == [
        *sorted(f"revisions/{path.parent.name}/index.md" for path in gone),
        f"approvals/{report.parent.name}/report.json",
    ]
    assert done.kept == len(gone) + 1 > 1
    assert not list(office.root.rglob("erased.json"))
    assert problems(office) == []
    office.submit()
    assert problems(office) == []
    proof = office.store.testimony("nora-lind")
    assert (proof.person, proof.words_spoken, proof.consent.erased) == ("Nora Lind", "", DAY)
    assert (proof.consent.status, proof.consent.granted, len(proof.consent.sha256)) == (
        "withdrawn",
        date(2026, 3, 2),
        64,
    )


def report_of(office: Office) -> Path:
    return next(office.piece.folder.glob("approvals/*/report.json"))


def test_the_report_of_an_approval_keeps_all_but_the_words(tmp_path: Path) -> None:
    office = withdrawn(Office(tmp_path))
    before = json.loads(report_of(office).read_bytes())["findings"]
    erased(office)
    first, second = json.loads(report_of(office).read_bytes())["findings"]
    assert first == before[0]
    assert second == {**before[1], "passage": "", "message": ""}


@pytest.mark.parametrize("change", ["another word", "a finding gone"])
def test_an_approvals_report_is_what_the_erasure_left_and_nothing_else(tmp_path: Path, change: str) -> None:
    office = withdrawn(Office(tmp_path))
    erased(office)
    assert problems(office) == []
    told = json.loads(report_of(office).read_bytes())
    if change == "another word":
        told["findings"][0]["passage"] = "in a street of new houses"
    else:
        del told["findings"][1]
    report_of(office).write_bytes(manifest.encode(told))
    (doubt, other) = problems(office)
    assert "report.json is not the file that this approval vouches for" in doubt
    assert other.startswith("report.json: Words were erased from this file, by line")


def test_an_auditor_checks_what_was_erased_with_standard_tools(tmp_path: Path) -> None:
    office = withdrawn(Office(tmp_path / "here"))
    erased(office)
    office.submit()
    office.approve()
    evidence = gather(office.store, office.settings, SLUG, on=DAY)
    evidence.write(tmp_path / "evidence")
    code, lines = checked(tmp_path / "evidence")
    name = report_of(office).relative_to(office.piece.folder).as_posix()
    assert code == 0
    told = [line for line in lines if "words that were taken back" in line]
    assert told == [f"ok    {name}, without words that were taken back: a line of the history says so"]
    (tmp_path / "evidence" / name).write_bytes(b"{}")
    _code, lines = checked(tmp_path / "evidence")
    assert f"FAIL  {name}" in lines


def test_who_may_not_erase_erases_nothing(tmp_path: Path) -> None:
    office = withdrawn(Office(tmp_path))
    before = {path: path.read_bytes() for path in office.root.rglob("*") if path.is_file()}
    for name in ("samir", "robot"):
        with pytest.raises(NotAllowed):
            erased(office, by=name)
    assert {path: path.read_bytes() for path in office.root.rglob("*") if path.is_file()} == before


def test_an_erasure_that_was_cut_off_is_seen_and_completed_without_a_second_line(tmp_path: Path) -> None:
    office = withdrawn(Office(tmp_path / "one"))
    shutil.copytree(office.root, tmp_path / "copy")
    erased(office)
    count = len(office.piece.events)
    for path in (tmp_path / "copy").rglob("*"):  # as if the run had ended after the line was written
        name = path.relative_to(tmp_path / "copy")
        if path.is_file() and not (office.root / name).exists():
            (office.root / name).write_bytes(path.read_bytes())
    testimony = Path("testimonies/nora-lind.md")
    shutil.copy(tmp_path / "copy" / testimony, office.root / testimony)
    assert problems(office)[0].startswith("index.md: Words were erased from this file, by line")

    erased(office)

    assert problems(office) == []
    assert len(office.piece.events) == count


def test_a_revision_that_goes_without_an_event_is_no_erasure(tmp_path: Path) -> None:
    office = withdrawn(Office(tmp_path))
    for path in office.piece.folder.glob("revisions/*/index.md"):
        (path.parent / "erased.json").write_text(json.dumps({"erased": str(DAY), "sha256": "0" * 64}), "utf-8")
        path.unlink()
    assert "This kept revision cannot be read." in " ".join(problems(office))


def test_an_erasure_reaches_the_index_that_is_kept_outside_the_workspace(tmp_path: Path) -> None:
    office = withdrawn(Office(tmp_path))
    kinds: tuple[Kind, ...] = ("piece", "outline", "testimony")
    assert office.store.search("no saw", kinds=kinds, limit=5).hits
    folder = Path(os.environ["AUTHORING_CACHE_DIR"]) / "index"
    assert WORDS.encode() in b"".join(path.read_bytes() for path in folder.iterdir())
    assert erased(office).left == ()
    assert WORDS.encode() not in b"".join(path.read_bytes() for path in folder.iterdir())
    assert not office.store.search("no saw", kinds=kinds, limit=5).hits
