"""Four eyes are two people: one key has one owner, and one e-mail address counts once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.audit.verify import verify
from authoring.editorial.actions.accept import Accept
from authoring.editorial.queries.people import people_notes
from authoring.errors import InvalidDocuments, NotAllowed, UnknownActor
from authoring.model import events
from authoring.model.config import parse
from authoring.model.events import WARNING, Accepted
from authoring.model.people import mailbox, sharing
from authoring.model.states import State
from authoring.store import Key
from authoring.workspace import person_named
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.terminal import Terminal

FIRST = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdpF1IqkFfTMZDTWn3kKI+mmi8kJ7VCx+lNvYuaCmyn"
SECOND = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBzkp9QzgBH3CnjNd5wM2rhWgjRBVvDfGwxzUDVV2dC1"


def settings_with(**people: Mapping[str, Any]) -> Any:
    lines = []
    for name, entry in people.items():
        lines += [
            f"[people.{name}]",
            *(f"{key} = {json.dumps(value)}" for key, value in {"name": name, **entry}.items()),
        ]
        lines.append("")
    return parse("\n".join(lines).encode(), label="authoring.toml", base=Path("/nowhere"), environment={})


@pytest.mark.parametrize("comment", ["", " another comment"])
@pytest.mark.parametrize(("one", "other"), [("ssh_key", "ssh_key"), ("ssh_key", "former_ssh_keys")])
def test_one_key_under_two_ids_is_refused(one: str, other: str, comment: str) -> None:
    stated: dict[str, Any] = {"ssh_key": f"{FIRST}{comment}", "former_ssh_keys": [f"{FIRST}{comment}"]}
    with pytest.raises(InvalidDocuments) as refusal:
        settings_with(agathe={one: FIRST}, samir={other: stated[other]})
    (problem,) = refusal.value.problems
    assert problem.message == "“agathe” and “samir” have the same SSH key."
    assert (problem.file, problem.line) == ("authoring.toml", 7)


def test_each_may_have_several_keys_of_their_own() -> None:
    people = settings_with(agathe={"ssh_key": FIRST, "former_ssh_keys": [FIRST]}, samir={"ssh_key": SECOND}).people
    assert sorted(people) == ["agathe", "samir"]


@pytest.mark.parametrize(
    "other",
    [
        "office@example.org",
        "Office@EXAMPLE.org",
        " office@example.org ",
        "office+samir@example.org",
        "The office <office@example.org>",
        "ｏｆｆｉｃｅ@example.org",
        "off\u200bice@example.org",
        "office@example.org.",
    ],
)
def test_these_reach_one_mailbox(other: str) -> None:
    assert mailbox(other) == mailbox("office@example.org") == "office@example.org"


def test_a_domain_is_the_same_in_letters_and_in_punycode() -> None:
    assert mailbox("a@bücher.example") == mailbox("a@xn--bcher-kva.example")


@pytest.mark.parametrize("other", ["", "offic.e@example.org", "office@example.com", "+office@example.org", "office"])
def test_these_reach_another(other: str) -> None:
    assert mailbox(other) != mailbox("office@example.org")


@given(st.text())
def test_any_text_can_be_compared(address: str) -> None:
    assert mailbox(f" {address}\t") == mailbox(address)


def test_nobody_shares_an_address_that_they_do_not_have() -> None:
    people = settings_with(agathe={}, samir={}).people
    assert sharing(people["agathe"], people.values()) == ()


def share(newsroom: Newsroom, **addresses: str) -> Newsroom:
    """The newsroom in which these people have these addresses."""
    people = dict(newsroom.settings.people)
    for name, address in addresses.items():
        people[name] = people[name]._replace(email=address)
    newsroom.settings = newsroom.settings._replace(people=people)
    return newsroom


def test_who_has_the_authors_address_cannot_approve() -> None:
    newsroom = share(Newsroom(), samir="Agathe+review@example.org")
    newsroom.submit()
    with pytest.raises(NotAllowed) as refusal:
        newsroom.approve("samir")
    assert (refusal.value.code, refusal.value.values) == ("shared-address", {"actor": "samir", "other": "agathe"})
    assert str(refusal.value) == "Samir Haddad has the e-mail address of “agathe”, who wrote or edited this text."
    newsroom.approve("lena")
    assert newsroom.state() is State.approved


def test_two_with_one_address_are_no_quorum() -> None:
    newsroom = share(Newsroom(quorum=2), samir="office@example.org", lena="office@example.org")
    newsroom.submit()
    newsroom.approve("samir")
    with pytest.raises(NotAllowed) as refusal:
        newsroom.approve("lena")
    assert str(refusal.value) == (
        "Lena Novak has the e-mail address of “samir”, who approved this text: the two count as one."
    )
    assert newsroom.state() is State.in_review


def test_nor_do_they_accept_each_others_warnings() -> None:
    newsroom = share(Newsroom(), samir="agathe@example.org")
    newsroom.submit()
    with pytest.raises(NotAllowed):
        newsroom.do("samir", Accept(SLUG, (Accepted(WARNING, "sources", "0" * 64),)))


def test_a_line_records_who_had_the_same_address_and_verify_holds_it_against_it() -> None:
    newsroom = share(Newsroom(), samir="agathe@example.org")
    newsroom.submit()
    authority = events.authority(newsroom.piece.events[-1])
    assert authority is not None
    assert authority.shares == ("samir",)
    assert newsroom.problems() == []
    forged = share(Newsroom(), lena="agathe@example.org")
    forged.submit()
    forged.approve("samir")
    content = forged.store.events.read(SLUG).decode()
    assert '"shares"' not in content.splitlines()[-1]


def test_histories_of_before_accuse_nobody() -> None:
    newsroom = Newsroom(quorum=2)
    newsroom.submit()
    newsroom.approve("samir")
    newsroom.approve("lena")
    share(newsroom, samir="agathe@example.org", lena="agathe@example.org")
    assert newsroom.problems() == []
    assert newsroom.state() is State.approved
    newsroom.put_out()
    assert newsroom.problems() == []


def test_an_approval_that_the_rule_forbids_is_a_problem_once_lines_record_the_addresses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newsroom = share(Newsroom(), samir="agathe@example.org")
    newsroom.submit()
    with monkeypatch.context() as patched:  # a program that does not know the rule
        patched.setattr("authoring.model.workflow._about_other_eyes", lambda *_arguments: iter(()))
        newsroom.approve("samir")
    messages = [problem.message for problem in newsroom.problems()]
    assert messages == ["“samir” approved a text that somebody with the same address wrote or approved."]


def test_a_shared_address_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = Newsroom(tmp_path)
    settings = (tmp_path / "authoring.toml").read_text("utf-8").replace("lena@example.org", "SAMIR@example.org")
    with newsroom.store.transaction("") as change:
        change.write(Key("settings", "authoring"), settings.encode())
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    message = "“samir”, “lena” have one e-mail address: for four eyes they count as one person."
    assert message in terminal.ok("verify").out
    assert message in terminal("check").err
    assert terminal.ok("verify", "--json").json["ok"]


def test_the_address_alone_does_not_say_which_of_them_acts() -> None:
    newsroom = share(Newsroom(), samir="office@example.org", lena="office@example.org")
    with pytest.raises(UnknownActor, match="samir, lena"):
        person_named(newsroom.settings, "Office@example.org")
    assert [note.file for note in people_notes(newsroom.as_("samir"))] == ["memory:authoring.toml"]
    assert len(verify(newsroom.as_("samir")).notes) == 1
