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
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.retract import Retract

    delivered = perform(Retract(slug, note=reason), terminal.acting(actor))
    outcomes.show(delivered.outcome, as_json=as_json)
    publish.show_receipts(delivered.receipts, as_json=as_json)
    return publish.exit_code(delivered.receipts)
