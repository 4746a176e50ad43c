"""The list of pieces: all, those that wait for somebody, and those that are overdue."""

from __future__ import annotations

from datetime import date

from authoring.editorial.context import Context
from authoring.errors import Problem, UsageError
from authoring.model.states import State
from authoring.store.listing import Entry, Overview
from authoring.text.i18n import _


def pieces(context: Context, *, state: str = "", mine: bool = False, overdue: bool = False) -> Overview:
    """An entry for every piece, or for those in one state, those that wait for the actor, or those that are overdue.

    The mistakes in pieces that cannot be read come with them. Raises `UsageError` for a state that does not exist.
    """
    if state and state not in list(State):
        raise UsageError(
            _("“{state}” is not a state.").format(state=state),
            _("Write one of: {words}.").format(words=", ".join(State)),
        )
    everything = context.overview()
    entries = [
        entry
        for entry in everything.entries
        if (not state or entry.state == state)
        and (not mine or waits_for(entry, context.actor.id) or _has_text_for(context, entry))
        and (not overdue or is_overdue(entry, on=context.today))
    ]
    return Overview(entries, everything.problems)


def misplaced(context: Context) -> list[Problem]:
    """The published pieces that are missing here, and second copies of pieces' folders."""
    from authoring.editorial.owing import lost, second_copy_problems

    return [*second_copy_problems(context), *(it.problem for it in lost(context))]


def waits_for(entry: Entry, person: str) -> bool:
    """Whether the piece waits for this person: the assignee during review, the author before the submission."""
    if entry.state is State.in_review:
        return entry.assignee == person
    return entry.author == person and entry.state in (State.draft, State.changes_requested)


def _has_text_for(context: Context, entry: Entry) -> bool:
    """Whether a text that goes with the piece needs an approval that the actor may give."""
    if not entry.texts:
        return False
    from authoring.editorial.queries.texts import waiting_for

    return bool(waiting_for(entry, context.actor, quorum=context.settings.quorum))


def is_overdue(entry: Entry, *, on: date) -> bool:
    """Whether the piece should have been reviewed before that day."""
    return entry.state is State.in_review and bool(entry.due) and date.fromisoformat(entry.due) < on
