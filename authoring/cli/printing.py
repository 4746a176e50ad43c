"""`authoring print`: write a piece in any state as Word, OpenDocument, PDF or e-mail, for outside reviewers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from authoring.cli import terminal
from authoring.errors import Conflict
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.actions.print_piece import PrintedPiece


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
    from authoring.editorial.actions.print_piece import PrintPiece
    from authoring.exporters.review_files import printing
    from authoring.store import files

    context = terminal.open_workspace()
    action = PrintPiece(slug, kind or (printing.kind_of(out) if out else "docx"), template)
    prepared = action.prepare(context)
    out = out or printing.usual_name(prepared.piece, prepared.kind)
    if out.exists() and files.read_bytes(out) != prepared.content:
        raise Conflict(
            _("There is a file of that name already; it stays as it is."),
            _("It may be one that came back from a reviewer. Choose another name with --out."),
            file=out,
        )
    printed = action.execute(context, prepared)
    files.write_bytes(out, printed.content)
    _show(printed, out, as_json=as_json)


def _show(printed: PrintedPiece, out: Path, *, as_json: bool) -> None:
    from authoring.exporters.review_files import printing

    page = printing.standing(printed.piece)
    if as_json:
        terminal.say_json({"slug": printed.piece.slug, "kind": printed.kind, "path": terminal.shown_path(out), **page})
        return
    terminal.say(_("Written: {path}").format(path=terminal.shown_path(out)))
    terminal.say(_("  revision {hash}").format(hash=printed.piece.hash[:12]))
    if not page["approved"]:
        terminal.note(_("It says on the page that this revision is not approved."))
