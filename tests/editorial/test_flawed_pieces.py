"""One piece that cannot be sent as it lies here waits; the others go out, and its receipt says why."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from authoring.cli.publish import exit_code
from authoring.editorial import approved_revisions
from authoring.editorial.actions import event_of
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.export import Export
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.submit import Submit
from authoring.model.events import Writing
from authoring.model.states import Action, State
from authoring.store.addresses import DELIVERIES, EXPORTS
from authoring.store.exported import ExportRecords
from authoring.store.recording import record
from tests.worlds.newsroom import SLUG, TEXT
from tests.worlds.pictures import png
from tests.worlds.publishing import PublishingNewsroom

OTHER = "second"
PICTURED = TEXT + "\n    ![A saw](images/saw.png)\n"


@pytest.fixture
def newsroom(tmp_path: Path) -> PublishingNewsroom:
    """Two published pieces with a picture each."""
    newsroom = PublishingNewsroom(tmp_path, text=PICTURED, drafted=False)
    images = tmp_path / f"drafts/{SLUG}/images"
    images.mkdir()
    (images / "saw.png").write_bytes(png())
    shutil.copytree(tmp_path / f"drafts/{SLUG}", tmp_path / f"drafts/{OTHER}")
    newsroom.record_draft()
    draft = newsroom.repository.piece(OTHER)
    details = Writing(("fake",)).as_details()
    piece, event = event_of(newsroom.as_("agathe"), draft, Action.draft, target=State.draft, details=details)
    record(newsroom.repository, piece, event)
    newsroom.out()
    newsroom.do("agathe", Submit(OTHER))
    newsroom.do("samir", Approve(OTHER, revision=newsroom.repository.piece(OTHER).hash))
    newsroom.do("lena", Publish(OTHER))
    return newsroom


def forget_targets(newsroom: PublishingNewsroom) -> None:
    """As on another machine, where nothing was exported yet."""
    for name in ("site", "notes", ".authoring/exports"):
        shutil.rmtree(newsroom.root / name)


def kept(newsroom: PublishingNewsroom, slug: str) -> Path:
    (folder,) = (newsroom.root / f"published/{slug}/revisions").iterdir()
    return folder


def flaw_picture(folder: Path) -> None:
    (folder / "images/saw.png").write_bytes(png()[:20])


def flaw_text(folder: Path) -> None:
    (folder / "index.md").write_text("---\ntitle: [\n---\n", "utf-8")


def flaw_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"\0" * 100)


@pytest.mark.parametrize("flaw", [flaw_picture, flaw_text, flaw_manifest, shutil.rmtree])
def test_a_damaged_revision_waits_alone(newsroom: PublishingNewsroom, flaw: Callable[[Path], None]) -> None:
    forget_targets(newsroom)
    flaw(kept(newsroom, OTHER))
    planned = Export().prepare(newsroom.as_("lena"))
    receipts = newsroom.export()
    outcomes = {(receipt.target, receipt.slug): receipt.outcome for receipt in receipts}
    assert outcomes == {
        ("site", SLUG): "created",
        ("site", OTHER): "waiting",
        ("notes", SLUG): "created",
        ("notes", OTHER): "waiting",
    }
    assert {(receipt.target, receipt.slug): receipt.outcome for receipt in planned} == outcomes
    waiting = [receipt for receipt in receipts if receipt.outcome == "waiting"]
    assert all(receipt.where and receipt.notes for receipt in waiting)
    assert exit_code(receipts) == 1
    assert "in a street of old houses" in newsroom.page()


def test_what_stands_at_a_target_stays_while_the_piece_cannot_be_read(newsroom: PublishingNewsroom) -> None:
    page = newsroom.page()
    (newsroom.root / f"published/{SLUG}/index.md").write_text("---\ntitle: [\n---\n", "utf-8")
    receipts = newsroom.export()
    assert {receipt.outcome for receipt in receipts if receipt.slug == SLUG} == {"missing"}
    assert {receipt.outcome for receipt in receipts if receipt.slug == OTHER} == {"unchanged"}
    assert newsroom.page() == page


def test_another_piece_is_published_beside_a_damaged_one(newsroom: PublishingNewsroom) -> None:
    forget_targets(newsroom)
    shutil.rmtree(kept(newsroom, OTHER))
    newsroom.correct()
    newsroom.edit("old houses", "old homes")
    newsroom.submit()
    newsroom.approve()
    receipts = newsroom.publish().receipts
    assert {receipt.outcome for receipt in receipts if receipt.slug == SLUG} == {"created"}
    assert "old homes" in newsroom.page()


def test_a_piece_that_waits_is_not_recorded_as_exported(newsroom: PublishingNewsroom) -> None:
    forget_targets(newsroom)
    for slug in (SLUG, OTHER):
        (newsroom.root / "published" / slug / EXPORTS).unlink()
    (newsroom.root / ".authoring" / DELIVERIES).unlink()
    flaw_picture(kept(newsroom, OTHER))
    newsroom.export()
    records = ExportRecords(newsroom.store)
    assert {it.target for it in records.read(SLUG)} == {"site", "notes"}
    assert records.read(OTHER) == ()
    assert [*records.register()] == [SLUG]


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York"])
def test_a_date_at_an_end_of_the_calendar_keeps_no_retraction_from_any_target(
    newsroom: PublishingNewsroom, monkeypatch: pytest.MonkeyPatch, date: str, zone: str
) -> None:
    moment = datetime.fromisoformat(date)
    monkeypatch.setattr(approved_revisions, "times_out", lambda _events: [moment, moment])
    newsroom.settings = newsroom.settings._replace(timezone=zone)
    assert {receipt.outcome for receipt in newsroom.retract().receipts} == {"retracted"}
    assert not (newsroom.root / f"site/posts/{SLUG}.html").exists()
    forget_targets(newsroom)
    assert {receipt.outcome for receipt in newsroom.export()} == {"created"}


def test_a_target_that_fails_in_any_way_keeps_no_retraction_from_the_next(
    newsroom: PublishingNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise OverflowError("date value out of range")

    monkeypatch.setattr("authoring.exporters.site.SiteExporter.retract", fail)
    with pytest.raises(OverflowError):
        newsroom.retract()
    assert not (newsroom.root / f"notes/{SLUG}").exists()
    assert not list((newsroom.root / "notes").glob(f"**/{SLUG}*"))
