"""The values of an erasure's event: which records lost words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from authoring.model.events.event import Event
from authoring.model.events.untyped import entries_in
from authoring.model.states import Action


@dataclass(frozen=True)
class Erased:
    """A record of a piece from which withdrawn words were erased, by its SHA-256 before and `after`.

    `after` is empty for a record that was removed. `seq` is the number of the event that states the erasure.
    """

    file: str
    before: str
    after: str = ""
    seq: int = 0

    def as_json(self) -> dict[str, str]:
        """The values as the event states them."""
        return {"file": self.file, "before": self.before, "after": self.after}


@dataclass(frozen=True)
class Erasure:
    """The words of these testimonies were erased from these records."""

    testimonies: tuple[str, ...]
    records: tuple[Erased, ...]

    def as_details(self) -> dict[str, Any]:
        """The values as the event states them."""
        return {"testimonies": sorted(self.testimonies), "erased": [record.as_json() for record in self.records]}


def erased(past: Iterable[Event]) -> list[Erased]:
    """Every erasure that people have recorded, oldest first."""
    return [
        Erased(str(entry.get("file", "")), str(entry.get("before", "")), str(entry.get("after", "")), event.seq)
        for event in past
        if event.action is Action.erase and event.kind == "person"
        for entry in entries_in(event.details.get("erased"))
    ]


def matches_after_erasure(digest: str, stated: str, *, file: str, past: Iterable[Event]) -> bool:
    """Whether a record with this SHA-256 is the `stated` one, or the exact result of recorded erasures of it."""
    digests = {stated}
    for record in erased(past):
        if record.file == file and record.before in digests:
            digests.add(record.after)
    return bool(stated) and digest in digests
