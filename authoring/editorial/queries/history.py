"""The history of a piece, event by event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from authoring.editorial.context import Context
from authoring.model import history as lines
from authoring.model.events import Event


@dataclass(frozen=True)
class History:
    """The events of a piece, oldest first, and the checkpoint, which is worth storing elsewhere."""

    events: Sequence[Event]
    checkpoint: str

    def as_json(self) -> list[dict[str, Any]]:
        """The events as other programs see them, as in the stored lines without their digests."""
        return [lines.as_json(event) for event in self.events]


def history(context: Context, slug: str) -> History:
    """The history of a piece. Raises `UnknownSlug`, or `InputError` for a broken one."""
    piece = context.repository.piece(slug)
    return History(piece.events, piece.checkpoint)
