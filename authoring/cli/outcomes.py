"""What is printed after an action: one sentence for people, the agreed keys for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.i18n import _

if TYPE_CHECKING:
    from authoring.review import Outcome


def show(outcome: Outcome, *, as_json: bool) -> None:
    """Say where the piece stands now, at which revision, and the checkpoint worth keeping elsewhere."""
    from authoring.workflow import state_name

    if as_json:
        terminal.say_json(outcome.as_json())
        return
    slug, state = outcome.piece.slug, state_name(outcome.target)
    if outcome.changed:
        terminal.say(_("“{slug}” is now {state}.").format(slug=slug, state=state))
    else:
        terminal.say(_("“{slug}” is {state} already; nothing was changed.").format(slug=slug, state=state))
    terminal.say(_("  revision {hash}").format(hash=outcome.piece.hash[:12]))
    terminal.say(_("  checkpoint {checkpoint}").format(checkpoint=outcome.piece.checkpoint))
