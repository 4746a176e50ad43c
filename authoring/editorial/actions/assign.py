"""Assign: set who is to review a piece, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from authoring.editorial.actions import EventAction
from authoring.editorial.context import Context
from authoring.model.events import Assignment
from authoring.model.states import Action
from authoring.store.pieces import Piece


@dataclass(frozen=True)
class Assign(EventAction):
    """Assign a piece in review; a value of None stays unchanged."""

    action: ClassVar[Action] = Action.assign

    to: str | None = None
    due: date | None = None

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether the piece is assigned like this already."""
        situation, wanted = piece.situation, self._assignment
        return wanted.assignee in (None, situation.assignee) and wanted.due in (None, situation.due)

    def details(self, context: Context, piece: Piece) -> Mapping[str, Any]:
        """The new assignment."""
        return self._assignment.as_details()

    @property
    def _assignment(self) -> Assignment:
        return Assignment(self.to, self.due.isoformat() if self.due else None)
