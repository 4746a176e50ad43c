"""`authoring reopen`: make a rejected or retracted piece a draft again."""

from __future__ import annotations

from authoring.cli import outcomes, terminal


def reopen(slug: terminal.Slug, actor: terminal.As = "", as_json: terminal.Json = False) -> None:
    workspace = terminal.open_workspace()
    outcomes.show(workspace.review(workspace.actor(actor)).reopen(slug), as_json=as_json)
