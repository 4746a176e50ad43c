"""What the line of any action may state: who could act, which records it vouches for, which sources were near."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from authoring.model.events.event import Event
from authoring.model.events.untyped import texts_in
from authoring.model.people import Person, sharing


@dataclass(frozen=True)
class Authority:
    """What entitled the actor when they acted: their roles, the quorum, and the fingerprint of their key, if any.

    `shares` are the ids of the others who had the same e-mail address: for four eyes they count as one.
    """

    roles: tuple[str, ...] = ()
    quorum: int = 0
    key: str = ""
    shares: tuple[str, ...] = ()

    @classmethod
    def of(cls, actor: Person, *, quorum: int, people: Iterable[Person] = ()) -> Authority:
        """The authority of `actor` among `people` under the settings that hold now."""
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
    """What entitled the actor; None where the line does not record it."""
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
    return texts_in(event.details.get("unvouched"))


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


def stating_near_sources(sources: Mapping[str, str]) -> dict[str, Any]:
    """The entry for `near_sources`; none where no source was near."""
    return {"found": dict(sources)} if sources else {}
