"""`authoring show`: a piece, its state and its text."""

from __future__ import annotations

from authoring.cli import owing, terminal
from authoring.text.i18n import _


def show(slug: terminal.Slug, as_json: terminal.Json = False) -> None:
    from authoring.editorial.queries.piece import piece
    from authoring.model.states import state_name

    context = terminal.open_workspace()
    view = piece(context, slug)
    owed = owing.targets_by_slug(owing.owed(context, [slug]))
    path = terminal.shown_path(view.file)
    if as_json:
        terminal.say_json({
            "slug": slug,
            "title": view.title,
            "description": view.description,
            "state": view.state.value,
            "hash": view.hash,
            "approvals": list(view.approvals),
            "live": view.live,
            "path": path,
            "body": view.body,
            **owing.key(owed, slug),
        })  # fmt: skip
        return
    terminal.say(terminal.bold(terminal.in_line(view.title)))
    terminal.say(f"{path}  {state_name(view.state)}  {view.hash}")
    if view.approvals:
        terminal.say(_("Approved by {names}.").format(names=terminal.in_line(", ".join(view.approvals))))
    terminal.say(f"\n{view.description}\n\n{view.body.strip()}")
