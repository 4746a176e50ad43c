"""`authoring privacy`: what left this machine for a piece, word for word, when, and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from pathlib import Path

    from authoring.privacy.sent import Departure
    from authoring.workspace import Workspace


def privacy(slug: terminal.Slug, as_json: terminal.Json = False) -> None:
    from authoring.privacy.sent import SentRecords, departures

    workspace = terminal.open_workspace()
    records = SentRecords(workspace.root, server=workspace.settings.model.base_url)
    left = departures(_folder(workspace, slug), records)
    if as_json:
        terminal.say_json([departure.as_json() for departure in left])
        return
    if not left:
        terminal.say(_("Nothing has left this machine for “{slug}”.").format(slug=slug))
        return
    count = plural("One request left this machine.", "{count} requests left this machine.", len(left))
    terminal.say(count)
    for departure in left:
        _say(departure)


def _folder(workspace: Workspace, slug: str) -> Path:
    """Where the piece's calls are recorded: also one whose first draft failed has some."""
    from authoring.errors import UnknownSlug
    from authoring.model.slugs import check_slug

    check_slug(slug)
    try:
        return workspace.store.folder(slug)
    except UnknownSlug:
        if (workspace.root / "drafts" / slug).is_dir():
            return workspace.root / "drafts" / slug
        raise


def _say(departure: Departure) -> None:
    told = departure.as_json()
    terminal.say()
    head = _("{time}  to {server}, model {model}, prompt {prompt}: {outcome}")
    terminal.say(terminal.bold(head.format(**{**told, "model": told["model_reported"] or told["model"]})))
    terminal.say(_("  call {call}, SHA-256 {hash}").format(call=told["call"], hash=told["prompt_hash"]))
    if told["text"] is None:
        terminal.say(_("  The text is not kept on this machine, or is not what was sent; its hash remains."))
        return
    parameters = ", ".join(f"{name}={value}" for name, value in sorted(told["parameters"].items()))
    for name, text in (("system", told["system"]), ("user", told["text"]), ("parameters", parameters)):
        terminal.say(f"  [{name}]")
        for line in text.splitlines():
            terminal.say(f"  | {line}".rstrip())
