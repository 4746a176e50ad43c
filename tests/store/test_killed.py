"""A writer that is killed leaves the old state or the new one, whole; whoever comes next completes it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from authoring.store import Key, Store
from authoring.store.addresses import INDEX
from authoring.store.contract.samples import PIECE, append, content, everything, write
from authoring.store.folder import FolderStore
from authoring.store.folder.changes import Change
from authoring.store.folder.journal import Journal
from authoring.store.memory import MemoryStore
from tests.store.killing import SCENARIOS, prepare_corrected, transact

Writers = Callable[[str, Path], list[Path]]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """No power is cut in these tests: what is synced, and when, is counted and not waited for."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture(scope="module")
def killed_writers(tmp_path_factory: pytest.TempPathFactory) -> Writers:
    """Copies of what killed writers of a scenario left; the children run once for each scenario."""
    originals = tmp_path_factory.mktemp("originals")

    def copies(scenario: str, folder: Path) -> list[Path]:
        if not (originals / scenario).exists():
            kill(originals / scenario, scenario)
        return by_number(Path(shutil.copytree(originals / scenario, folder / "killed")))

    return copies


def by_number(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda path: int(path.name))


def kill(folder: Path, about: str) -> list[Path]:
    """One workspace for each moment at which a child was killed; the last child lived."""
    folder.mkdir()
    subprocess.run([sys.executable, "-m", "tests.store.killing", str(folder), about], check=True, timeout=300)
    return by_number(folder)


def states(scenario: str) -> list[dict[str, object]]:
    """What a store holds before and after the transaction, from a store in memory, which has no state in between."""
    store: Store = MemoryStore(clock=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))
    SCENARIOS[scenario][0](store)
    before = everything(store)
    transact(store, scenario)
    return [before, everything(store)]


def journals(root: Path) -> list[Path]:
    return sorted(root.glob(".authoring/journal/*.journal"))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_writer_killed_at_any_change_leaves_the_old_state_or_the_new_one(
    killed_writers: Writers, tmp_path: Path, scenario: str
) -> None:
    before, after = states(scenario)
    outcomes = []
    for root in killed_writers(scenario, tmp_path):
        state = everything(FolderStore(root))
        assert state in (before, after), root.name
        outcomes.append(state == after)
        assert everything(FolderStore(root)) == state
    assert len(outcomes) > 40
    assert outcomes == sorted(outcomes), "once a transaction is made, it stays made"
    assert outcomes.count(False) > 10
    assert outcomes.count(True) > 10


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_after_a_killed_writer_the_next_one_can_write(killed_writers: Writers, tmp_path: Path, scenario: str) -> None:
    _before, after = states(scenario)
    for root in killed_writers(scenario, tmp_path)[::10]:
        store = FolderStore(root)
        transact(store, scenario)
        assert content(store, PIECE) == b"new text"
        assert store.events.read("garden").endswith(b'{"seq":2}\n{"seq":3}\n')
        assert everything(store)["texts"] == after["texts"]
        assert journals(root) == []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_reader_killed_while_it_completes_a_transaction_loses_nothing(
    killed_writers: Writers, tmp_path: Path, scenario: str
) -> None:
    _before, after = states(scenario)
    interrupted = next(root for root in killed_writers(scenario, tmp_path) if is_made(root))
    readers = kill(tmp_path / "readers", str(interrupted))
    assert len(readers) > 10
    for root in readers:
        assert everything(FolderStore(root)) == after, root.name
        assert journals(root) == []


def is_made(root: Path) -> bool:
    """Whether the journal is whole and nothing is carried out yet."""
    return bool(journals(root)) and journals(root)[0].read_bytes().count(b"\n") == 2


def interrupted_correction(killed_writers: Writers, tmp_path: Path) -> Path:
    """A transaction that is made, and of which nothing is carried out."""
    return next(root for root in killed_writers("corrected", tmp_path) if is_made(root))


def test_a_journal_never_puts_an_old_text_over_a_new_one(killed_writers: Writers, tmp_path: Path) -> None:
    root = interrupted_correction(killed_writers, tmp_path)
    folder = root / "drafts" / "garden"
    folder.joinpath("index.md").write_bytes(b"edited by hand")
    folder.joinpath("history.jsonl").write_bytes(b'{"seq":1}\n{"another":2}\n')
    store = FolderStore(root)
    assert content(store, PIECE) == b"edited by hand"
    assert store.events.read("garden") == b'{"seq":1}\n{"another":2}\n'
    assert store.records.read("garden", "looks.json") == b"{}"
    refused = list(root.glob(".authoring/journal/refused/garden-*/*"))
    assert b"new text" in [path.read_bytes() for path in refused]
    assert any(path.suffix == ".journal" for path in refused)
    write(store, PIECE, b"next")
    assert content(store, PIECE) == b"next"


def test_a_text_edited_after_the_writer_was_killed_stays_and_the_rest_is_completed(
    killed_writers: Writers, tmp_path: Path
) -> None:
    roots = killed_writers("corrected", tmp_path)
    root = next(root for root in roots if b'"seq":3' in root.joinpath("drafts/garden/history.jsonl").read_bytes())
    assert journals(root)
    root.joinpath("drafts/garden/index.md").write_bytes(b"edited by hand")
    store = FolderStore(root)
    piece = store.documents.piece("garden")
    assert piece is not None
    assert (piece.text.content, piece.stage) == (b"edited by hand", "out")
    assert content(store, Key("outline", "garden")) == b"outline"
    assert b"new text" in [path.read_bytes() for path in root.glob(".authoring/journal/refused/garden-*/*.part")]


def test_a_journal_that_came_late_moves_nothing_once_the_history_has_gone_on(
    killed_writers: Writers, tmp_path: Path
) -> None:
    root = interrupted_correction(killed_writers, tmp_path)
    journal = journals(root)[0]
    late = journal.read_bytes()
    store = FolderStore(root)
    everything(store)
    append(store, b'{"seq":4}')
    with store.transaction("garden") as change:
        change.place("garden", stage="in_progress", live="")
    state = everything(store)
    journal.write_bytes(late)
    assert everything(FolderStore(root)) == state
    assert journals(root) == []


def test_a_journal_that_is_not_whole_is_as_if_nothing_had_happened(killed_writers: Writers, tmp_path: Path) -> None:
    root = interrupted_correction(killed_writers, tmp_path)
    journal = journals(root)[0]
    journal.write_bytes(journal.read_bytes()[:-5])
    assert everything(FolderStore(root)) == states("corrected")[0]


def test_a_journal_cannot_lead_out_of_the_workspace(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    prepare_corrected(FolderStore(root))
    tmp_path.joinpath("outside.md").write_bytes(b"precious")
    removal = Change("", "../outside.md", "", "", 0)
    text = Change("../garden", INDEX, "", "", 0)
    for change in (removal, text):
        root.joinpath(".authoring/journal/garden.journal").write_bytes(Journal(["garden"], [change], []).encode())
        assert content(FolderStore(root), PIECE) == b"text"
    assert tmp_path.joinpath("outside.md").read_bytes() == b"precious"
