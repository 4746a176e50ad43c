"""`authoring reopen`: make a rejected or retracted piece a draft again."""

from __future__ import annotations

from authoring.cli import outcomes, terminal


def reopen(slug: terminal.Slug, actor: terminal.As = "", as_json: terminal.Json = False) -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.reopen import Reopen

    outcomes.show(perform(Reopen(slug), terminal.acting(actor)), as_json=as_json)
