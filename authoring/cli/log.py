"""`authoring log`: a piece's history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.model.events import Event


def log(slug: terminal.Slug, as_json: terminal.Json = False) -> None:
    workspace = terminal.open_workspace()
    piece = workspace.store.piece(slug)
    if as_json:
        from authoring.model import history

        terminal.say_json([history.as_json(event) for event in piece.events])
        return
    for event in piece.events:
        when = event.time.astimezone(workspace.settings.zone)
        terminal.say(f"{event.seq:>3}  {when:%Y-%m-%d %H:%M}  {_line(event)}")
    terminal.say(_("checkpoint {checkpoint}").format(checkpoint=piece.checkpoint))


def _line(event: Event) -> str:
    from authoring.model.workflow import state_name

    parts = [event.actor, event.action.value, f"→ {state_name(event.target)}", event.hash[:12]]
    names = {"models": _("models"), "assignee": _("for"), "due": _("due"), "at": _("goes out")}
    for key, name in names.items():
        if value := event.details.get(key):
            shown = value if isinstance(value, str) else ", ".join(value)
            parts.append(_("{name}: {value}").format(name=name, value=shown))
    return "  ".join(parts) + ("\n       " + _("“{text}”").format(text=event.note) if event.note else "")
