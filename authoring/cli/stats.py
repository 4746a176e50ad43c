"""`authoring stats`: figures about the work with models, per piece and per month."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from authoring.cli import terminal
from authoring.text.i18n import _

Plot = Annotated[
    Path | None, typer.Option("--plot", metavar="FILE.svg", help=_("Draw the months as a picture, in this file."))
]


def stats(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="[SLUG]…", help=_("Which pieces; all if none."))] = None,
    plot: Plot = None,
    as_json: terminal.Json = False,
) -> int:
    from authoring.audit.stats.measuring import measure

    statistics = measure(terminal.open_workspace(), slugs or ())
    if plot is not None:
        from authoring.audit.stats import picture

        picture.save(statistics.months, plot)
    if as_json:
        terminal.say_json(statistics.as_json())
    elif statistics.pieces:
        from authoring.cli import stats_tables

        stats_tables.show(statistics)
    else:
        terminal.say(_("No piece. To begin one: authoring draft OUTLINE"))
    if plot is not None:
        terminal.note(_("The picture is in {path}.").format(path=terminal.shown_path(plot)))
    return terminal.show_problems(statistics.problems)
