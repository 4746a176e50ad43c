"""Texts that go with a piece: made, held against it, approved by their own hash, void when anything changes."""

from __future__ import annotations

import re

import pytest

from authoring.drafting.tools import DraftingTools
from authoring.editorial.accompanying import record_name
from authoring.editorial.actions.accompany import Accompany
from authoring.editorial.actions.export_texts import ExportTexts
from authoring.editorial.actions.withdraw import Withdraw
from authoring.editorial.actions.withdraw_consent import WithdrawConsent
from authoring.errors import Conflict, NotAllowed, NotPossibleNow, UsageError
from authoring.model import events
from authoring.model.states import Action, State
from authoring.model.text_kinds import KINDS, kind_named
from tests.worlds.accompanied import DISCLOSURE, LINK, TRUE, TextRoom
from tests.worlds.newsroom import SLUG


def test_a_text_is_kept_beside_the_piece_with_its_link_and_its_disclosure() -> None:
    room = TextRoom()
    room.make("mastodon")
    content = room.store.records.read(SLUG, "texts/mastodon.md").decode()
    assert content == f"{TRUE}\n\n{LINK}\n\n{DISCLOSURE}\n"
    assert (room.view().standing, room.state()) == ("waiting", State.in_review)


def test_the_model_is_given_nobodys_words_and_is_told_how_much_room_there_is() -> None:
    room = TextRoom()
    room.make("bluesky")
    (request,) = room.fake.requests
    assert "no saw of my own" not in request.prompt
    assert f"{300 - len(LINK) - len(DISCLOSURE) - 6} characters" in request.prompt


@pytest.mark.parametrize(
    ("proposal", "fault"),
    [
        ("Since 1987 the Lantern has been a shared workshop with tools.", "no such date or time|no such number"),
        ("The Lantern is a workshop that Henri Dupont opened.", "no such name: “Henri Dupont”"),
        ("Nora Lind, director, works in the shared workshop.", "title or role"),
        ("Neighbours say: “we could not live without it”.", "Nobody says this"),
        ("Read on at https://elsewhere.example.com/shop", "too little"),
        (
            "La Lanterne est un atelier partagé dans une rue de vieilles maisons, avec des outils pour tous ceux qui le"
            " souhaitent et des gens qui montrent comment on s’en sert.",
            "another language",
        ),
        ("It is not a place with tools that everybody may use.", "denies"),
        (
            "The Lantern is a shared workshop with tools" + " that everybody may use, and with people who show how" * 9,
            "characters as mastodon counts",
        ),
    ],
)
def test_a_proposal_with_a_fault_is_asked_for_again_with_its_fault(proposal: str, fault: str) -> None:
    room = TextRoom([proposal, TRUE])
    (made,) = room.make("mastodon").made
    assert (made.rounds, made.text.split("\n")[0]) == (2, TRUE)
    assert re.search(fault, room.fake.requests[1].prompt)
    assert proposal.split(".")[0].split(" at ")[0] in room.fake.requests[1].prompt


def test_where_no_proposal_is_fit_the_posts_own_words_stand_in() -> None:
    room = TextRoom(lambda request: f"Since 19{len(request.prompt) % 90} it has 4,000 members.")
    (made,) = room.make("newsletter").made
    assert (made.models, made.rounds) == ((), 3)
    assert made.text.startswith("**Why the Lantern needs its neighbours**\n\nA shared workshop tells what")
    assert [it.kind for it in made.refused]
    assert room.view("newsletter").standing == "waiting"


def test_three_titles_say_nothing_that_the_post_does_not() -> None:
    room = TextRoom(["A workshop since 1987\nTools for everybody\nWhat neighbours bring", "A place in an old street"])
    (made,) = room.make("titles").made
    assert made.text == "Tools for everybody\nWhat neighbours bring\nA place in an old street"


def test_a_press_release_has_its_form() -> None:
    room = TextRoom()
    room.make("press")
    text = room.view("press").text
    assert text.startswith("Press release · The Lantern’s blog\n\n# Why the Lantern needs its neighbours\n\n")
    assert "Press contact: Agathe Berger, hello@example.org" in text
    assert "Responsible for publication: Agathe Berger" in text


def test_every_kind_is_made_where_none_is_named_and_stands_the_next_time() -> None:
    room = TextRoom(
        lambda request: "Tools for all\nOld houses\nGood neighbours" if "titles" in request.prompt else TRUE
    )
    assert [it.kind.name for it in room.make().made] == [*KINDS]
    again = room.make()
    assert ([it.name for it in again.standing], again.made) == ([*KINDS], ())


def test_a_text_is_approved_by_somebody_who_wrote_neither_it_nor_the_piece() -> None:
    room = TextRoom()
    room.make("mastodon", actor="lena")
    for writer in ("agathe", "lena"):
        with pytest.raises(NotAllowed):
            room.approve_text(actor=writer)
    room.approve_text(actor="samir")
    assert (room.view().standing, room.view().approvals) == ("approved", ("samir",))
    assert room.state() is State.in_review
    assert room.problems() == []


def test_an_agent_approves_no_text() -> None:
    room = TextRoom()
    room.make("mastodon")
    with pytest.raises(NotAllowed):
        room.approve_text(actor="robot")


def test_a_text_takes_the_quorum_of_the_piece() -> None:
    room = TextRoom(quorum=2)
    room.make("mastodon")
    room.approve_text(actor="samir")
    assert room.view().standing == "waiting"
    room.approve_text(actor="lena")
    assert room.view().standing == "approved"


def test_approving_a_text_leaves_the_approval_of_the_piece_as_it_is() -> None:
    room = TextRoom()
    room.make("mastodon")
    room.approve()
    room.make("bluesky")
    room.approve_text()
    assert room.state() is State.approved
    assert room.piece.situation.approvals == ("samir",)
    room.publish()
    room.approve_text("bluesky")
    assert (room.state(), room.view("bluesky").standing) == (State.published, "approved")
    assert room.problems() == []


def test_the_statement_names_the_kind_the_hash_and_the_hash_of_the_piece() -> None:
    room = TextRoom()
    room.make("mastodon")
    room.approve_text()
    stated = events.text_approval(room.piece.events[-1]).statement or {}
    assert (stated["about"], stated["kind"], stated["hash"], stated["piece"]) == (
        "accompanying-text",
        "mastodon",
        room.view().hash,
        room.piece.hash,
    )


def test_an_approval_is_void_when_the_text_of_the_piece_changes() -> None:
    room = TextRoom()
    room.make("mastodon")
    room.approve_text()
    room.edit("It is a place with tools", "It is a room with tools")
    assert room.view().standing == "outdated"
    assert [note for note in room.notes() if "the piece has changed" in note.message]
    assert room.problems() == []


def test_an_edit_of_the_file_is_recorded_and_approved_anew() -> None:
    room = TextRoom()
    room.make("mastodon")
    room.approve_text()
    before = room.view()
    room.edit_text(before.text.replace("Everybody may use its tools", "All may use its tools"))
    assert room.view().standing == "edited"
    with pytest.raises(NotPossibleNow):
        room.approve_text()
    with pytest.raises(NotPossibleNow):
        room.make("mastodon", anew=True)
    room.record_text(actor="lena")
    assert (room.view().standing, room.view().approvals) == ("waiting", ())
    with pytest.raises(NotAllowed):
        room.approve_text(actor="lena")
    room.approve_text(actor="samir")
    assert room.view().standing == "approved"


def test_what_somebody_wrote_into_a_text_is_held_against_the_post() -> None:
    room = TextRoom()
    room.make("mastodon")
    room.edit_text(room.view().text.replace("Everybody", "Since 1987 everybody"))
    room.record_text()
    assert room.view().standing == "faulty"
    with pytest.raises(NotPossibleNow):
        room.approve_text()


def test_a_text_leads_nowhere_that_the_post_does_not() -> None:
    room = TextRoom()
    room.make("mastodon")
    room.edit_text(f"{room.view().text}\n\nhttps://elsewhere.example.com/shop")
    room.record_text()
    assert [it.message for it in room.view().reasons] == [
        "The post does not lead there: https://elsewhere.example.com/shop"
    ]


def test_the_disclosure_cannot_be_taken_out() -> None:
    room = TextRoom()
    room.make("mastodon")
    room.edit_text(room.view().text.replace(DISCLOSURE, ""))
    room.record_text()
    assert room.view().standing == "faulty"


def test_no_text_is_approved_that_the_reviewer_does_not_name_in_full() -> None:
    room = TextRoom()
    room.make("mastodon")
    with pytest.raises(UsageError):
        room.approve_text(revision=room.view().hash[:12])
    with pytest.raises(NotPossibleNow):
        room.approve_text(revision="0" * 64)


def test_a_withdrawn_consent_voids_a_text() -> None:
    room = TextRoom()
    room.make("mastodon")
    room.approve()
    room.approve_text()
    room.do("lena", WithdrawConsent("nora-lind"))
    assert room.view().standing == "withdrawn"


def test_words_of_a_person_need_a_consent_for_the_kind_of_text() -> None:
    room = TextRoom()
    room.make("mastodon")
    room.edit_text(f"“I had no saw of my own.” Nora Lind came to the Lantern.\n\n{LINK}\n\n{DISCLOSURE}")
    room.record_text()
    view = room.view()
    assert view.standing == "withdrawn"
    assert "mastodon" in view.reasons[0].message


def test_only_approved_texts_of_an_approved_piece_are_exported_and_the_same_bytes_each_time() -> None:
    room = TextRoom()
    room.make("mastodon", "bluesky")
    room.approve_text("mastodon")
    with pytest.raises(NotPossibleNow):
        room.do("lena", ExportTexts(SLUG))
    room.approve()
    files = room.do("lena", ExportTexts(SLUG))
    assert files == {f"{SLUG}-mastodon.md": f"{room.view().text}\n".encode()}
    assert room.do("lena", ExportTexts(SLUG)) == files
    with pytest.raises(NotPossibleNow):
        room.do("lena", ExportTexts(SLUG, ("bluesky",)))


def test_no_text_is_made_from_a_draft() -> None:
    room = TextRoom()
    room.do("agathe", Withdraw(SLUG))
    refusal = Accompany(SLUG, (), None).allowed(room.as_("agathe"))  # type: ignore[arg-type]
    assert isinstance(refusal, NotPossibleNow)


def test_the_models_part_in_a_text_is_none_in_the_piece() -> None:
    room = TextRoom()
    before = room.piece.hash
    room.make("mastodon")
    assert (room.piece.hash, room.piece.events[-1].action) == (before, Action.accompany)


def test_a_forged_approval_of_a_text_is_reported() -> None:
    room = TextRoom()
    room.make("mastodon")
    room.approve_text()
    stated = events.text_approval(room.piece.events[-1]).statement or {}
    folder = next(name for name in room.store.records.names(SLUG, "approvals/") if name.endswith("approval.json"))
    room.store.records.write(SLUG, folder, b"{}")
    assert stated
    assert any("is not the file that this approval vouches for" in it.message for it in room.problems())


def test_a_text_that_the_file_no_longer_holds_is_missed_where_it_is_exported() -> None:
    room = TextRoom()
    room.make("mastodon")
    room.approve_text()
    room.approve()
    room.store.records.write(SLUG, record_name(kind_named("mastodon")), None)
    with pytest.raises(NotPossibleNow):
        room.do("lena", ExportTexts(SLUG))


def test_two_who_record_at_once_do_not_overwrite_each_other() -> None:
    room = TextRoom()
    context = room.as_("agathe")
    tools = DraftingTools.of(room.repository, environment={}, clock=context.clock)
    action = Accompany(SLUG, ("mastodon",), tools)
    prepared = action.prepare(context)
    room.make("bluesky", actor="lena")
    with pytest.raises(Conflict):
        action.execute(context, prepared)
