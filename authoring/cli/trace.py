"""`authoring trace`: who wrote each sentence of a piece."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from authoring.audit.trace import Line, Trace


def trace(
    slug: terminal.Slug,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help=_("Write a page for a browser instead."))
    ] = None,
    as_json: terminal.Json = False,
) -> None:
    from authoring.audit.trace import page, read
    from authoring.store import files

    workspace = terminal.open_workspace()
    found = read(workspace.store, workspace.settings, slug)
    if html is not None:
        files.write_bytes(html, page.html(found).encode())
        terminal.note(_("Written: {path}").format(path=terminal.shown_path(html)))
    if as_json:
        terminal.say_json(found.as_json())
    elif html is None:
        _show(found)


def _show(found: Trace) -> None:
    from authoring.audit.trace import kind_name
    from authoring.audit.trace.page import letter

    section = None
    for line in found.lines:
        if line.sentence.role == "heading" or line.sentence.section != section:
            section = line.sentence.section
            terminal.say()
        terminal.say(f"{letter(line.origin.kind)}  {line.words}")
        for remark in _remarks(line):
            terminal.say(f"     {remark}")
    terminal.say()
    for kind in found.counts:
        count = plural("{count} sentence", "{count} sentences", found.counts[kind])
        terminal.say(f"{letter(kind)}  {kind_name(kind)}: {count}")


def _remarks(line: Line) -> list[str]:
    """What is not said by the letter: who, what it said before, and its sources."""
    from authoring.audit.trace import explained

    said = [explained(line), *line.origin.sources] if line.origin.kind != "testimony" else list(line.origin.sources)
    said += [_("found: {source}").format(source=each) for each in line.origin.found]
    before = [_("before: “{words}”").format(words=step.words) for step in line.before[:1] if step.words]
    return [" · ".join(said), *before]
