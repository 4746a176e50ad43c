"""What an approval puts on record, and who can prove it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from authoring.checks import Finding
from authoring.cli.advice import words
from authoring.editorial import approvals, signing
from authoring.editorial.actions import Outcome
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.request_changes import RequestChanges
from authoring.editorial.guards import refuse_blocking
from authoring.editorial.signing import Signer
from authoring.errors import BlockedByFindings, InputError, NotAllowed, NotPossibleNow, UsageError
from authoring.model import config, events, history, manifest, ssh_keys
from authoring.model.states import State
from authoring.store import Key
from tests.worlds.newsroom import SLUG, FixedCheck, Newsroom
from tests.worlds.signing import SigningNewsroom, make_key, signature_by
from tests.worlds.stored import everything

PASSAGE: Final = "It is a place with tools that everybody may use, and with people who show how."


@pytest.fixture
def newsroom() -> Newsroom:
    newsroom = Newsroom()
    newsroom.submit()
    return newsroom


@pytest.fixture
def signed(tmp_path: Path) -> SigningNewsroom:
    (tmp_path / "keys").mkdir()
    return SigningNewsroom(tmp_path / "here", tmp_path / "keys")


def unsourced(newsroom: Newsroom) -> Finding:
    """From now on a check warns that no source is near a sentence."""
    finding = Finding(
        "sources", "warning", "No source is near this sentence.", "Find one.", newsroom.piece.label, 9, PASSAGE
    )
    newsroom.checks = [FixedCheck([finding])]
    return finding


def approve(
    newsroom: Newsroom, name: str = "samir", *, accept: tuple[str, ...] = (), scope: tuple[str, ...] = ()
) -> Outcome:
    return newsroom.do(name, Approve(SLUG, revision=newsroom.piece.hash, accept=accept, scope=scope))


def stated(newsroom: Newsroom) -> dict[str, Any]:
    """The statement of the last approval."""
    statement = events.approval(newsroom.piece.events[-1]).statement
    assert statement is not None
    return dict(statement)


def test_an_approval_states_what_was_examined_and_from_which_sources_without_a_name_or_a_text(
    newsroom: Newsroom,
) -> None:
    newsroom.do("samir", Approve(SLUG, revision=newsroom.piece.hash, scope=("quotes", "facts"), note="Well done."))
    statement = stated(newsroom)
    outline = newsroom.store.documents.read(Key("outline", "neighbours"))
    spoken = f"{newsroom.repository.testimony('nora-lind').words_spoken}\n".encode()
    assert statement["scope"] == ["facts", "quotes"]
    assert outline is not None
    assert statement["sources"] == {
        "outline:neighbours": hashlib.sha256(outline.content).hexdigest(),
        "testimony:nora-lind": hashlib.sha256(spoken).hexdigest(),
    }
    assert (statement["by"], statement["role"], statement["hash"], statement["key"]) == (
        "samir",
        "reviewer",
        newsroom.piece.hash,
        "",
    )
    assert "Nora" not in json.dumps(statement)
    assert newsroom.problems() == []


def test_without_a_scope_nothing_is_claimed(newsroom: Newsroom) -> None:
    newsroom.approve()
    assert stated(newsroom)["scope"] == []


def test_a_scope_that_the_workspace_asks_for_must_be_named(newsroom: Newsroom) -> None:
    newsroom.settings = newsroom.settings._replace(review=config.ReviewRules(scope=("facts", "quotes")))
    with pytest.raises(NotPossibleNow, match="these were examined: quotes"):
        approve(newsroom, scope=("facts",))
    with pytest.raises(UsageError):
        approve(newsroom, scope=("spelling",))
    assert approve(newsroom, scope=("facts", "quotes")).target is State.approved


def test_a_warning_about_a_source_is_accepted_by_its_id_or_stops_the_approval(newsroom: Newsroom) -> None:
    finding = unsourced(newsroom)
    with pytest.raises(BlockedByFindings) as refusal:
        approve(newsroom)
    assert f"--accept {finding.id}" in words(refusal.value.problem.remedy)
    with pytest.raises(UsageError):
        approve(newsroom, accept=("0" * 12,))
    approve(newsroom, accept=(finding.id,))
    assert stated(newsroom)["accepts"] == [{"kind": "warning", "check": "sources", "sha256": finding.digest}]


def test_an_accepted_warning_that_no_longer_applies_is_not_carried_over(newsroom: Newsroom) -> None:
    finding = unsourced(newsroom)
    approve(newsroom, accept=(finding.id,))
    newsroom.edit("in a street", "in the street")
    approve(newsroom)
    assert len(stated(newsroom)["accepts"]) == 1
    newsroom.edit("in the street", "in one street")
    newsroom.checks = ()
    approve(newsroom)
    assert stated(newsroom)["accepts"] == []


def test_a_changed_fact_lets_a_piece_be_handed_in_and_stops_the_approval_until_it_is_accepted_by_name(
    newsroom: Newsroom,
) -> None:
    changed = replace(unsourced(newsroom), check="coverage", severity="blocking", is_acceptable=True)
    newsroom.checks = [FixedCheck([changed])]
    refuse_blocking([changed], is_reviewed=True)
    with pytest.raises(BlockedByFindings):
        refuse_blocking([changed], is_reviewed=False)
    with pytest.raises(BlockedByFindings) as refusal:
        approve(newsroom)
    assert f"--accept {changed.id}" in words(refusal.value.problem.remedy)
    approve(newsroom, accept=(changed.id,))
    assert stated(newsroom)["accepts"] == [{"kind": "warning", "check": "coverage", "sha256": changed.digest}]


def test_what_somebody_else_accepted_is_not_accepted_by_the_approver(newsroom: Newsroom) -> None:
    finding = unsourced(newsroom)
    approve(newsroom, "lena", accept=(finding.id,))
    newsroom.edit("in a street", "in the street")
    with pytest.raises(BlockedByFindings):
        approve(newsroom)


def test_a_signed_approval_is_proven_and_can_be_checked_with_ssh_keygen_alone(signed: SigningNewsroom) -> None:
    signed.sign()
    assert signed.doubts() == []
    statement = stated(signed)
    folder = signed.path.parent / approvals.folder_of(statement)
    allowed = signed.root / "allowed"
    allowed.write_text(signing.allowed_signers({"samir": signed.settings.people["samir"].ssh_keys}), "utf-8")
    options = ["-f", str(allowed), "-I", "samir", "-n", "authoring-approval", "-s", str(folder / "approval.json.sig")]
    content = (folder / "approval.json").read_bytes()
    assert content == manifest.encode(statement)
    done = subprocess.run(["ssh-keygen", "-Y", "verify", *options], input=content, capture_output=True, check=False)
    assert done.stdout.startswith(b'Good "authoring-approval" signature for samir')


def test_who_has_a_key_cannot_approve_without_it(signed: SigningNewsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with pytest.raises(InputError, match="no agent holds the key SHA256:"):
        signed.sign_with(Signer())
    with pytest.raises(NotAllowed, match="is not signed with the key"):
        signed.approve()
    with pytest.raises(NotAllowed, match="This key is not the one"):
        signed.sign(make_key(signed.key.parent, "another"))
    with pytest.raises(InputError, match="could not be signed"):
        signed.sign(signed.key.parent / "none")
    assert signed.state() is State.in_review


def test_a_locked_key_without_an_agent_says_so_and_does_not_wait(signed: SigningNewsroom) -> None:
    locked = make_key(signed.key.parent, "locked", passphrase="a long one")
    signed.state_key(locked)
    with pytest.raises(InputError, match="locked with a passphrase") as caught:
        signed.sign(locked)
    assert caught.value.problem.remedy == f"Give it to your agent first: ssh-add {locked}"


def test_without_ssh_keygen_the_remedy_is_to_install_it(
    signed: SigningNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.fspath(signed.root))
    with pytest.raises(InputError, match="which is not installed here"):
        signed.sign()


@pytest.mark.parametrize(
    "what", ["no signature", "another key", "other bytes", "another purpose", "no signature at all"]
)
def test_a_signature_that_is_not_by_the_stated_key_over_these_bytes_is_refused(
    signed: SigningNewsroom, what: str
) -> None:
    action, prepared = signed.prepare()
    other = make_key(signed.key.parent, "another")
    genuine = signature_by(signed.key, prepared.statement)
    signature = {
        "no signature": b"",
        "another key": signature_by(other, prepared.statement),
        "other bytes": signature_by(signed.key, prepared.statement + b" "),
        "another purpose": signature_by(signed.key, prepared.statement, namespace="git"),
        "no signature at all": b"Good signature for samir",
    }[what]
    before = everything(signed.store)
    with pytest.raises(NotAllowed, match="is not signed with the key"):
        action.execute(signed.as_("samir"), prepared, signature=signature)
    assert everything(signed.store) == before
    assert action.execute(signed.as_("samir"), prepared, signature=genuine).target is State.approved


def test_a_signature_by_somebody_without_a_stated_key_is_refused(signed: SigningNewsroom) -> None:
    signed.without_key()
    action, prepared = signed.prepare()
    with pytest.raises(NotAllowed):
        action.execute(signed.as_("samir"), prepared, signature=signature_by(signed.key, prepared.statement))


def rewrite(newsroom: Newsroom, **changes: object) -> None:
    """Write the last line anew, well chained, as somebody would who can write to the folder."""
    path = Path(newsroom.store.events.label(SLUG))
    event = newsroom.piece.events[-1]
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]) + history.encode(replace(event, **changes)))  # type: ignore[arg-type]


def test_a_forged_approval_by_somebody_with_a_key_is_found(signed: SigningNewsroom) -> None:
    signed.sign()
    details = dict(signed.piece.events[-1].details)
    rewrite(signed, details={"records": details.get("records", {})})
    assert "“samir” has an SSH key, and this approval is not signed with it." in signed.doubts()
    rewrite(signed, details={**details, "approval": {**details["approval"], "scope": ["facts"]}})
    assert "The signature of this approval was changed, or is gone." in signed.doubts()


def test_a_signature_serves_one_line_of_one_piece(signed: SigningNewsroom) -> None:
    signed.sign()
    details = dict(signed.piece.events[-1].details)
    rewrite(signed, hash="0" * 64)
    assert "What was approved says another “hash” than this line of the history." in signed.doubts()
    rewrite(signed, note="Only if the title changes.", details=details)
    assert "What was approved says another “note” than this line of the history." in signed.doubts()


@pytest.mark.parametrize("name", ["approval.json", "approval.json.sig", "report.json", "responsibility.txt"])
def test_a_file_of_the_evidence_that_is_changed_or_gone_is_named(signed: SigningNewsroom, name: str) -> None:
    signed.sign()
    path = signed.path.parent / approvals.folder_of(stated(signed)) / name
    path.write_bytes(path.read_bytes()[:-1])
    assert len(signed.doubts()) == 1
    path.unlink()
    assert len(signed.doubts()) == 1


def test_a_former_key_still_proves_and_an_unstated_one_does_not(signed: SigningNewsroom) -> None:
    signed.sign()
    former = signed.key.with_suffix(".pub").read_text("utf-8").strip()
    signed.state_key(make_key(signed.key.parent, "new"))
    assert signed.doubts() == ["The signature of this approval is not by a key of “samir”."]
    signed.state_key(signed.key.parent / "new", f'former_ssh_keys = ["{former}"]')
    assert signed.doubts() == []


def test_a_key_proves_nothing_that_is_dated_after_its_last_day(signed: SigningNewsroom) -> None:
    signed.sign()
    former = signed.key.with_suffix(".pub").read_text("utf-8").strip()
    day, new = signed.piece.events[-1].time.date(), make_key(signed.key.parent, "new")
    ended = "The key of “samir” that signed this approval had ended by its date."
    for last, doubts in ((day, []), (day - timedelta(1), [ended])):
        signed.state_key(new, f'former_ssh_keys = ["{former} until {last}"]')
        assert signed.doubts() == doubts
        signed.state_key(signed.key, f"ssh_key_until = {last}")
        assert signed.doubts() == doubts
    with pytest.raises(NotPossibleNow, match="had ended by its date"):
        signed.do("agathe", Publish(SLUG))


def test_nobody_signs_with_a_key_that_has_ended(signed: SigningNewsroom) -> None:
    signed.state_key(signed.key, "ssh_key_until = 2020-01-01")
    with pytest.raises(NotAllowed, match="has ended"):
        signed.sign()


def test_a_former_key_signs_nothing_once_the_history_has_the_present_one(signed: SigningNewsroom) -> None:
    old, new = signed.key, make_key(signed.key.parent, "new")
    former = old.with_suffix(".pub").read_text("utf-8").strip()
    signed.state_key(new)
    signed.sign(new)
    signed.do("samir", RequestChanges(SLUG, note="One more."))
    signed.submit()
    signed.state_key(old)  # somebody who kept the former key puts the settings back for a moment
    signed.sign(old)
    signed.state_key(new, f'former_ssh_keys = ["{former}"]')
    day = signed.piece.events[2].time.date()
    assert signed.doubts() == [f"“samir” signed this with a former key, and used another one from {day} on."]
    signed.state_key(new, f'former_ssh_keys = ["{former} until {day}"]')
    assert signed.doubts() == []  # somebody says until when it was good


def test_a_former_key_signs_nothing_once_another_history_has_the_present_one(signed: SigningNewsroom) -> None:
    old, new = signed.key, make_key(signed.key.parent, "new")
    former = old.with_suffix(".pub").read_text("utf-8").strip()
    signed.sign(old)
    signed.state_key(new, f'former_ssh_keys = ["{former}"]')
    assert signed.doubts() == []
    line = signed.piece.events[-1]
    authority = {**line.details["authority"], "key": ssh_keys.fingerprint(signed.settings.people["samir"].ssh_key)}
    earlier = replace(line, time=line.time - timedelta(1), seq=1, details={"authority": authority})
    folder = signed.root / "drafts" / "other"
    folder.mkdir()
    (folder / "index.md").write_text(signed.path.read_text("utf-8"), "utf-8")
    (folder / "history.jsonl").write_bytes(history.encode(earlier))
    assert any("signed this with a former key" in doubt for doubt in signed.doubts())


def test_a_signed_approval_of_somebody_who_is_gone_from_the_settings_waits(signed: SigningNewsroom) -> None:
    signed.sign()
    published = signed.settings
    signed.settings = signed.settings._replace(
        people={name: it for name, it in signed.settings.people.items() if name != "samir"}
    )
    gone = signed.settings
    doubt = "This approval is signed, and [people] does not say any more which key was “samir”’s."
    assert doubt in signed.doubts()
    signed.settings = published
    signed.do("agathe", Publish(SLUG))
    signed.settings = gone
    assert doubt not in signed.doubts()


def test_an_approval_from_before_the_key_needs_its_day(signed: SigningNewsroom) -> None:
    signed.without_key()
    signed.approve()
    signed.state_key(signed.key)
    assert len(signed.doubts()) == 1
    signed.state_key(signed.key, "ssh_key_since = 2026-11-24")
    assert signed.settings.people["samir"].ssh_key_since == date(2026, 11, 24)
    assert signed.doubts() == []


@pytest.mark.parametrize("key", ["ssh-ed25519", "ssh-ed25519 AAAA", "-----BEGIN OPENSSH PRIVATE KEY-----", "ssh-rsa !"])
def test_what_is_no_public_key_is_refused_in_the_settings(key: str) -> None:
    assert ssh_keys.public_key(key) == ""


def test_a_forged_approval_lets_nothing_out(signed: SigningNewsroom) -> None:
    signed.sign()
    details = dict(signed.piece.events[-1].details)
    rewrite(signed, details={"records": details.get("records", {})})
    with pytest.raises(NotPossibleNow, match="is not signed with it"):
        signed.do("agathe", Publish(SLUG))
    rewrite(signed, details=details)
    assert signed.do("agathe", Publish(SLUG)).outcome.changed
