"""Retract: an editor takes a published piece down everywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from authoring.editorial.actions import Delivered, PieceAction, Prepared, recorded, renamed
from authoring.editorial.actions.publish import stray_copy
from authoring.editorial.context import Context
from authoring.editorial.delivery import Delivery
from authoring.errors import UnknownSlug
from authoring.model.states import Action, State
from authoring.store.addresses import STRAY_COPY
from authoring.store.pieces import Piece
from authoring.store.recording import Additions
from authoring.text.strict_json import decode_object


@dataclass(frozen=True)
class Retract(PieceAction[Delivered]):
    """Take the piece down everywhere; `note` says why. It stays in the workspace with its history.

    If somebody edited the published copy during a correction, their text is kept beside the piece as `STRAY_COPY`.
    """

    action: ClassVar[Action] = Action.retract

    def piece(self, context: Context) -> Piece:
        """The piece; if its text is missing, with the kept revision that readers see, which is stored again."""
        try:
            return super().piece(context)
        except UnknownSlug:
            if folder := _renamed_folder(context, self.slug):
                raise renamed(self.slug, folder) from None
            if context.repository.has_piece(self.slug) or not context.store.events.read(self.slug):
                raise
            return context.repository.bereft(self.slug)

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether it was retracted before."""
        return piece.situation.state is State.retracted

    def prepare(self, context: Context) -> Prepared:
        """The event, with the edited copy to keep."""
        prepared = super().prepare(context)
        stray = stray_copy(context, prepared.piece)
        if stray is None:
            return prepared
        before = context.store.records.read(self.slug, STRAY_COPY)  # of an earlier correction: keep both
        content = before if stray[1] in before else before + b"\n" * bool(before) + stray[1]
        return replace(prepared, additions=Additions(records={STRAY_COPY: content}))

    def execute(self, context: Context, prepared: Prepared, *, signature: bytes = b"") -> Delivered:
        """Record the retraction, then take the piece down at every target; receipts say where it may still be seen."""
        outcome = recorded(context, prepared)
        return Delivered(outcome, Delivery.to_every_target(context).take_down([self.slug]))


def _renamed_folder(context: Context, slug: str) -> str:
    """The folder of another name whose history is the piece's; empty when there is none."""
    for name in context.repository.pieces():
        first, _feed, _rest = context.store.events.read(name).partition(b"\n")
        details = decode_object(first).get("details")
        if name != slug and isinstance(details, dict) and details.get("slug") == slug:
            return name
    return ""
