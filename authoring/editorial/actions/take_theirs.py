"""Take theirs: begin a correction with what somebody edited at a target; it needs a review like any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from authoring.editorial.actions import EditorialAction, perform, was_last
from authoring.editorial.actions.correct import Correct
from authoring.editorial.actions.edit import Edit
from authoring.editorial.approved_revisions import ApprovedRevisions
from authoring.editorial.context import Context
from authoring.editorial.one_target import shared_target
from authoring.errors import AuthoringError, InputError, NotPossibleNow, Stopped, UsageError, advice
from authoring.exporters import Pulled, SharedExporter
from authoring.model.states import Action, State
from authoring.store.pieces import Piece
from authoring.text.i18n import _


@dataclass(frozen=True)
class TheirText:
    """An edit made at a target. `text` is the piece's whole text with it, `piece` the piece without it."""

    piece: Piece
    exporter: SharedExporter
    pulled: Pulled
    text: str


@dataclass(frozen=True)
class Adopted:
    """The piece with their text as its draft, and notes on what could not be taken over."""

    piece: Piece
    notes: Sequence[str]


@dataclass(frozen=True)
class TakeTheirs(EditorialAction[TheirText, Adopted]):
    """Begin a correction with the text as somebody edited it at the one target of `targets`.

    The actor is recorded as a writer of the text. A second call completes an interrupted run.
    """

    slug: str
    targets: tuple[str, ...] = ()

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the actor may not do this now; None when they may. Sends no request."""
        try:
            shared_target(context, self.targets)
            piece = context.repository.piece(self.slug)
            Correct(self.slug).permit(context, piece) if piece.situation.state is State.published else None
        except (Stopped, InputError, UsageError) as refusal:
            return refusal
        return None if _can_begin(piece) else _being_worked_on(self.slug)

    def prepare(self, context: Context) -> TheirText:
        """Their text, fetched from the target; nothing is written.

        Raises `NotPossibleNow` unless the piece is published without a correction in progress, and `UsageError` for a
        target in which people cannot edit.
        """
        exporter = shared_target(context, self.targets)
        piece = context.repository.piece(self.slug)
        if not piece.situation.live:
            raise _being_worked_on(self.slug)
        pulled = exporter.pull(ApprovedRevisions(context.repository).read(self.slug))
        text = _text_with(piece, pulled)
        if not _can_begin(piece) and piece.document.text != text:
            raise _being_worked_on(self.slug)
        return TheirText(piece, exporter, pulled, text)

    def execute(self, context: Context, prepared: TheirText, *, signature: bytes = b"") -> Adopted:
        """Record the correction and their text; the target's record then names their version as the base of ours."""
        if prepared.piece.situation.state is State.published:
            perform(Correct(self.slug), context)
        outcome = perform(Edit(self.slug, text=prepared.text, seen=prepared.piece.hash), context)
        prepared.exporter.accept(self.slug)
        return Adopted(outcome.piece, prepared.pulled.notes)


def _can_begin(piece: Piece) -> bool:
    """Whether a correction can begin with their text: ours has not changed since the published revision."""
    situation = piece.situation
    has_just_begun = was_last(piece, Action.correct, State.draft) and piece.hash == situation.live
    return situation.state is State.published or has_just_begun


def _text_with(piece: Piece, pulled: Pulled) -> str:
    """The text of the correction; in the front matter only the values that they changed are rewritten."""
    draft = piece.draft
    theirs = {"title": pulled.title, "description": pulled.description, "tags": list(pulled.tags)}
    ours = {"title": draft.title, "description": draft.description, "tags": list(draft.tags)}
    changes = {key: value for key, value in theirs.items() if value != ours[key]}
    return piece.document.with_values({**changes, "status": State.draft.value}).with_body(pulled.body).text


def _being_worked_on(slug: str) -> NotPossibleNow:
    return NotPossibleNow(
        _("“{slug}” is being worked on, so that their text has no place to go.").format(slug=slug),
        advice("end-correction"),
    )
