"""`authoring import FILE.docx`: an outline, a testimony or a review that comes from Word or OpenDocument."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from authoring.cli import terminal
from authoring.errors import InputError
from authoring.i18n import _


def import_word(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A file that ends with .docx or .odt."))],
) -> None:
    if not file.is_file():
        raise InputError(_("The file does not exist."), _("Check its name."), file=file)
    terminal.note(str(file))
