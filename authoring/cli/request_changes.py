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
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.request_changes import RequestChanges

    delivered = perform(RequestChanges(slug, note=note), terminal.acting(actor))
    outcomes.show(delivered.outcome, as_json=as_json)
    publish.show_receipts(delivered.receipts, as_json=as_json)
    return publish.exit_code(delivered.receipts)
