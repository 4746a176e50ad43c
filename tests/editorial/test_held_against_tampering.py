"""Somebody who can write to the folder gets no text out that nobody approved, and takes nothing away unseen."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from authoring.audit.evidence import gather
from authoring.audit.evidence.names import PAGE
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.export import Export
from authoring.editorial.actions.forget_target import ForgetTarget
from authoring.editorial.actions.look import Look
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.reopen import Reopen
from authoring.editorial.actions.request_changes import RequestChanges
from authoring.editorial.actions.schedule import Schedule
from authoring.editorial.actions.submit import Submit
from authoring.editorial.approved_revisions import ApprovedRevisions
from authoring.editorial.owing import Owing
from authoring.errors import InputError, NotPossibleNow, UsageError
from authoring.model import manifest
from authoring.model.states import Action, State
from authoring.store import WORKSPACE
from authoring.store.addresses import CALLS, EXPORTS
from authoring.store.exported import Exported, ExportRecords
from tests.worlds.forged import append, forge, rechained, stating
from tests.worlds.newsroom import SLUG, TEXT
from tests.worlds.pictures import png
from tests.worlds.publishing import PublishingNewsroom
from tests.worlds.states import LATER, MemoryNewsroom


@pytest.fixture
def newsroom() -> MemoryNewsroom:
    return MemoryNewsroom()


@pytest.fixture
def in_folder(tmp_path: Path) -> PublishingNewsroom:
    return PublishingNewsroom(tmp_path / "w")


def forge_publication(newsroom: MemoryNewsroom) -> None:
    """A line that says that lena published the text, which nobody approved."""
    newsroom.submit()
    last = newsroom.piece.events[-1]
    details = {"authority": {**last.details["authority"], "roles": ["editor"]}, "manifest_format": 2}
    line = replace(last, actor="lena", action=Action.publish, source=State.in_review, target=State.published)
    append(newsroom, replace(line, details=details))


def test_a_publication_that_was_made_up_is_exported_nowhere(newsroom: MemoryNewsroom) -> None:
    forge_publication(newsroom)
    with pytest.raises(InputError, match="published without an approval"):
        newsroom.do("lena", Export())
    with pytest.raises(InputError, match="published without an approval"):
        newsroom.do("lena", Publish(SLUG))  # which it seems to be already
    assert newsroom.target.pieces == {}


def test_nothing_is_evidence_of_a_history_that_is_out_of_order(newsroom: MemoryNewsroom) -> None:
    forge_publication(newsroom)
    with pytest.raises(NotPossibleNow) as refusal:
        gather(newsroom.as_("lena"), SLUG)
    assert refusal.value.code == "history-forged"


def test_a_submission_that_was_made_one_of_an_earlier_version_is_not_approved(newsroom: MemoryNewsroom) -> None:
    newsroom.submit()
    *before, last = newsroom.piece.events
    draft, model = newsroom.piece.draft, manifest.model_part(newsroom.piece.manifest)
    older = manifest.build(draft, digests={}, model=model, imprint=manifest.Imprint(), number=manifest.FIRST)
    details = stating(last, manifest_format=None)
    forge(newsroom, *before, replace(last, hash=manifest.content_hash(older), details=details))
    assert newsroom.piece.manifest["format"] == 1
    with pytest.raises(NotPossibleNow, match="leaves out tags"):
        newsroom.approve()


def test_an_approval_that_was_taken_back_is_shown_to_nobody(newsroom: MemoryNewsroom) -> None:
    newsroom.submit()
    newsroom.approve("samir")
    newsroom.do("samir", RequestChanges(SLUG, note="One more look."))
    newsroom.submit()
    newsroom.approve("lena")
    newsroom.publish()
    revision = ApprovedRevisions(newsroom.repository).read(SLUG)
    assert revision.disclosure.reviewers == ("Lena Novak",)
    page = gather(newsroom.as_("lena"), SLUG).files[PAGE].decode()
    assert "Samir Haddad" not in page


def test_the_editor_is_who_put_this_very_text_out(newsroom: MemoryNewsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.do("lena", Schedule(SLUG, at=LATER))
    newsroom.do("samir", RequestChanges(SLUG, note="Not yet."))
    newsroom.edit("in a street", "in the street")
    newsroom.submit()
    newsroom.approve()
    newsroom.do("robot", Publish(SLUG))
    assert ApprovedRevisions(newsroom.repository).read(SLUG).disclosure.editor == ""


def test_people_alone_are_not_declared_the_writers_where_a_model_was_asked() -> None:
    newsroom = MemoryNewsroom(drafted=False)
    newsroom.store.records.write(SLUG, CALLS, b'{"prompt":"revision"}\n')
    with pytest.raises(NotPossibleNow, match="a model was asked"):
        newsroom.do("agathe", Submit(SLUG, human_only=True))


def test_who_cannot_be_told_of_the_differences_does_not_approve(in_folder: PublishingNewsroom) -> None:
    in_folder.submit()
    submitted = in_folder.path.parent / "revisions" / in_folder.piece.hash
    in_folder.edit("in a street", "in the street")
    submitted.rename(submitted.with_name("away"))
    with pytest.raises(InputError, match="no difference can be shown"):
        in_folder.approve()
    in_folder.do("samir", Look(SLUG))
    in_folder.do("samir", Approve(SLUG, revision=in_folder.piece.hash))


def test_a_machine_s_record_of_looks_is_no_proof_on_another(newsroom: MemoryNewsroom, tmp_path: Path) -> None:
    newsroom.submit()
    newsroom.caches = tmp_path / "one"
    newsroom.do("samir", Look(SLUG))
    newsroom.caches = tmp_path / "another"
    with pytest.raises(UsageError):
        newsroom.do("samir", Approve(SLUG, revision="look-1"))
    newsroom.caches = tmp_path / "one"
    newsroom.do("samir", Approve(SLUG, revision="look-1"))


def test_nothing_outside_the_workspace_is_moved_or_removed(in_folder: PublishingNewsroom, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / SLUG).mkdir(parents=True)
    (outside / SLUG / "thesis.odt").write_bytes(b"years of work")
    (in_folder.root / "published").symlink_to(outside)
    with pytest.raises(InputError, match="leads out of the workspace"):
        in_folder.submit()
    assert (outside / SLUG / "thesis.odt").read_bytes() == b"years of work"
    assert [path.name for path in outside.iterdir()] == [SLUG]


def test_files_that_somebody_put_where_readers_copy_lies_are_set_aside(in_folder: PublishingNewsroom) -> None:
    in_folder.out()
    in_folder.correct()
    published = in_folder.root / "published"
    (published / SLUG / "notes.txt").write_text("Call Nora.", "utf-8")
    (published / SLUG / ".DS_Store").write_bytes(b"x")
    in_folder.edit("in a street", "in the street")
    in_folder.out()
    assert (published / f"{SLUG}.aside-1" / "notes.txt").read_text("utf-8") == "Call Nora."
    assert in_folder.problems() == []


def test_the_copy_of_what_readers_see_goes_away_where_nobody_touched_it(in_folder: PublishingNewsroom) -> None:
    in_folder.add_picture("images/a.png", png())
    in_folder.edit("tags:", "images: [{src: images/a.png, alt: A saw}]\ntags:")
    in_folder.out()
    in_folder.correct()
    in_folder.edit("in a street", "in the street")
    in_folder.out()
    assert [path.name for path in (in_folder.root / "published").iterdir()] == [SLUG]


def test_words_from_two_corrections_are_both_kept_at_their_retractions(in_folder: PublishingNewsroom) -> None:
    for words in ("the first person's words", "the second person's words"):
        in_folder.out()
        in_folder.correct()
        copy = in_folder.root / "published" / SLUG / "index.md"
        copy.write_text(copy.read_text("utf-8").replace("in a street", words), "utf-8")
        in_folder.retract()
        in_folder.do("agathe", Reopen(SLUG))
    text = (in_folder.root / "drafts" / SLUG / "from-published.md").read_text("utf-8")
    assert "the first person's words" in text
    assert "the second person's words" in text


def test_a_record_of_exports_and_a_rechained_history_bring_no_text_out(newsroom: MemoryNewsroom) -> None:
    forge_publication(newsroom)
    newsroom.store.records.write(SLUG, EXPORTS, b"{}")
    assert rechained(newsroom.piece.events) == newsroom.store.events.read(SLUG)
    with pytest.raises(InputError):
        newsroom.do("lena", Export())
    assert newsroom.target.pieces == {}


def put_back(newsroom: PublishingNewsroom, act: Callable[[], object]) -> None:
    """The piece's folder becomes what it was before `act`, as a restored backup has it."""
    before = newsroom.root.parent / "backup"
    shutil.copytree(newsroom.path.parent, before)
    place = newsroom.path.parent
    act()
    for folder in ("drafts", "published"):
        shutil.rmtree(newsroom.root / folder / SLUG, ignore_errors=True)
    shutil.move(before, place)


def test_a_folder_put_back_as_it_was_before_its_retraction_goes_out_nowhere(in_folder: PublishingNewsroom) -> None:
    in_folder.out()
    in_folder.export()
    put_back(in_folder, in_folder.retract)
    problems = [it.message for it in in_folder.problems()]
    assert "“neighbours” was retracted, and its folder was put back as it was before: line 5 is missing." in problems
    with suppress(InputError):
        in_folder.export()
    assert not list(in_folder.root.glob(f"site/**/{SLUG}.html"))
    assert not list(in_folder.root.glob(f"notes/{SLUG}/*"))
    in_folder.retract()
    assert in_folder.problems() == []
    in_folder.do("agathe", Reopen(SLUG))
    in_folder.out()
    assert in_folder.problems() == []
    assert in_folder.page()


def test_a_cut_history_beside_its_record_of_exports_goes_out_nowhere(in_folder: PublishingNewsroom) -> None:
    in_folder.out()
    history = in_folder.store.events.read(SLUG)
    put_back(in_folder, in_folder.retract)
    in_folder.store.records.write(WORKSPACE, "retractions.json", None)
    assert in_folder.store.events.read(SLUG) == history
    record = Exported("site", "site", "", f"site/posts/{SLUG}.html", "2026-11-25T00:00:00+00:00", 5, is_down=True)
    ExportRecords(in_folder.store).write({SLUG: record})
    assert any("had 5 lines, and it has 4" in it.message for it in in_folder.problems())
    with suppress(InputError):
        in_folder.export()
    assert not list(in_folder.root.glob(f"site/**/{SLUG}.html"))


def test_another_piece_of_the_same_name_is_not_the_one_that_was_retracted(in_folder: PublishingNewsroom) -> None:
    in_folder.out()
    in_folder.retract()
    for folder in ("drafts", "published"):
        shutil.rmtree(in_folder.root / folder / SLUG, ignore_errors=True)
    other = PublishingNewsroom(in_folder.root, text=TEXT.replace("in a street", "in the street"))
    other.out()
    assert other.problems() == []
    assert other.page()


def test_a_record_that_a_former_target_shows_a_post_no_more_is_not_believed(in_folder: PublishingNewsroom) -> None:
    place = "https://blog.example.org"
    out = in_folder.out()
    sent = Exported("blog", place, "key", f"{place}/p", "2026-11-25T00:00:00+00:00", 4)
    ExportRecords(out.store).write({SLUG: sent})
    out.retract()
    owed = {it.target for it in Owing(out.as_("lena")).pieces()}
    assert owed == {"blog"}
    record = out.store.records.read(SLUG, EXPORTS).replace(b'"state": "out"', b'"state": "down"')
    out.store.records.write(SLUG, EXPORTS, record.replace(b'"events": 4', b'"events": 5'))
    assert {it.target for it in Owing(out.as_("lena")).pieces()} == {"blog"}
    out.do("lena", ForgetTarget("blog"))
    assert Owing(out.as_("lena")).pieces() == []
