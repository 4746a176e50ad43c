"""Correct: the author begins a correction of a published piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from authoring.editorial.actions import EventAction, was_last
from authoring.editorial.context import Context
from authoring.model.states import Action, State
from authoring.store.pieces import Piece


@dataclass(frozen=True)
class Correct(EventAction):
    """Begin a correction: the piece is a draft again, while readers still see what is published."""

    action: ClassVar[Action] = Action.correct

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether a correction has just begun."""
        return was_last(piece, Action.correct, State.draft)
