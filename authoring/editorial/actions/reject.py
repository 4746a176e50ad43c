"""Reject: a reviewer or an editor decides that a piece will not be published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from authoring.editorial.actions import EventAction, was_last
from authoring.editorial.context import Context
from authoring.model.states import Action, State
from authoring.store.pieces import Piece


@dataclass(frozen=True)
class Reject(EventAction):
    """Decide that the piece will not be published; `note` says why."""

    action: ClassVar[Action] = Action.reject

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether the last event rejected it."""
        return was_last(piece, Action.reject, State.rejected)
