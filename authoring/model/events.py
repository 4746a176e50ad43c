"""The events of a history: one line each, and what the line of each action states, as typed values.

This module alone reads and writes `Event.details`. A line that states less than is written today, since an older
version of the program wrote it, gives a value that says "not recorded" (an empty one), never an error: the bytes of
a line are never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from authoring.model.people import ActorKind, Person
from authoring.model.states import Action, State

WARNING: Final = "warning"
QUOTE: Final = "quote"
CONFIRMATION: Final = "confirmation"
OBJECTION: Final = "objection"

Details = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """One line of a history. `hash` is the content's.

    `prev` is the digest of the line before, empty on the first line. A line that joins two branches of a history
    states several digests; the first is that of the line before it.
    """

    seq: int
    time: datetime
    actor: str
    kind: ActorKind
    action: Action
    source: State | None
    target: State
    hash: str
    note: str = ""
    details: Details = field(default_factory=dict)
    prev: str | tuple[str, ...] = ""

    @property
    def follows(self) -> str:
        """The digest of the line before; empty on the first line."""
        return self.prev if isinstance(self.prev, str) else self.prev[0]


def is_same_act(line: Event, event: Event) -> bool:
    """Whether a line of a history is the event that was to be recorded: writing adds its number and its vouching."""
    bare = replace(line, seq=event.seq, prev=event.prev, details={})
    stated = event.details.items()
    return bare == replace(event, details={}) and all(line.details.get(key) == value for key, value in stated)


# --- what every line may state ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Authority:
    """What entitled the actor when they acted: their roles, the quorum, and the fingerprint of their key, if any."""

    roles: tuple[str, ...] = ()
    quorum: int = 0
    key: str = ""

    @classmethod
    def of(cls, actor: Person, *, quorum: int) -> Authority:
        """The authority of `actor` under the settings that hold now."""
        from authoring.model.ssh_keys import fingerprint

        return cls(tuple(sorted(actor.roles)), quorum, fingerprint(actor.ssh_key) if actor.ssh_key else "")

    def as_details(self) -> dict[str, Any]:
        """The entry `authority` of an event's details."""
        stated = {"roles": list(self.roles), "quorum": self.quorum}
        return {"authority": {**stated, "key": self.key} if self.key else stated}


def authority(event: Event) -> Authority | None:
    """What entitled the actor; None where the line does not record it."""
    stated = event.details.get("authority")
    if not isinstance(stated, dict):
        return None
    quorum = stated.get("quorum")
    return Authority(_texts(stated.get("roles")), quorum if isinstance(quorum, int) else 0, str(stated.get("key", "")))


@dataclass(frozen=True)
class RecordDigest:
    """A record beside the text as the line vouches for it: its length in bytes and its SHA-256."""

    bytes: int
    sha256: str


def vouched_records(event: Event) -> dict[str, RecordDigest]:
    """The records that the line vouches for, by their names; empty where it vouches for none."""
    stated = event.details.get("records")
    entries = stated.items() if isinstance(stated, dict) else ()
    return {
        name: RecordDigest(entry["bytes"], entry["sha256"])
        for name, entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("bytes"), int) and isinstance(entry.get("sha256"), str)
    }


def unvouched_records(event: Event) -> tuple[str, ...]:
    """The records that were not as the history had vouched for when the line was written."""
    return _texts(event.details.get("unvouched"))


def vouching(records: Mapping[str, bytes], *, unvouched: Iterable[str] = ()) -> dict[str, Any]:
    """The entries of an event's details that vouch for these records; an empty record is left out."""
    from hashlib import sha256

    entries = {
        name: {"bytes": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in records.items()
        if content
    }
    names = list(unvouched)
    return {**({"unvouched": names} if names else {}), **({"records": entries} if entries else {})}


def piece_named(event: Event) -> str | None:
    """The slug that a history's first line names; None on other lines."""
    slug = event.details.get("slug")
    return slug if isinstance(slug, str) else None


def naming_piece(slug: str) -> dict[str, Any]:
    """The entry of the first line, which keeps histories from changing places."""
    return {"slug": slug}


def near_sources(event: Event) -> dict[str, str]:
    """The source that was near a sentence when a submission or an approval was recorded, by the sentence's digest."""
    stated = event.details.get("found")
    entries = stated.items() if isinstance(stated, dict) else ()
    return {sha256: source for sha256, source in entries if isinstance(source, str)}


def _near(sources: Mapping[str, str]) -> dict[str, Any]:
    return {"found": dict(sources)} if sources else {}


def remarks(event: Event) -> dict[str, str]:
    """What people want to know of an event besides its change of state, in short: models, assignee, due day, moment."""
    stated = {"models": ", ".join(models(event)), **_texts_of(event, ("assignee", "due", "at"))}
    return {name: value for name, value in stated.items() if value}


# --- draft, revise, mend ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Writing:
    """A text was written; `models` are the names of those that wrote in it, none where people did."""

    models: tuple[str, ...] = ()

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        return {"models": sorted(set(self.models))} if self.models else {}


def models(event: Event) -> tuple[str, ...]:
    """The models that wrote in the text that the line records."""
    return _texts(event.details.get("models"))


# --- submit, assign --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Assignment:
    """Who is to look at a piece, and by which day (ISO 8601). None where the line leaves that as it was.

    `sources` are those that were near a model's sentences at the submission.
    """

    assignee: str | None = None
    due: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        stated = {"assignee": self.assignee, "due": self.due}
        return {**{key: value for key, value in stated.items() if value is not None}, **_near(self.sources)}


def assignment(event: Event) -> Assignment:
    """What the line says of the assignee and the due day."""
    stated = {key: event.details.get(key) for key in ("assignee", "due")}
    texts = {key: None if value is None else str(value) for key, value in stated.items()}
    return Assignment(texts["assignee"], texts["due"], near_sources(event))


# --- accept, and what an approval accepts ----------------------------------------------------------------------


@dataclass(frozen=True)
class Accepted:
    """Something that a person was asked about and answered, by its digest: no words of the text.

    `kind` is `warning` (they stand by a finding, whose digest is `Finding.digest`), `quote` (they stand by an edited
    quotation, the digest being that of its folded words, from the testimony `source`), or, with the answer of the
    person whose words these are written down by the actor, `confirmation` or `objection`.
    """

    kind: str
    check: str
    sha256: str
    source: str = ""

    def as_json(self) -> dict[str, str]:
        """As the line states it; an empty `source` is left out."""
        own = {"kind": self.kind, "check": self.check, "sha256": self.sha256}
        return {**own, "source": self.source} if self.source else own


@dataclass(frozen=True)
class Acceptance:
    """What a person stands by, or the answers that they wrote down."""

    accepts: tuple[Accepted, ...]

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        return {"accepts": [entry.as_json() for entry in self.accepts]}


def accepted(past: Iterable[Event], *, kind: str) -> list[tuple[Accepted, Event]]:
    """Everything of one kind that people have accepted, with the event that says so, oldest first.

    It was accepted by itself, or as part of an approval.
    """
    return [(entry, event) for event in past if event.kind == "person" for entry in _accepts(event, kind)]


def _accepts(event: Event, kind: str) -> Iterator[Accepted]:
    statement = approval(event).statement
    for entry in _entries(event.details.get("accepts", statement.get("accepts") if statement else [])):
        if entry.get("kind") == kind:
            yield Accepted(
                kind, str(entry.get("check", "")), str(entry.get("sha256", "")), str(entry.get("source", ""))
            )


# --- approve ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Approval:
    """The statement that was approved, None where the line records none, and the SHA-256 of its signature, if any."""

    statement: Mapping[str, Any] | None = None
    signature: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)

    def as_details(self) -> dict[str, Any]:
        """As the line states it: the very bytes that are signed stand in it, in canonical JSON."""
        signed = {"signature": self.signature} if self.signature else {}
        return {"approval": dict(self.statement or {}), **signed, **_near(self.sources)}


def approval(event: Event) -> Approval:
    """What the line says of an approval."""
    statement = event.details.get("approval")
    signature = event.details.get("signature", "")
    return Approval(
        statement if isinstance(statement, dict) else None,
        signature if isinstance(signature, str) else "",
        near_sources(event),
    )


# --- schedule, publish, import ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scheduling:
    """The moment at which the approved revision goes out."""

    at: datetime

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        return {"at": self.at.isoformat(timespec="seconds")}


def scheduling(event: Event) -> Scheduling | None:
    """The moment that a line of `schedule` states; None where it states none."""
    moment = _moment(event.details.get("at"))
    return Scheduling(moment) if moment else None


@dataclass(frozen=True)
class Publication:
    """What a model did to the text that went out; None where it is not recorded. `is_autonomous`: nobody approved."""

    parts: tuple[str, ...] | None = None
    is_autonomous: bool = False

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        return {"model": list(self.parts or ()), **({"autonomous": True} if self.is_autonomous else {})}


def publication(event: Event) -> Publication:
    """What a line of `publish` says of the text."""
    parts = event.details.get("model")
    return Publication(_texts(parts) if isinstance(parts, list) else None, event.details.get("autonomous") is True)


@dataclass(frozen=True)
class Import:
    """A post from elsewhere: the kind of blog, its place there, the SHA-256 of what was read, and its dates there."""

    source: str
    origin: str
    sha256: str
    published: datetime
    updated: datetime

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        return {
            "import": {"source": self.source, "from": self.origin, "sha256": self.sha256},
            "published": self.published.isoformat(timespec="seconds"),
            "updated": self.updated.isoformat(timespec="seconds"),
        }


def imported(past: Iterable[Event]) -> Import | None:
    """Where a piece came from, by its history's first line; None for a piece that began here.

    A date that the line does not state is that of the import.
    """
    first = next(iter(past), None)
    stated = first.details.get("import") if first is not None and first.action is Action.import_ else None
    if first is None or not isinstance(stated, dict):
        return None
    published, updated = (_moment(first.details.get(key)) or first.time for key in ("published", "updated"))
    source, origin, sha256 = (str(stated.get(key, "")) for key in ("source", "from", "sha256"))
    return Import(source, origin, sha256, published, updated)


# --- erase -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Erased:
    """A record of a piece that held words whose person took them back, by its SHA-256 before and `after`.

    `after` is empty for one that went whole. `seq` is the line of the history that vouches for it.
    """

    file: str
    before: str
    after: str = ""
    seq: int = 0

    def as_json(self) -> dict[str, str]:
        """As the line states it."""
        return {"file": self.file, "before": self.before, "after": self.after}


@dataclass(frozen=True)
class Erasure:
    """The words of these testimonies were taken out of these records."""

    testimonies: tuple[str, ...]
    records: tuple[Erased, ...]

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        return {"testimonies": sorted(self.testimonies), "erased": [record.as_json() for record in self.records]}


def erased(past: Iterable[Event]) -> list[Erased]:
    """Every erasure that people have recorded, oldest first."""
    return [
        Erased(str(entry.get("file", "")), str(entry.get("before", "")), str(entry.get("after", "")), event.seq)
        for event in past
        if event.action is Action.erase and event.kind == "person"
        for entry in _entries(event.details.get("erased"))
    ]


def matches_after_erasure(digest: str, stated: str, *, file: str, past: Iterable[Event]) -> bool:
    """Whether a record with this SHA-256 is the one `stated`, or exactly what recorded erasures left of it."""
    digests = {stated}
    for record in erased(past):
        if record.file == file and record.before in digests:
            digests.add(record.after)
    return bool(stated) and digest in digests


def _texts_of(event: Event, names: Iterable[str]) -> dict[str, str]:
    return {name: str(event.details.get(name) or "") for name in names}


def _moment(stated: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stated) if isinstance(stated, str) else None
        return moment if moment and moment.tzinfo and moment.astimezone(UTC) else None
    except (ValueError, OverflowError):
        return None


def _entries(stated: object) -> list[dict[str, Any]]:
    return [entry for entry in stated if isinstance(entry, dict)] if isinstance(stated, list) else []


def _texts(stated: object) -> tuple[str, ...]:
    return tuple(text for text in stated if isinstance(text, str)) if isinstance(stated, list) else ()
