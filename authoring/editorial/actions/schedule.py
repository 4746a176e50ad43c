"""Schedule: an editor sets a time for publishing the approved revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from authoring.editorial.actions import EventAction, moment_of
from authoring.editorial.context import Context
from authoring.errors import UsageError, advice
from authoring.model.events import Scheduling
from authoring.model.local_times import LocalTime, local_time
from authoring.model.states import Action
from authoring.store.pieces import Piece
from authoring.text.i18n import _


def named_moment(stated: datetime, context: Context) -> LocalTime:
    """A date and time in the workspace's time zone.

    Raises `UsageError` for a time that the change to summer time skips, and for one out of the calendar's range.
    """
    try:
        time = local_time(stated, context.settings.zone)
    except OverflowError:
        raise UsageError(_("No calendar has this time."), _("Name a time of the next years.")) from None
    if time.occurrence == "never":
        raise UsageError(
            _("{time} does not exist in {zone}: clocks are put forward over it.").format(
                time=stated.isoformat(timespec="minutes"), zone=context.settings.timezone
            ),
            _("Name a time before or after that hour, such as {time}.").format(
                time=time.moment.replace(tzinfo=None).isoformat(timespec="minutes")
            ),
        )
    return time


@dataclass(frozen=True)
class Schedule(EventAction):
    """Schedule the approved revision for publication at a future moment."""

    action: ClassVar[Action] = Action.schedule

    at: datetime

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether it is scheduled for this moment already. Raises `UsageError` for a past moment."""
        present = piece.situation.scheduled_at
        if present and present.astimezone(UTC) == self.at.astimezone(UTC):
            return True
        if self.at <= moment_of(context, piece):
            raise UsageError(
                _("{time} is already past.").format(time=self.at.isoformat(timespec="minutes")),
                advice("name-later-time", slug=self.slug),
            )
        return False

    def details(self, context: Context, piece: Piece) -> Mapping[str, Any]:
        """The scheduled moment."""
        return Scheduling(self.at).as_details()
