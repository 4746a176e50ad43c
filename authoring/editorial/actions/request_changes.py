"""Request changes: a reviewer sends a piece back to its author."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from authoring.editorial.actions import PieceAction, was_last
from authoring.editorial.context import Context
from authoring.model.workflow import Action, State
from authoring.store.pieces import Piece


@dataclass(frozen=True)
class RequestChanges(PieceAction):
    """Send the piece back to its author; `note` says what to change."""

    action: ClassVar[Action] = Action.request_changes

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether it has just been sent back with these words."""
        return was_last(piece, Action.request_changes, State.changes_requested, self.note)
