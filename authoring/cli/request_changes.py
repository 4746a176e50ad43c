"""`authoring request-changes`: send a piece back to its author."""

from __future__ import annotations

from typing import Annotated

import typer

from authoring.cli import outcomes, terminal
from authoring.i18n import _


def request_changes(
    slug: terminal.Slug,
    note: Annotated[str, typer.Option("--note", help=_("What to change; the author reads it."))],
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> None:
    workspace = terminal.open_workspace()
    outcome = workspace.review(workspace.actor(actor)).request_changes(slug, note=note)
    outcomes.show(outcome, as_json=as_json)
