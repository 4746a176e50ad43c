"""What is printed after an action: one sentence for people, the agreed keys for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from authoring.cli import terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.review import Outcome


def show(outcome: Outcome, *, as_json: bool) -> None:
    """Say where the piece stands now, at which revision, and the checkpoint worth keeping elsewhere."""
    from authoring.model.workflow import state_name

    if as_json:
        terminal.say_json(outcome.as_json())
        return
    slug, state = outcome.piece.slug, state_name(outcome.target)
    if outcome.changed:
        terminal.say(_("“{slug}” is now {state}.").format(slug=slug, state=state))
    else:
        terminal.say(_("“{slug}” is {state} already; nothing was changed.").format(slug=slug, state=state))
    terminal.say(_("  revision {hash}").format(hash=outcome.piece.hash[:12]))
    if told := outcome.piece.events[-1].details.get("approval") if outcome.changed else None:
        _show_approval(told, is_signed="signature" in outcome.piece.events[-1].details)
    terminal.say(_("  checkpoint {checkpoint}").format(checkpoint=outcome.piece.checkpoint))


def _show_approval(told: Mapping[str, Any], *, is_signed: bool) -> None:
    """What the record now says of this approval, so that nobody takes it for more."""
    nothing = _("nothing was named")
    terminal.say(_("  examined: {scope}").format(scope=", ".join(told["scope"]) or nothing))
    if told["accepts"]:
        terminal.say(_("  warnings accepted: {count}").format(count=len(told["accepts"])))
    terminal.say(_("  signed with {key}").format(key=told["key"]) if is_signed else _("  unsigned"))
