"""`authoring retract`: take a published piece down everywhere."""

from __future__ import annotations

from typing import Annotated

import typer

from authoring.cli import outcomes, owing, publish, terminal
from authoring.errors import ServiceError
from authoring.text.i18n import _


def retract(
    slug: terminal.Slug,
    reason: Annotated[str, typer.Option("--reason", help=_("Why; it stays in the record."))],
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.retract import Retract

    context = terminal.acting(actor)
    delivered = perform(Retract(slug, note=reason), context)
    outcomes.show(delivered.outcome, as_json=as_json)
    publish.show_receipts(delivered.receipts, as_json=as_json)
    return ServiceError.exit_code if owing.owed(context, [slug]) else publish.exit_code(delivered.receipts)
