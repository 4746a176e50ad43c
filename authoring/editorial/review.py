"""Submit, approve, send back and the rest: one function per change, each with its check, its change and its line.

Every interface calls these same functions. They read no clock and print nothing. An action that has
already been done is not done again: the outcome says `changed=False` and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from authoring.checks import Finding
from authoring.editorial import approvals
from authoring.editorial.signing import Signer
from authoring.errors import BlockedByFindings, NotAllowed, NotPossibleNow, UsageError, advice
from authoring.model import manifest, workflow
from authoring.model.config import SCOPES, ReviewRules
from authoring.model.details import WARNING, Accepted, accepted
from authoring.model.people import Person
from authoring.model.workflow import Action, Event, State
from authoring.sourcing import provenance
from authoring.sourcing.quotations.agreements import STANDS, recorded
from authoring.store import Piece, Store
from authoring.text.i18n import _, plural

MIN_PREFIX = 8
_RULES: Final = ReviewRules()


@dataclass(frozen=True)
class Outcome:
    """What an action did to `piece`, which is as it was left."""

    piece: Piece
    action: Action
    source: State
    target: State
    changed: bool = True

    def as_json(self) -> dict[str, Any]:
        """The keys that every command which changes a state prints."""
        return {
            "slug": self.piece.slug,
            "action": self.action.value,
            "from": self.source.value,
            "to": self.target.value,
            "hash": self.piece.hash,
            "checkpoint": self.piece.checkpoint,
        }


@dataclass(frozen=True)
class Look:
    """A piece as a reviewer looks at it, and the revision that they saw the last time, if any."""

    piece: Piece
    before: Piece | None = None


@dataclass(frozen=True)
class Review:
    """The actions that `actor` can take at the time `when`, on the pieces of a store.

    `found` gives the source that is near each sentence of a model, by the sentence's digest; a submission and an
    approval record it.
    """

    store: Store
    actor: Person
    when: datetime
    quorum: int = 1
    rules: ReviewRules = _RULES
    found: Callable[[Piece], Mapping[str, str]] | None = None

    def submit(
        self, slug: str, *, findings: Callable[[Piece], Sequence[Finding]], to: str = "", due: date | None = None
    ) -> Outcome:
        """Hand the piece in for review, for `to` to look at by `due`. Blocking findings stop it."""
        piece = self.store.piece(slug)
        details = {**({"assignee": to} if to else {}), **({"due": due.isoformat()} if due else {})}
        if piece.situation.state is State.in_review:
            return self._assign(piece, details)
        workflow.permit(Action.submit, now=piece.situation, actor=self.actor)
        refuse_blocking(findings(piece))
        self.store.snapshot(piece)
        told = {"assignee": to, "due": due.isoformat() if due else "", **self._found(piece)}
        return self.record(piece, Action.submit, details=told)

    def _found(self, piece: Piece) -> dict[str, dict[str, str]]:
        """What the line is to say of sources that were found: those alone that are not recorded yet."""
        fresh = provenance.read(piece.folder).unrecorded(self.found(piece) if self.found else {})
        return {"found": fresh} if fresh else {}

    def _assign(self, piece: Piece, details: Mapping[str, str]) -> Outcome:
        now = {"assignee": piece.situation.assignee, "due": piece.situation.due}
        if all(now[key] == value for key, value in details.items()):
            return self._nothing(piece, Action.submit)
        return self.record(piece, Action.assign, details=details)

    def withdraw(self, slug: str) -> Outcome:
        """Take the piece back from review."""
        piece = self.store.piece(slug)
        if _was_last(piece, Action.withdraw, State.draft):
            return self._nothing(piece, Action.withdraw)
        return self.record(piece, Action.withdraw)

    def accept(self, slug: str, *, accepts: Sequence[Accepted], note: str = "") -> Outcome:
        """Record that `actor` stands by what was flagged. What they have accepted already is not written again.

        A warning is for somebody who had no hand in the text to accept: raises `NotAllowed` for its writers.
        """
        piece = self.store.piece(slug)
        if self.actor.id in piece.situation.writers and any(one.kind == WARNING for one in accepts):
            raise NotAllowed(
                _("{name} wrote or edited this text, so somebody else must accept its warnings.").format(
                    name=self.actor.name
                ),
                advice("leave-to-reviewer"),
            )
        fresh = [one for one in dict.fromkeys(accepts) if not self._is_on_record(piece, one)]
        if not fresh:
            return self._nothing(piece, Action.accept)
        return self.record(piece, Action.accept, note=note, details={"accepts": [one.as_json() for one in fresh]})

    def _is_on_record(self, piece: Piece, one: Accepted) -> bool:
        """Whether `actor` has accepted it, or written down this answer, and no other answer has come since."""
        held = any((one, self.actor.id) == (each, event.actor) for each, event in accepted(piece.events, kind=one.kind))
        standing = recorded(piece.events).answers.get((one.sha256, one.source), STANDS[one.kind])
        return held and standing == STANDS[one.kind]

    def approve(
        self,
        slug: str,
        *,
        revision: str,
        findings: Callable[[Piece], Sequence[Finding]] | None = None,
        note: str = "",
        scope: Sequence[str] = (),
        accept: Sequence[str] = (),
        signer: Signer | None = None,
    ) -> Outcome:
        """Approve the revision that the reviewer saw, named by its hash or the first eight or more characters.

        The text that is approved is kept for good, and so is what the approval states: what was examined (`scope`),
        the warnings accepted one by one, by their ids (`accept`, and what `actor` accepted before that still
        applies), the hashes of the sources and of what the checks said. Somebody with an SSH key signs it.
        Blocking findings stop it: an edit since the submission may have brought them. So does a warning that is to
        be accepted by name and was not.
        """
        piece = self.store.piece(slug)
        if len(revision) >= MIN_PREFIX and piece.hash.startswith(revision.lower()):
            revision = piece.hash
        if self._has_approved(piece) and revision == piece.hash:
            return self._nothing(piece, Action.approve)
        workflow.permit(Action.approve, now=piece.situation, actor=self.actor, quorum=self.quorum, revision=revision)
        found = findings(piece) if findings is not None else ()
        refuse_blocking(found)
        self._refuse_narrow(scope)
        approval = approvals.state(
            piece,
            actor=self.actor,
            when=self.when,
            findings=found,
            sources=approvals.sources_of(piece, self.store),
            scope=scope,
            accepts=self._accepted(piece, found, accept),
            note=note,
        )
        if self.actor.ssh_key:
            signature = (signer or Signer()).sign(approval.content, signer=self.actor.id, key=self.actor.ssh_key)
            approval = replace(approval, signature=signature)
        found_now = self._found(piece)
        self.store.snapshot(piece)
        self.store.attach(piece, approval.files)
        return self.record(
            piece, Action.approve, note=note, revision=revision, details={**approval.details, **found_now}
        )

    def to_accept(self, piece: Piece, findings: Sequence[Finding]) -> list[Finding]:
        """The warnings that the approver must accept one by one, and that `actor` has not accepted yet."""
        already = self._accepted_before(piece)
        return [one for one in findings if self._is_by_name(one) and one.digest not in already]

    def _is_by_name(self, finding: Finding) -> bool:
        return finding.severity == "warning" and finding.check in self.rules.accept

    def _accepted_before(self, piece: Piece) -> set[str]:
        """The digests of the warnings that `actor` accepted, by `accept` or with an approval that fell since."""
        return {one.sha256 for one, event in accepted(piece.events, kind=WARNING) if event.actor == self.actor.id}

    def _accepted(self, piece: Piece, findings: Sequence[Finding], ids: Sequence[str]) -> list[Accepted]:
        """The warnings that are accepted now; one that no longer applies is not among them."""
        warnings = [finding for finding in findings if finding.severity == "warning"]
        for wanted in ids:
            if not any(finding.is_named(wanted) for finding in warnings):
                raise UsageError(
                    _("There is no warning {id} about this text.").format(id=wanted),
                    advice("see-warning-ids", slug=piece.slug),
                )
        taken = [one for one in warnings if any(one.is_named(wanted) for wanted in ids)]
        self._refuse_unaccepted(piece, [one for one in self.to_accept(piece, findings) if one not in taken])
        already = self._accepted_before(piece)
        taken += [one for one in warnings if one.digest in already]
        return [Accepted(WARNING, one.check, one.digest) for one in taken]

    @staticmethod
    def _refuse_unaccepted(piece: Piece, left: Sequence[Finding]) -> None:
        if left:
            raise BlockedByFindings(
                plural(
                    "One warning is for you to accept by name.",
                    "{count} warnings are for you to accept one by one, by name.",
                    len(left),
                )
                + f" {left[0].message}",
                advice("accept-warnings", slug=piece.slug, accept=" ".join(dict.fromkeys(one.id for one in left))),
                file=left[0].file,
                line=left[0].line,
            )

    def _refuse_narrow(self, scope: Sequence[str]) -> None:
        for aspect in scope:
            if aspect not in SCOPES:
                raise UsageError(
                    _("“{scope}” is nothing that an approval can say was examined.").format(scope=aspect),
                    _("Write one of: {words}.").format(words=", ".join(SCOPES)),
                )
        missing = [aspect for aspect in self.rules.scope if aspect not in scope]
        if missing:
            raise NotPossibleNow(
                _("Here an approval must say that these were examined: {scope}.").format(scope=", ".join(missing)),
                advice("examine-scope", scope=" ".join(missing)),
            )

    def _has_approved(self, piece: Piece) -> bool:
        """Whether `actor` approved this content and it still counts: a voided round is not made good by old words."""
        now = piece.situation
        waits = now.state is State.in_review and len(now.approvals) >= self.quorum
        return self.actor.id in now.approvals and not waits

    def request_changes(self, slug: str, *, note: str) -> Outcome:
        """Send the piece back to its author, saying what to change."""
        piece = self.store.piece(slug)
        if _was_last(piece, Action.request_changes, State.changes_requested, note):
            return self._nothing(piece, Action.request_changes)
        self._keep_for_the_record(piece)
        return self.record(piece, Action.request_changes, note=note)

    def reject(self, slug: str, *, reason: str) -> Outcome:
        """Decide that the piece will not be published."""
        piece = self.store.piece(slug)
        if _was_last(piece, Action.reject, State.rejected):
            return self._nothing(piece, Action.reject)
        self._keep_for_the_record(piece)
        return self.record(piece, Action.reject, note=reason)

    def schedule(self, slug: str, *, at: datetime) -> Outcome:
        """Have the approved revision published at a time that lies ahead."""
        piece = self.store.piece(slug)
        if piece.situation.scheduled_at == at:
            return self._nothing(piece, Action.schedule)
        if at <= self.when:
            raise UsageError(
                _("{time} is already past.").format(time=at.isoformat(timespec="minutes")),
                advice("name-later-time", slug=slug),
            )
        return self.record(piece, Action.schedule, details={"at": at.isoformat(timespec="seconds")})

    def reopen(self, slug: str) -> Outcome:
        """Make a rejected or retracted piece a draft again."""
        piece = self.store.piece(slug)
        if _was_last(piece, Action.reopen, State.draft):
            return self._nothing(piece, Action.reopen)
        self.permit(piece, Action.reopen)
        if piece.is_out:
            piece = self.store.move_back(slug, keep_live=False)
        return self.record(piece, Action.reopen)

    def correct(self, slug: str) -> Outcome:
        """Begin a correction: the piece is a draft again while readers still see what is published."""
        piece = self.store.piece(slug)
        if _was_last(piece, Action.correct, State.draft):
            return self._nothing(piece, Action.correct)
        self.permit(piece, Action.correct)
        return self.record(self.store.move_back(slug, keep_live=True), Action.correct)

    def look(self, slug: str) -> Look:
        """The piece for `actor` to read. The revision is kept, so that the next look can show what changed."""
        piece = self.store.piece(slug)
        seen = self.store.looks(piece).get(self.actor.id, "")
        self.store.snapshot(piece)
        self.store.note_look(piece, self.actor.id)
        return Look(piece, self.store.kept(piece, seen) if seen and seen != piece.hash else None)

    def permit(self, piece: Piece, action: Action, *, note: str = "") -> State:
        """The state after `action`; raises what `workflow.permit` raises, and changes nothing."""
        return workflow.permit(action, now=piece.situation, actor=self.actor, quorum=self.quorum, note=note)

    def _keep_for_the_record(self, piece: Piece) -> None:
        """A decision is about a text: keep it, so that the next look can show what changed since."""
        if piece.situation.state is State.in_review:
            self.store.snapshot(piece)

    def _nothing(self, piece: Piece, action: Action) -> Outcome:
        state = piece.situation.state
        return Outcome(piece, action, state, state, changed=False)

    def record(
        self,
        piece: Piece,
        action: Action,
        *,
        note: str = "",
        revision: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """Do `action` if the workflow permits it, and write its line."""
        target = workflow.permit(
            action, now=piece.situation, actor=self.actor, quorum=self.quorum, revision=revision, note=note
        )
        line = event(piece, action, actor=self.actor, when=self.when, target=target, note=note, details=details)
        after = self.store.append(piece, line)
        return Outcome(after, action, piece.situation.state, target)


def event(
    piece: Piece,
    action: Action,
    *,
    actor: Person,
    when: datetime,
    target: State,
    note: str = "",
    details: Mapping[str, Any] | None = None,
) -> Event:
    """A line for the piece's history; the first one names the piece, so that histories cannot change places."""
    named = {} if piece.events else {"slug": piece.slug}
    return Event(
        seq=0,
        time=when,
        actor=actor.id,
        kind=actor.kind,
        action=action,
        source=piece.situation.state if piece.events else None,
        target=target,
        hash=piece.hash,
        note=note.strip(),
        details={**named, **(details or {})},
    )


def record_writing(
    store: Store,
    piece: Piece,
    *,
    action: Action,
    actor: Person,
    when: datetime,
    models: Sequence[str],
    note: str = "",
) -> Piece:
    """Note in the history who wrote the text that now lies in the file, with which models, and keep it.

    A text by a model changes what readers are told, and so the content hash.
    """
    if models:
        listed = {**piece.manifest, "disclosure": {**piece.manifest["disclosure"], "kind": "ai-assisted"}}
        hashed = manifest.content_hash(listed)
        piece = replace(piece, manifest=listed, situation=replace(piece.situation, hash=hashed))
    target = State.draft if action is Action.draft else piece.situation.state
    details: dict[str, Any] = {"models": sorted(set(models))} if models else {}
    written = store.append(
        piece, event(piece, action, actor=actor, when=when, target=target, note=note, details=details)
    )
    store.snapshot(written)
    return written


def refuse_blocking(findings: Sequence[Finding]) -> None:
    """Raise `BlockedByFindings` when one of them blocks."""
    blocking = [finding for finding in findings if finding.severity == "blocking"]
    if blocking:
        raise BlockedByFindings(
            plural("One finding blocks the piece.", "{count} findings block the piece.", len(blocking))
            + f" {blocking[0].message}",
            advice("see-findings"),
            values={"findings": len(blocking)},
            file=blocking[0].file,
            line=blocking[0].line,
        )


def _was_last(piece: Piece, action: Action, state: State, note: str | None = None) -> bool:
    last = piece.situation.last
    if last is None or last.action is not action or piece.situation.state is not state:
        return False
    return note is None or last.note == note.strip()
