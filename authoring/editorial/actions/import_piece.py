"""Import: begin a piece with a text that was published elsewhere; its first state is published, without approval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from authoring.editorial.actions import EventAction, Prepared
from authoring.editorial.context import Context
from authoring.errors import AuthoringError, Conflict, InputError, Stopped, advice
from authoring.model import events, workflow
from authoring.model.situation import Situation
from authoring.model.states import Action, State
from authoring.store.pieces import Piece
from authoring.text.i18n import _


@dataclass(frozen=True)
class ImportPiece(EventAction):
    """Begin a piece with a text from elsewhere, its pictures by `src`, and its origin.

    The text, the pictures and the first event are stored together, or nothing is.
    """

    action: ClassVar[Action] = Action.import_

    text: str
    origin: events.Import
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the actor may not import it now; None when they may."""
        try:
            self._piece(context)
        except (Stopped, InputError) as refusal:
            return refusal
        return None

    def details(self, context: Context, piece: Piece) -> Mapping[str, Any]:
        """The origin, and the time of publication there."""
        return self.origin.as_details()

    def prepare(self, context: Context) -> Prepared:
        """The new piece. Raises `Conflict` when another piece has the name, and `NotAllowed`."""
        return self.prepared(context, self._piece(context), target=State.published)

    def _piece(self, context: Context) -> Piece:
        """The piece to record; an existing text without a history is used if it equals this one."""
        stored = context.repository.piece_or_none(self.slug)
        if stored is None:
            refuse_others(context)
            return context.repository.composed(self.slug, self.text, pictures=self.pictures)
        self.permit(context, stored)
        if stored.document.text != self.text:
            raise Conflict(
                _("There is a file of that name already; it stays as it is."),
                advice("import-under-other-name"),
                file=stored.label,
                code="exists",
            )
        return context.repository.edited(stored, self.text, pictures=self.pictures)


def refuse_others(context: Context) -> None:
    """Raise `NotAllowed` for an actor who may not publish texts from elsewhere."""
    workflow.permit(Action.import_, now=Situation(State.draft, ""), actor=context.actor)
