"""Approve a text: a reviewer approves the very words of a text that goes with a piece, by a statement of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from authoring.editorial import accompanying, signing, text_approvals
from authoring.editorial.accompanying import TextView
from authoring.editorial.actions import EventAction, Outcome, Prepared, event_of, moment_of, recorded
from authoring.editorial.actions.accompany import text_beside
from authoring.editorial.actions.approve import refuse_ended_key
from authoring.editorial.context import Context
from authoring.editorial.text_approvals import StatedApproval
from authoring.errors import NotPossibleNow, UsageError, advice
from authoring.model import workflow
from authoring.model.situation import about_text
from authoring.model.states import Action, State
from authoring.model.text_kinds import kind_named
from authoring.sourcing.accompanying.judging import Fault
from authoring.store.addresses import is_whole_hash
from authoring.store.pieces import Piece
from authoring.store.recording import Additions
from authoring.text.i18n import _


@dataclass(frozen=True)
class PreparedTextApproval(Prepared):
    """An approval of a text that is about to be recorded: what is signed, and what else a reader may want to know."""

    approval: StatedApproval | None = None
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class ApproveText(EventAction):
    """Approve a text of this kind, named by the whole hash of its words.

    Nobody approves what they wrote, neither the text nor the piece. A text that says what the post does not, or that a
    consent stops, cannot be approved. Somebody with an SSH key signs the statement.
    """

    action: ClassVar[Action] = Action.approve_text

    kind: str
    revision: str

    def permit(self, context: Context, piece: Piece) -> State:
        """Raises `NotPossibleNow` also when the words are not those that the reviewer names, or nobody recorded them.

        Raises `UsageError` for the beginning of a hash, which names no text, and for an unknown kind.
        """
        if not is_whole_hash(self.revision.lower()):
            raise UsageError(
                _("“{revision}” names no text: two texts can have hashes that begin alike.").format(
                    revision=self.revision
                ),
                advice("see-texts", slug=piece.slug),
            )
        kind = kind_named(self.kind)
        seen = text_beside(context, piece, kind)
        if seen.hash != self.revision.lower() or seen.standing in ("edited", "unrecorded", "outdated"):
            _refuse_standing(seen, piece, named=self.revision.lower())
        return workflow.permit(
            self.action,
            now=about_text(piece.situation, kind.name),
            actor=context.actor,
            quorum=context.settings.quorum,
            revision=self.revision.lower(),
            note=self.note,
            shares=context.authority.shares,
        )

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether the actor approved these very words for the present text of the piece."""
        now = about_text(piece.situation, kind_named(self.kind).name)
        return bool(now.hash) and now.hash == self.revision.lower() and context.actor.id in now.approvals

    def prepare(self, context: Context) -> Prepared:
        """The statement to sign. Raises what `permit` raises, and `NotPossibleNow` for a fault or a consent."""
        prepared = super().prepare(context)
        if prepared.event is None:
            return prepared
        piece = context.repository.piece(self.slug)
        seen = text_beside(context, piece, kind_named(self.kind))
        for problem in seen.reasons:
            raise NotPossibleNow(problem.message, problem.remedy, file=seen.label)
        refuse_ended_key(context)
        approval = text_approvals.build_statement(
            piece,
            kind=seen.kind.name,
            text=seen.hash,
            actor=context.actor,
            when=moment_of(context, piece),
            settings=context.settings,
            note=self.note,
            lang=context.language,
        )
        found = accompanying.faults(accompanying.post_of(context, piece), seen)
        return self._prepared(context, piece, prepared.target, approval, found)

    def _prepared(
        self, context: Context, piece: Piece, target: State, approval: StatedApproval, found: Sequence[Fault]
    ) -> PreparedTextApproval:
        source = piece.situation.state
        details = approval.payload().as_details()
        named, event = event_of(context, piece, self.action, target=target, note=self.note, details=details)
        return PreparedTextApproval(
            named,
            self.action,
            source,
            target,
            event,
            statement=approval.content,
            key=context.actor.ssh_key,
            approval=approval,
            warnings=tuple(found),
        )

    def execute(self, context: Context, prepared: Prepared, *, signature: bytes = b"") -> Outcome:
        """Record the approval. Raises `NotAllowed` for a signature that is missing, or not by the actor's key."""
        approval = prepared.approval if isinstance(prepared, PreparedTextApproval) else None
        if approval is None or prepared.event is None:
            return recorded(context, prepared)
        signing.refuse_unsigned(approval.content, signature, signer=prepared.event.actor, key=prepared.key)
        signed = replace(approval, signature=signature)
        event = replace(prepared.event, details={**prepared.event.details, **signed.payload().as_details()})
        return recorded(context, replace(prepared, event=event, additions=Additions(records=signed.records)))


def _refuse_standing(seen: TextView, piece: Piece, *, named: str) -> None:
    message = _("The text is now at {current}, and not at the one you name, {named}, or nobody has recorded it.")
    raise NotPossibleNow(
        message.format(current=seen.hash[:12], named=named[:12]),
        advice("renew-text", slug=piece.slug, kind=seen.kind.name),
        file=seen.label,
        code="stale-revision",
        values={"named": named, "hash": seen.hash},
    )
