"""Approve: a reviewer approves exactly the text that they saw, by a statement that can be signed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any, ClassVar, Final

from authoring.checks import Finding
from authoring.editorial import approvals, signing
from authoring.editorial.actions import EventAction, Outcome, Prepared, done, event_of, moment_of, recorded
from authoring.editorial.approvals import Approval
from authoring.editorial.context import Context
from authoring.editorial.guards import refuse_blocking
from authoring.editorial.how_written import refuse_first_format, refuse_unstated
from authoring.editorial.look_seals import last_look
from authoring.editorial.queries.changes import Changes, unseen
from authoring.errors import BlockedByFindings, NotAllowed, NotPossibleNow, UsageError, advice
from authoring.model import workflow
from authoring.model.config import SCOPES, ReviewRules
from authoring.model.events import WARNING, Accepted, accepted, near_sources
from authoring.model.states import Action, State
from authoring.store.addresses import is_whole_hash
from authoring.store.pieces import Piece
from authoring.store.recording import Additions
from authoring.text.i18n import _, plural

_REFERENCE: Final = re.compile(r"look-\d+", re.ASCII)


@dataclass(frozen=True)
class PreparedApproval(Prepared):
    """An approval that is about to be recorded: the statement to sign, and the findings of the checks.

    `unseen` are all differences from the submitted text, if the actor has not looked at the present text before: a
    program shows them before it executes the approval.
    """

    approval: Approval | None = None
    findings: tuple[Finding, ...] = ()
    unseen: Changes | None = None


@dataclass(frozen=True)
class Approve(EventAction):
    """Approve the revision that the reviewer saw, named by its whole hash or by the reference of their last look.

    The first digits of a hash are not enough: another text whose hash begins with them can be made in minutes. A
    reference names the text that `Look` showed to this person the last time.

    `scope` is what was examined. `accept` names warnings by their ids; those that the actor accepted before and that
    still apply count too. Blocking findings stop it, since an edit after the submission may have brought them; so
    does a warning that is to be accepted by name and was not. Somebody with an SSH key signs the statement.
    """

    action: ClassVar[Action] = Action.approve

    revision: str
    scope: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()

    def permit(self, context: Context, piece: Piece) -> State:
        """Raises `NotPossibleNow` also when the text is not at the revision that the reviewer names.

        Raises `UsageError` for an incomplete hash, or the reference of somebody else's look.
        """
        return workflow.permit(
            self.action,
            now=piece.situation,
            actor=context.actor,
            quorum=context.settings.quorum,
            revision=self._named(context, piece),
            shares=context.authority.shares,
        )

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether the actor approved this content and the approval still counts: a void one must be given again."""
        situation, actor = piece.situation, context.actor.id
        waits = situation.state is State.in_review and len(situation.approvals) >= context.settings.quorum
        return actor in situation.approvals and not waits and self._named(context, piece) == piece.hash

    def prepare(self, context: Context) -> PreparedApproval:
        """The statement to sign, with its time, and the report of the checks. Raises what the guards raise."""
        piece = context.repository.piece(self.slug)
        if self.is_done(context, piece):
            return PreparedApproval(**vars(done(piece, self.action)))
        target = self.permit(context, piece)
        refuse_ended_key(context)
        subject = context.subject(piece)
        findings = context.findings_of(subject)
        refuse_blocking(findings, is_reviewed=True)
        refuse_narrow(self.scope, context.settings.review)
        refuse_unstated(context, piece)
        refuse_first_format(piece)
        approval = approvals.build_statement(
            piece,
            actor=context.actor,
            when=moment_of(context, piece),
            settings=context.settings,
            findings=findings,
            sources=approvals.sources_of(piece, context.repository),
            scope=self.scope,
            accepts=self._accepted(context, piece, findings),
            note=self.note,
            lang=context.language,
        )
        details = approval.payload(context.near_sources(subject)).as_details()
        prepared = self._prepared(context, piece, target, approval, details)
        return replace(prepared, findings=tuple(findings), unseen=unseen(context, piece))

    def _prepared(
        self, context: Context, piece: Piece, target: State, approval: Approval, details: Mapping[str, Any]
    ) -> PreparedApproval:
        source = piece.situation.state
        piece, event = event_of(
            context, piece, self.action, target=target, note=self.note, details=details, when=approval.when
        )
        return PreparedApproval(
            piece,
            self.action,
            source,
            target,
            event,
            statement=approval.content,
            key=context.actor.ssh_key,
            approval=approval,
        )

    def execute(self, context: Context, prepared: Prepared, *, signature: bytes = b"") -> Outcome:
        """Record the approval. Raises `NotAllowed` for a signature that is missing, or not by the actor's key."""
        approval = prepared.approval if isinstance(prepared, PreparedApproval) else None
        if approval is None or prepared.event is None:
            return recorded(context, prepared)
        signing.refuse_unsigned(approval.content, signature, signer=prepared.event.actor, key=prepared.key)
        signed = replace(approval, signature=signature)
        details = {**prepared.event.details, **signed.payload(near_sources(prepared.event)).as_details()}
        event = replace(prepared.event, details=details)
        return recorded(context, replace(prepared, event=event, additions=Additions(records=signed.records)))

    def _named(self, context: Context, piece: Piece) -> str:
        """The whole hash that the actor names; for a reference, the hash of the text that they were shown."""
        named = self.revision.lower()
        if is_whole_hash(named):
            return named
        look = last_look(context, piece)
        if _REFERENCE.fullmatch(named) and look is not None and look.reference == named:
            return look.hash
        raise UsageError(
            _("“{revision}” names no text: two texts can have hashes that begin alike.").format(revision=self.revision)
            if not _REFERENCE.fullmatch(named)
            else _("“{reference}” does not stand for what you were shown the last time.").format(
                reference=self.revision
            ),
            advice("name-whole-hash", slug=piece.slug),
        )

    def _accepted(self, context: Context, piece: Piece, findings: Sequence[Finding]) -> list[Accepted]:
        """The warnings that are accepted now; one that no longer applies is not among them."""
        warnings = [finding for finding in findings if finding.severity == "warning" or finding.is_acceptable]
        named = [finding for wanted in self.accept for finding in _warnings_named(wanted, warnings, piece.slug)]
        named = list(dict.fromkeys(named))
        _refuse_unaccepted(piece, [it for it in to_accept(context, piece, findings) if it not in named])
        before = _accepted_before(context, piece)
        named += [finding for finding in warnings if finding.digest in before]
        return [Accepted(WARNING, finding.check, finding.digest) for finding in named]


def to_accept(context: Context, piece: Piece, findings: Sequence[Finding]) -> list[Finding]:
    """What the approver must accept one by one, and the actor has not accepted yet: warnings, and what may block."""
    before, checks = _accepted_before(context, piece), context.settings.review.accept
    return [
        finding
        for finding in findings
        if (finding.is_acceptable or (finding.severity == "warning" and finding.check in checks))
        and finding.digest not in before
    ]


def refuse_narrow(scope: Sequence[str], rules: ReviewRules) -> None:
    """Raise `UsageError` for an aspect that does not exist, `NotPossibleNow` when one that is required is missing."""
    for aspect in scope:
        if aspect not in SCOPES:
            raise UsageError(
                _("“{scope}” is nothing that an approval can say was examined.").format(scope=aspect),
                _("Write one of: {words}.").format(words=", ".join(SCOPES)),
            )
    missing = [aspect for aspect in rules.scope if aspect not in scope]
    if missing:
        raise NotPossibleNow(
            _("Here an approval must say that these were examined: {scope}.").format(scope=", ".join(missing)),
            advice("examine-scope", scope=" ".join(missing)),
        )


def _warnings_named(wanted: str, warnings: Sequence[Finding], slug: str) -> list[Finding]:
    """The warnings with this id or digest. Raises `UsageError` when there is none, or when an id is ambiguous."""
    named = [finding for finding in warnings if finding.is_named(wanted)]
    digests = list(dict.fromkeys(finding.digest for finding in named))
    if not digests:
        raise UsageError(
            _("There is no warning {id} about this text.").format(id=wanted), advice("see-warning-ids", slug=slug)
        )
    if len(digests) > 1:
        raise UsageError(
            _("{id} stands for several warnings about this text.").format(id=wanted),
            _("Write the whole of the one that you mean: {ids}").format(ids=" ".join(digests)),
        )
    return named


def _accepted_before(context: Context, piece: Piece) -> set[str]:
    """The digests of the warnings that the actor accepted, alone or with an approval that has become void."""
    pairs = accepted(piece.events, kind=WARNING)
    return {entry.sha256 for entry, event in pairs if event.actor == context.actor.id}


def _refuse_unaccepted(piece: Piece, warnings: Sequence[Finding]) -> None:
    if warnings:
        raise BlockedByFindings(
            plural(
                "One warning is for you to accept by name.",
                "{count} warnings are for you to accept one by one, by name.",
                len(warnings),
            )
            + f" {warnings[0].message}",
            advice(
                "accept-warnings",
                slug=piece.slug,
                accept=" ".join(_shortest_names(warnings)),
            ),
            file=warnings[0].file,
            line=warnings[0].line,
        )


def _shortest_names(warnings: Sequence[Finding]) -> list[str]:
    """The id of each warning; the whole digest of warnings that share an id."""
    digests = list(dict.fromkeys(finding.digest for finding in warnings))
    ids = {finding.digest: finding.id for finding in warnings}
    return [ids[it] if list(ids.values()).count(ids[it]) == 1 else it for it in digests]


def refuse_ended_key(context: Context) -> None:
    """Raise `NotAllowed` for somebody whose key proves nothing any more that is dated today."""
    actor = context.actor
    if actor.ssh_key and actor.ssh_key not in actor.keys_on(context.clock().astimezone(UTC).date()):
        raise NotAllowed(
            _("The key that authoring.toml states for “{id}” has ended.").format(id=actor.id),
            _("Have `people.{id}.ssh_key` state the new one, and take `ssh_key_until` out.").format(id=actor.id),
        )
