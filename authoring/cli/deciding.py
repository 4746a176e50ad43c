"""Options for one piece at one target: which side's text is used, and whether it is sent by mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.exporters import Receipt


def take_theirs(context: Context, slug: str, *, targets: Sequence[str], as_json: bool) -> int:
    """Make the text of the target a correction, which needs a review."""
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.take_theirs import TakeTheirs

    adopted = perform(TakeTheirs(slug, tuple(targets)), context)
    if as_json:
        terminal.say_json({"slug": slug, "hash": adopted.piece.hash, "notes": list(adopted.notes)})
        return 0
    terminal.say(_("Their text of “{slug}” is now a correction to review:").format(slug=slug))
    terminal.say(f"  {terminal.shown_path(adopted.piece.label)}")
    for note in adopted.notes:
        terminal.say(f"  {note}")
    terminal.say(_("See what they changed: authoring diff {slug}").format(slug=slug))
    return 0


def send_ours(context: Context, slug: str, *, targets: Sequence[str], reason: str) -> Receipt:
    """Overwrite the target's text with ours, by an editor and with a reason."""
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.send_ours import SendOurs

    return perform(SendOurs(slug, reason, tuple(targets)), context)


def send_by_mail(context: Context, slug: str, *, targets: Sequence[str], newsletter: str, confirmation: str) -> Receipt:
    """Send the mail; on a terminal, show the number of readers and ask for a confirmation first."""
    from authoring.editorial.actions.send_by_mail import SendByMail

    action = SendByMail(slug, newsletter, confirmation, tuple(targets))
    prepared = action.prepare(context)
    if not confirmation and terminal.can_ask():
        readers = prepared.readers
        terminal.note(plural("This goes to {count} person by mail.", "This goes to {count} people by mail.", readers))
        action = replace(action, confirmation=terminal.ask(_("To send it, write the newsletter’s name again:")))
    return action.execute(context, prepared)
