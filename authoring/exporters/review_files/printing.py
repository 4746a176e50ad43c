"""A piece as the file that a reviewer asks for: which kinds there are, and which one a file's name means."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal, get_args

from authoring.errors import InputError, UsageError, advice
from authoring.exporters.review_files import sheet
from authoring.model.config import Settings
from authoring.store.pieces import Piece
from authoring.text.i18n import _

FileKind = Literal["docx", "odt", "pdf", "email"]
_BY_ENDING: Final[dict[str, FileKind]] = {
    ".docx": "docx",
    ".odt": "odt",
    ".pdf": "pdf",
    ".html": "email",
    ".htm": "email",
}


def kind_of(name: Path) -> FileKind:
    """What the ending of a file's name asks for. Raises `UsageError` for one that says nothing."""
    kind = _BY_ENDING.get(name.suffix.lower())
    if kind is None:
        raise UsageError(
            _("The name {name} does not say which kind of file it is to be.").format(name=name.name),
            advice("name-file-kind", endings=", ".join(_BY_ENDING), kinds="|".join(get_args(FileKind))),
        )
    return kind


def usual_name(piece: Piece, kind: FileKind) -> Path:
    """The name of the file where nobody chose one: the piece, its revision and the kind."""
    return Path(f"{piece.slug}-{piece.hash[:8]}.{'html' if kind == 'email' else kind}")


def write(piece: Piece, settings: Settings, kind: FileKind, *, template: Path | None = None) -> bytes:
    """The piece as it is now, in any state. `template` is a reference document of your own, for docx and odt.

    Raises `InputError` for a template that cannot be used.
    """
    page = sheet.of(piece, settings)
    if template is not None and (kind not in ("docx", "odt") or template.suffix.lower() != f".{kind}"):
        raise UsageError(
            _("{name} cannot be the template of a {kind} file.").format(name=template.name, kind=kind),
            _("A template is a file of the kind that it is for: .docx for docx, .odt for odt."),
        )
    if kind == "email":
        from authoring.exporters.review_files import mail

        return mail.write(page)
    if kind == "pdf":
        from authoring.exporters.review_files import pdf

        return pdf.write(page)
    from authoring.exporters.review_files import office
    from authoring.text.office import archive

    if template is None:
        return office.write(page, kind)
    with archive.opened(template) as checked:
        if checked.kind != kind:
            raise InputError(_("This is a {kind} file by its content.").format(kind=checked.kind), file=template)
    return office.write(page, kind, reference=template)


def standing(piece: Piece) -> dict[str, Any]:
    """Which revision it is and whether that is approved, as the page says it."""
    return {"hash": piece.hash, "state": piece.situation.state.value, "approved": sheet.is_approved(piece)}
