"""Prints the outcome of an action: one sentence for people, or the documented keys for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from authoring.cli import terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.actions import Outcome


def show(outcome: Outcome, *, as_json: bool) -> None:
    """Print the piece's state, its revision, and the checkpoint, which is worth storing elsewhere."""
    from authoring.model.events import approval
    from authoring.model.states import state_name

    if as_json:
        terminal.say_json(outcome.as_json())
        return
    slug, state = outcome.piece.slug, state_name(outcome.target)
    if outcome.changed:
        terminal.say(_("“{slug}” is now {state}.").format(slug=slug, state=state))
    else:
        terminal.say(_("“{slug}” is {state} already; nothing was changed.").format(slug=slug, state=state))
    terminal.say(_("  revision {hash}").format(hash=outcome.piece.hash[:12]))
    payload = approval(outcome.piece.events[-1]) if outcome.changed else None
    if payload and payload.statement:
        _show_approval(payload.statement, is_signed=bool(payload.signature))
    terminal.say(_("  checkpoint {checkpoint}").format(checkpoint=outcome.piece.checkpoint))


def _show_approval(statement: Mapping[str, Any], *, is_signed: bool) -> None:
    """Print what exactly the record states about this approval."""
    nothing = _("nothing was named")
    terminal.say(_("  examined: {scope}").format(scope=", ".join(statement["scope"]) or nothing))
    if statement["accepts"]:
        terminal.say(_("  warnings accepted: {count}").format(count=len(statement["accepts"])))
    terminal.say(_("  signed with {key}").format(key=statement["key"]) if is_signed else _("  unsigned"))
