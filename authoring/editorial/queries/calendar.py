"""The calendar: what is planned, due, scheduled and published, by day."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from authoring.editorial.context import Context
from authoring.errors import AuthoringError
from authoring.model.local_times import in_zone
from authoring.model.states import State
from authoring.store.listing import Entry

Occasion = Literal["planned", "review_due", "scheduled", "published"]


@dataclass(frozen=True)
class CalendarEntry:
    """An entry of the calendar: an outline's due date, a review's, a scheduled or past publication.

    `day` is None for an outline without a due date.
    """

    day: date | None
    occasion: Occasion
    slug: str
    title: str


def calendar(context: Context, *, first: date | None = None, last: date | None = None) -> list[CalendarEntry]:
    """All entries between `first` and `last`, both included, in order; entries without a day come first."""
    entries = [
        *_planned(context),
        *(it for entry in context.overview().entries for it in _of(context, entry)),
    ]
    chosen = [entry for entry in entries if entry.day is None or _is_within(entry.day, first, last)]
    return sorted(chosen, key=lambda entry: (entry.day or date.min, entry.slug, entry.occasion))


def _planned(context: Context) -> list[CalendarEntry]:
    """The outlines without a piece."""
    repository = context.repository
    entries = []
    for slug in sorted({*repository.outlines()} - {*repository.pieces()}):
        with suppress(AuthoringError):
            outline = repository.outline(slug)
            entries.append(CalendarEntry(outline.due, "planned", slug, outline.title))
    return entries


def _of(context: Context, entry: Entry) -> list[CalendarEntry]:
    zone = context.settings.zone
    if entry.state is State.in_review and entry.due:
        return [CalendarEntry(date.fromisoformat(entry.due), "review_due", entry.slug, entry.title)]
    if entry.scheduled_at:
        day = in_zone(datetime.fromisoformat(entry.scheduled_at), zone).date()
        return [CalendarEntry(day, "scheduled", entry.slug, entry.title)]
    if entry.live and entry.published:
        day = in_zone(datetime.fromisoformat(entry.published), zone).date()
        return [CalendarEntry(day, "published", entry.slug, entry.title)]
    return []


def _is_within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
