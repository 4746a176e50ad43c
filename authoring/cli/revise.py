"""`authoring revise`: have a model revise one section; show the change, and write it after a confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal, writing
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.drafting.revise import Proposal

_SIGNS = {"same": "  ", "removed": "- ", "added": "+ "}


def revise(
    slug: terminal.Slug,
    section: Annotated[
        int, typer.Option("--section", metavar="N", help=_("The section, from 1; 0 is the introduction."))
    ],
    instruction: Annotated[str, typer.Option("--instruction", metavar="TEXT", help=_("What should change."))],
    apply: Annotated[bool, typer.Option("--apply", help=_("Write the change without asking."))] = False,
    fresh: writing.Fresh = False,
    model: writing.Model = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.editorial.actions.revise import Revise

    context = terminal.acting(actor)
    with writing.open_tools(context, model=model, fresh=fresh) as tools:
        action = Revise(slug, section, instruction, tools)
        proposal = action.propose(context, action.prepare(context))
    writing.show_findings(proposal.findings)
    if not as_json:
        _show(proposal)
    is_wanted = apply or (terminal.can_ask() and not as_json and terminal.agrees(_("Write this change?")))
    revised = action.apply(context, proposal) if is_wanted else None
    piece = revised.piece if revised else proposal.piece
    is_applied = revised is not None and revised.changed
    if as_json:
        changes = [{"kind": line.kind, "text": line.text} for group in proposal.changes for line in group]
        values = {"slug": slug, "hash": piece.hash, "applied": is_applied, "changes": changes}
        terminal.say_json({**values, "calls": proposal.totals.calls, "cached": proposal.totals.cached})
    elif is_applied:
        terminal.say(_("Written: revision {hash}").format(hash=piece.hash[:12]))
    elif proposal.changes:
        terminal.say(_("Nothing was written. To write this very change: give the command again with --apply."))


def _show(proposal: Proposal) -> None:
    for group in proposal.changes:
        for line in group:
            terminal.say(f"{_SIGNS[line.kind]}{line.text}")
        terminal.say()
    if not proposal.changes:
        terminal.say(_("The model changed nothing."))
