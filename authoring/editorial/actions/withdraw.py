"""Withdraw: the author takes a piece back from review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from authoring.editorial.actions import EventAction, was_last
from authoring.editorial.context import Context
from authoring.model.states import Action, State
from authoring.store.pieces import Piece


@dataclass(frozen=True)
class Withdraw(EventAction):
    """Take the piece back from review."""

    action: ClassVar[Action] = Action.withdraw

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether the last event withdrew it."""
        return was_last(piece, Action.withdraw, State.draft)
