"""`authoring schedule`: have the approved revision published at a time to come."""

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
    workspace = terminal.open_workspace()
    moment = at.replace(tzinfo=workspace.settings.zone)
    outcomes.show(workspace.review(workspace.actor(actor)).schedule(slug, at=moment), as_json=as_json)
