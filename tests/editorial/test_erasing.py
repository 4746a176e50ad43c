"""Erasing the words of somebody who took them back: nothing holds them any more, and the history vouches for that."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from authoring.audit.evidence import gather
from authoring.audit.verify import verify
from authoring.checks import Finding
from authoring.editorial.consents import withdraw
from authoring.errors import NotAllowed, NotPossibleNow
from authoring.model import manifest
from authoring.model.workflow import Action
from authoring.store import Piece
from tests.worlds.erasure import WITHDRAWAL_DAY, erase_nora
from tests.worlds.evidence import run_check_script
from tests.worlds.newsroom import SLUG
from tests.worlds.publishing import PublishingNewsroom

WORDS = "I had no saw of my own."


def findings_with_the_words(piece: Piece) -> list[Finding]:
    """What a check may say with the words in it, in the passage and in the message."""
    said = f"This sentence is unsourced. The nearest is: {WORDS}"
    return [
        Finding("wording", "warning", "A model’s word.", "Read it.", piece.draft.path, 3, "in a street of old houses"),
        Finding("wording", "warning", said, "Read both.", piece.draft.path, 5, f"She said: {WORDS}"),
    ]


def withdrawn(newsroom: PublishingNewsroom) -> PublishingNewsroom:
    """The office with a piece that was out, whose words were taken back and out of its text."""
    newsroom.submit()
    newsroom.as_("samir").approve(SLUG, revision=newsroom.piece.hash, findings=findings_with_the_words)
    newsroom.publish()
    withdraw(newsroom.store, "nora-lind", on=WITHDRAWAL_DAY, settings=newsroom.settings)
    newsroom.retract()
    newsroom.as_("agathe").reopen("neighbours")
    front = newsroom.path.read_text("utf-8").split("---\n")[1].replace("testimonies: [nora-lind]\n", "")
    newsroom.path.write_text(f"---\n{front}---\n\nNeighbours bring tools.\n", "utf-8")
    return newsroom


def problems(newsroom: PublishingNewsroom) -> list[str]:
    found = verify(newsroom.store, newsroom.settings).problems
    return [f"{problem.file.name if problem.file else ''}: {problem.message}" for problem in found]


def test_erasing_waits_until_no_text_holds_the_words_and_leaves_the_proof(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    withdraw(newsroom.store, "nora-lind", on=WITHDRAWAL_DAY, settings=newsroom.settings)
    with pytest.raises(NotPossibleNow, match="still holds these words"):
        erase_nora(newsroom)


def test_an_erasure_is_an_event_of_the_history_with_the_hashes_and_nothing_else(tmp_path: Path) -> None:
    newsroom = withdrawn(PublishingNewsroom(tmp_path))
    kept = {path: path.read_bytes() for path in newsroom.piece.folder.glob("revisions/*/index.md")}

    done = erase_nora(newsroom)

    line = newsroom.piece.events[-1]
    gone = [path for path in kept if not path.exists()]
    assert (line.action, line.actor, line.details["testimonies"]) == (Action.erase, "lena", ["nora-lind"])
    (report,) = newsroom.piece.folder.glob("approvals/*/report.json")
    assert [entry["file"] for entry in line.details["erased"]] == [
        *sorted(f"revisions/{path.parent.name}/index.md" for path in gone),
        f"approvals/{report.parent.name}/report.json",
    ]
    assert done.kept == len(gone) + 1 > 1
    assert not list(newsroom.root.rglob("erased.json"))
    assert problems(newsroom) == []
    newsroom.submit()
    assert problems(newsroom) == []
    proof = newsroom.store.testimony("nora-lind")
    assert (proof.person, proof.words_spoken, proof.consent.erased) == ("Nora Lind", "", WITHDRAWAL_DAY)
    assert (proof.consent.status, proof.consent.granted, len(proof.consent.sha256)) == (
        "withdrawn",
        date(2026, 3, 2),
        64,
    )


def report_of(newsroom: PublishingNewsroom) -> Path:
    return next(newsroom.piece.folder.glob("approvals/*/report.json"))


def test_the_report_of_an_approval_keeps_all_but_the_words(tmp_path: Path) -> None:
    newsroom = withdrawn(PublishingNewsroom(tmp_path))
    before = json.loads(report_of(newsroom).read_bytes())["findings"]
    erase_nora(newsroom)
    first, second = json.loads(report_of(newsroom).read_bytes())["findings"]
    assert first == before[0]
    assert second == {**before[1], "passage": "", "message": ""}


@pytest.mark.parametrize("change", ["another word", "a finding gone"])
def test_an_approvals_report_is_what_the_erasure_left_and_nothing_else(tmp_path: Path, change: str) -> None:
    newsroom = withdrawn(PublishingNewsroom(tmp_path))
    erase_nora(newsroom)
    assert problems(newsroom) == []
    told = json.loads(report_of(newsroom).read_bytes())
    if change == "another word":
        told["findings"][0]["passage"] = "in a street of new houses"
    else:
        del told["findings"][1]
    report_of(newsroom).write_bytes(manifest.encode(told))
    (doubt, other) = problems(newsroom)
    assert "report.json is not the file that this approval vouches for" in doubt
    assert other.startswith("report.json: Words were erased from this file, by line")


def test_an_auditor_checks_what_was_erased_with_standard_tools(tmp_path: Path) -> None:
    newsroom = withdrawn(PublishingNewsroom(tmp_path / "here"))
    erase_nora(newsroom)
    newsroom.submit()
    newsroom.approve()
    evidence = gather(newsroom.store, newsroom.settings, SLUG, on=WITHDRAWAL_DAY)
    evidence.write(tmp_path / "evidence")
    code, lines = run_check_script(tmp_path / "evidence")
    name = report_of(newsroom).relative_to(newsroom.piece.folder).as_posix()
    assert code == 0
    told = [line for line in lines if "words that were taken back" in line]
    assert told == [f"ok    {name}, without words that were taken back: a line of the history says so"]
    (tmp_path / "evidence" / name).write_bytes(b"{}")
    _code, lines = run_check_script(tmp_path / "evidence")
    assert f"FAIL  {name}" in lines


def test_who_may_not_erase_erases_nothing(tmp_path: Path) -> None:
    newsroom = withdrawn(PublishingNewsroom(tmp_path))
    before = {path: path.read_bytes() for path in newsroom.root.rglob("*") if path.is_file()}
    for name in ("samir", "robot"):
        with pytest.raises(NotAllowed):
            erase_nora(newsroom, by=name)
    assert {path: path.read_bytes() for path in newsroom.root.rglob("*") if path.is_file()} == before


def test_an_erasure_that_was_cut_off_is_seen_and_completed_without_a_second_line(tmp_path: Path) -> None:
    newsroom = withdrawn(PublishingNewsroom(tmp_path / "one"))
    shutil.copytree(newsroom.root, tmp_path / "copy")
    erase_nora(newsroom)
    count = len(newsroom.piece.events)
    for path in (tmp_path / "copy").rglob("*"):  # as if the run had ended after the line was written
        name = path.relative_to(tmp_path / "copy")
        if path.is_file() and not (newsroom.root / name).exists():
            (newsroom.root / name).write_bytes(path.read_bytes())
    testimony = Path("testimonies/nora-lind.md")
    shutil.copy(tmp_path / "copy" / testimony, newsroom.root / testimony)
    assert problems(newsroom)[0].startswith("index.md: Words were erased from this file, by line")

    erase_nora(newsroom)

    assert problems(newsroom) == []
    assert len(newsroom.piece.events) == count


def test_a_revision_that_goes_without_an_event_is_no_erasure(tmp_path: Path) -> None:
    newsroom = withdrawn(PublishingNewsroom(tmp_path))
    for path in newsroom.piece.folder.glob("revisions/*/index.md"):
        (path.parent / "erased.json").write_text(
            json.dumps({"erased": str(WITHDRAWAL_DAY), "sha256": "0" * 64}), "utf-8"
        )
        path.unlink()
    assert "This kept revision cannot be read." in " ".join(problems(newsroom))
