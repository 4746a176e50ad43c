"""`authoring submit`: submit a piece for review."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import outcomes, terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.context import Context


def submit(
    slug: terminal.Slug,
    to: Annotated[str, typer.Option("--to", metavar="ID", help=_("Who should review it."))] = "",
    due: Annotated[
        datetime | None,
        typer.Option("--due", metavar="DATE", formats=["%Y-%m-%d"], help=_("By which day, such as 2026-12-01.")),
    ] = None,
    human_only: Annotated[
        bool,
        typer.Option("--human-only", help=_("Declare that people alone wrote it; what you declare is shown first.")),
    ] = False,
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.submit import Submit
    from authoring.workspace import person_named

    context = terminal.acting(actor)
    if to:
        to = person_named(context.settings, to).id
    if human_only and not _declares(context):
        return 1
    action = Submit(slug, to=to, due=due.date() if due else None, human_only=human_only)
    outcomes.show(perform(action, context), as_json=as_json)
    return 0


def _declares(context: Context) -> bool:
    """Show the declared sentence; on a terminal ask for agreement, otherwise the option is the agreement."""
    from authoring.editorial.how_written import declared_words

    terminal.note(declared_words(context.language))
    if not terminal.can_ask() or terminal.agrees(_("Do you declare this?")):
        return True
    terminal.note(_("Nothing was handed in."))
    return False
