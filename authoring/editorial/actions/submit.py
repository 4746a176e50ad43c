"""Submit: the author hands a piece in for review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from authoring.editorial.actions import EventAction, Prepared
from authoring.editorial.actions.assign import Assign
from authoring.editorial.context import Context
from authoring.editorial.guards import refuse_blocking
from authoring.editorial.how_written import how_written, is_declared
from authoring.model.events import Assignment
from authoring.model.states import Action, State
from authoring.store.pieces import Piece


@dataclass(frozen=True)
class Submit(EventAction):
    """Hand the piece in, for `to` to look at by `due`. Blocking findings stop it.

    With `human_only` the actor declares that only people wrote it; without it, the event states how the text was
    written only if the record has a model's part. A piece that is in review already is assigned again, if `to` or
    `due` is given.
    """

    action: ClassVar[Action] = Action.submit

    to: str = ""
    due: date | None = None
    human_only: bool = False

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether the piece is in review already, with this assignment and this declaration."""
        return self._is_handed_in(piece) and self._assignment.is_done(context, piece)

    def permit(self, context: Context, piece: Piece) -> State:
        """The state after it, by the workflow's table for a submission, or for a new assignment during review."""
        if self._is_handed_in(piece):
            return self._assignment.permit(context, piece)
        return super().permit(context, piece)

    def prepare(self, context: Context) -> Prepared:
        """The submission, or the new assignment of a piece that is in review."""
        piece = context.repository.piece(self.slug)
        if self._is_handed_in(piece) and not self.is_done(context, piece):
            return self._assignment.prepare(context)
        return super().prepare(context)

    def _is_handed_in(self, piece: Piece) -> bool:
        """Whether it is in review and needs no other submission; a missing declaration does."""
        return piece.situation.state is State.in_review and (not self.human_only or is_declared(piece))

    @property
    def _assignment(self) -> Assign:
        return Assign(self.slug, to=self.to or None, due=self.due)

    def details(self, context: Context, piece: Piece) -> Mapping[str, Any]:
        """The assignment, the sources near a model's sentences, and how the text was written."""
        subject = context.subject(piece)
        refuse_blocking(context.findings_of(subject), is_reviewed=True)
        due = self.due.isoformat() if self.due else ""
        written = how_written(context, piece, is_declared=self.human_only)
        return {**Assignment(self.to, due, context.near_sources(subject)).as_details(), **written.as_details()}
