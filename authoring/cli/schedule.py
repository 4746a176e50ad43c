"""`authoring schedule`: schedule the approved revision for publication at a future time."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from authoring.cli import outcomes, terminal
from authoring.text.i18n import _


def schedule(
    slug: terminal.Slug,
    at: Annotated[
        datetime,
        typer.Option(
            "--at",
            metavar="TIME",
            formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
            help=_("When, in the workspace’s time zone, such as 2026-12-01T09:00."),
        ),
    ],
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.schedule import Schedule, named_moment

    context = terminal.acting(actor)
    moment, occurrence = named_moment(at, context)
    outcome = perform(Schedule(slug, at=moment), context)
    if occurrence == "twice":
        note = _("Clocks show this time twice, since they are put back; it is the first of the two: {time}.")
        terminal.note(note.format(time=moment.isoformat(timespec="minutes")))
    outcomes.show(outcome, as_json=as_json)
