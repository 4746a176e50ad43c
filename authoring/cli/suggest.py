"""`authoring suggest`: proposals for a title, a description or alternative texts; nothing is changed."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from authoring.cli import terminal, writing
from authoring.text.i18n import _


def suggest(
    slug: terminal.Slug,
    wanted: Annotated[Literal["title", "alt", "description"], typer.Argument(help=_("What to propose."))],
    fresh: writing.Fresh = False,
    model: writing.Model = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.drafting import suggesting

    workspace = writing.with_model(terminal.open_workspace(), model)
    with writing.open_desk(workspace, fresh=fresh) as desk:
        found = suggesting.suggest(desk, slug, wanted)
    if as_json:
        terminal.say_json([{"text": each.text, "about": each.about} for each in found])
        return
    for each in found:
        terminal.say(_("{name}: {value}").format(name=each.about, value=each.text) if each.about else f"- {each.text}")
    terminal.note(
        _("Nothing was changed: copy what you like into the front matter of drafts/{slug}/index.md.").format(slug=slug)
    )
