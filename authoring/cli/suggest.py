"""`authoring suggest`: proposals for a title, a description or alternative texts; nothing is changed."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from authoring.cli import terminal, writing
from authoring.store import Key
from authoring.text.i18n import _


def suggest(
    slug: terminal.Slug,
    wanted: Annotated[Literal["title", "alt", "description"], typer.Argument(help=_("What to propose."))],
    fresh: writing.Fresh = False,
    model: writing.Model = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.drafting import suggest as suggesting

    context = terminal.open_workspace()
    with writing.open_tools(context, model=model, fresh=fresh) as tools:
        suggestions = suggesting.suggest(tools, slug, wanted)
    if as_json:
        terminal.say_json([{"text": it.text, "about": it.about} for it in suggestions])
        return
    for it in suggestions:
        terminal.say(_("{name}: {value}").format(name=it.about, value=it.text) if it.about else f"- {it.text}")
    path = terminal.shown_path(context.store.documents.label(Key("piece", slug)))
    terminal.note(_("Nothing was changed: copy what you like into the front matter of {path}.").format(path=path))
