"""What the lines state by which words were taken out of records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from authoring.model.events.event import Event
from authoring.model.events.untyped import entries_in
from authoring.model.states import Action


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
        for entry in entries_in(event.details.get("erased"))
    ]


def matches_after_erasure(digest: str, stated: str, *, file: str, past: Iterable[Event]) -> bool:
    """Whether a record with this SHA-256 is the one `stated`, or exactly what recorded erasures left of it."""
    digests = {stated}
    for record in erased(past):
        if record.file == file and record.before in digests:
            digests.add(record.after)
    return bool(stated) and digest in digests
