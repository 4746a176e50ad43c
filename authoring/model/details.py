"""What the details of events say beside the change of state: what people stand by, and what was erased."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from authoring.model.workflow import Action, Event

WARNING: Final = "warning"
QUOTE: Final = "quote"
CONFIRMATION: Final = "confirmation"
OBJECTION: Final = "objection"


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
        """As an event's `details.accepts` holds it; an empty `source` is left out."""
        own = {"kind": self.kind, "check": self.check, "sha256": self.sha256}
        return {**own, "source": self.source} if self.source else own


def accepted(past: Iterable[Event], *, kind: str) -> list[tuple[Accepted, Event]]:
    """Everything of one kind that a person has accepted, with the event that says so, oldest first.

    It was accepted by itself, or as part of an approval.
    """
    return [
        (Accepted(kind, str(entry.get("check", "")), str(entry.get("sha256", "")), str(entry.get("source", ""))), event)
        for event in past
        if event.kind == "person"
        for entry in _accepts(event)
        if entry.get("kind") == kind
    ]


def _accepts(event: Event) -> list[dict[str, Any]]:
    approval = event.details.get("approval")
    return _entries(event.details.get("accepts", approval.get("accepts") if isinstance(approval, dict) else []))


def _entries(stated: object) -> list[dict[str, Any]]:
    return [entry for entry in stated if isinstance(entry, dict)] if isinstance(stated, list) else []


@dataclass(frozen=True)
class Erased:
    """A file below a piece's folder that held words whose person took them back, by its SHA-256 before and `after`.

    `after` is empty for a file that went whole. `seq` is the line of the history that vouches for it.
    """

    file: str
    before: str
    after: str = ""
    seq: int = 0


def erased(past: Iterable[Event]) -> list[Erased]:
    """Every erasure that people have recorded, oldest first."""
    return [
        Erased(str(entry.get("file", "")), str(entry.get("before", "")), str(entry.get("after", "")), event.seq)
        for event in past
        if event.action is Action.erase and event.kind == "person"
        for entry in _entries(event.details.get("erased"))
    ]


def is_left_of(found: str, stated: str, *, file: str, past: Iterable[Event]) -> bool:
    """Whether a file with the SHA-256 `found` is the one `stated`, or exactly what recorded erasures left of it."""
    known = {stated}
    for one in erased(past):
        if one.file == file and one.before in known:
            known.add(one.after)
    return bool(stated) and found in known
