"""The statement that a second person signs so that imported posts may be shown unchanged: it covers all their hashes.

The statement has the root of a hash tree over the list. Beside each post lies `vouched.json`: the statement, its
signature, the post's entry, and the proof that the entry is on the list. So each post can be checked alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from authoring.editorial import signing
from authoring.editorial.approvals import moment
from authoring.editorial.context import Context
from authoring.model import hash_tree, history, manifest, ssh_keys
from authoring.model.events import Event, imported
from authoring.model.people import Person, sharing
from authoring.store import Store
from authoring.store.pieces import Piece
from authoring.text.i18n import _
from authoring.text.strict_json import decode_object

RECORD: Final = "vouched.json"
FORMAT: Final = 2  # since 2 the statement names who shared the signer's address
APPROVERS: Final = frozenset({"reviewer", "admin"})
_MATTER: Final = "shown-unchanged"  # so that the signature cannot be used for an approval


@dataclass(frozen=True)
class Entry:
    """One post on the list: its content hash, where it came from, and the digest of its history's first line."""

    slug: str
    hash: str
    origin: str
    line: str

    @classmethod
    def of(cls, piece: Piece) -> Entry:
        """The entry of a post that readers see unchanged since its import."""
        first = piece.events[0]
        origin = imported([first])
        place = origin.origin if origin else ""
        return cls(piece.slug, piece.situation.live, place, history.digest_of(history.encode(first)))

    def as_json(self) -> dict[str, str]:
        """The entry's values in the list."""
        return {"slug": self.slug, "hash": self.hash, "from": self.origin, "line": self.line}

    @property
    def content(self) -> bytes:
        """The entry's canonical bytes."""
        return manifest.encode(self.as_json())


@dataclass(frozen=True)
class Voucher:
    """The statement over a list of posts, signed once for all of them."""

    stated: Mapping[str, Any]
    entries: tuple[Entry, ...]

    @property
    def content(self) -> bytes:
        """The canonical bytes, which are signed."""
        return manifest.encode(self.stated)

    def records(self, signature: bytes) -> dict[str, bytes]:
        """The record of each post, by its slug."""
        proofs = hash_tree.proofs([entry.content for entry in self.entries])
        return {
            entry.slug: _encoded(self.stated, signature, entry, proof)
            for entry, proof in zip(self.entries, proofs, strict=True)
        }


def voucher(
    entries: Sequence[Entry], *, actor: Person, when: datetime, lang: str, shares: Sequence[str] = ()
) -> Voucher:
    """The statement that `actor` vouches for these posts, unsigned; what they declare is in the language `lang`.

    `shares` are the ids of the others who have the actor's e-mail address now: addresses change, and this does not.
    """
    listed = tuple(sorted(entries, key=lambda entry: entry.slug))
    stated = {
        "format": FORMAT,
        "matter": _MATTER,
        "by": actor.id,
        "roles": sorted(actor.roles),
        "key": ssh_keys.fingerprint(actor.ssh_key),
        "shares": sorted(shares),
        "time": moment(when),
        "count": len(listed),
        "list": hash_tree.root([entry.content for entry in listed]),
        "lang": lang,
        "words": declared_words(lang),
    }
    return Voucher(stated, listed)


def declared_words(lang: str) -> str:
    """The sentence that a voucher declares, in their language."""
    return _(
        "I have looked through this list of posts that were published elsewhere before. I approve that each is shown "
        "here unchanged, with the content that its hash stands for. I say nothing of how they were written.",
        lang,
    )


def is_there(context: Context, piece: Piece) -> bool:
    """Whether there is a vouching record for the published text of the post, valid or not."""
    record = decode_object(context.store.records.read(piece.slug, RECORD))
    entry = record.get("entry")
    return isinstance(entry, dict) and entry.get("hash") == piece.situation.live


def doubts(context: Context, piece: Piece) -> Iterator[str]:
    """Why no valid record vouches for the post as readers see it now; empty when one does.

    Raises `InputError` where there is a signature and no `ssh-keygen` to check it.
    """
    record = decode_object(context.store.records.read(piece.slug, RECORD))
    stated, entry = record.get("statement"), record.get("entry")
    if not isinstance(stated, dict) or not isinstance(entry, dict):
        yield _("Nobody has signed that this post may be shown unchanged.")
        return
    if entry != Entry.of(piece).as_json():
        yield _("The signature for showing this post unchanged is for another content, or for another post.")
    elif not _is_listed(entry, record.get("proof"), stated):
        yield _("This post is not on the list that was signed.")
    yield from _about_signer(context, piece.events[0], stated, str(record.get("signature", "")))


def signer(context: Context, piece: Piece) -> str:
    """The id of the person who signed for the published text of the post, by its record; empty when nobody did."""
    if not is_there(context, piece):
        return ""
    stated = decode_object(context.store.records.read(piece.slug, RECORD)).get("statement")
    return str(stated.get("by", "")) if isinstance(stated, dict) else ""


def same_person(person: Person, other: Person) -> bool:
    """Whether two entries of `[people]` may be one human being: one id, one key or one e-mail address."""
    return _has_same_key(person, other) or bool(sharing(person, [other]))


def left(context: Context, piece: Piece) -> str:
    """What is to be said of a signer who is not among the people any more; empty where they are."""
    stated = decode_object(context.store.records.read(piece.slug, RECORD)).get("statement")
    signer_id = str(stated.get("by")) if isinstance(stated, dict) else ""
    person = context.settings.people.get(signer_id)
    return _missing(signer_id) if signer_id and (person is None or person.kind != "person") else ""


def _missing(signer_id: str) -> str:
    return _("“{actor}”, who signed for this post, is not among the people of this workspace.").format(actor=signer_id)


def _has_same_key(person: Person, other: Person) -> bool:
    keys, other_keys = ({" ".join(key.split()[:2]) for key in it.ssh_keys} for it in (person, other))
    return person.id == other.id or bool(keys & other_keys)


def importer_of(context: Context, piece: Piece) -> Person:
    """Who imported the post."""
    actor = piece.events[0].actor
    return context.settings.people.get(actor, Person(actor, actor))


def _about_signer(context: Context, first: Event, stated: Mapping[str, Any], signature: str) -> Iterator[str]:
    person = context.settings.people.get(str(stated.get("by")))
    roles = stated.get("roles")
    if stated.get("matter") != _MATTER:
        yield _("What was signed is not that imported posts may be shown unchanged.")
    if person is None or person.kind != "person":
        yield _missing(str(stated.get("by")))
        return
    if not isinstance(roles, list) or not APPROVERS & {*map(str, roles)}:
        yield _("“{actor}” did not have the role for “{action}”.").format(actor=person.id, action="vouch")
    importer = context.settings.people.get(first.actor, Person(first.actor, first.actor))
    shared = stated.get("shares")
    if _has_same_key(person, importer) or (isinstance(shared, list) and importer.id in shared):
        yield _("“{actor}” signed for a post that they imported.").format(actor=person.id)
    if str(stated.get("time")) < moment(first.time):
        yield _("This post was imported after it was signed for.")
    keys = person.keys_on(_day(stated))
    if not keys or not _is_signed(manifest.encode(stated), signature, person.id, keys):
        yield _("The signature for this post is not by a key of “{actor}”.").format(actor=person.id)


def _day(stated: Mapping[str, Any]) -> date:
    """The day on which a list was signed, as the statement has it; the last one there is where it has none."""
    try:
        return date.fromisoformat(str(stated.get("time"))[:10])
    except ValueError:
        return date.max


@lru_cache(maxsize=64)
def _is_signed(content: bytes, signature: str, signer: str, keys: tuple[str, ...]) -> bool:
    """Whether the signature is valid; cached, so that `ssh-keygen` runs once for a whole list of posts."""
    return signing.is_signed(content, signature.encode(errors="replace"), signer=signer, keys=keys)


def _is_listed(entry: Mapping[str, Any], proof: object, stated: Mapping[str, Any]) -> bool:
    if not isinstance(proof, list):
        return False
    try:
        steps = [(side, digest) for side, digest in proof]
        return hash_tree.root_by(manifest.encode(entry), steps) == stated.get("list")
    except (ValueError, TypeError):
        return False


def _encoded(stated: Mapping[str, Any], signature: bytes, entry: Entry, proof: hash_tree.Proof) -> bytes:
    record = {
        "format": FORMAT,
        "statement": dict(stated),
        "signature": signature.decode(),
        "entry": entry.as_json(),
        "proof": [[side, digest] for side, digest in proof],
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n"


def write(store: Store, records: Mapping[str, bytes]) -> None:
    """Put the record of each post beside it."""
    for slug, content in records.items():
        store.records.write(slug, RECORD, content)
