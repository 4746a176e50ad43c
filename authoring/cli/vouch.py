"""`authoring import vouch`: a second person signs for imported posts, all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import approve, terminal
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from authoring.editorial.vouching import Entry


def vouch(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="[SLUG]…", help=_("Which posts; all if none."))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Show the list, and sign nothing."))] = False,
    key: approve.Key = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    from authoring.editorial.actions.vouch import Vouch

    context = terminal.acting(actor)
    action = Vouch(tuple(slugs) if slugs else None)
    prepared = action.prepare(context)
    voucher = prepared.voucher
    if not as_json:
        _show(voucher.entries)
    if not dry_run:
        terminal.note(str(voucher.stated["words"]))
        if terminal.can_ask() and not terminal.agrees(_("Do you sign this?")):
            terminal.note(_("Nothing was signed."))
            return 1
        signature = approve.signer(key).sign(voucher.content, signer=context.actor.id, key=prepared.key)
        action.execute(context, prepared, signature=signature)
    if as_json:
        entries = [entry.as_json() for entry in voucher.entries]
        terminal.say_json({"list": voucher.stated["list"], "signed": not dry_run, "posts": entries})
    elif not dry_run:
        terminal.say(_("Bring the targets up to date: authoring export"))
    return 0


def _show(entries: Sequence[Entry]) -> None:
    terminal.say_columns([(entry.slug, entry.hash[:12], entry.origin) for entry in entries])
    terminal.say(plural("{count} imported post", "{count} imported posts", len(entries)))
