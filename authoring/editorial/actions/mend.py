"""Mend: a program corrects the typography of a piece's own prose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from authoring.editorial.actions import EventAction, Prepared, done
from authoring.editorial.context import Context
from authoring.errors import UsageError
from authoring.model.states import Action
from authoring.store.origins import Origins
from authoring.store.pieces import Piece
from authoring.store.recording import Additions
from authoring.text.i18n import _

FIXES = ("typography",)


@dataclass(frozen=True)
class Mend(EventAction):
    """Correct the text by one of `FIXES`, on the actor's responsibility. Raises `UsageError` for another `what`."""

    action: ClassVar[Action] = Action.mend

    what: str = "typography"

    def __post_init__(self) -> None:
        if self.what not in FIXES:
            raise UsageError(
                _("“{what}” cannot be mended by a program.").format(what=self.what),
                _("What can be: {fixes}.").format(fixes=", ".join(FIXES)),
            )

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether there is nothing to mend."""
        return self._mended(piece) == piece.document.body

    def prepare(self, context: Context) -> Prepared:
        """The mended piece."""
        piece = context.repository.piece(self.slug)
        if self.is_done(context, piece):
            return done(piece, self.action)
        self.permit(context, piece)
        record = Origins(context.store, piece).stored().upgraded(piece.document.body)
        mended = context.repository.edited(piece, piece.document.with_body(self._mended(piece)).text)
        return self.prepared(context, mended, target=mended.situation.state, additions=Additions(provenance=record))

    def _mended(self, piece: Piece) -> str:
        from authoring.checks.typography import fix_typography

        return fix_typography(piece.document.body, lang=piece.draft.lang)
