"""Erasing the words of somebody who withdrew them: no record holds them, and the history proves the erasure."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from authoring.audit.evidence import gather
from authoring.checks import Finding
from authoring.editorial.actions.erase import Erase
from authoring.editorial.actions.reopen import Reopen
from authoring.editorial.actions.retract import Retract
from authoring.errors import NotAllowed, NotPossibleNow
from authoring.model import manifest
from authoring.model.states import Action
from tests.worlds.erasure import WITHDRAWAL_DAY, erase_nora, withdraw_nora
from tests.worlds.evidence import run_check_script
from tests.worlds.newsroom import SLUG, FixedCheck, with_body
from tests.worlds.publishing import PublishingNewsroom
from tests.worlds.states import MemoryNewsroom
from tests.worlds.stored import everything

WORDS = "I had no saw of my own."


def with_findings(newsroom: PublishingNewsroom) -> None:
    """From now on a check repeats the words, in the passage and in the message."""
    file = newsroom.piece.label
    message = f"This sentence is unsourced. The nearest is: {WORDS}"
    findings = [
        Finding("wording", "warning", "A model’s word.", "Read it.", file, 3, "in a street of old houses"),
        Finding("wording", "warning", message, "Read both.", file, 5, f"She said: {WORDS}"),
    ]
    newsroom.checks = [FixedCheck(findings)]


def withdrawn(newsroom: PublishingNewsroom) -> PublishingNewsroom:
    """The newsroom with a published piece whose testimony was withdrawn and whose text no longer holds it."""
    newsroom.submit()
    with_findings(newsroom)
    newsroom.approve()
    newsroom.checks = ()
    newsroom.publish()
    withdraw_nora(newsroom)
    newsroom.retract()
    newsroom.do("agathe", Reopen(SLUG))
    front = newsroom.path.read_text("utf-8").split("---\n")[1].replace("testimonies: [nora-lind]\n", "")
    newsroom.path.write_text(f"---\n{front}---\n\nNeighbours bring tools.\n", "utf-8")
    return newsroom


def problems(newsroom: PublishingNewsroom) -> list[str]:
    return [f"{Path(problem.file).name}: {problem.message}" for problem in newsroom.problems()]


def test_erasing_waits_until_no_text_holds_the_words_and_leaves_the_proof(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    withdraw_nora(newsroom)
    with pytest.raises(NotPossibleNow, match="still holds these words"):
        erase_nora(newsroom)


def test_an_erasure_is_an_event_of_the_history_with_the_hashes_and_nothing_else(tmp_path: Path) -> None:
    newsroom = withdrawn(PublishingNewsroom(tmp_path))
    contents = {path: path.read_bytes() for path in newsroom.path.parent.glob("revisions/*/index.md")}

    done = erase_nora(newsroom)

    line = newsroom.piece.events[-1]
    gone = [path for path in contents if not path.exists()]
    assert (line.action, line.actor, line.details["testimonies"]) == (Action.erase, "lena", ["nora-lind"])
    (report,) = newsroom.path.parent.glob("approvals/*/report.json")
    assert [entry["file"] for entry in line.details["erased"]] == [
        *sorted(f"revisions/{path.parent.name}/index.md" for path in gone),
        f"approvals/{report.parent.name}/report.json",
    ]
    assert done.kept == len(gone) + 1 > 1
    assert not list(newsroom.root.rglob("erased.json"))
    assert problems(newsroom) == []
    newsroom.submit()
    assert problems(newsroom) == []
    proof = newsroom.repository.testimony("nora-lind")
    assert (proof.person, proof.words_spoken, proof.consent.erased) == ("Nora Lind", "", WITHDRAWAL_DAY)
    assert (proof.consent.status, proof.consent.granted, len(proof.consent.sha256)) == (
        "withdrawn",
        date(2026, 3, 2),
        64,
    )


def report_of(newsroom: PublishingNewsroom) -> Path:
    return next(newsroom.path.parent.glob("approvals/*/report.json"))


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
    report = json.loads(report_of(newsroom).read_bytes())
    if change == "another word":
        report["findings"][0]["passage"] = "in a street of new houses"
    else:
        del report["findings"][1]
    report_of(newsroom).write_bytes(manifest.encode(report))
    (doubt, other) = problems(newsroom)
    assert "report.json is not the file that this approval vouches for" in doubt
    assert other.startswith("report.json: Words were erased from this file, by line")


def test_an_auditor_checks_what_was_erased_with_standard_tools(tmp_path: Path) -> None:
    newsroom = withdrawn(PublishingNewsroom(tmp_path / "here"))
    erase_nora(newsroom)
    name = report_of(newsroom).relative_to(newsroom.path.parent).as_posix()
    newsroom.submit()
    newsroom.approve()
    evidence = gather(newsroom.as_("lena"), SLUG)
    evidence.write(tmp_path / "evidence")
    code, lines = run_check_script(tmp_path / "evidence")
    assert code == 0
    erasure_lines = [line for line in lines if "words that were taken back" in line]
    assert erasure_lines == [f"ok    {name}, without words that were taken back: a line of the history says so"]
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
    for path in newsroom.path.parent.glob("revisions/*/index.md"):
        (path.parent / "erased.json").write_text(
            json.dumps({"erased": str(WITHDRAWAL_DAY), "sha256": "0" * 64}), "utf-8"
        )
        path.unlink()
    assert "This kept revision cannot be read." in " ".join(problems(newsroom))


def test_a_store_without_files_holds_the_words_no_more_and_given_again_it_changes_nothing() -> None:
    newsroom = MemoryNewsroom()
    newsroom.submit()
    newsroom.checks = [FixedCheck([Finding("wording", "warning", WORDS, "Read both.", newsroom.piece.label, 5, WORDS)])]
    newsroom.approve()
    newsroom.checks = ()
    newsroom.publish()
    withdraw_nora(newsroom)
    newsroom.do("lena", Retract(SLUG, note="She took her words back."))
    newsroom.do("agathe", Reopen(SLUG))
    front = newsroom.piece.document.text.split("---\n")[1].replace("testimonies: [nora-lind]\n", "")
    newsroom.write(f"---\n{front}---\n\nNeighbours bring tools.\n")
    holding = [name for name, content in everything(newsroom.store).items() if WORDS.encode() in content]
    assert len(holding) == 3
    prepared = Erase(("nora-lind",)).prepare(newsroom.as_("lena"))

    assert Erase(("nora-lind",)).execute(newsroom.as_("lena"), prepared).left == ()

    after = everything(newsroom.store)
    assert [name for name, content in after.items() if WORDS.encode() in content] == []
    assert newsroom.problems() == []
    erase_nora(newsroom)
    assert everything(newsroom.store) == after


NOTES = f"What she told us at the window. {WORDS}".encode()


def with_linked_notes(root: Path) -> PublishingNewsroom:
    """A newsroom whose piece links to a file that holds the words."""
    newsroom = PublishingNewsroom(root)
    newsroom.add_picture("files/notes d’été.txt", NOTES)
    newsroom.edit("with tools that everybody", "with [tools](<files/notes d’été.txt>) that everybody")
    return newsroom


def test_a_linked_file_with_the_words_is_erased_from_kept_revisions_and_verify_finds_them_in_order(
    tmp_path: Path,
) -> None:
    newsroom = withdrawn(with_linked_notes(tmp_path))
    (newsroom.path.parent / "files/notes d’été.txt").unlink()
    assert list(newsroom.path.parent.glob("revisions/*/files/*"))
    done = erase_nora(newsroom)
    assert not list(newsroom.path.parent.glob("revisions/*/files/*"))
    assert done.left == ()
    assert problems(newsroom) == []


def test_a_revision_that_loses_only_a_linked_file_is_in_order(tmp_path: Path) -> None:
    text = with_body("Neighbours bring [tools](notes.txt).\n").replace("testimonies: [nora-lind]\n", "")
    newsroom = PublishingNewsroom(tmp_path, text=text)
    newsroom.add_picture("notes.txt", NOTES)
    newsroom.out()
    withdraw_nora(newsroom)
    with pytest.raises(NotPossibleNow, match="still holds these words"):
        erase_nora(newsroom)
    newsroom.correct()
    newsroom.edit("[tools](notes.txt)", "tools")
    newsroom.out()
    (newsroom.path.parent / "notes.txt").unlink()
    erase_nora(newsroom)
    assert not list(newsroom.path.parent.glob("revisions/*/notes.txt"))
    assert list(newsroom.path.parent.glob("revisions/*/index.md"))
    assert problems(newsroom) == []
