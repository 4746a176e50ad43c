"""`authoring trace`: who wrote each sentence of a piece, and which sentences say each point of its outline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from authoring.audit.trace import Line, PointLine, Trace


def trace(
    slug: terminal.Slug,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help=_("Write a page for a browser instead."))
    ] = None,
    as_json: terminal.Json = False,
) -> None:
    from authoring.audit.trace import page, read
    from authoring.store import files

    traced = read(terminal.open_workspace(), slug)
    if html is not None:
        files.write_bytes(html, page.html(traced).encode())
        terminal.note(_("Written: {path}").format(path=terminal.shown_path(html)))
    if as_json:
        terminal.say_json(traced.as_json())
    elif html is None:
        _show(traced)


def _show(traced: Trace) -> None:
    from authoring.audit.trace import kind_name
    from authoring.audit.trace.page import letter

    section = None
    for line in traced.lines:
        if line.sentence.role == "heading" or line.sentence.section != section:
            section = line.sentence.section
            terminal.say()
        terminal.say(f"{letter(line.origin.kind)}  {line.words}")
        for remark in _remarks(line):
            terminal.say(f"     {remark}")
    terminal.say()
    for kind in traced.counts:
        count = plural("{count} sentence", "{count} sentences", traced.counts[kind])
        terminal.say(_("{letter}  {kind}: {count}").format(letter=letter(kind), kind=kind_name(kind), count=count))
    _show_points(traced)


def _show_points(traced: Trace) -> None:
    """A table: what is said of each point, where it stands in the outline, and by which sentences."""
    if not traced.points:
        return
    from authoring.cli.points import facts_line

    terminal.say("\n" + terminal.bold(_("What the outline asked for")))
    for point in traced.points:
        covered = point.covered
        terminal.say(f"{_status(point)}  {covered.placed.line}  {terminal.in_line(covered.coverage.point)}")
        for number in point.lines:
            terminal.say(f"     {number}. {traced.lines[number - 1].words}")
        if facts := facts_line(covered.coverage):
            terminal.say(f"     {facts}")


def _status(point: PointLine) -> str:
    from authoring.audit.trace import status_name

    return status_name(point.covered.coverage.status)


def _remarks(line: Line) -> list[str]:
    """The remarks on a sentence besides its letter: the person, the former words, and the sources."""
    from authoring.audit.trace import explained

    remarks = [] if line.origin.kind == "testimony" else [explained(line)]
    remarks += [*line.origin.sources, *(_("found: {source}").format(source=source) for source in line.origin.found)]
    before = [_("before: “{words}”").format(words=step.words) for step in line.before[:1] if step.words]
    return [" · ".join(remarks), *before]
