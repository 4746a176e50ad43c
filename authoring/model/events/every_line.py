"""The values that any event may have: the actor's authority, digests of records, and near sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from authoring.model.events.event import Event
from authoring.model.events.untyped import texts_in
from authoring.model.people import Person, sharing


@dataclass(frozen=True)
class Authority:
    """The actor's authority when they acted: their roles, the quorum, and the fingerprint of their key, if any.

    `shares` are the ids of others with the same e-mail address: under the rule of two persons they count as one.
    """

    roles: tuple[str, ...] = ()
    quorum: int = 0
    key: str = ""
    shares: tuple[str, ...] = ()

    @classmethod
    def of(cls, actor: Person, *, quorum: int, people: Iterable[Person] = ()) -> Authority:
        """The authority of `actor` among `people` under the present settings."""
        from authoring.model.ssh_keys import fingerprint

        key = fingerprint(actor.ssh_key) if actor.ssh_key else ""
        return cls(tuple(sorted(actor.roles)), quorum, key, sharing(actor, people))

    def as_details(self) -> dict[str, Any]:
        """The entry `authority` of an event's details."""
        stated: dict[str, Any] = {"roles": list(self.roles), "quorum": self.quorum}
        if self.key:
            stated["key"] = self.key
        if self.shares:
            stated["shares"] = list(self.shares)
        return {"authority": stated}


def authority(event: Event) -> Authority | None:
    """The actor's authority; None when the event does not record it."""
    stated = event.details.get("authority")
    if not isinstance(stated, dict):
        return None
    quorum = stated.get("quorum")
    return Authority(
        texts_in(stated.get("roles")),
        quorum if isinstance(quorum, int) else 0,
        str(stated.get("key", "")),
        texts_in(stated.get("shares")),
    )


@dataclass(frozen=True)
class RecordDigest:
    """A record beside the text as the event states it: its length in bytes and its SHA-256."""

    bytes: int
    sha256: str


def vouched_records(event: Event) -> dict[str, RecordDigest]:
    """The records whose digests the event states, by their names; empty when it states none."""
    stated = event.details.get("records")
    entries = stated.items() if isinstance(stated, dict) else ()
    return {
        name: RecordDigest(entry["bytes"], entry["sha256"])
        for name, entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("bytes"), int) and isinstance(entry.get("sha256"), str)
    }


def unvouched_records(event: Event) -> tuple[str, ...]:
    """The names of the records that differed from the history's digests when the event was written."""
    return texts_in(event.details.get("unvouched"))


def vouching(records: Mapping[str, bytes], *, unvouched: Iterable[str] = ()) -> dict[str, Any]:
    """The entries of an event's details with the digests of these records; an empty record is left out."""
    from hashlib import sha256

    entries = {
        name: {"bytes": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in records.items()
        if content
    }
    names = list(unvouched)
    return {**({"unvouched": names} if names else {}), **({"records": entries} if entries else {})}


def piece_named(event: Event) -> str | None:
    """The slug that a history's first event names; None for other events."""
    slug = event.details.get("slug")
    return slug if isinstance(slug, str) else None


def naming_piece(slug: str) -> dict[str, Any]:
    """The entry of the first event with the piece's slug, so that two histories cannot be exchanged."""
    return {"slug": slug}


def near_sources(event: Event) -> dict[str, str]:
    """The sources near sentences when a submission or an approval was recorded, by the sentences' digests."""
    stated = event.details.get("found")
    entries = stated.items() if isinstance(stated, dict) else ()
    return {sha256: source for sha256, source in entries if isinstance(source, str)}


def stating_near_sources(sources: Mapping[str, str]) -> dict[str, Any]:
    """The entry for `near_sources`; empty when no source was near."""
    return {"found": dict(sources)} if sources else {}
