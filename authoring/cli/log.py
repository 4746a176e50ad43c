"""`authoring log`: a piece's history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.i18n import _

if TYPE_CHECKING:
    from authoring.workflow import Event


def log(slug: terminal.Slug, as_json: terminal.Json = False) -> None:
    workspace = terminal.open_workspace()
    events = workspace.store.piece(slug).events
    if as_json:
        from authoring.store import history

        terminal.say_json([history.as_json(event) for event in events])
        return
    for event in events:
        when = event.time.astimezone(workspace.settings.zone)
        terminal.say(f"{event.seq:>3}  {when:%Y-%m-%d %H:%M}  {_line(event)}")
    terminal.say(_("checkpoint {checkpoint}").format(checkpoint=workspace.store.checkpoint(slug)))


def _line(event: Event) -> str:
    from authoring.workflow import state_name

    parts = [event.actor, event.action.value, f"→ {state_name(event.target)}", event.hash[:12]]
    parts += [f"{key}: {event.details[key]}" for key in ("models", "assignee", "due", "at") if event.details.get(key)]
    return "  ".join(parts) + (f"\n       “{event.note}”" if event.note else "")
