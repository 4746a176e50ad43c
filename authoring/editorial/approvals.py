"""What an approval puts on record: one statement that can be signed, hashed and checked without this program.

The statement holds ids and hashes alone. Beside the piece, in `approvals/<beginning of its hash>/`, lie the very bytes
that were signed, the signature, the report of the checks and the sentence of responsibility.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from authoring.checks import Finding
from authoring.editorial import signing
from authoring.errors import AuthoringError
from authoring.model import manifest, ssh_keys
from authoring.model.config import SCOPES
from authoring.model.events import Accepted, Event, matches_after_erasure
from authoring.model.people import Person
from authoring.store import SHORT, Piece, Store, files
from authoring.text import markdown
from authoring.text.i18n import _, current
from authoring.text.strict_json import decode_json

FOLDER: Final = "approvals"
STATEMENT: Final = "approval.json"
SIGNATURE: Final = "approval.json.sig"
REPORT: Final = "report.json"
RESPONSIBILITY: Final = "responsibility.txt"
FORMAT: Final = 1
# to be raised with every change of the sentence, so that what people once declared stays known
VERSION: Final = 1


@dataclass(frozen=True)
class Approval:
    """The statement itself, `stated`, and the files that go with it."""

    stated: Mapping[str, Any]
    report: bytes
    responsibility: bytes
    signature: bytes = b""

    @property
    def content(self) -> bytes:
        """The canonical bytes, which are signed."""
        return manifest.encode(self.stated)

    @property
    def details(self) -> dict[str, Any]:
        """What the history holds of it: the very bytes that are signed stand in its line."""
        signed = {"signature": _sha256(self.signature)} if self.signature else {}
        return {"approval": decode_json(self.content), **signed}

    @property
    def files(self) -> dict[str, bytes]:
        """Every file to keep beside the piece, by its path there."""
        held = {STATEMENT: self.content, REPORT: self.report, RESPONSIBILITY: self.responsibility}
        if self.signature:
            held[SIGNATURE] = self.signature
        return {f"{folder_of(self.stated)}/{name}": content for name, content in held.items()}


def folder_of(stated: Mapping[str, Any]) -> str:
    """The folder, below the piece's, of what belongs to a statement."""
    return f"{FOLDER}/{_sha256(manifest.encode(stated))[:SHORT]}"


def state(
    piece: Piece,
    *,
    actor: Person,
    when: datetime,
    findings: Sequence[Finding],
    sources: Mapping[str, str],
    scope: Iterable[str] = (),
    accepts: Iterable[Accepted] = (),
    note: str = "",
) -> Approval:
    """The statement that `actor` approves this revision, in the language of messages, unsigned."""
    report = report_of(findings, piece)
    declared = f"{responsibility()}\n".encode()
    taken = sorted(dict.fromkeys(accepts), key=lambda one: (one.kind, one.check, one.sha256))
    stated = {
        "format": FORMAT,
        "slug": piece.slug,
        "hash": piece.hash,
        "after": piece.checkpoint,
        "by": actor.id,
        "role": "reviewer" if "reviewer" in actor.roles else "admin",
        "time": moment(when),
        "scope": [aspect for aspect in SCOPES if aspect in set(scope)],
        "sources": dict(sources),
        "report": {
            "sha256": _sha256(report),
            "warnings": sum(finding.severity == "warning" for finding in findings),
            "notes": sum(finding.severity == "note" for finding in findings),
        },
        "accepts": [one.as_json() for one in taken],
        "responsibility": {"lang": current(), "version": VERSION, "sha256": _sha256(declared)},
        "note": _sha256(note.strip().encode()) if note.strip() else "",
        "key": ssh_keys.fingerprint(actor.ssh_key) if actor.ssh_key else "",
    }
    return Approval(stated, report, declared)


def moment(when: datetime) -> str:
    """A time as histories write it."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def responsibility() -> str:
    """What somebody declares who approves, in the language of messages; changed only together with `VERSION`."""
    return _(
        "I have read this very text. I approve that it is published, and I answer for that decision. "
        "I examined what the record names as my scope, and nothing beyond it."
    )


def report_of(findings: Sequence[Finding], piece: Piece) -> bytes:
    """What the checks said, as canonical JSON. Passages are the piece's own words; no path leads out of the piece."""
    listed = [
        {
            "id": finding.id,
            "check": finding.check,
            "kind": finding.kind,
            "severity": finding.severity,
            "file": finding.file.name if finding.file.is_relative_to(piece.folder) else "",
            "line": finding.line,
            "passage": finding.passage,
            "message": finding.message,
        }
        for finding in findings
    ]
    return manifest.encode({"format": FORMAT, "findings": listed})


def sources_of(piece: Piece, store: Store) -> dict[str, str]:
    """The SHA-256 of what the piece was made from: the outline's file, and each testimony's words alone.

    A source that is gone or cannot be read has an empty one. A consent that changes changes no hash.
    """
    slug = piece.draft.outline or piece.slug
    found, named = {}, list(piece.draft.testimonies)
    try:
        outline = store.outline(slug)
        found[f"outline:{slug}"] = _sha256(outline.path.read_bytes())
        named += outline.testimonies
    except (AuthoringError, OSError):
        found[f"outline:{slug}"] = ""
    named += [match["slug"] for match in markdown.TESTIMONY_BLOCK.finditer(piece.draft.body)]
    for name in dict.fromkeys(named):
        try:
            found[f"testimony:{name}"] = _sha256(testimony_words(store, name))
        except AuthoringError:
            found[f"testimony:{name}"] = ""
    return dict(sorted(found.items()))


def testimony_words(store: Store, slug: str) -> bytes:
    """What somebody told us, as it is hashed and handed to auditors: the words, without the record about the person."""
    return f"{store.testimony(slug).words_spoken}\n".encode()


def must_sign(person: Person | None, when: datetime) -> bool:
    """Whether an approval that this person gives at `when` counts only with a signature."""
    if person is None or not person.ssh_key:
        return False
    return person.ssh_key_since is None or when.date() >= person.ssh_key_since


def doubts(piece: Piece, event: Event, people: Mapping[str, Person]) -> Iterator[str]:
    """What does not hold about one approval of the piece's history, in sentences; nothing when it is proven.

    Raises `InputError` where there is a signature and no `ssh-keygen` to check it.
    """
    person = people.get(event.actor)
    stated = event.details.get("approval")
    if not isinstance(stated, Mapping):
        if must_sign(person, event.time):
            yield _unsigned(event)
        return
    yield from _other_words(piece, event, stated)
    yield from _other_files(piece, stated)
    signature = files.read_bytes(piece.folder / folder_of(stated) / SIGNATURE)
    if "signature" in event.details or stated.get("key"):
        keys = person.ssh_keys if person else ()
        yield from _other_signature(event, stated, signature, keys)
    elif must_sign(person, event.time):
        yield _unsigned(event)


def _unsigned(event: Event) -> str:
    return _("“{actor}” has an SSH key, and this approval is not signed with it.").format(actor=event.actor)


def _other_words(piece: Piece, event: Event, stated: Mapping[str, Any]) -> Iterator[str]:
    """The statement says what its line says; signed words cannot be moved to another line."""
    told = {
        "slug": piece.slug,
        "hash": event.hash,
        "by": event.actor,
        "time": moment(event.time),
        "after": f"{event.seq - 1}-{event.prev}" if event.prev else "0",
        "note": _sha256(event.note.encode()) if event.note else "",
    }
    for key, value in told.items():
        if stated.get(key) != value:
            yield _("What was approved says another “{key}” than this line of the history.").format(key=key)


def _other_files(piece: Piece, stated: Mapping[str, Any]) -> Iterator[str]:
    folder = folder_of(stated)
    told = {STATEMENT: _sha256(manifest.encode(stated))}
    for name, key in ((REPORT, "report"), (RESPONSIBILITY, "responsibility")):
        entry = stated.get(key)
        told[name] = str(entry.get("sha256", "")) if isinstance(entry, Mapping) else ""
    for name, digest in told.items():
        file = f"{folder}/{name}"
        content = files.read_bytes(piece.folder / file)
        if not matches_after_erasure(_sha256(content) if content else "", digest, file=file, past=piece.events):
            yield _("{file} is not the file that this approval vouches for, or is gone.").format(file=file)


def _other_signature(event: Event, stated: Mapping[str, Any], signature: bytes, keys: Sequence[str]) -> Iterator[str]:
    if not signature or _sha256(signature) != event.details.get("signature"):
        yield _("The signature of this approval was changed, or is gone.")
    elif not keys:
        yield _("The key {key} of this approval is not in authoring.toml any more.").format(key=stated.get("key"))
    elif not signing.is_signed(manifest.encode(stated), signature, signer=event.actor, keys=keys):
        yield _("The signature of this approval is not by a key of “{actor}”.").format(actor=event.actor)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
