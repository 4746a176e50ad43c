"""The row that a quick look gives of a piece is the row of the piece read whole."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.errors import AuthoringError
from authoring.model import manifest
from authoring.model.workflow import Action
from authoring.store import summaries
from authoring.store.folder import FolderStore
from authoring.store.index.rows import Digests, Row
from tests.pieces import MORNING, SLUG, TEXT, Desk
from tests.worlds import build


def quick(desk: Desk, digests: Digests | None = None) -> Row:
    folder = next(path.parent for path in sorted(desk.root.glob(f"*/{SLUG}/index.md")))
    return summaries.piece_row(folder, SLUG, settings=desk.settings, digests=digests or {})


def whole(desk: Desk) -> Row:
    try:
        return summaries.row_of(desk.piece)
    except AuthoringError as error:
        return Row("piece", SLUG, problems=tuple(error.problems))


def assert_equal(desk: Desk) -> None:
    first, second = quick(desk), whole(desk)
    assert (first.title, first.description, first.text) == (second.title, second.description, second.text)
    assert (first.entry, first.problems) == (second.entry, second.problems)
    again = quick(desk, first.digests)
    assert again == first


def pictured(desk: Desk, *sources: str) -> None:
    shown = "\n".join(f"  - src: {src}\n    alt: A saw" for src in sources)
    desk.edit("tags:", f"images:\n{shown}\ntags:")


def publish(desk: Desk) -> None:
    desk.submit()
    desk.approve()
    desk.store.snapshot(desk.piece)
    desk.as_("agathe").record(desk.piece, Action.publish)
    desk.store.move_out(SLUG)


ACTS: dict[str, Callable[[Desk], object]] = {
    "submit": lambda desk: desk.submit(),
    "assign": lambda desk: desk.as_("agathe").submit(
        SLUG, to="samir", due=date(2026, 12, 1), findings=lambda _piece: []
    ),
    "approve": lambda desk: desk.approve(),
    "approve by another": lambda desk: desk.approve("lena"),
    "edit": lambda desk: desk.edit("people who show how", "people who show how it is done"),
    "edit back": lambda desk: desk.edit("who show how it is done", "who show how"),
    "edit tags": lambda desk: desk.edit("[third place", "[workshop, third place"),
    "request changes": lambda desk: desk.as_("samir").request_changes(SLUG, note="More."),
    "reject": lambda desk: desk.as_("samir").reject(SLUG, reason="No."),
    "reopen": lambda desk: desk.as_("agathe").reopen(SLUG),
    "withdraw": lambda desk: desk.as_("agathe").withdraw(SLUG),
    "schedule": lambda desk: desk.as_("agathe").schedule(SLUG, at=MORNING.replace(year=2027)),
    "publish": publish,
    "picture": lambda desk: build(desk.root, {f"drafts/{SLUG}/images/saw.png": b"saw"}),
    "show the picture": lambda desk: pictured(desk, "images/saw.png"),
    "picture in the text": lambda desk: desk.edit("## What Nora", "![A saw](images/saw.png)\n\n## What Nora"),
    "offer": lambda desk: (desk.root / "drafts" / SLUG / "calls.jsonl").write_text(
        json.dumps({"offers": [manifest.offer_digest("Why the Lantern needs its neighbours")]}) + "\n{\n[1]\n"
    ),
    "break the front matter": lambda desk: desk.edit("title: Why", "title: [Why"),
    "break a key": lambda desk: desk.edit("tags: [", "tags: [3, "),
    "lose the language": lambda desk: desk.edit("lang: en\n", ""),
    "break the history": lambda desk: (desk.root / "drafts" / SLUG / "history.jsonl").write_text("{}\n"),
}

WAYS = ("", "submit", "assign, approve", "submit, approve, schedule", "publish", "picture, show the picture, publish")


@settings(max_examples=40)
@given(st.sampled_from(WAYS), st.lists(st.sampled_from(sorted(ACTS)), max_size=6))
def test_the_quick_row_is_the_whole_one_whatever_was_done_before(way: str, acts: list[str]) -> None:
    with TemporaryDirectory() as name:
        desk = Desk(Path(name))
        for act in [*filter(None, way.split(", ")), *acts]:
            try:
                ACTS[act](desk)
            except (AuthoringError, AssertionError, OSError):
                continue  # not possible now: the next act
        assert_equal(desk)


@pytest.mark.parametrize(
    "src",
    [
        "images/saw.png",
        "saw.png",
        "./images/saw.png",
        "images//saw.png",
        "images/../images/saw.png",
        "../neighbours/images/saw.png",
        "images/l%C3%A9na.png",
        "images/léna.png",
        "images/linked.png",
        "images/outside.png",
        "linked/saw.png",
        "images",
        "images/pipe",
        "images/missing.png",
        "https://example.org/saw.png",
        "/etc/hostname",
        '"images/sa\\0w.png"',
        '"images/sa\\\\w.png"',
        "x" * 5000,
    ],
)
def test_pictures_have_the_same_digests_wherever_their_names_lead(tmp_path: Path, src: str) -> None:
    desk = Desk(tmp_path)
    folder = tmp_path / "drafts" / SLUG
    build(folder, {"images/saw.png": b"saw", "images/léna.png": b"lena", "saw.png": b"near"})
    build(tmp_path, {"outside.png": b"outside"})
    (folder / "images" / "linked.png").symlink_to("saw.png")
    (folder / "images" / "outside.png").symlink_to(tmp_path / "outside.png")
    (folder / "linked").symlink_to("images")
    os.mkfifo(folder / "images" / "pipe")
    pictured(desk, src)
    assert_equal(desk)


def test_a_picture_whose_digest_is_remembered_is_not_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    build(tmp_path, {f"drafts/{SLUG}/images/saw.png": b"saw"})
    pictured(desk, "images/saw.png")
    remembered = dict.fromkeys(quick(desk).digests, "0" * 64)
    assert quick(desk, remembered).entry != quick(desk).entry
    build(tmp_path, {f"drafts/{SLUG}/images/saw.png": b"another saw"})
    assert quick(desk, remembered) == quick(desk)


def test_two_processes_read_what_one_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)
    build(tmp_path, {f"drafts/piece-{number:02}/index.md": TEXT for number in range(9)})
    build(tmp_path, {"drafts/broken/index.md": "---\n---\n"})
    alone = desk.store.overview()
    monkeypatch.setattr("authoring.store.index.readers._WORTH_TWO_PROCESSES", 2)
    monkeypatch.setattr("authoring.store.index.readers._IN_A_PORTION", 3)
    monkeypatch.setenv("AUTHORING_CACHE_DIR", str(tmp_path.with_name("another-cache")))
    together = FolderStore(desk.settings).overview()
    assert together == alone
    assert len(together.entries) == 10


def test_a_piece_says_when_it_went_out_and_who_approved_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    publish(desk)
    (entry,) = desk.store.overview().entries
    assert entry.published == desk.piece.events[-1].time.isoformat()
    assert (entry.outline, entry.testimonies, entry.tags) == (SLUG, ("nora-lind",), ("third place", "neighbours"))
    assert entry.approvals == ("samir",)


def test_a_scheduled_piece_says_for_when(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for act in ("submit", "approve", "schedule"):
        ACTS[act](desk)
    (entry,) = desk.store.overview().entries
    assert entry.scheduled_at == "2027-11-23T09:00:00+00:00"
