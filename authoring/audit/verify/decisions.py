"""What a history says that happened, compared with the workflow and against what each approver stated."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.editorial import approvals
from authoring.editorial.context import Context
from authoring.errors import AuthoringError, Problem
from authoring.model.config import Settings
from authoring.model.events import Event, approval, piece_named, publication
from authoring.model.situation import situation_of
from authoring.model.states import Action, State, state_name
from authoring.model.workflow import TRANSITIONS
from authoring.store.pieces import Piece
from authoring.text.i18n import _


def workflow_problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """Where the history says what the workflow does not allow."""
    label = context.store.events.label(piece.slug)
    remedy = _("The program writes no such line. Compare the file with a backup or with git.")
    if piece.events and piece_named(piece.events[0]) != piece.slug:
        message = _("This history belongs to another piece, “{slug}”.")
        yield Problem(message.format(slug=piece_named(piece.events[0]) or "?"), remedy, label, 1)
    for number, event in enumerate(piece.events, start=1):
        for message in _broken_rules(piece, number, event, context.settings):
            yield Problem(message, remedy, label, number)
        if event.action is Action.approve and event.actor not in context.settings.people:
            yield Problem(
                _("“{actor}” approved and is not among the people of this workspace.").format(actor=event.actor),
                _("If they have left, keep them in [people] with roles = []."),
                label,
                number,
            )


def _broken_rules(piece: Piece, number: int, event: Event, settings: Settings) -> Iterator[str]:
    line = TRANSITIONS[event.action]
    before = piece.events[: number - 1]
    targets = (line.target, State.in_review) if event.action is Action.approve else (line.target,)  # before the quorum
    if line.target is not None and event.target not in targets:
        yield _("“{action}” cannot lead to “{state}”.").format(
            action=event.action.value, state=state_name(event.target)
        )
    if line.begins and number != 1:
        yield _("“{action}” stands in the middle of a history; it can only begin one.").format(
            action=event.action.value
        )
    if line.person_only and event.kind != "person":
        yield _("“{action}” was not done by a person.").format(action=event.action.value)
    if line.four_eyes and event.actor in situation_of(before, content_hash=event.hash).writers:
        yield _("“{actor}” approved a text that they had a hand in.").format(actor=event.actor)
    was_let_out = settings.disclosure.allow_autonomous and publication(event).is_autonomous
    if event.action is Action.publish and not was_let_out and not _was_approved(piece, number, event.hash):
        yield _("This text was published without an approval of it.")


def _was_approved(piece: Piece, number: int, content_hash: str) -> bool:
    return any(
        event.action is Action.approve and event.hash == content_hash and event.target is State.approved
        for event in piece.events[: number - 1]
    )


def approval_problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """Approvals that are not what their person stated, or not signed where they have a key."""
    label, people = context.store.events.label(piece.slug), context.settings.people
    for number, event in enumerate(piece.events, start=1):
        if event.action is not Action.approve:
            continue
        try:
            doubts = list(approvals.doubts(piece, event, people=people, records=context.store.records))
        except AuthoringError as error:
            yield Problem(error.problem.message, error.problem.remedy, label, number)
            continue
        for message in doubts:
            remedy = _("Ask “{actor}” whether they approved this text.").format(actor=event.actor)
            if not approval(event).statement:
                remedy += " " + _("If it was before they had a key, state the day: ssh_key_since = 2026-01-31")
            yield Problem(message, remedy, label, number)
