"""`authoring reject`: decide that a piece will not be published."""

from __future__ import annotations

from typing import Annotated

import typer

from authoring.cli import outcomes, terminal
from authoring.text.i18n import _


def reject(
    slug: terminal.Slug,
    reason: Annotated[str, typer.Option("--reason", help=_("Why; the author reads it."))],
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.reject import Reject

    outcomes.show(perform(Reject(slug, note=reason), terminal.acting(actor)), as_json=as_json)
