"""`authoring withdraw`: take a piece back from review."""

from __future__ import annotations

from authoring.cli import outcomes, terminal


def withdraw(slug: terminal.Slug, actor: terminal.As = "", as_json: terminal.Json = False) -> None:
    workspace = terminal.open_workspace()
    outcomes.show(workspace.review(workspace.actor(actor)).withdraw(slug), as_json=as_json)
