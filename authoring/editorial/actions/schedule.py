"""Schedule: an editor has the approved revision published later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from authoring.editorial.actions import EventAction, moment_of
from authoring.editorial.context import Context
from authoring.errors import UsageError, advice
from authoring.model.events import Scheduling
from authoring.model.states import Action
from authoring.store.pieces import Piece
from authoring.text.i18n import _


@dataclass(frozen=True)
class Schedule(EventAction):
    """Have the approved revision published at a moment that lies ahead."""

    action: ClassVar[Action] = Action.schedule

    at: datetime

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether it is scheduled for this moment already. Raises `UsageError` for one that is past."""
        if piece.situation.scheduled_at == self.at:
            return True
        if self.at <= moment_of(context, piece):
            raise UsageError(
                _("{time} is already past.").format(time=self.at.isoformat(timespec="minutes")),
                advice("name-later-time", slug=self.slug),
            )
        return False

    def details(self, context: Context, piece: Piece) -> Mapping[str, Any]:
        """The moment."""
        return Scheduling(self.at).as_details()
