"""Reopen: a rejected or retracted piece becomes a draft again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from authoring.editorial.actions import EventAction, was_last
from authoring.editorial.context import Context
from authoring.model.states import Action, State
from authoring.store.pieces import Piece


@dataclass(frozen=True)
class Reopen(EventAction):
    """Make a rejected or retracted piece a draft again."""

    action: ClassVar[Action] = Action.reopen

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether the last event reopened it."""
        return was_last(piece, Action.reopen, State.draft)
