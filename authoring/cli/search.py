"""`authoring search`: the pieces, outlines and testimonies that contain some words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.store.index.search import Hit


def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS…", help=_("What they hold, the last word begun or whole."))
    ],
    kind: Annotated[str, typer.Option("--kind", help=_("Only these: piece, outline or testimony."))] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help=_("How many, the nearest first."))] = 20,
    as_json: terminal.Json = False,
) -> int:
    from authoring.editorial.queries.search import search as search_documents

    result = search_documents(terminal.open_workspace(), " ".join(words), kind=kind, limit=limit)
    if as_json:
        keys = ("kind", "slug", "title", "state", "snippet")
        terminal.say_json([{key: getattr(hit, key) for key in keys} for hit in result.hits])
    else:
        _show(result.hits)
    return terminal.show_problems(result.problems)


def _show(hits: Sequence[Hit]) -> None:
    if not hits:
        terminal.say(_("Nothing here holds these words."))
    for hit in hits:
        terminal.say(f"{terminal.bold(hit.slug)}  {_kind_name(hit)}  {terminal.in_line(hit.title)}")
        terminal.say(f"  {_marked(hit)}")


def _kind_name(hit: Hit) -> str:
    if hit.kind == "piece":
        from authoring.model.states import State, state_name

        return state_name(State(hit.state))
    return {"outline": _("an outline"), "testimony": _("a testimony")}[hit.kind]


def _marked(hit: Hit) -> str:
    """The snippet with the searched words in bold, if the terminal can."""
    parts, end_before, snippet = [], 0, hit.snippet.replace("\n", " ")
    for start, end in hit.marks:
        parts += [snippet[end_before:start], terminal.bold(snippet[start:end])]
        end_before = end
    return "".join([*parts, snippet[end_before:]])
