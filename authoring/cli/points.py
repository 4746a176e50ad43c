"""Points of the outline at the terminal: which of them a piece does not say, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.sourcing.coverage import PointCoverage
    from authoring.store.pieces import Piece


def show_unsaid(context: Context, piece: Piece) -> None:
    """What the outline asked for that the text does not say; nothing where it says all."""
    from authoring.editorial.queries.points import unsaid

    points = unsaid(context, piece)
    if not points:
        return
    terminal.say("\n" + terminal.bold(_("What the outline asked for that the text does not say")))
    for point in points:
        facts = facts_line(point.coverage)
        words = terminal.in_line(point.coverage.point)
        terminal.say(f"{point.placed.line}: {words}" + (f" ({facts})" if facts else ""))


def facts_line(coverage: PointCoverage) -> str:
    """The facts that are missing or changed, on one line; empty where the point as a whole is missing."""
    missing = ", ".join(fact.text for fact in coverage.missing)
    parts = [_("without: {facts}").format(facts=missing)] if missing else []
    for fact, contrary in coverage.changed:
        if fact.kind in ("negation", "role"):
            parts.append(_("the text says otherwise: “{words}”").format(words=contrary))
        else:
            parts.append(_("“{fact}” became “{contrary}”").format(fact=fact.text, contrary=contrary))
    return terminal.in_line("; ".join(parts))
