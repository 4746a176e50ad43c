"""Request changes: a reviewer sends a piece back to its author."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from authoring.editorial.actions import Delivered, PieceAction, Prepared, recorded, was_last
from authoring.editorial.context import Context
from authoring.editorial.delivery import Delivery
from authoring.model.states import Action, State
from authoring.store.pieces import Piece


@dataclass(frozen=True)
class RequestChanges(PieceAction[Delivered]):
    """Send the piece back to its author; `note` says what to change.

    A scheduled piece is withdrawn from targets that would publish it by themselves at its time.
    """

    action: ClassVar[Action] = Action.request_changes

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether the last event sent it back with this note."""
        return was_last(piece, Action.request_changes, State.changes_requested, self.note)

    def execute(self, context: Context, prepared: Prepared, *, signature: bytes = b"") -> Delivered:
        """Record the request, then withdraw the piece from the targets that have it scheduled."""
        outcome = recorded(context, prepared)
        if prepared.source is not State.scheduled:
            return Delivered(outcome)
        receipts = Delivery(context, context.exporters()).export([self.slug])
        return Delivered(outcome, [receipt for receipt in receipts if receipt.outcome != "unchanged"])
