"""What an approval puts on record, and who can prove it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from authoring.editorial.publish import Publisher
from authoring.editorial.review import Review

from authoring.audit.verify import verify
from authoring.checks import Finding
from authoring.editorial import approvals, signing
from authoring.errors import BlockedByFindings, InputError, NotAllowed, NotPossibleNow, UsageError
from authoring.model import config, history, manifest, ssh_keys
from authoring.model.workflow import State
from authoring.store import HISTORY, Piece
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.signing import SigningNewsroom, make_key

PASSAGE: Final = "It is a place with tools that everybody may use, and with people who show how."


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    newsroom = Newsroom(tmp_path)
    newsroom.submit()
    return newsroom


@pytest.fixture
def signed(tmp_path: Path) -> SigningNewsroom:
    (tmp_path / "keys").mkdir()
    return SigningNewsroom(tmp_path / "here", tmp_path / "keys")


def unsourced(piece: Piece) -> list[Finding]:
    return [
        Finding("sources", "warning", "No source is near this sentence.", "Find one.", piece.draft.path, 9, PASSAGE)
    ]


def stated(newsroom: Newsroom) -> dict[str, object]:
    return dict(newsroom.piece.events[-1].details["approval"])


def test_an_approval_states_what_was_examined_and_from_which_sources_without_a_name_or_a_text(
    newsroom: Newsroom,
) -> None:
    newsroom.as_("samir").approve(SLUG, revision=newsroom.piece.hash, scope=["quotes", "facts"], note="Well done.")
    told = stated(newsroom)
    outline = (newsroom.root / "outlines/neighbours.md").read_bytes()
    words = f"{newsroom.store.testimony('nora-lind').words_spoken}\n".encode()
    assert told["scope"] == ["facts", "quotes"]
    assert told["sources"] == {
        "outline:neighbours": hashlib.sha256(outline).hexdigest(),
        "testimony:nora-lind": hashlib.sha256(words).hexdigest(),
    }
    assert (told["by"], told["role"], told["hash"], told["key"]) == ("samir", "reviewer", newsroom.piece.hash, "")
    assert "Nora" not in json.dumps(told)
    assert verify(newsroom.store, newsroom.settings).problems == []


def test_without_a_scope_nothing_is_claimed(newsroom: Newsroom) -> None:
    newsroom.approve()
    assert stated(newsroom)["scope"] == []


def test_a_scope_that_the_workspace_asks_for_must_be_named(newsroom: Newsroom) -> None:
    rules = config.ReviewRules(scope=("facts", "quotes"))
    review = Review(newsroom.store, newsroom.settings.people["samir"], newsroom.now(), rules=rules)
    with pytest.raises(NotPossibleNow, match="these were examined: quotes"):
        review.approve(SLUG, revision=newsroom.piece.hash, scope=["facts"])
    with pytest.raises(UsageError):
        review.approve(SLUG, revision=newsroom.piece.hash, scope=["spelling"])
    assert review.approve(SLUG, revision=newsroom.piece.hash, scope=["facts", "quotes"]).target is State.approved


def test_a_warning_about_a_source_is_accepted_by_its_id_or_stops_the_approval(newsroom: Newsroom) -> None:
    finding = unsourced(newsroom.piece)[0]
    with pytest.raises(BlockedByFindings) as caught:
        newsroom.as_("samir").approve(SLUG, revision=newsroom.piece.hash, findings=unsourced)
    assert f"--accept {finding.id}" in caught.value.problem.remedy
    with pytest.raises(UsageError):
        newsroom.as_("samir").approve(SLUG, revision=newsroom.piece.hash, findings=unsourced, accept=["0" * 12])
    newsroom.as_("samir").approve(SLUG, revision=newsroom.piece.hash, findings=unsourced, accept=[finding.id])
    assert stated(newsroom)["accepts"] == [{"kind": "warning", "check": "sources", "sha256": finding.digest}]


def test_an_accepted_warning_that_no_longer_applies_is_not_carried_over(newsroom: Newsroom) -> None:
    finding = unsourced(newsroom.piece)[0]
    newsroom.as_("samir").approve(SLUG, revision=newsroom.piece.hash, findings=unsourced, accept=[finding.id])
    newsroom.edit("in a street", "in the street")
    newsroom.as_("samir").approve(SLUG, revision=newsroom.piece.hash, findings=unsourced)
    assert len(list(stated(newsroom)["accepts"])) == 1  # type: ignore[call-overload]
    newsroom.edit("in the street", "in one street")
    newsroom.as_("samir").approve(SLUG, revision=newsroom.piece.hash, findings=lambda piece: [])
    assert stated(newsroom)["accepts"] == []


def test_what_somebody_else_accepted_is_not_accepted_by_the_approver(newsroom: Newsroom) -> None:
    finding = unsourced(newsroom.piece)[0]
    newsroom.as_("lena").approve(SLUG, revision=newsroom.piece.hash, findings=unsourced, accept=[finding.id])
    newsroom.edit("in a street", "in the street")
    with pytest.raises(BlockedByFindings):
        newsroom.as_("samir").approve(SLUG, revision=newsroom.piece.hash, findings=unsourced)


def test_a_signed_approval_is_proven_and_can_be_checked_with_ssh_keygen_alone(signed: SigningNewsroom) -> None:
    signed.sign()
    assert signed.doubts() == []
    event = signed.piece.events[-1]
    folder = signed.piece.folder / approvals.folder_of(event.details["approval"])
    allowed = signed.root / "allowed"
    allowed.write_text(signing.allowed_signers({"samir": signed.settings.people["samir"].ssh_keys}), "utf-8")
    words = ["-f", str(allowed), "-I", "samir", "-n", "authoring-approval", "-s", str(folder / "approval.json.sig")]
    content = (folder / "approval.json").read_bytes()
    assert content == manifest.encode(event.details["approval"])
    done = subprocess.run(["ssh-keygen", "-Y", "verify", *words], input=content, capture_output=True, check=False)
    assert done.stdout.startswith(b'Good "authoring-approval" signature for samir')


def test_who_has_a_key_cannot_approve_without_it(signed: SigningNewsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with pytest.raises(InputError, match="no agent holds the key SHA256:"):
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


def rewrite(newsroom: Newsroom, **changes: object) -> None:
    """Write the last line anew, well chained, as somebody would who can write to the folder."""
    path = newsroom.piece.folder / HISTORY
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
    path = signed.piece.folder / approvals.folder_of(signed.piece.events[-1].details["approval"]) / name
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


def test_an_approval_from_before_the_key_needs_its_day(signed: SigningNewsroom) -> None:
    people = {**signed.settings.people, "samir": replace(signed.settings.people["samir"], ssh_key="")}
    signed.settings = replace(signed.settings, people=people)
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
    publisher = Publisher(signed.settings, signed.store, [])
    details = dict(signed.piece.events[-1].details)
    rewrite(signed, details={"records": details.get("records", {})})
    with pytest.raises(NotPossibleNow, match="is not signed with it"):
        publisher.publish(SLUG, actor=signed.settings.people["agathe"], when=signed.now())
    rewrite(signed, details=details)
    assert publisher.publish(SLUG, actor=signed.settings.people["agathe"], when=signed.now()).outcome.changed
