"""An approval covers all that readers and programs see of a piece, and exactly that goes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from authoring.audit.verify import verify
from authoring.editorial import approved_revisions
from authoring.editorial.approved_revisions import ApprovedRevisions
from authoring.editorial.queries.changes import changes
from authoring.errors import InputError
from authoring.model import history
from authoring.model.states import State
from tests.worlds.newsroom import SLUG
from tests.worlds.publishing import PublishingNewsroom

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def newsroom(tmp_path: Path) -> PublishingNewsroom:
    return PublishingNewsroom(tmp_path)


def test_tags_corrected_after_drafting_go_out(newsroom: PublishingNewsroom) -> None:
    newsroom.edit("tags: [third place, neighbours]", "tags: [tools]")
    newsroom.out()
    assert "neighbours" not in newsroom.page().partition('class="tags"')[2].partition("</ul>")[0]
    assert 'tags/tools.html"' in newsroom.page()
    assert newsroom.problems() == []


def test_tags_corrected_in_a_correction_go_out(newsroom: PublishingNewsroom) -> None:
    newsroom.out().correct()
    newsroom.edit("tags: [third place, neighbours]", "tags: [tools]")
    newsroom.out()
    assert 'tags/tools.html"' in newsroom.page()
    assert newsroom.problems() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tags: [third place, neighbours]", "tags: [neighbours, third place]"),
        ("status: ", "aliases: [/2019/neighbours/]\nstatus: "),
        ("testimonies: [nora-lind]", "testimonies: [nora-lind, somebody]"),
    ],
)
def test_what_readers_or_programs_see_voids_an_approval_when_it_changes(
    newsroom: PublishingNewsroom, old: str, new: str
) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.edit(old, new)
    assert newsroom.state() is State.in_review
    assert newsroom.piece.situation.void


def test_another_file_behind_a_link_voids_an_approval(newsroom: PublishingNewsroom) -> None:
    newsroom.add_picture("plan.pdf", b"%PDF-1.4 first")
    newsroom.edit("with tools that everybody", "with [tools](plan.pdf) that everybody")
    newsroom.submit()
    newsroom.approve()
    assert newsroom.repository.kept(newsroom.piece, newsroom.piece.hash).files.read("plan.pdf") == b"%PDF-1.4 first"
    newsroom.add_picture("plan.pdf", b"%PDF-1.4 second")
    assert newsroom.state() is State.in_review


@pytest.mark.parametrize("fresh", [2_000_000_000, -1])
def test_a_list_knows_of_another_file_behind_a_link(
    newsroom: PublishingNewsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: int
) -> None:
    monkeypatch.setattr("authoring.store.folder.pictures._FRESH", fresh)
    newsroom.caches = tmp_path / "caches"
    newsroom.edit("with tools that everybody", "with [tools](plan.pdf) that everybody")
    newsroom.submit()
    newsroom.approve()
    assert listed(newsroom) is State.approved
    plan = newsroom.path.with_name("plan.pdf")
    for content in (b"first", b"other"):
        plan.write_bytes(content)
        assert listed(newsroom) is State.in_review
        if content == b"first":
            newsroom.approve()
            assert listed(newsroom) is State.approved
            assert listed(newsroom) is State.approved


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: ", "colour: green\nstatus: "),
        ("status: ", "assignee: samir\ndue: 2026-12-01\nstatus: "),
        ("status: approved", "status: draft"),
    ],
)
def test_what_nobody_is_shown_voids_no_approval(newsroom: PublishingNewsroom, old: str, new: str) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.edit(old, new)
    assert newsroom.state() is State.approved


def test_tags_written_into_a_kept_revision_do_not_go_out(newsroom: PublishingNewsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    content_hash = newsroom.piece.hash
    path = newsroom.root / "drafts" / SLUG / "revisions" / content_hash / "index.md"
    path.write_text(path.read_text("utf-8").replace("third place", "casino"), "utf-8")
    with pytest.raises(InputError, match="is no longer what was approved"):
        newsroom.publish()
    assert not list(newsroom.root.glob("site/**/posts/*.html"))


def test_publishing_stops_before_anything_is_recorded_where_the_kept_revision_was_changed(
    newsroom: PublishingNewsroom,
) -> None:
    newsroom.submit()
    newsroom.approve()
    path = newsroom.root / "drafts" / SLUG / "revisions" / newsroom.piece.hash / "index.md"
    path.write_text(path.read_text("utf-8").replace("in a street", "in the street"), "utf-8")
    lines = len(newsroom.piece.events)
    with pytest.raises(InputError, match="“neighbours” is no longer what was approved") as stopped:
        newsroom.publish()
    assert stopped.value.problem.file == str(path)
    assert newsroom.state() is State.approved
    assert len(newsroom.piece.events) == lines


def test_another_name_in_the_settings_does_not_change_what_was_approved(newsroom: PublishingNewsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    rename(newsroom)
    assert newsroom.state() is State.approved
    newsroom.publish()
    assert "Agathe Berger" in newsroom.page()
    assert "Agathe Martin" not in newsroom.page().partition("<footer")[0]
    assert newsroom.problems() == []


def test_another_name_in_the_settings_is_noted_and_goes_out_with_the_next_revision(
    newsroom: PublishingNewsroom,
) -> None:
    newsroom.out()
    rename(newsroom)
    assert [note.message for note in verify(newsroom.as_("lena")).notes] == [
        "The author is “Agathe Martin” in the settings, and the post says “Agathe Berger”, as it was approved.",
        "“Agathe Martin” is responsible for publication by the settings, and the post says “Agathe Berger”, "
        "as it was approved.",
    ]
    newsroom.correct()
    assert named_changes(newsroom) == [
        ("removed", "Author’s name: Agathe Berger"),
        ("added", "Author’s name: Agathe Martin"),
        ("removed", "Responsible for publication: Agathe Berger"),
        ("added", "Responsible for publication: Agathe Martin"),
    ]
    newsroom.out()
    assert "Agathe Martin" in newsroom.page()
    assert newsroom.problems() == []


@pytest.mark.parametrize("begin", [PublishingNewsroom.out, PublishingNewsroom.submit])
def test_another_language_of_the_workspace_changes_no_text_that_was_submitted(
    newsroom: PublishingNewsroom, begin: Callable[[PublishingNewsroom], object]
) -> None:
    newsroom.edit("lang: en\n", "")
    begin(newsroom)
    before = newsroom.piece.hash
    newsroom.settings = newsroom.settings._replace(lang="fr")
    assert newsroom.piece.hash == before
    assert newsroom.as_("lena").overview().entries[0].hash == before
    assert newsroom.problems() == []
    if newsroom.state() is State.published:
        assert ApprovedRevisions(newsroom.repository).read(SLUG).lang == "en"


def test_a_change_names_tags_former_addresses_and_linked_files(newsroom: PublishingNewsroom) -> None:
    newsroom.add_picture("plan.pdf", b"first")
    newsroom.edit("with tools that everybody", "with [tools](plan.pdf) that everybody")
    newsroom.out().correct()
    newsroom.add_picture("plan.pdf", b"second")
    newsroom.edit("tags: [third place, neighbours]", "aliases: [/2019/]\ntags: [neighbours]")
    assert named_changes(newsroom) == [
        ("removed", "Tags: third place, neighbours"),
        ("added", "Tags: neighbours"),
        ("added", "Former addresses: /2019/"),
        ("removed", "File plan.pdf: a7937b64b8ca"),
        ("added", "File plan.pdf: 16367aacb67a"),
    ]


def test_changes_are_named_where_a_kept_manifest_was_changed(newsroom: PublishingNewsroom) -> None:
    newsroom.submit()
    before = newsroom.piece.hash
    newsroom.edit("tags: [third place, neighbours]", "tags: [neighbours]")
    path = newsroom.path.parent / "revisions" / before / "manifest.json"
    path.write_text('{"format": 2, "files": []}', "utf-8")
    assert named_changes(newsroom) == [("removed", "Tags: third place, neighbours"), ("added", "Tags: neighbours")]


def test_a_line_that_states_another_format_than_its_manifest_is_named(newsroom: PublishingNewsroom) -> None:
    newsroom.submit()
    changed_line(newsroom.path.with_name("history.jsonl"), lambda details: details.pop("manifest_format"))
    assert "By this line its content hash is of format 1, and the manifest with that hash is of 2." in [
        problem.message for problem in newsroom.problems()
    ]


def listed(newsroom: PublishingNewsroom) -> State:
    """Where the list says that the piece stands."""
    (entry,) = newsroom.as_("lena").overview().entries
    return entry.state


def rename(newsroom: PublishingNewsroom) -> None:
    """Agathe marries."""
    people = newsroom.settings.people
    agathe = people["agathe"]._replace(name="Agathe Martin")
    newsroom.settings = newsroom.settings._replace(people={**people, "agathe": agathe})


def named_changes(newsroom: PublishingNewsroom) -> list[tuple[str, str]]:
    """What `diff` says of the piece as it is now."""
    difference = changes(newsroom.as_("lena"), SLUG)
    return [(line.kind, line.text) for group in difference.groups for line in group] if difference else []


def changed_line(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what the last line of a history states, and compute its digest anew."""
    *lines, last = path.read_bytes().splitlines(keepends=True)
    event = history.decode(b"".join([*lines, last]), str(path))[-1]
    details = dict(event.details)
    change(details)
    path.write_bytes(b"".join([*lines, history.encode(replace(event, details=details))]))


def test_the_author_has_the_approved_name_for_machines_too(
    newsroom: PublishingNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approved_revisions, "_editor_of", lambda _piece: "agathe")
    newsroom.out()
    approved = newsroom.settings.people["agathe"].name
    renamed = newsroom.settings.people["agathe"]._replace(name="Mallory Unseen")
    newsroom.settings = newsroom.settings._replace(people={**newsroom.settings.people, "agathe": renamed})
    revision = ApprovedRevisions(newsroom.repository).read(SLUG)
    assert (revision.author, revision.disclosure.editor) == (approved, approved)
