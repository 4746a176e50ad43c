"""The record of an approval: one statement that can be signed, hashed and checked without this program.

The statement has only ids and hashes. Beside the piece, in `approvals/<its hash>/`, lie exactly the bytes that were
signed, the signature, the report of the checks and the sentence of responsibility.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from authoring.checks import Finding
from authoring.editorial import signing
from authoring.errors import AuthoringError
from authoring.model import events, history, manifest, ssh_keys
from authoring.model.config import SCOPES, Settings
from authoring.model.events import Accepted, Event, matches_after_erasure
from authoring.model.people import Person, RoleName
from authoring.model.situation import situation_of
from authoring.model.states import Action
from authoring.store import Key, Records
from authoring.store.addresses import INDEX
from authoring.store.pieces import Piece
from authoring.store.repository import Repository
from authoring.text import markdown
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json

FirstUses = dict[tuple[str, str], datetime]  # by the person's id and the key's fingerprint

FOLDER: Final = "approvals"
_DIGITS: Final = 16  # digits of a statement's hash, the folder's name in earlier versions
STATEMENT: Final = "approval.json"
SIGNATURE: Final = "approval.json.sig"
REPORT: Final = "report.json"
RESPONSIBILITY: Final = "responsibility.txt"
# since 2 a statement names the quorum, all roles and the wording of the disclosure, since 3 how the text was written
FORMAT: Final = 3
_COVERS_ALL_SINCE: Final = 3  # texts submitted with the first form of the content hash cannot be approved
ADDED_SINCE: Final = 3  # before that the organisation's words could replace the program's sentence
_REPORT_FORMAT: Final = 1
# raise it with every change of the sentence, so that records show which sentence was declared
VERSION: Final = 1
_APPROVERS: Final[frozenset[RoleName]] = frozenset({"reviewer", "admin"})


class Past(Protocol):
    """A piece's history: a piece itself, or its events alone."""

    @property
    def slug(self) -> str: ...
    @property
    def events(self) -> Sequence[Event]: ...


@dataclass(frozen=True)
class Approval:
    """The statement itself, `stated`, and the files that go with it."""

    stated: Mapping[str, Any]
    when: datetime
    report: bytes
    responsibility: bytes
    signature: bytes = b""

    @property
    def content(self) -> bytes:
        """The canonical bytes, which are signed."""
        return manifest.encode(self.stated)

    def payload(self, sources: Mapping[str, str]) -> events.Approval:
        """The event's values for it, with exactly the bytes that are signed."""
        signature = _sha256(self.signature) if self.signature else ""
        return events.Approval(decode_json(self.content), signature, sources)

    @property
    def records(self) -> dict[str, bytes | None]:
        """Every record to keep beside the piece, by its name there."""
        contents = {STATEMENT: self.content, REPORT: self.report, RESPONSIBILITY: self.responsibility}
        if self.signature:
            contents[SIGNATURE] = self.signature
        return {f"{folder_of(self.stated)}/{name}": content for name, content in contents.items()}


def folder_of(stated: Mapping[str, Any]) -> str:
    """The folder, below the piece's, of what belongs to a statement."""
    return f"{FOLDER}/{_sha256(manifest.encode(stated))}"


def kept_folder(stated: Mapping[str, Any], slug: str, records: Records) -> str:
    """The folder in which a statement's records lie: that of `folder_of`, or the shorter name of earlier versions."""
    folder = folder_of(stated)
    if records.read(slug, f"{folder}/{STATEMENT}"):  # nearly always, and a list of names takes five times as long
        return folder
    short = folder[: len(FOLDER) + 1 + _DIGITS]
    return short if not records.names(slug, f"{folder}/") and records.names(slug, f"{short}/") else folder


def build_statement(
    piece: Piece,
    *,
    actor: Person,
    when: datetime,
    settings: Settings,
    findings: Sequence[Finding],
    sources: Mapping[str, str],
    scope: Iterable[str] = (),
    accepts: Iterable[Accepted] = (),
    note: str = "",
    lang: str,
) -> Approval:
    """The statement that `actor` approves this revision, unsigned; what they declare is in the language `lang`."""
    report = report_of(findings, piece)
    declared = f"{responsibility(lang)}\n".encode()
    sorted_accepts = sorted(dict.fromkeys(accepts), key=lambda item: (item.kind, item.check, item.sha256))
    stated = {
        "format": FORMAT,
        "slug": piece.slug,
        "hash": piece.hash,
        "after": piece.checkpoint,
        "by": actor.id,
        "role": approving_role(actor.roles),
        "roles": sorted(actor.roles),
        "quorum": settings.quorum,
        "time": moment(when),
        "scope": [aspect for aspect in SCOPES if aspect in set(scope)],
        "sources": dict(sources),
        "report": {
            "sha256": _sha256(report),
            "warnings": sum(finding.severity == "warning" for finding in findings),
            "notes": sum(finding.severity == "note" for finding in findings),
        },
        "accepts": [acceptance.as_json() for acceptance in sorted_accepts],
        "responsibility": {"lang": lang, "version": VERSION, "sha256": _sha256(declared)},
        "wording": wording_digest(settings, piece.draft.lang),
        "written": _written(piece.events),
        "note": _sha256(note.strip().encode()) if note.strip() else "",
        "key": ssh_keys.fingerprint(actor.ssh_key) if actor.ssh_key else "",
    }
    return Approval(stated, when, report, declared)


def _written(past: Iterable[Event]) -> dict[str, Any] | None:
    """How the text was written, as its submission states it: an approval signs that too."""
    how = events.last_written(past)
    return how.as_json() if how else None


def format_of(stated: Mapping[str, Any]) -> int:
    """The format of a statement; 1 where it states none that is a number."""
    number = stated.get("format")
    return number if isinstance(number, int) else 1


def wording_digest(settings: Settings, lang: str) -> str:
    """The SHA-256 of the organisation's own wording of the disclosure; empty for the program's wording."""
    wording = settings.disclosure.wording.get(lang, "")
    return _sha256(wording.encode()) if wording else ""


def approving_role(roles: Iterable[str]) -> str:
    """The role in which somebody with these roles approves."""
    return "reviewer" if "reviewer" in roles else "admin"


def moment(when: datetime) -> str:
    """A time in the format of histories."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def responsibility(lang: str) -> str:
    """The sentence that an approver declares, in their language; change it only together with `VERSION`."""
    return _(
        "I have read this very text. I approve that it is published, and I answer for that decision. "
        "I examined what the record names as my scope, and nothing beyond it.",
        lang,
    )


def report_of(findings: Sequence[Finding], piece: Piece) -> bytes:
    """The findings of the checks, as canonical JSON. It has no path outside the piece's folder."""
    listed = [
        {
            "id": finding.id,
            "check": finding.check,
            "kind": finding.kind,
            "severity": finding.severity,
            "file": INDEX if finding.file == piece.label else "",
            "line": finding.line,
            "passage": finding.passage,
            "message": finding.message,
        }
        for finding in findings
    ]
    return manifest.encode({"format": _REPORT_FORMAT, "findings": listed})


def sources_of(piece: Piece, repository: Repository) -> dict[str, str]:
    """The SHA-256 of the piece's sources: the outline's file, and each testimony's words without its front matter.

    It is empty for a source that is missing or unreadable. A change of a consent does not change it.
    """
    slug = piece.draft.outline or piece.slug
    digests, named = {f"outline:{slug}": ""}, list(piece.draft.testimonies)
    with suppress(AuthoringError):
        named += repository.outline(slug).testimonies
        outline = repository.store.documents.read(Key("outline", slug))
        digests[f"outline:{slug}"] = outline.version if outline else ""
    named += [match["slug"] for match in markdown.TESTIMONY_BLOCK.finditer(piece.draft.body)]
    for name in dict.fromkeys(named):
        digests[f"testimony:{name}"] = ""
        with suppress(AuthoringError):
            digests[f"testimony:{name}"] = _sha256(testimony_words(repository, name))
    return dict(sorted(digests.items()))


def testimony_words(repository: Repository, slug: str) -> bytes:
    """A testimony's words as they are hashed and given to auditors, without the record about the person."""
    return f"{repository.testimony(slug).words_spoken}\n".encode()


def must_sign(person: Person | None, when: datetime) -> bool:
    """Whether an approval by this person at `when` needs a signature."""
    if person is None or not person.ssh_key:
        return False
    return person.ssh_key_since is None or when.date() >= person.ssh_key_since


def doubts(
    piece: Past, event: Event, *, people: Mapping[str, Person], records: Records, first_uses: Callable[[], FirstUses]
) -> Iterator[str]:
    """The reasons to doubt one approval in the piece's history, in sentences; none when it is proven.

    Of somebody whom `people` does not name any more no signature is checked, since nobody says which key is theirs.
    `first_uses` is asked where somebody signed with a former key of which nobody stated the last day.
    Raises `InputError` where there is a signature and no `ssh-keygen` to check it.
    """
    person = people.get(event.actor)
    approval, authority = events.approval(event), events.authority(event)
    must_be_signed = must_sign(person, event.time) or bool(authority and authority.key)
    if approval.statement is not None:
        yield from _other_words(piece, event, approval.statement)
        yield from _other_records(piece, approval.statement, records)
    if approval.statement is not None and (approval.signature or approval.statement.get("key")):
        signature = records.read(piece.slug, f"{kept_folder(approval.statement, piece.slug, records)}/{SIGNATURE}")
        yield from signature_doubts(event, approval, signature, person)
        yield from _replaced_key(piece, event, person, first_uses)
    elif must_be_signed:
        yield _unsigned(event)


def is_unknown(event: Event, people: Mapping[str, Person]) -> bool:
    """Whether an approval by somebody who is not in `people` any more may be forged.

    It is accepted as any other unsigned approval, except when everybody who may approve now had to sign already at that
    time, and except when the event does not record the approver's roles.
    """
    if event.actor in people:
        return False
    approvers = [person for person in people.values() if person.kind == "person" and person.roles & _APPROVERS]
    all_sign = bool(approvers) and all(must_sign(person, event.time) for person in approvers)
    return events.authority(event) is None or all_sign


def _unsigned(event: Event) -> str:
    return _("“{actor}” has an SSH key, and this approval is not signed with it.").format(actor=event.actor)


def _other_words(piece: Past, event: Event, stated: Mapping[str, Any]) -> Iterator[str]:
    """Where the statement differs from its line of the history: a signature must not be moved to another line."""
    event_values: dict[str, object] = {
        "slug": piece.slug,
        "hash": event.hash,
        "by": event.actor,
        "time": moment(event.time),
        "after": f"{event.seq - 1}-{event.follows}" if event.follows else "0",
        "note": _sha256(event.note.encode()) if event.note else "",
    }
    authority = events.authority(event)
    if authority is not None:
        event_values |= {"key": authority.key, "role": approving_role(authority.roles)}
        if "quorum" in stated:
            event_values |= {"quorum": authority.quorum, "roles": list(authority.roles)}
    past = piece.events[: piece.events.index(event)]
    is_of_today = isinstance(number := stated.get("format"), int) and number >= _COVERS_ALL_SINCE
    if is_of_today and events.manifest_format(past) == manifest.FIRST:
        yield _("This approval covers neither tags nor names nor linked files: the submission before it was changed.")
    how = _written(past)
    if how is not None or "written" in stated:
        event_values["written"] = how
    for key, value in event_values.items():
        if stated.get(key) != value:
            yield _("What was approved says another “{key}” than this line of the history.").format(key=key)


def _other_records(piece: Past, stated: Mapping[str, Any], records: Records) -> Iterator[str]:
    digests = {STATEMENT: _sha256(manifest.encode(stated))}
    for name, key in ((REPORT, "report"), (RESPONSIBILITY, "responsibility")):
        entry = stated.get(key)
        digests[name] = str(entry.get("sha256", "")) if isinstance(entry, Mapping) else ""
    folder = kept_folder(stated, piece.slug, records)
    for name, digest in digests.items():
        file = f"{folder}/{name}"
        content = records.read(piece.slug, file)
        if not matches_after_erasure(_sha256(content) if content else "", digest, file=file, past=piece.events):
            yield _("{file} is not the file that this approval vouches for, or is gone.").format(file=file)


def signature_doubts(
    event: Event, given: events.Approval | events.TextApproval, signature: bytes, person: Person | None
) -> Iterator[str]:
    """Doubts about the signature of a statement: it is gone, or not by a key that the person had then."""
    stated = given.statement or {}
    if not signature or _sha256(signature) != given.signature:
        yield _("The signature of this approval was changed, or is gone.")
    elif person is None:
        return
    elif person.ssh_keys and not person.keys_on(event.time.date()):
        yield _ended(event)
    elif not person.ssh_keys:
        yield _("The key {key} of this approval is not in authoring.toml any more.").format(key=stated.get("key"))
    elif not signing.is_signed(
        manifest.encode(stated), signature, signer=event.actor, keys=person.keys_on(event.time.date())
    ):
        ended = set(person.ssh_keys).difference(person.keys_on(event.time.date()))
        if ended and signing.is_signed(manifest.encode(stated), signature, signer=event.actor, keys=ended):
            yield _ended(event)
            return
        yield _("The signature of this approval is not by a key of “{actor}”.").format(actor=event.actor)


def _replaced_key(
    piece: Past, event: Event, person: Person | None, first_uses: Callable[[], FirstUses]
) -> Iterator[str]:
    """A signature by a former key, though a history here records that the present one was in use before.

    Of somebody whom the settings do not name any more nobody says which key is theirs: what they approved counts where
    it was published while they were named.
    """
    if person is None:
        later = piece.events[piece.events.index(event) :]
        now = situation_of(piece.events, content_hash=event.hash, author="")
        counts = piece.events[-1].hash == event.hash and event.actor in now.approvals
        if counts and not any(it.action is Action.publish and it.hash == event.hash for it in later):
            yield _("This approval is signed, and [people] does not say any more which key was “{actor}”’s.").format(
                actor=event.actor
            )
        return
    yield from former_key_doubts(event, (events.approval(event).statement or {}).get("key"), person, first_uses)


def former_key_doubts(event: Event, key: object, person: Person, first_uses: Callable[[], FirstUses]) -> Iterator[str]:
    """Doubts about a signature by a former key whose last day nobody stated, given its fingerprint `key`."""
    ended = {key for key, _day in person.key_ends}
    undated = {ssh_keys.fingerprint(former) for former in person.former_ssh_keys if former not in ended}
    if not person.ssh_key or key not in undated:
        return
    first_use = first_uses().get((event.actor, ssh_keys.fingerprint(person.ssh_key)))
    if first_use and first_use < event.time:
        message = _("“{actor}” signed this with a former key, and used another one from {day} on.")
        yield message.format(actor=event.actor, day=first_use.date().isoformat())


def first_uses(histories: Iterable[bytes]) -> FirstUses:
    """When each person is first on record with each of their keys, by the lines of all these histories."""
    uses: FirstUses = {}
    for content in histories:
        if b'"key":"SHA256:' not in content:
            continue
        with suppress(AuthoringError):  # one that cannot be read, which `verify` names
            for event in history.decode(content, ""):
                authority = events.authority(event)
                if authority and authority.key:
                    used = event.actor, authority.key
                    uses[used] = min(uses.get(used, event.time), event.time)
    return uses


def _ended(event: Event) -> str:
    return _("The key of “{actor}” that signed this approval had ended by its date.").format(actor=event.actor)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
