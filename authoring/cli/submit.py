"""`authoring submit`: hand a piece in for review."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from authoring.cli import outcomes, terminal
from authoring.text.i18n import _


def submit(
    slug: terminal.Slug,
    to: Annotated[str, typer.Option("--to", metavar="ID", help=_("Who should review it."))] = "",
    due: Annotated[
        datetime | None,
        typer.Option("--due", metavar="DATE", formats=["%Y-%m-%d"], help=_("By which day, such as 2026-12-01.")),
    ] = None,
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.submit import Submit
    from authoring.workspace import person_named

    context = terminal.acting(actor)
    if to:
        to = person_named(context.settings, to).id
    outcome = perform(Submit(slug, to=to, due=due.date() if due else None), context)
    outcomes.show(outcome, as_json=as_json)
