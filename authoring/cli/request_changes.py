"""`authoring request-changes`: send a piece back to its author."""

from __future__ import annotations

from typing import Annotated

import typer

from authoring.cli import outcomes, publish, terminal
from authoring.text.i18n import _


def request_changes(
    slug: terminal.Slug,
    note: Annotated[str, typer.Option("--note", help=_("What to change; the author reads it."))],
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    workspace = terminal.open_workspace()
    outcome = workspace.review(workspace.actor(actor)).request_changes(slug, note=note)
    outcomes.show(outcome, as_json=as_json)
    if outcome.source.value != "scheduled":
        return 0
    # a target may hold the piece already, to show it by itself when its time comes
    receipts = [one for one in workspace.publisher().export([slug], when=workspace.now()) if one.outcome != "unchanged"]
    publish.show_receipts(receipts, as_json=as_json)
    return publish.exit_code(receipts)
