"""What the approval of a text that goes with a piece puts on record: a statement of its own, signed like a piece's.

It names the kind, the hash of the text's words and the content hash of the piece. No statement about a piece has these
keys, so that a signature over one is none over the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from authoring.editorial.approvals import (
    RESPONSIBILITY,
    SIGNATURE,
    STATEMENT,
    VERSION,
    FirstUses,
    Past,
    approving_role,
    folder_of,
    former_key_doubts,
    moment,
    must_sign,
    responsibility,
    signature_doubts,
)
from authoring.model import events, manifest, ssh_keys
from authoring.model.config import Settings
from authoring.model.events import Event, TextApproval, matches_after_erasure
from authoring.model.people import Person
from authoring.store import Records
from authoring.store.pieces import Piece
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json

FORMAT: Final = 1
ABOUT: Final = "accompanying-text"


@dataclass(frozen=True)
class StatedApproval:
    """The statement itself, `stated`, and the files that go with it."""

    stated: Mapping[str, Any]
    responsibility: bytes
    signature: bytes = b""

    @property
    def content(self) -> bytes:
        """The canonical bytes, which are signed."""
        return manifest.encode(self.stated)

    def payload(self) -> TextApproval:
        """What the history's line states of it."""
        return TextApproval(decode_json(self.content), _sha256(self.signature) if self.signature else "")

    @property
    def records(self) -> dict[str, bytes | None]:
        """Every record to keep beside the piece, by its name there."""
        contents = {STATEMENT: self.content, RESPONSIBILITY: self.responsibility}
        if self.signature:
            contents[SIGNATURE] = self.signature
        return {f"{folder_of(self.stated)}/{name}": content for name, content in contents.items()}


def build_statement(
    piece: Piece,
    *,
    kind: str,
    text: str,
    actor: Person,
    when: datetime,
    settings: Settings,
    note: str,
    lang: str,
) -> StatedApproval:
    """The statement that `actor` approves the text with the hash `text`, unsigned."""
    declared = f"{responsibility(lang)}\n".encode()
    stated = {
        "format": FORMAT,
        "about": ABOUT,
        "slug": piece.slug,
        "kind": kind,
        "hash": text,
        "piece": piece.hash,
        "after": piece.checkpoint,
        "by": actor.id,
        "role": approving_role(actor.roles),
        "roles": sorted(actor.roles),
        "quorum": settings.quorum,
        "time": moment(when),
        "responsibility": {"lang": lang, "version": VERSION, "sha256": _sha256(declared)},
        "note": _sha256(note.strip().encode()) if note.strip() else "",
        "key": ssh_keys.fingerprint(actor.ssh_key) if actor.ssh_key else "",
    }
    return StatedApproval(stated, declared)


def doubts(
    past: Past, event: Event, *, people: Mapping[str, Person], records: Records, first_uses: Callable[[], FirstUses]
) -> Iterator[str]:
    """The reasons to doubt one approval of a text, in sentences; none when it is proven.

    Raises `InputError` where there is a signature and no `ssh-keygen` to check it.
    """
    person, approval = people.get(event.actor), events.text_approval(event)
    stated = approval.statement
    if stated is None:
        return
    yield from _other_words(past, event, stated)
    yield from _other_records(past, stated, records)
    authority = events.authority(event)
    if approval.signature or stated.get("key"):
        signature = records.read(past.slug, f"{folder_of(stated)}/{SIGNATURE}")
        yield from signature_doubts(event, approval, signature, person)
        if person is not None:
            yield from former_key_doubts(event, stated.get("key"), person, first_uses)
    elif must_sign(person, event.time) or bool(authority and authority.key):
        yield _("“{actor}” has an SSH key, and this approval is not signed with it.").format(actor=event.actor)


def _other_words(past: Past, event: Event, stated: Mapping[str, Any]) -> Iterator[str]:
    """Where the statement differs from its line of the history."""
    authority = events.authority(event)
    expected: dict[str, object] = {
        "about": ABOUT,
        "slug": past.slug,
        "piece": event.hash,
        "by": event.actor,
        "time": moment(event.time),
        "after": f"{event.seq - 1}-{event.follows}" if event.follows else "0",
        "note": _sha256(event.note.encode()) if event.note else "",
    }
    if authority is not None:
        expected |= {
            "key": authority.key,
            "role": approving_role(authority.roles),
            "roles": list(authority.roles),
            "quorum": authority.quorum,
        }
    for key, value in expected.items():
        if stated.get(key) != value:
            yield _("What was approved says another “{key}” than this line of the history.").format(key=key)


def _other_records(past: Past, stated: Mapping[str, Any], records: Records) -> Iterator[str]:
    entry = stated.get("responsibility")
    declared = str(entry.get("sha256", "")) if isinstance(entry, Mapping) else ""
    for name, digest in ((STATEMENT, _sha256(manifest.encode(stated))), (RESPONSIBILITY, declared)):
        file = f"{folder_of(stated)}/{name}"
        content = records.read(past.slug, file)
        if not matches_after_erasure(_sha256(content) if content else "", digest, file=file, past=past.events):
            yield _("{file} is not the file that this approval vouches for, or is gone.").format(file=file)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
