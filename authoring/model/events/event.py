"""One line of a history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from authoring.model.people import ActorKind
from authoring.model.states import Action, State

Details = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """One line of a history. `hash` is the content's.

    `prev` is the digest of the line before, empty on the first line. A line that merges two branches of a history has
    several digests; the first is that of the line before it.
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
    """Whether a stored event is this new one; storing adds its number and the digests of records."""
    bare = replace(line, seq=event.seq, prev=event.prev, details={})
    stated = event.details.items()
    return bare == replace(event, details={}) and all(line.details.get(key) == value for key, value in stated)
