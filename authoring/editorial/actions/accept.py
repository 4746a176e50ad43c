"""Accept: a person accepts a warning or a quotation, or records another person's answer about a quotation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from authoring.editorial.actions import EventAction
from authoring.editorial.context import Context
from authoring.errors import NotAllowed, advice
from authoring.model.events import WARNING, Acceptance, Accepted, accepted
from authoring.model.states import Action, State
from authoring.sourcing.quotations.agreements import STANDS, recorded
from authoring.store.pieces import Piece
from authoring.text.i18n import _


@dataclass(frozen=True)
class Accept(EventAction):
    """Record that the actor accepts warnings or quotations. What they accepted before is not written again.

    Whoever wrote any part of the text may not accept a warning.
    """

    action: ClassVar[Action] = Action.accept

    accepts: tuple[Accepted, ...]

    def permit(self, context: Context, piece: Piece) -> State:
        """Raises `NotAllowed` also for a writer of the text, or one with their address, who would accept a warning."""
        is_writer = bool(piece.situation.writers.intersection([context.actor.id, *context.authority.shares]))
        if is_writer and any(entry.kind == WARNING for entry in self.accepts):
            raise NotAllowed(
                _("{name} wrote or edited this text, so somebody else must accept its warnings.").format(
                    name=context.actor.name
                ),
                advice("leave-to-reviewer"),
            )
        return super().permit(context, piece)

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether everything is recorded already. For a warning, raises what `permit` raises, even then."""
        if self._fresh(context, piece):
            return False
        self.permit(context, piece) if any(entry.kind == WARNING for entry in self.accepts) else None
        return True

    def details(self, context: Context, piece: Piece) -> Mapping[str, Any]:
        """What is accepted that was not accepted before."""
        return Acceptance(self._fresh(context, piece)).as_details()

    def _fresh(self, context: Context, piece: Piece) -> tuple[Accepted, ...]:
        actor = context.actor.id
        return tuple(entry for entry in dict.fromkeys(self.accepts) if not _is_on_record(piece, entry, actor))


def _is_on_record(piece: Piece, entry: Accepted, actor: str) -> bool:
    """Whether the actor accepted it or recorded this answer, and no other answer was recorded since."""
    pairs = [(other, event.actor) for other, event in accepted(piece.events, kind=entry.kind)]
    answer = recorded(piece.events).answers.get((entry.sha256, entry.source), STANDS[entry.kind])
    return (entry, actor) in pairs and answer == STANDS[entry.kind]
