"""`authoring list`: every piece and its state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import owing, terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.store.listing import Entry

KEYS = ("slug", "title", "state", "lang", "author", "assignee", "due", "updated", "hash")


def list_pieces(
    state: Annotated[str, typer.Option("--state", help=_("Only pieces in this state, such as in_review."))] = "",
    mine: Annotated[bool, typer.Option("--mine", help=_("Only what waits for me."))] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help=_("Only what should have been reviewed by now."))] = False,
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    from authoring.editorial.queries.pieces import misplaced, pieces

    context = terminal.acting(actor) if mine else terminal.open_workspace()
    overview = pieces(context, state=state, mine=mine, overdue=overdue)
    owed = owing.targets_by_slug(owing.owed(context))
    if as_json:
        terminal.say_json([
            {**{key: getattr(entry, key) for key in KEYS}, **_imported(entry), **owing.key(owed, entry.slug)}
            for entry in overview.entries
        ])  # fmt: skip
    else:
        _show(overview.entries)
    terminal.show_strays(context.store.strays(deep=False))
    return terminal.show_problems([*overview.problems, *misplaced(context)])


def _imported(entry: Entry) -> dict[str, str]:
    """The key in `--json` for a post that readers see unchanged since its import: the kind of blog of its origin."""
    return {"imported": entry.imported} if entry.imported else {}


def _show(entries: Sequence[Entry]) -> None:
    if not entries:
        terminal.say(_("No piece. To begin one: authoring draft OUTLINE"))
        return
    rows = [
        (entry.slug, _state(entry), entry.assignee, entry.due, entry.updated[:10], entry.title) for entry in entries
    ]
    heading = (_("piece"), _("state"), _("for"), _("due"), _("changed"), _("title"))
    terminal.say_columns([heading, *rows])


def _state(entry: Entry) -> str:
    from authoring.model.states import state_name

    state = state_name(entry.state)
    return _("{state}, as imported").format(state=state) if entry.imported else state
