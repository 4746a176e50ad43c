"""Draws the months as one picture: the model's words kept, edited and removed, and the time to publication.

The SVG has a title and a description, keeps text as text, and has the same bytes for the same figures: no clock and
no random names. Colours are those of Okabe and Ito, each with its own hatching.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from authoring.audit.stats import MonthStats, wording
from authoring.audit.stats.share import Share
from authoring.errors import InputError, UsageError, advice
from authoring.store import files
from authoring.text.i18n import _, current, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType

INSTALL: Final = "pip install '.[plot]'"
_MOST_LABELS: Final = 12
_PAPER: Final = {"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.9}  # space below a label
_NAMED: Final = 'aria-labelledby="title" aria-describedby="description"'
_DAY: Final = timedelta(days=1)
_SETTINGS: Final[dict[RcKeyType, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "authoring",
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],  # the first comes with matplotlib, viewers use another
    "font.size": 11,
    "hatch.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 12,
}


@dataclass(frozen=True)
class Band:
    """One kind of words: its name, its colour and hatching, and its side of the axis."""

    key: str
    label: str
    colour: str
    hatch: str
    sign: int = 1


def save(months: Sequence[MonthStats], path: Path) -> None:
    """Draw the months into `path`.

    Raises `UsageError` for a path that does not end in `.svg`, and `InputError` when no month can be drawn, matplotlib
    is not installed, or the file cannot be written.
    """
    if path.suffix.lower() != ".svg":
        raise UsageError(
            _("The picture is an SVG, and “{name}” does not end in .svg.").format(name=path.name),
            advice("name-picture", name=f"{path.stem or 'stats'}.svg"),
        )
    content = draw(months).encode()
    try:
        files.write_bytes(path, content)
    except OSError as error:
        raise InputError(
            _("The picture cannot be written: {reason}.").format(reason=error.strerror),
            _("Check the name and the permissions."),
            file=path,
        ) from None


def draw(months: Sequence[MonthStats]) -> str:
    """The picture of the months in which a piece was published, as SVG. Raises `InputError` as `save` does."""
    with_posts = [month for month in months if month.published]
    if not with_posts:
        raise InputError(
            _("There is nothing to draw yet: no piece has been published."),
            advice("show-statistics"),
        )
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError:
        raise InputError(
            _("The picture needs matplotlib, which is not installed."),
            _("Install it, in the folder of this program: {command}").format(command=INSTALL),
        ) from None
    with rc_context(_SETTINGS):
        figure = Figure(figsize=(9, 6.5), layout="constrained")
        _fill(figure, with_posts)
        return _described(_as_svg(figure), with_posts)


def _fill(figure: Figure, months: Sequence[MonthStats]) -> None:
    words, days = figure.subplots(2, 1, sharex=True, height_ratios=[3, 2])
    places = [_place(month.month) for month in months]
    _draw_words(words, places, [month.share or Share() for month in months])
    _draw_days(days, places, months)
    days.set_xticks(*_ticks(months))
    days.set_xlim(min(places) - 0.7, max(places) + 0.7)


def _draw_words(axes: Axes, places: Sequence[int], shares: Sequence[Share]) -> None:
    axes.set_title(_("The model’s words, and what people made of them"))
    tops = [0] * len(places)
    for band in _bands():
        counts = [getattr(share, band.key) for share in shares]
        bottoms = tops if band.sign > 0 else [0] * len(places)
        bars = axes.bar(
            places,
            [band.sign * count for count in counts],
            bottom=bottoms,
            width=0.7,
            label=band.label,
            facecolor=band.colour,
            edgecolor="black",
            linewidth=0.6,
            hatch=band.hatch,
        )
        largest = max(share.written + share.added for share in shares)
        labels = [wording.number(count) if count > 0.07 * largest else "" for count in counts]
        for text in axes.bar_label(bars, labels, label_type="center", fontsize=9):
            if text.get_text():
                text.set_bbox(_PAPER)
        if band.sign > 0:
            tops = [top + count for top, count in zip(tops, counts, strict=True)]
    axes.axhline(0, color="black", linewidth=1)
    axes.set_ylabel(_("words"))
    axes.yaxis.set_major_formatter(lambda value, _position: wording.number(abs(round(value))))
    axes.legend(loc="upper left", bbox_to_anchor=(0, -0.02), ncols=len(_bands()), frameon=False, borderpad=0)


def _draw_days(axes: Axes, places: Sequence[int], months: Sequence[MonthStats]) -> None:
    axes.set_title(_("From outline to published (median)"))
    points = [
        (place, month.time_to_publish)
        for place, month in zip(places, months, strict=True)
        if month.time_to_publish is not None
    ]
    axes.plot(
        [place for place, _time in points],
        [time / _DAY for _place, time in points],
        linestyle=":",
        color="black",
        marker="o",
        markersize=7,
    )
    for place, time in points:
        axes.annotate(
            wording.time(time),
            (place, time / _DAY),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            fontsize=9,
            bbox=_PAPER,
        )
    axes.set_ylim(0, max([1.0, *(1.25 * (time / _DAY) for _place, time in points)]))
    axes.set_ylabel(_("days"))


def _bands() -> tuple[Band, ...]:
    return (
        Band("kept", _("kept"), "#0072B2", ""),
        Band("edited", _("edited"), "#56B4E9", "//"),
        Band("added", _("added"), "#F0E442", ".."),
        Band("removed", _("removed"), "#D55E00", "xx", sign=-1),
    )


def _ticks(months: Sequence[MonthStats]) -> tuple[list[int], list[str]]:
    """The months to label: not more than can be read side by side, always with the last one."""
    step = -(-len(months) // _MOST_LABELS)
    named = list(reversed(months))[::step]
    return [_place(month.month) for month in named], [_label(month.month) for month in named]


def _label(month: str) -> str:
    return wording.month(month, short=True).replace(" ", "\n")


def _place(month: str) -> int:
    """The position of each month as a whole number, so that a month without a post leaves a gap."""
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


def _as_svg(figure: Figure) -> str:
    content = StringIO()
    figure.savefig(content, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return content.getvalue()


def _described(svg: str, months: Sequence[MonthStats]) -> str:
    """The picture with a title and a description for screen readers."""
    start = svg.index("<svg ")
    end = svg.index(">", start) + 1
    opening = svg[start:end].replace("<svg ", f'<svg lang="{current()}" role="img" {_NAMED} ', 1)
    title = escape(_("How a model changes our work, by month"))
    description = escape(" ".join(_sentences(months)))
    naming = f'\n <title id="title">{title}</title>\n <desc id="description">{description}</desc>'
    return svg[:start] + opening + naming + svg[end:]


def _sentences(months: Sequence[MonthStats]) -> Iterator[str]:
    """The content of the picture in words."""
    for month in months:
        share = month.share or Share()
        yield _(
            "{month}: {posts}; of the model’s words {kept} kept, {edited} edited and {removed} removed by people, "
            "who added {added}; from outline to published {time}."
        ).format(
            month=wording.month(month.month),
            posts=plural("{count} piece published", "{count} pieces published", month.published),
            kept=wording.number(share.kept),
            edited=wording.number(share.edited),
            removed=wording.number(share.removed),
            added=wording.number(share.added),
            time=wording.time(month.time_to_publish),
        )
