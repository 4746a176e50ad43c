"""Who approves has seen exactly that: whole hashes, references of a look, and every difference from what came in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from authoring.checks import Finding
from authoring.editorial.actions.approve import Approve, PreparedApproval
from authoring.editorial.actions.edit import ClaimEdit, Edit
from authoring.editorial.actions.look import Look
from authoring.editorial.actions.mend import Mend
from authoring.errors import NotAllowed, NotPossibleNow, UsageError, advice
from authoring.model.states import Action, State
from authoring.store.addresses import LOOKS
from tests.worlds.newsroom import SLUG, FixedCheck, Newsroom
from tests.worlds.terminal import Terminal


@pytest.fixture
def newsroom() -> Newsroom:
    newsroom = Newsroom()
    newsroom.submit()
    return newsroom


@pytest.mark.parametrize("length", [0, 8, 12, 16, 63])
def test_the_beginning_of_a_hash_names_no_text(newsroom: Newsroom, length: int) -> None:
    action = Approve(SLUG, revision=newsroom.piece.hash[:length])
    with pytest.raises(UsageError) as refusal:
        newsroom.do("samir", action)
    assert refusal.value.problem.remedy == advice("name-whole-hash", slug=SLUG)
    assert isinstance(action.allowed(newsroom.as_("samir")), UsageError)
    assert newsroom.state() is State.in_review


def test_the_whole_hash_names_it_in_capitals_too(newsroom: Newsroom) -> None:
    newsroom.do("samir", Approve(SLUG, revision=newsroom.piece.hash.upper()))
    assert newsroom.state() is State.approved


def test_a_reference_stands_for_what_this_person_was_shown_the_last_time(newsroom: Newsroom) -> None:
    reading = newsroom.do("samir", Look(SLUG))
    assert reading.reference == "look-1" == newsroom.do("samir", Look(SLUG)).reference
    with pytest.raises(UsageError):
        newsroom.do("lena", Approve(SLUG, revision="look-1"))
    newsroom.edit("in a street", "in the street")
    with pytest.raises(NotPossibleNow) as refusal:
        newsroom.do("samir", Approve(SLUG, revision="look-1"))
    assert refusal.value.code == "stale-revision"
    assert newsroom.do("samir", Look(SLUG)).reference == "look-2"
    with pytest.raises(UsageError):
        newsroom.do("samir", Approve(SLUG, revision="look-1"))
    newsroom.do("samir", Approve(SLUG, revision="look-2"))
    assert newsroom.state() is State.approved


def test_looks_without_this_machine_s_seal_count_as_none(newsroom: Newsroom) -> None:
    newsroom.store.records.write(SLUG, LOOKS, json.dumps({"samir": newsroom.piece.hash}).encode())
    newsroom.edit("in a street", "in the street")
    reading = newsroom.do("samir", Look(SLUG))
    assert reading.before is None
    assert reading.handed_in is not None
    assert reading.reference == "look-1"


def test_a_reference_cannot_be_made_to_stand_for_a_text_that_was_not_shown(newsroom: Newsroom) -> None:
    assert newsroom.do("samir", Look(SLUG)).reference == "look-1"
    newsroom.edit("in a street", "in the street")
    newsroom.do("lena", Look(SLUG))
    looks = json.loads(newsroom.store.records.read(SLUG, LOOKS))
    for forged in (looks["lena"], {**looks["samir"], "hash": newsroom.piece.hash}):
        newsroom.store.records.write(SLUG, LOOKS, json.dumps({"samir": {**forged, "number": 1}}).encode())
        assert unseen(newsroom) != []
        with pytest.raises(UsageError):
            newsroom.do("samir", Approve(SLUG, revision="look-1"))


def test_who_has_not_looked_is_told_of_every_difference_from_what_was_handed_in(newsroom: Newsroom) -> None:
    assert unseen(newsroom) == []
    newsroom.edit("in a street", "in the street")
    newsroom.edit("tags: [third place, neighbours]", "tags: [third place]\ndisclosure: A model helped.")
    newsroom.edit("A shared workshop tells", "A workshop tells")
    lines = unseen(newsroom)
    for expected in (
        ("removed", "Tags: third place, neighbours"),
        ("added", "Tags: third place"),
        ("added", "Own words about a model’s part: A model helped."),
        ("added", "A workshop tells what its neighbours bring, and what it gives back."),
        ("removed", "The Lantern is a shared workshop in a street of old houses."),
        ("added", "The Lantern is a shared workshop in the street of old houses."),
    ):
        assert expected in lines


def test_another_picture_under_the_same_name_is_a_difference(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    newsroom.edit("tags:", "images: [{src: images/a.png, alt: A saw}]\ntags:")
    newsroom.add_picture("images/a.png", b"one")
    newsroom.submit()
    newsroom.add_picture("images/a.png", b"two")
    kinds = [kind for kind, line in unseen(newsroom) if line.startswith("File images/a.png: ")]
    assert kinds == ["removed", "added"]


def test_who_looked_or_approved_this_very_text_is_told_of_nothing(newsroom: Newsroom) -> None:
    newsroom.edit("in a street", "in the street")
    assert unseen(newsroom) != []
    newsroom.do("samir", Look(SLUG))
    assert unseen(newsroom) == []
    assert unseen(newsroom, "lena") != []


def test_the_first_look_has_what_was_handed_in_beside_it(newsroom: Newsroom) -> None:
    assert newsroom.do("samir", Look(SLUG)).handed_in is None
    newsroom.edit("in a street", "in the street")
    reading = newsroom.do("lena", Look(SLUG))
    assert reading.handed_in is not None
    assert "in a street" in reading.handed_in.draft.body


def unseen(newsroom: Newsroom, name: str = "samir") -> list[tuple[str, str]]:
    """The lines of what the approver has not seen, as a door is given them."""
    prepared = Approve(SLUG, revision=newsroom.piece.hash).prepare(newsroom.as_(name))
    assert isinstance(prepared, PreparedApproval)
    groups = prepared.unseen.groups if prepared.unseen else []
    return [(line.kind, line.text) for group in groups for line in group]


def edited(newsroom: Newsroom) -> Any:
    return Edit(SLUG, newsroom.piece.document.text.replace("in a street", "in the street"), newsroom.piece.hash)


@pytest.mark.parametrize(
    "make", [edited, lambda newsroom: Mend(SLUG, what="typography"), lambda newsroom: ClaimEdit(SLUG)]
)
def test_a_reviewer_who_changed_the_text_in_review_is_its_author(newsroom: Newsroom, make: Any) -> None:
    newsroom.edit("old houses. What", "old houses.  What")
    newsroom.do("samir", make(newsroom))
    newsroom.do("samir", Look(SLUG))
    with pytest.raises(NotAllowed) as refusal:
        newsroom.approve("samir")
    assert refusal.value.code == "four-eyes"
    newsroom.approve("lena")
    assert newsroom.state() is State.approved
    assert newsroom.problems() == []


def test_nobody_claims_a_change_that_was_not_made(newsroom: Newsroom) -> None:
    assert not newsroom.do("samir", ClaimEdit(SLUG)).changed
    newsroom.approve("samir")
    assert newsroom.state() is State.approved


def test_at_the_command_line_the_differences_are_shown_before_an_approval(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = Newsroom(tmp_path)
    newsroom.submit()
    newsroom.edit("in a street", "in the street")
    terminal = Terminal(tmp_path, monkeypatch, capsys)

    result = terminal("approve", SLUG, "--revision", newsroom.piece.hash, "--as", "samir", "--json")
    assert "You have not looked at this text. It differs from what was handed in:" in result.err
    assert "+ The Lantern is a shared workshop in the street of old houses." in result.err
    short = terminal("approve", SLUG, "--revision", newsroom.piece.hash[:12], "--as", "lena")
    assert (short.code, short.err) == (
        2,
        f"“{newsroom.piece.hash[:12]}” names no text: two texts can have hashes that begin alike.\n"
        f"  → Copy the whole hash, or the reference, that this shows you: authoring review {SLUG}\n",
    )


def test_review_in_a_pipe_says_the_whole_hash_and_the_reference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = Newsroom(tmp_path)
    newsroom.submit()
    newsroom.edit("in a street", "in the street")
    out = Terminal(tmp_path, monkeypatch, capsys).ok("review", SLUG, "--as", "samir").out
    assert "What changed since it was handed in" in out
    assert out.endswith(
        f"To decide: authoring approve {SLUG} --revision {newsroom.piece.hash}\n"
        "Or by the reference of this review: --revision look-1\n"
    )


def test_an_id_that_two_warnings_share_accepts_neither(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    findings = [Finding("sources", "warning", "Unsourced.", "", "", passage=words) for words in ("One.", "Two.")]
    digests = {"One.": "a" * 12 + "1" * 52, "Two.": "a" * 12 + "2" * 52}
    monkeypatch.setattr(Finding, "digest", property(lambda finding: digests[finding.passage]))
    newsroom.checks = [FixedCheck(findings)]
    revision = newsroom.piece.hash
    with pytest.raises(UsageError, match="stands for several warnings"):
        newsroom.do("samir", Approve(SLUG, revision=revision, accept=("a" * 12,)))
    newsroom.do("samir", Approve(SLUG, revision=revision, accept=tuple(digests.values())))
    assert newsroom.piece.events[-1].action is Action.approve
