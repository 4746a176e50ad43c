"""`authoring export`: bring the targets up to date with the published pieces, or print what that would do."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import deciding, owing, publish, terminal
from authoring.errors import UsageError
from authoring.model import history
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from authoring.editorial.context import Context
    from authoring.exporters import Receipt


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
    targets = to or []
    if not (theirs or ours or newsletter):
        context = terminal.open_workspace()
        receipts = _export(context, slugs or [], targets=targets, is_planned=dry_run)
        return _show(context, receipts, is_planned=dry_run, as_json=as_json)
    context = terminal.acting(actor)
    (slug,) = slugs or []
    if theirs:
        return deciding.take_theirs(context, slug, targets=targets, as_json=as_json)
    if ours:
        receipt = deciding.send_ours(context, slug, targets=targets, reason=reason)
    else:
        receipt = deciding.send_by_mail(context, slug, targets=targets, newsletter=newsletter, confirmation=confirm)
    return _show(context, [receipt], is_planned=False, as_json=as_json)


def _export(context: Context, slugs: Sequence[str], *, targets: Sequence[str], is_planned: bool) -> Sequence[Receipt]:
    from authoring.editorial.actions.export import Export

    action = Export(tuple(slugs) or None, tuple(targets))
    return action.prepare(context) if is_planned else action.execute(context, [])


def _show(context: Context, receipts: Sequence[Receipt], *, is_planned: bool, as_json: bool) -> int:
    checkpoints = {} if is_planned else {receipt.slug: _checkpoint(context, receipt) for receipt in receipts}
    if as_json:
        terminal.say_json([{**_as_json(receipt), **checkpoints.get(receipt.slug, {})} for receipt in receipts])
    else:
        _say(receipts, checkpoints, is_planned=is_planned)
    owing.owed(context)
    return publish.exit_code(receipts)


def _say(receipts: Sequence[Receipt], checkpoints: Mapping[str, Mapping[str, str]], *, is_planned: bool) -> None:
    changed = [receipt for receipt in receipts if receipt.outcome != "unchanged"]
    if is_planned:
        terminal.say(_("Nothing is written; this is what an export would do:"))
    publish.show_receipts(changed, as_json=False)
    for slug in dict.fromkeys(receipt.slug for receipt in changed):
        if checkpoints.get(slug):
            terminal.say(_("  “{slug}”: checkpoint {checkpoint}").format(slug=slug, **checkpoints[slug]))
    unchanged = len(receipts) - len(changed)
    if unchanged or not changed:
        terminal.say(plural("{count} post was up to date.", "{count} posts were up to date.", unchanged))


def _as_json(receipt: Receipt) -> dict[str, Any]:
    values = {field.name: getattr(receipt, field.name) for field in fields(receipt) if field.name != "remedy"}
    if not receipt.owed:
        del values["owed"]
    return {
        **values,
        "where": publish.told(receipt),
        "differences": [vars(difference) for difference in receipt.differences],
    }


def _checkpoint(context: Context, receipt: Receipt) -> dict[str, str]:
    """The checkpoint of a sent piece's history, which is worth storing elsewhere."""
    if receipt.outcome not in ("created", "updated", "scheduled"):
        return {}
    return {"checkpoint": history.checkpoint(context.store.events.read(receipt.slug))}
