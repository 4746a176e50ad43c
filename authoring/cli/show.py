"""`authoring show`: a piece, its state and its text."""

from __future__ import annotations

from authoring.cli import terminal
from authoring.text.i18n import _


def show(slug: terminal.Slug, as_json: terminal.Json = False) -> None:
    from authoring.model.workflow import state_name

    piece = terminal.open_workspace().store.piece(slug)
    now = piece.situation
    if as_json:
        terminal.say_json({
            "slug": slug,
            "title": piece.draft.title,
            "description": piece.draft.description,
            "state": now.state.value,
            "hash": piece.hash,
            "approvals": list(now.approvals),
            "live": now.live,
            "path": terminal.shown_path(piece.draft.path),
            "body": piece.draft.body,
        })  # fmt: skip
        return
    terminal.say(terminal.bold(piece.draft.title))
    terminal.say(f"{terminal.shown_path(piece.draft.path)}  {state_name(now.state)}  {piece.hash[:12]}")
    if now.approvals:
        terminal.say(_("Approved by {names}.").format(names=", ".join(now.approvals)))
    terminal.say(f"\n{piece.draft.description}\n\n{piece.draft.body.strip()}")
