"""`authoring export`: bring the targets up to date with what is published, or say what that would do."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import deciding, publish, terminal
from authoring.errors import UsageError
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authoring.exporters import Receipt
    from authoring.workspace import Workspace


def export(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="[SLUG]…", help=_("Which pieces; all if none."))] = None,
    to: Annotated[list[str] | None, typer.Option("--to", metavar="TARGET", help=_("A target; all if none."))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would change, and write nothing."))] = False,
    theirs: Annotated[
        bool, typer.Option("--theirs", help=_("Take their text over, as a correction to review."))
    ] = False,
    ours: Annotated[
        bool, typer.Option("--ours", help=_("Overwrite their text; takes --reason and an editor."))
    ] = False,
    reason: Annotated[str, typer.Option("--reason", help=_("Why ours goes over theirs; it stays in the record."))] = "",
    newsletter: Annotated[
        str, typer.Option("--newsletter", metavar="NAME", help=_("Publish there and send it by mail; asks before."))
    ] = "",
    confirm: Annotated[
        str,
        typer.Option("--confirm", metavar="NAME", help=_("The newsletter’s name once more, where nobody is asked.")),
    ] = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    if theirs + ours + dry_run + bool(newsletter) > 1 or ((theirs or ours or newsletter) and len(slugs or []) != 1):
        raise UsageError(
            _("Whose text counts is decided piece by piece."), _("Name one: authoring export SLUG --to TARGET --theirs")
        )
    workspace = terminal.open_workspace()
    if theirs:
        return deciding.take_theirs(workspace, *(slugs or []), to=to or [], actor=actor, as_json=as_json)
    if ours:
        receipts = [deciding.send_ours(workspace, *(slugs or []), to=to or [], actor=actor, reason=reason)]
    elif newsletter:
        receipts = [
            deciding.send_by_mail(workspace, *(slugs or []), to=to or [], actor=actor, name=newsletter, said=confirm)
        ]
    elif dry_run:
        receipts = workspace.publisher(to or []).plan(slugs or None, when=workspace.now())
    else:
        receipts = workspace.publisher(to or []).export(slugs or None, when=workspace.now())
    _show(workspace, receipts, is_planned=dry_run, as_json=as_json)
    return publish.exit_code(receipts)


def _show(workspace: Workspace, receipts: Sequence[Receipt], *, is_planned: bool, as_json: bool) -> None:
    kept = {} if is_planned else {one.slug: _checkpoint(workspace, one) for one in receipts}
    if as_json:
        terminal.say_json([{**_as_json(one), **kept.get(one.slug, {})} for one in receipts])
        return
    changed = [receipt for receipt in receipts if receipt.outcome != "unchanged"]
    if is_planned:
        terminal.say(_("Nothing is written; this is what an export would do:"))
    publish.show_receipts(changed, as_json=False)
    for slug in dict.fromkeys(receipt.slug for receipt in changed):
        if kept.get(slug):
            terminal.say(_("  “{slug}”: checkpoint {checkpoint}").format(slug=slug, **kept[slug]))
    unchanged = len(receipts) - len(changed)
    if unchanged or not changed:
        terminal.say(plural("{count} post was up to date.", "{count} posts were up to date.", unchanged))


def _as_json(receipt: Receipt) -> dict[str, Any]:
    values = {field.name: getattr(receipt, field.name) for field in fields(receipt) if field.name != "remedy"}
    return {**values, "where": publish.told(receipt), "differences": [vars(one) for one in receipt.differences]}


def _checkpoint(workspace: Workspace, receipt: Receipt) -> dict[str, str]:
    """What is worth keeping elsewhere: how far the history of a piece that was sent had come."""
    if receipt.outcome not in ("created", "updated", "scheduled"):
        return {}
    return {"checkpoint": workspace.store.piece(receipt.slug).checkpoint}
