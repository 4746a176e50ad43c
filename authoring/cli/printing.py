"""`authoring print`: a piece in any state as Word, OpenDocument, PDF or e-mail, for people who review there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from authoring.cli import terminal
from authoring.errors import Conflict
from authoring.text.i18n import _


def print_piece(
    slug: terminal.Slug,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=_("Where to; its ending says which kind of file."))
    ] = None,
    kind: Annotated[
        Literal["docx", "odt", "pdf", "email"] | None,
        typer.Option(
            "--format",
            metavar="docx|odt|pdf|email",
            help=_("Which kind of file; docx, unless the file’s name says another."),
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="FILE", help=_("A Word or OpenDocument file whose styles it takes.")),
    ] = None,
    as_json: terminal.Json = False,
) -> None:
    from authoring.exporters.paper import printing
    from authoring.store import files

    workspace = terminal.open_workspace()
    piece = workspace.store.piece(slug)
    kind = kind or (printing.kind_of(out) if out else "docx")
    out = out or Path(f"{slug}-{piece.hash[:8]}.{'html' if kind == 'email' else kind}")
    content = printing.write(piece, workspace.settings, kind, template=template)
    if out.exists() and files.read_bytes(out) != content:
        raise Conflict(
            _("There is a file of that name already; it stays as it is."),
            _("It may be one that came back from a reviewer. Choose another name with --out."),
            file=out,
        )
    workspace.store.snapshot(piece)  # what comes back is held against what was printed
    files.write_bytes(out, content)
    page = printing.standing(piece)
    if as_json:
        terminal.say_json({"slug": slug, "kind": kind, "path": terminal.shown_path(out), **page})
        return
    terminal.say(_("Written: {path}").format(path=terminal.shown_path(out)))
    terminal.say(_("  revision {hash}").format(hash=piece.hash[:12]))
    if not page["approved"]:
        terminal.note(_("It says on the page that this revision is not approved."))
