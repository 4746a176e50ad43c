"""`authoring draft`: write pieces from their outlines, with a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import terminal, writing
from authoring.store import Key
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from authoring.editorial.actions.draft import Drafted
    from authoring.editorial.context import Context

Outlines = Annotated[list[str], typer.Argument(metavar="OUTLINE…", help=_("Names of outlines, or their files."))]
New = Annotated[
    bool, typer.Option("--new-revision", help=_("Draft over people’s edits, which are kept as a revision."))
]


def draft(
    outlines: Outlines,
    fresh: writing.Fresh = False,
    quick: writing.Quick = False,
    new_revision: New = False,
    model: writing.Model = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.draft import Draft

    context = terminal.acting(actor)
    results: list[dict[str, Any]] = []
    try:
        with writing.open_tools(context, model=model, fresh=fresh, quick=quick) as tools:
            for outline in outlines:
                slug = writing.outline_slug(outline)
                drafted = perform(Draft(slug, tools, new_revision=new_revision), context)
                results.append({**drafted.as_json(), "path": terminal.shown_path(drafted.piece.label)})
                writing.show_findings(drafted.findings)
                if not as_json:
                    _show(context, drafted)
    finally:
        if as_json and results:  # reports the pieces that were written before a failure too
            terminal.say_json(results[0] if len(outlines) == 1 else results)


def _show(context: Context, drafted: Drafted) -> None:
    piece, totals = drafted.piece, drafted.totals
    path = terminal.shown_path(piece.label)
    sentence = (
        _("“{title}” is in {path}") if drafted.changed else _("“{title}” is in {path} already; nothing was changed.")
    )
    terminal.say(sentence.format(title=terminal.in_line(piece.draft.title), path=path))
    terminal.say(_("  revision {hash}").format(hash=piece.hash[:12]))
    calls = plural("{count} call to a model", "{count} calls to a model", totals.calls)
    terminal.say(
        _("  {calls}, {cached} answers known before, {tokens} tokens, cost {cost}").format(
            calls=calls,
            cached=totals.cached,
            tokens=totals.input_tokens + totals.output_tokens,
            cost=totals.cost or _("unknown"),
        )
    )
    if drafted.points:
        terminal.say(
            _("  points in the outline’s own words: {own} of {count}").format(
                own=drafted.in_outline_words, count=drafted.points
            )
        )
    if drafted.kept:
        revision = drafted.kept[:12]
        terminal.say(_("  The text that was there is kept as revision {hash}.").format(hash=revision))
        old = terminal.shown_path(context.store.documents.label(Key("piece", piece.slug, drafted.kept)))
        terminal.say(_("  To see the difference: authoring diff {slug} {hash}").format(slug=piece.slug, hash=revision))
        terminal.say(_("  To go back to it: cp {old} {path}").format(old=old, path=path))
    terminal.say(_("  Next: authoring check {slug}").format(slug=piece.slug))
