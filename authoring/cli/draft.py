"""`authoring draft`: write pieces from their outlines, with a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import terminal, writing
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from authoring.drafting.drafting import Drafted

Outlines = Annotated[list[str], typer.Argument(metavar="OUTLINE…", help=_("Names of outlines, or their files."))]
New = Annotated[
    bool, typer.Option("--new-revision", help=_("Draft over people’s edits, which are kept as a revision."))
]


def draft(
    outlines: Outlines,
    fresh: writing.Fresh = False,
    new_revision: New = False,
    model: writing.Model = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.drafting import drafting

    workspace = writing.with_model(terminal.open_workspace(), model)
    person = workspace.actor(actor)
    results: list[dict[str, Any]] = []
    try:
        with writing.open_desk(workspace, fresh=fresh) as desk:
            for outline in outlines:
                slug = writing.outline_slug(outline)
                drafted = drafting.draft(desk, slug, actor=person, new_revision=new_revision)
                results.append({**drafted.as_json(), "path": terminal.shown_path(drafted.piece.draft.path)})
                writing.show_findings(drafted.findings)
                if not as_json:
                    _show(drafted)
    finally:
        if as_json and results:  # what was written before a failure is told too
            terminal.say_json(results[0] if len(outlines) == 1 else results)


def _show(drafted: Drafted) -> None:
    piece, totals = drafted.piece, drafted.totals
    path = terminal.shown_path(piece.draft.path)
    said = _("“{title}” is in {path}") if drafted.changed else _("“{title}” is in {path} already; nothing was changed.")
    terminal.say(said.format(title=piece.draft.title, path=path))
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
    if drafted.kept:
        kept = drafted.kept[:12]
        terminal.say(_("  The text that was there is kept as revision {hash}.").format(hash=kept))
        old = terminal.shown_path(piece.folder / "revisions" / drafted.kept[:16] / "index.md")
        terminal.say(_("  To see the difference: authoring diff {slug} {hash}").format(slug=piece.slug, hash=kept))
        terminal.say(_("  To go back to it: cp {old} {path}").format(old=old, path=path))
    terminal.say(_("  Next: authoring check {slug}").format(slug=piece.slug))
