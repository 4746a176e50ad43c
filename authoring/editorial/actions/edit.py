"""Edit: a person saves a text that they have changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from authoring.editorial.actions import EventAction, Prepared, done
from authoring.editorial.context import Context
from authoring.errors import Conflict, advice
from authoring.model.states import Action
from authoring.store.pieces import Piece
from authoring.text.i18n import _


@dataclass(frozen=True)
class Edit(EventAction):
    """Save a text of the piece. `seen` is the content hash or the version of the text that the writer started from.

    The actor is recorded as a writer of the text, so that they cannot approve it.
    """

    action: ClassVar[Action] = Action.revise

    text: str
    seen: str

    def prepare(self, context: Context) -> Prepared:
        """The edited piece. Raises `Conflict` when the stored text is not the one that the writer started from."""
        piece = context.repository.piece(self.slug)
        self.permit(context, piece)
        if piece.document.text == self.text:
            return done(piece, self.action)
        if self.seen not in (piece.hash, piece.version):
            raise text_changed(piece)
        edited = context.repository.edited(piece, self.text)
        return self.prepared(context, edited, target=edited.situation.state)


@dataclass(frozen=True)
class ClaimEdit(EventAction):
    """Record that the actor changed the stored text by hand, without the program.

    They count as a writer of it from then on. Nothing is recorded when the text is that of the last event.
    """

    action: ClassVar[Action] = Action.revise

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether the text is that of the last event."""
        return not was_changed_by_hand(piece)


def was_changed_by_hand(piece: Piece) -> bool:
    """Whether the text differs from that of the last event, so that nobody is recorded as its writer."""
    return piece.situation.last is not None and piece.situation.last.hash != piece.hash


def text_changed(piece: Piece) -> Conflict:
    """The error for a text that somebody else saved while it was being edited."""
    return Conflict(
        _("The text has been changed by somebody else since it was read; nothing was written."),
        advice("look-and-repeat"),
        file=piece.label,
        code="two-writers",
        values={"slug": piece.slug},
    )
