"""Print: write a piece in any state to a file, for people who review without the program; keep that revision."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from authoring.editorial.actions import ReadingAction
from authoring.editorial.context import Context
from authoring.exporters.review_files import printing
from authoring.exporters.review_files.printing import FileKind
from authoring.store.pieces import Piece
from authoring.store.recording import keep


@dataclass(frozen=True)
class PrintedPiece:
    """A printed piece: the bytes of the file."""

    piece: Piece
    kind: FileKind
    content: bytes


@dataclass(frozen=True)
class PrintPiece(ReadingAction[PrintedPiece]):
    """Print a piece. `template` is a reference document of the user's own, for docx and odt.

    The file that a reviewer returns is compared with the printed revision, which is therefore kept.
    """

    kind: FileKind
    template: Path | None = None

    def prepare(self, context: Context) -> PrintedPiece:
        """The file's bytes; nothing is kept yet. Raises `InputError` or `UsageError` for an unusable template."""
        piece = context.repository.piece(self.slug)
        content = printing.write(piece, context.settings, self.kind, template=self.template)
        return PrintedPiece(piece, self.kind, content)

    def execute(self, context: Context, prepared: PrintedPiece, *, signature: bytes = b"") -> PrintedPiece:
        """Keep the revision that was printed."""
        keep(context.repository, prepared.piece)
        return prepared
