"""What a person decides about one piece at one target: whose text counts there, and whether it goes out by mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.errors import UsageError
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from authoring.exporters import Receipt
    from authoring.workspace import Workspace


def take_theirs(workspace: Workspace, slug: str, *, to: Sequence[str], actor: str, as_json: bool) -> int:
    """Their text becomes a correction to review."""
    from authoring.editorial.targets import Targets

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


def send_ours(workspace: Workspace, slug: str, *, to: Sequence[str], actor: str, reason: str) -> Receipt:
    """Ours goes over theirs, by an editor and with a reason."""
    from authoring.editorial.targets import Targets

    person, now = workspace.actor(actor), workspace.now()
    return Targets(workspace.publisher(to)).send_ours(slug, actor=person, when=now, reason=reason)


def send_by_mail(workspace: Workspace, slug: str, *, to: Sequence[str], actor: str, name: str, said: str) -> Receipt:
    """Only after somebody has written the newsletter's name again: a mail cannot be called back."""
    from authoring.editorial.targets import Targets

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
