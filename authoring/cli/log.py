"""`authoring log`: a piece's history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.model.events import Event


def log(slug: terminal.Slug, as_json: terminal.Json = False) -> None:
    from authoring.editorial.queries.history import history
    from authoring.model.local_times import in_zone

    context = terminal.open_workspace()
    past = history(context, slug)
    if as_json:
        terminal.say_json(past.as_json())
        return
    for event in past.events:
        moment = in_zone(event.time, context.settings.zone)
        terminal.say(f"{event.seq:>3}  {moment:%Y-%m-%d %H:%M}  {_line(event)}")
    terminal.say(_("checkpoint {checkpoint}").format(checkpoint=past.checkpoint))


def _line(event: Event) -> str:
    from authoring.model.events import remarks
    from authoring.model.states import state_name

    parts = [event.actor, event.action.value, f"→ {state_name(event.target)}", event.hash[:12]]
    names = {"models": _("models"), "assignee": _("for"), "due": _("due"), "at": _("goes out")}
    parts += [_("{name}: {value}").format(name=names[name], value=value) for name, value in remarks(event).items()]
    note = "\n       " + _("“{text}”").format(text=terminal.in_line(event.note)) if event.note else ""
    return terminal.in_line("  ".join(parts)) + note
