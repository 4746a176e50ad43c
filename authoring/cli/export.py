"""`authoring export`: bring the targets up to date with what is published, or say what that would do."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import publish, terminal
from authoring.errors import UsageError
from authoring.i18n import _, plural

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
        return _take_theirs(workspace, *(slugs or []), to=to or [], actor=actor, as_json=as_json)
    if ours:
        receipts = [_send_ours(workspace, *(slugs or []), to=to or [], actor=actor, reason=reason)]
    elif newsletter:
        receipts = [_send_by_mail(workspace, *(slugs or []), to=to or [], actor=actor, name=newsletter, said=confirm)]
    elif dry_run:
        receipts = workspace.publisher(to or []).plan(slugs or None, when=workspace.now())
    else:
        receipts = workspace.publisher(to or []).export(slugs or None, when=workspace.now())
    _show(workspace, receipts, is_planned=dry_run, as_json=as_json)
    return publish.exit_code(receipts)


def _take_theirs(workspace: Workspace, slug: str, *, to: Sequence[str], actor: str, as_json: bool) -> int:
    from authoring.targets import Targets

    done = Targets(workspace.publisher(to)).take_theirs(slug, actor=workspace.actor(actor), when=workspace.now())
    if as_json:
        terminal.say_json({"slug": slug, "hash": done.piece.hash, "notes": list(done.pulled.notes)})
        return 0
    terminal.say(_("Their text of “{slug}” is now a correction to review:").format(slug=slug))
    terminal.say(f"  {terminal.shown_path(done.piece.folder / 'index.md')}")
    for note in done.pulled.notes:
        terminal.say(f"  {note}")
    terminal.say(_("See what they changed: authoring diff {slug}").format(slug=slug))
    return 0


def _send_ours(workspace: Workspace, slug: str, *, to: Sequence[str], actor: str, reason: str) -> Receipt:
    from authoring.targets import Targets

    person, now = workspace.actor(actor), workspace.now()
    return Targets(workspace.publisher(to)).send_ours(slug, actor=person, when=now, reason=reason)


def _send_by_mail(workspace: Workspace, slug: str, *, to: Sequence[str], actor: str, name: str, said: str) -> Receipt:
    """Only after somebody has written the newsletter's name again: a mail cannot be called back."""
    from authoring.targets import Targets

    targets = Targets(workspace.publisher(to))
    count = targets.readers(name)
    if not said and terminal.can_ask():
        terminal.note(plural("This goes to {count} person by mail.", "This goes to {count} people by mail.", count))
        said = terminal.ask(_("To send it, write the newsletter’s name again:"))
    if said != name:
        raise UsageError(
            _("Nothing was sent: the newsletter’s name was not written again."),
            _("Add: --confirm {name}").format(name=name),
        )
    return targets.send_by_mail(slug, newsletter=name, actor=workspace.actor(actor), when=workspace.now())


def _show(workspace: Workspace, receipts: Sequence[Receipt], *, is_planned: bool, as_json: bool) -> None:
    kept = {} if is_planned else {one.slug: _checkpoint(workspace, one) for one in receipts}
    if as_json:
        terminal.say_json([{**asdict(one), **kept.get(one.slug, {})} for one in receipts])
        return
    changed = [receipt for receipt in receipts if receipt.outcome != "unchanged"]
    if is_planned:
        terminal.say(_("Nothing is written; this is what an export would do:"))
    publish.show_receipts(changed, as_json=False)
    for slug in dict.fromkeys(receipt.slug for receipt in changed):
        if kept.get(slug):
            terminal.say(_("  “{slug}”: checkpoint {checkpoint}").format(slug=slug, **kept[slug]))
    unchanged = len(receipts) - len(changed)
    terminal.say(plural("{count} post was up to date.", "{count} posts were up to date.", unchanged))


def _checkpoint(workspace: Workspace, receipt: Receipt) -> dict[str, str]:
    """What is worth keeping elsewhere: how far the history of a piece that was sent had come."""
    if receipt.outcome not in ("created", "updated", "scheduled"):
        return {}
    return {"checkpoint": workspace.store.piece(receipt.slug).checkpoint}
