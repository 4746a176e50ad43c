"""`authoring correct`: begin a correction; readers see the published text until it is approved."""

from __future__ import annotations

from authoring.cli import outcomes, terminal


def correct(slug: terminal.Slug, actor: terminal.As = "", as_json: terminal.Json = False) -> None:
    workspace = terminal.open_workspace()
    outcomes.show(workspace.review(workspace.actor(actor)).correct(slug), as_json=as_json)
