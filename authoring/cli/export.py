"""`authoring export`: bring the targets up to date with what is published."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import publish, terminal
from authoring.errors import Stopped
from authoring.i18n import _, plural

if TYPE_CHECKING:
    from authoring.exporters import Receipt
    from authoring.workspace import Workspace


def export(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="[SLUG]…", help=_("Which pieces; all if none."))] = None,
    to: Annotated[list[str] | None, typer.Option("--to", metavar="TARGET", help=_("A target; all if none."))] = None,
    as_json: terminal.Json = False,
) -> int:
    workspace = terminal.open_workspace()
    receipts = workspace.publisher(to or []).export(slugs or None, when=workspace.now())
    code = Stopped.exit_code if any(receipt.outcome == "blocked" for receipt in receipts) else 0
    if as_json:
        terminal.say_json([{**asdict(one), **_checkpoint(workspace, one)} for one in receipts])
        return code
    changed = [receipt for receipt in receipts if receipt.outcome != "unchanged"]
    publish.show_receipts(changed, as_json=False)
    for slug, kept in {one.slug: _checkpoint(workspace, one) for one in changed}.items():
        if kept:
            terminal.say(_("  “{slug}”: checkpoint {checkpoint}").format(slug=slug, **kept))
    unchanged = len(receipts) - len(changed)
    terminal.say(plural("{count} post was up to date.", "{count} posts were up to date.", unchanged))
    return code


def _checkpoint(workspace: Workspace, receipt: Receipt) -> dict[str, str]:
    """What is worth keeping elsewhere: how far the history of a piece that was sent had come."""
    if receipt.outcome not in ("created", "updated"):
        return {}
    return {"checkpoint": workspace.store.piece(receipt.slug).checkpoint}
