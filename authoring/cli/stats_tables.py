"""The tables of `authoring stats`: time and the model's part, by piece and by month."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from authoring.audit.stats import CallTotals, PieceStats, Statistics, wording
from authoring.cli import screen
from authoring.model.states import State, state_name
from authoring.text.i18n import _

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from authoring.audit.stats.share import Share

WIDTH: Final = 100  # characters, when the terminal does not state its width


def show(found: Statistics) -> None:
    """Print the tables, and explanations below them."""
    print_all(found, screen.console(width=None if sys.stdout.isatty() else WIDTH))


def print_all(found: Statistics, console: Console) -> None:
    """Print the tables on a console of any kind."""
    for table in _tables(found):
        console.print(table)
        console.print()
    for note in _notes(found):
        console.print(note, style="dim")


def _tables(found: Statistics) -> Iterable[RenderableType]:
    yield _time_of_pieces(found.pieces)
    yield _part_of_model(_("Piece"), [(piece.slug, piece.calls, piece.share) for piece in found.pieces])
    if found.months:
        yield _time_of_months(found)
        rows = [(wording.month(month.month, short=True), month.calls, month.share) for month in found.months]
        yield _part_of_model(_("Month"), rows)


def _time_of_pieces(pieces: Sequence[PieceStats]) -> Table:
    table = _table(
        _("Time, by piece"),
        (_("Piece"), _("State")),
        (_("outline to published"), _("writing"), _("review"), _("changes"), _("ready"), _("review rounds")),
    )
    for piece in pieces:
        spent = piece.time_in_states
        stays = [
            _sum(spent.get(State.draft)),
            _sum(spent.get(State.in_review)),
            _sum(spent.get(State.changes_requested)),
            _sum(spent.get(State.approved), spent.get(State.scheduled)),
        ]
        table.add_row(
            piece.slug,
            state_name(piece.state),
            wording.time(piece.time_to_publish),
            *map(wording.time, stays),
            wording.number(piece.review_rounds),
        )
    return _fitted(table)


def _time_of_months(found: Statistics) -> Table:
    table = _table(
        _("Time, by month"),
        (_("Month"),),
        (_("published"), _("outline to published (median)"), _("review rounds")),
    )
    for month in found.months:
        table.add_row(
            wording.month(month.month, short=True),
            wording.number(month.published),
            wording.time(month.time_to_publish),
            wording.number(month.review_rounds),
        )
    return _fitted(table)


def _part_of_model(what: str, rows: Iterable[tuple[str, CallTotals, Share | None]]) -> Table:
    title = _("The model’s part, by piece") if what == _("Piece") else _("The model’s part, by month")
    calls = (_("calls"), _("tokens"), _("cost"))
    words = (_("model’s words"), _("kept"), _("edited"), _("removed"), _("people added"))
    table = _table(title, (what,), (*calls, *words))
    for name, totals, share in rows:
        used = (wording.number(totals.calls), wording.tokens(totals), wording.cost(totals))
        table.add_row(name, *used, *_shares(share))
    return _fitted(table)


def _shares(share: Share | None) -> Sequence[str]:
    if share is None:
        return [wording.NOTHING] * 5
    parts = [wording.part(count, share.written) for count in (share.kept, share.edited, share.removed)]
    return [wording.number(share.written), *parts, wording.number(share.added)]


def _notes(found: Statistics) -> Iterable[str]:
    yield _("Kept, edited, removed: of the words that the model wrote. “—”: not known, or no model took part.")
    if any(piece.calls.unknown_tokens or piece.calls.unknown_cost for piece in found.pieces):
        yield _("“≥” or “unknown”: what some calls used or cost is not known, so the sum is at least this.")
    if any(piece.beginning == "history" for piece in found.pieces):
        yield _("Where the outline’s file is newer than the piece, or gone, the days count from the first event.")


def _sum(*times: timedelta | None) -> timedelta | None:
    present = [time for time in times if time is not None]
    return sum(present, timedelta()) if present else None


def _table(title: str, names: Sequence[str], figures: Sequence[str]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        show_edge=False,
    )
    for name in names:
        table.add_column(name, overflow="fold")
    for figure in figures:
        table.add_column(figure, justify="right")
    return table


def _fitted(table: Table) -> Table:
    """The table with columns as wide as their figures need; long names are wrapped."""
    for column in table.columns:
        if column.justify == "right":
            column.width = max(map(len, [*str(column.header).split(), *map(str, column.cells)]))
    return table
