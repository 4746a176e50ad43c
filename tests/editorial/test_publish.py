"""What goes out is the approved revision, once, and it can be taken back."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree

import pytest

from authoring.audit.verify import verify
from authoring.editorial.publish import Published, Publisher
from authoring.errors import Conflict, InputError, NotAllowed, NotPossibleNow
from authoring.exporters.builtin import exporter_of
from authoring.model.config import TargetSettings
from authoring.model.people import Person
from authoring.model.workflow import State
from tests.pieces import SLUG, TEXT, Desk

CLOCK = Person(id="schedule", name="schedule", kind="system")


class Office(Desk):
    """The desk with two targets: the static blog and a folder of Markdown."""

    def publisher(self) -> Publisher:
        targets = [TargetSettings("site", "site", "site"), TargetSettings("notes", "markdown", "notes")]
        return Publisher(self.settings, self.store, [exporter_of(self.settings, target) for target in targets])

    def publish(self, name: str = "lena") -> Published:
        return self.publisher().publish(SLUG, actor=self.settings.people[name], when=self.now())

    def retract(self) -> Published:
        return self.publisher().retract(
            SLUG, actor=self.settings.people["lena"], when=self.now(), reason="A name was wrong."
        )

    def page(self) -> str:
        return next(self.root.glob(f"site/**/posts/{SLUG}.html")).read_text("utf-8")

    def out(self) -> Office:
        self.submit()
        self.approve()
        self.publish()
        return self

    def bytes_out(self) -> dict[str, tuple[bytes, int]]:
        files = [p for place in ("site", "notes", "published") for p in (self.root / place).rglob("*") if p.is_file()]
        return {str(p.relative_to(self.root)): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_an_approved_piece_goes_to_published_and_to_every_target(office: Office) -> None:
    office.submit()
    office.approve()
    done = office.publish()
    assert [(r.target, r.outcome) for r in done.receipts] == [("site", "created"), ("notes", "created")]
    assert office.piece.folder == office.root / "published" / SLUG
    assert not (office.root / "drafts" / SLUG).exists()
    assert "written in part with the help of a language model" in office.page()
    assert "in a street of old houses" in (office.root / "notes" / SLUG / "index.md").read_text("utf-8")
    assert verify(office.store, office.settings).problems == []


@pytest.mark.parametrize(
    ("wording", "shown"),
    [
        ("A model helped us, and three of us read it.", "A model helped us"),
        ("' '", "with the help of a language model"),
    ],
)
def test_the_disclosure_may_be_worded_and_not_removed(office: Office, wording: str, shown: str) -> None:
    office.edit("tags:", f"disclosure: {wording}\ntags:")
    office.out()
    assert shown in office.page()
    assert "hello@example.org" in office.page()


def test_publishing_again_writes_nothing(office: Office) -> None:
    office.out()
    before = office.bytes_out()
    done = office.publish()
    assert not done.outcome.changed
    assert {receipt.outcome for receipt in done.receipts} == {"unchanged"}
    assert office.bytes_out() == before


def test_a_changed_letter_stops_the_publication(office: Office) -> None:
    office.submit()
    office.approve()
    office.edit("in a street", "in the street")
    with pytest.raises(NotPossibleNow, match="has changed since"):
        office.publish()


@pytest.mark.parametrize("stated", ['"ai-assisted"', "[]", "3", '{"kind": ["a"]}', '{"kind": {}}', "null"])
def test_a_kept_manifest_of_other_types_is_named_and_nothing_goes_out(office: Office, stated: str) -> None:
    office.out()
    (path,) = office.piece.folder.glob(f"revisions/{office.piece.hash[:16]}/manifest.json")
    held = json.loads(path.read_bytes())
    path.write_text(json.dumps({**held, "disclosure": json.loads(stated)}), "utf-8")
    shutil.rmtree(office.root / ".authoring")
    with pytest.raises(InputError, match="says nothing of a model’s part") as refusal:
        office.publisher().export(when=office.now())
    assert refusal.value.problem.file == path
    named = {problem.file for problem in verify(office.store, office.settings).problems}
    assert named & {path, path.parent}


def test_nobody_publishes_without_the_role(office: Office) -> None:
    office.submit()
    office.approve()
    with pytest.raises(NotAllowed):
        office.publish("samir")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: granted", "status: withdrawn"),
        ("granted: 2026-03-02", "granted: 2026-03-02\n  expires: 2026-11-01"),
        ("channels: [blog]", "channels: [newsletter]"),
    ],
)
def test_without_a_consent_that_holds_nothing_is_published(office: Office, old: str, new: str) -> None:
    office.submit()
    office.approve()
    path = office.root / "testimonies/nora-lind.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(NotPossibleNow, match="does not cover publishing"):
        office.publish()
    assert not (office.root / "site").exists()


def consent_changed(office: Office, old: str, new: str) -> None:
    path = office.root / "testimonies/nora-lind.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: full", "name: first", "shows more of the name"),
        ("name: full", "name: anonymous", "shows more of the name"),
        ("name: full", "name: full\n  words: false", "has not allowed their words"),
    ],
)
def test_a_permission_that_changed_after_the_approval_stops_it(
    office: Office, old: str, new: str, message: str
) -> None:
    office.submit()
    office.approve()
    consent_changed(office, old, new)
    with pytest.raises(NotPossibleNow, match=message):
        office.publish()


def test_words_without_a_mention_of_their_source_need_the_consent_too(tmp_path: Path) -> None:
    text = TEXT.replace("    testimonies: [nora-lind]\n", "").split("## What Nora Lind")[0]
    office = Office(tmp_path, text=text)
    office.submit()
    office.approve()
    consent_changed(office, "status: granted", "status: pending")
    with pytest.raises(NotPossibleNow, match="does not cover publishing on “blog”"):
        office.publish()


def test_each_target_has_its_channel(office: Office) -> None:
    newsletter = TargetSettings("notes", "markdown", "notes", channel="newsletter")
    office.settings = replace(office.settings, targets={"notes": newsletter})
    office.submit()
    office.approve()
    with pytest.raises(NotPossibleNow, match="“newsletter”"):
        office.publish()
    consent_changed(office, "channels: [blog]", "channels: [blog, newsletter]")
    office.publish()


def test_a_picture_of_somebody_who_refused_one_stops_it(tmp_path: Path) -> None:
    text = TEXT.replace("    tags:", "    images:\n      - {src: a.png, alt: Nora Lind with her saw}\n    tags:")
    office = Office(tmp_path, text=text)
    office.submit()
    office.approve()
    consent_changed(office, "name: full", "name: full\n  picture: false")
    with pytest.raises(NotPossibleNow, match="picture names the person"):
        office.publish()


def test_readers_see_the_published_text_until_its_correction_is_approved(office: Office) -> None:
    office.out().as_("agathe").correct(SLUG)
    office.edit("in a street of old houses", "in a street of new houses")
    assert office.piece.folder == office.root / "drafts" / SLUG
    office.publisher().export(when=office.now())
    assert "in a street of old houses" in office.page()
    assert "old houses" in (office.root / "published" / SLUG / "index.md").read_text("utf-8")
    assert verify(office.store, office.settings).problems == []
    office.submit()
    office.approve()
    assert {receipt.outcome for receipt in office.publish().receipts} == {"updated"}
    assert "in a street of new houses" in office.page()
    assert not (office.root / "drafts" / SLUG).exists()
    assert verify(office.store, office.settings).problems == []


def test_words_written_into_the_published_copy_during_a_correction_are_not_lost(office: Office) -> None:
    office.out().as_("agathe").correct(SLUG)
    office.edit("in a street of old houses", "in a street of new houses")
    office.submit()
    office.approve()
    copy = office.root / "published" / SLUG / "index.md"
    copy.write_text(copy.read_text("utf-8") + "\nWritten in the wrong place.\n", "utf-8")
    with pytest.raises(Conflict, match="Somebody wrote into this copy") as stopped:
        office.publish()
    assert stopped.value.problem.file == copy
    assert office.state() is State.approved
    rmtree(copy.parent)
    office.publish()
    assert "in a street of new houses" in office.page()


def test_words_written_into_the_published_copy_are_kept_when_the_post_is_retracted(office: Office) -> None:
    office.out().as_("agathe").correct(SLUG)
    copy = office.root / "published" / SLUG / "index.md"
    copy.write_text(copy.read_text("utf-8") + "\nWritten in the wrong place.\n", "utf-8")
    office.retract()
    assert not copy.exists()
    assert "in the wrong place" in (office.root / "drafts" / SLUG / "from-published.md").read_text("utf-8")
    assert verify(office.store, office.settings).problems == []


def test_a_correction_does_not_change_the_date_of_publication(office: Office) -> None:
    from authoring.editorial.live import LiveRevisions

    office.out()
    first = LiveRevisions(office.settings, office.store).read(SLUG)
    office.as_("agathe").correct(SLUG)
    office.edit("in a street", "in the street")
    office.submit()
    office.approve()
    office.publish()
    second = LiveRevisions(office.settings, office.store).read(SLUG)
    assert second.published == first.published
    assert second.updated > first.updated


def test_a_retracted_piece_is_taken_down_everywhere_and_keeps_its_history(office: Office) -> None:
    office.out()
    done = office.retract()
    assert [(r.target, r.outcome) for r in done.receipts] == [("site", "retracted"), ("notes", "retracted")]
    assert not list(office.root.glob(f"site/**/posts/{SLUG}.html"))
    assert SLUG not in (office.root / "site/index.html").read_text("utf-8")
    assert office.piece.events[-1].note == "A name was wrong."
    assert not office.retract().outcome.changed
    assert verify(office.store, office.settings).problems == []


def test_what_is_live_can_be_taken_down_in_the_middle_of_its_correction(office: Office) -> None:
    office.out().as_("agathe").correct(SLUG)
    office.edit("in a street", "in the street")
    office.retract()
    assert office.state() is State.retracted
    assert not list(office.root.glob(f"site/**/posts/{SLUG}.html"))
    assert "in the street" in office.path.read_text("utf-8")
    assert verify(office.store, office.settings).problems == []


def test_a_retracted_piece_can_be_reopened_and_published_again(office: Office) -> None:
    office.out()
    office.retract()
    office.as_("agathe").reopen(SLUG)
    assert office.piece.folder == office.root / "drafts" / SLUG
    office.out()
    assert "in a street" in office.page()


def test_the_clock_publishes_what_is_due_and_nothing_before(office: Office) -> None:
    office.submit()
    office.approve()
    at = datetime(2026, 12, 1, 8, tzinfo=UTC)
    office.as_("lena").schedule(SLUG, at=at)
    publisher = office.publisher()
    assert list(publisher.due(when=at - timedelta(seconds=1))) == []
    assert list(publisher.due(when=at)) == [SLUG]
    publisher.publish(SLUG, actor=CLOCK, when=at)
    assert office.state() is State.published


def test_an_edit_after_scheduling_keeps_it_from_going_out(office: Office) -> None:
    office.submit()
    office.approve()
    at = datetime(2026, 12, 1, 8, tzinfo=UTC)
    office.as_("lena").schedule(SLUG, at=at)
    office.edit("in a street", "in the street")
    assert list(office.publisher().due(when=at)) == []
    with pytest.raises(NotPossibleNow):
        office.publisher().publish(SLUG, actor=CLOCK, when=at)


def test_a_publication_that_was_cut_off_is_completed_by_the_same_command(office: Office) -> None:
    office.submit()
    office.approve()
    office.as_("lena").store.snapshot(office.piece)
    from authoring.model.workflow import Action

    office.as_("lena").record(office.piece, Action.publish)
    assert office.piece.folder.parent.name == "drafts"
    done = office.publish()
    assert not done.outcome.changed
    assert office.piece.is_out
    assert "in a street" in office.page()


def test_a_kept_revision_that_was_tampered_with_is_not_exported(office: Office) -> None:
    office.out()
    kept = office.piece.folder / "revisions" / office.piece.hash[:16] / "index.md"
    kept.write_text(kept.read_text("utf-8").replace("a street", "the street"), "utf-8")
    (office.root / ".authoring").rename(office.root / "forgotten")
    with pytest.raises(InputError, match="no longer what was approved"):
        office.publisher().export(when=office.now())


def test_a_hand_edit_in_published_never_reaches_readers_and_verify_names_it(office: Office) -> None:
    office.out()
    office.edit("in a street", "in the street")
    office.publisher().export(when=office.now())
    assert "in a street" in office.page()
    assert [str(p.file) for p in verify(office.store, office.settings).problems] == [str(office.path)]


def test_the_testimony_on_the_page_equals_its_source(office: Office) -> None:
    import html5lib

    office.out()
    source = office.store.testimony("nora-lind").words_spoken
    tree = html5lib.parse(office.page(), treebuilder="etree", namespaceHTMLElements=False)
    figures = [node for node in tree.iter() if "testimony" in (node.get("class") or "")]
    assert any("\n\n".join("".join(p.itertext()) for p in node.iter("p")).startswith(source) for node in figures)
