"""`authoring retract`: take a published piece down everywhere."""

from __future__ import annotations

from typing import Annotated

import typer

from authoring.cli import outcomes, publish, terminal
from authoring.text.i18n import _


def retract(
    slug: terminal.Slug,
    reason: Annotated[str, typer.Option("--reason", help=_("Why; it stays in the record."))],
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    workspace = terminal.open_workspace()
    done = workspace.publisher().retract(slug, actor=workspace.actor(actor), when=workspace.now(), reason=reason)
    outcomes.show(done.outcome, as_json=as_json)
    publish.show_receipts(done.receipts, as_json=as_json)
    return publish.exit_code(done.receipts)
