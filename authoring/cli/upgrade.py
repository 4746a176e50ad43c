"""`authoring upgrade`: bring a workspace to the format of this version."""

from __future__ import annotations

from authoring.cli import terminal
from authoring.text.i18n import _


def upgrade(as_json: terminal.Json = False) -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.upgrade import Upgrade

    upgraded = perform(Upgrade(), terminal.open_workspace())
    if as_json:
        added = [terminal.shown_path(label) for label in upgraded.added]
        removed = list(upgraded.obsolete)
        terminal.say_json({"from": upgraded.source, "to": upgraded.target, "removed": removed, "added": added})
        return
    for label in upgraded.added:
        terminal.say(_("git keeps line ends as they are from now on: {path}").format(path=terminal.shown_path(label)))
    if upgraded.is_done and upgraded.added:
        terminal.say(_("The workspace has the format {format} already.").format(format=upgraded.source))
    elif upgraded.is_done:
        text = _("The workspace has the format {format} already; nothing was changed.")
        terminal.say(text.format(format=upgraded.source))
    else:
        terminal.say(_("The workspace has the format {format} now.").format(format=upgraded.target))
        terminal.say(_("Older versions of the program will not open it; its histories are unchanged."))
