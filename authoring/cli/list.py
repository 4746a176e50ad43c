"""`authoring list`: every piece and where it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal
from authoring.errors import UsageError
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.store import Entry

KEYS = ("slug", "title", "state", "lang", "author", "assignee", "due", "updated", "hash")


def list_pieces(
    state: Annotated[str, typer.Option("--state", help=_("Only pieces in this state, such as in_review."))] = "",
    mine: Annotated[bool, typer.Option("--mine", help=_("Only what waits for me."))] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help=_("Only what should have been reviewed by now."))] = False,
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    from authoring.model.workflow import State

    if state and state not in list(State):
        raise UsageError(
            _("“{state}” is not a state.").format(state=state),
            _("Write one of: {words}.").format(words=", ".join(State)),
        )
    workspace = terminal.open_workspace()
    me = workspace.actor(actor).id if mine else ""
    today = workspace.now().date()
    overview = workspace.store.overview()
    entries = [
        entry
        for entry in overview.entries
        if (not state or entry.state == state)
        and (not mine or _waits_for(entry, me))
        and (not overdue or _is_overdue(entry, today))
    ]
    if as_json:
        terminal.say_json([{key: getattr(entry, key) for key in KEYS} for entry in entries])
    else:
        _show(entries)
    return terminal.show_problems(overview.problems)


def _waits_for(entry: Entry, me: str) -> bool:
    """A piece waits for whom it was assigned to while in review, and for its author while it is not handed in."""
    if entry.state == "in_review":
        return entry.assignee == me
    return entry.author == me and entry.state in ("draft", "changes_requested")


def _is_overdue(entry: Entry, today: date) -> bool:
    return entry.state == "in_review" and bool(entry.due) and date.fromisoformat(entry.due) < today


def _show(entries: list[Entry]) -> None:
    if not entries:
        terminal.say(_("No piece. To begin one: authoring draft OUTLINE"))
        return
    from authoring.model.workflow import state_name

    rows = [
        (entry.slug, state_name(entry.state), entry.assignee, entry.due, entry.updated[:10], entry.title)
        for entry in entries
    ]
    heading = (_("piece"), _("state"), _("for"), _("due"), _("changed"), _("title"))
    terminal.say_columns([heading, *rows])
