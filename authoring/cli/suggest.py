"""`authoring suggest`: proposals for a title, a description or alternative texts; nothing is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from authoring.cli import terminal, writing
from authoring.store import Key
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.drafting.suggest import Suggestion


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
        terminal.say_json([_as_json(it) for it in suggestions])
        return
    for it in suggestions:
        terminal.say(_("{name}: {value}").format(name=it.about, value=it.text) if it.about else f"- {it.text}")
        if it.is_seen:
            terminal.note("  " + _("The model saw this picture; the words are its own until you make them yours."))
    path = terminal.shown_path(context.store.documents.label(Key("piece", slug)))
    terminal.note(_("Nothing was changed: copy what you like into the front matter of {path}.").format(path=path))


def _as_json(suggestion: Suggestion) -> dict[str, Any]:
    seen = {"seen": True} if suggestion.is_seen else {}
    return {"text": suggestion.text, "about": suggestion.about, **seen}
