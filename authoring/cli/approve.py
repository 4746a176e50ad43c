"""`authoring approve`: approve the revision that one has read."""

from __future__ import annotations

from typing import Annotated

import typer

from authoring.cli import outcomes, terminal
from authoring.i18n import _


def approve(
    slug: terminal.Slug,
    revision: Annotated[
        str,
        typer.Option("--revision", metavar="HASH", help=_("The revision that you read: at least eight characters.")),
    ],
    note: Annotated[str, typer.Option("--note", help=_("A remark for the record."))] = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> None:
    workspace = terminal.open_workspace()
    review = workspace.review(workspace.actor(actor))
    outcome = review.approve(slug, revision=revision, findings=workspace.findings, note=note)
    outcomes.show(outcome, as_json=as_json)
