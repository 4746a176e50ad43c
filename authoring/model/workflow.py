"""The table of the workflow: who may do what in which state.

Pure functions of a piece's situation and the actor. No other module decides what is permitted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from authoring.errors import Advice, NotAllowed, NotPossibleNow, advice
from authoring.model.people import Person, RoleName
from authoring.model.situation import Situation
from authoring.model.states import Action, State, state_name
from authoring.text.i18n import _


class Transition(NamedTuple):
    """One row of the table. An empty `target` leaves the state unchanged; an action that `begins` is a first event."""

    action: Action
    sources: frozenset[State]
    target: State | None
    roles: frozenset[RoleName]
    needs_note: bool = False
    four_eyes: bool = False
    person_only: bool = True
    begins: bool = False


def _line(
    action: Action, sources: Iterable[State], target: State | None, roles: Iterable[RoleName], **guards: bool
) -> tuple[Action, Transition]:
    return action, Transition(action, frozenset(sources), target, frozenset(roles), **guards)


_UNPUBLISHED: Final = (State.draft, State.in_review, State.changes_requested, State.approved, State.scheduled)

_REVIEWED: Final = (State.in_review, State.approved, State.scheduled, State.published)

TRANSITIONS: Final[Mapping[Action, Transition]] = dict([
    _line(Action.import_, [State.draft], State.published, ["editor"], begins=True),
    _line(Action.draft, [State.draft, State.changes_requested], State.draft, ["author"], person_only=False),
    _line(Action.revise, _UNPUBLISHED, None, ["author", "reviewer", "editor"], person_only=False),
    _line(Action.mend, _UNPUBLISHED, None, ["author", "reviewer", "editor"], person_only=False),
    _line(Action.submit, [State.draft, State.changes_requested], State.in_review, ["author"], person_only=False),
    _line(Action.assign, [State.in_review], None, ["author", "editor"], person_only=False),
    _line(Action.withdraw, [State.in_review], State.draft, ["author"]),
    _line(Action.accept, _UNPUBLISHED, None, ["author", "reviewer", "editor"]),
    _line(Action.erase, State, None, ["editor"]),
    _line(Action.approve, [State.in_review], State.approved, ["reviewer"], four_eyes=True),
    _line(Action.accompany, _REVIEWED, None, ["author", "reviewer", "editor"], person_only=False),
    _line(Action.approve_text, _REVIEWED, None, ["reviewer"], four_eyes=True),
    _line(
        Action.request_changes,
        [State.in_review, State.approved, State.scheduled],
        State.changes_requested,
        ["reviewer"],
        needs_note=True,
    ),
    _line(Action.reject, [State.in_review], State.rejected, ["reviewer", "editor"], needs_note=True),
    _line(Action.schedule, [State.approved], State.scheduled, ["editor"]),
    _line(Action.publish, [State.approved, State.scheduled], State.published, ["editor"], person_only=False),
    _line(Action.correct, [State.published], State.draft, ["author"]),
    _line(Action.retract, [State.published], State.retracted, ["editor"], needs_note=True),
    _line(Action.reopen, [State.rejected, State.retracted], State.draft, ["author", "editor"]),
])  # fmt: skip


# what names the very words that it is about
_NAMING: Final = frozenset({Action.approve, Action.approve_text})


def permit(
    action: Action,
    *,
    now: Situation,
    actor: Person,
    quorum: int = 1,
    revision: str = "",
    note: str = "",
    moment: datetime | None = None,
    shares: Collection[str] = (),
) -> State:
    """The state after `actor` does `action`. Changes nothing. Raises the first of the `objections`."""
    for objection in objections(
        action, now=now, actor=actor, revision=revision, note=note, moment=moment, shares=shares
    ):
        raise objection
    return target_of(action, now=now, actor=actor.id, quorum=quorum)


def objections(
    action: Action,
    *,
    now: Situation,
    actor: Person,
    revision: str = "",
    note: str = "",
    moment: datetime | None = None,
    shares: Collection[str] = (),
) -> Iterator[NotPossibleNow | NotAllowed]:
    """Everything that forbids `actor` to do `action`, the most important first; empty when it is allowed.

    `shares` are the ids of others with the actor's e-mail address: under the rule of two persons they count as one.
    `NotPossibleNow` for the wrong state (an approval that is void: `approval-void`), a stale revision
    (`stale-revision`), a missing note (`reason-missing`) or a schedule that is not due at `moment` (`not-due`), and
    `NotAllowed` for the wrong person: no person (`persons-only`), one without the role (`role-missing`), or one who
    wrote the text (`four-eyes`), or who has the e-mail address of somebody who wrote or approved it
    (`shared-address`).
    """
    line = TRANSITIONS[action]
    yield from _about_state(line, now)
    yield from _about_actor(line, now, actor, moment)
    if line.four_eyes:
        yield from _about_other_eyes(now, actor, shares)
    if line.needs_note and not note.strip():
        yield NotPossibleNow(
            _("A reason is missing."), _("Say in a sentence why; the author reads it."), code="reason-missing"
        )
    if action in _NAMING and (not revision or revision != now.hash):
        yield NotPossibleNow(
            _("The text is now at revision {current}, and not at the one you name.").format(current=now.hash[:12]),
            advice("read-again"),
            code="stale-revision",
            values={"named": revision, "hash": now.hash},
        )


def target_of(action: Action, *, now: Situation, actor: str, quorum: int) -> State:
    """The state that the action leads to if nothing forbids it."""
    if action is Action.approve and len({*now.approvals, actor}) < quorum:
        return State.in_review
    return TRANSITIONS[action].target or now.state


def _about_state(line: Transition, now: Situation) -> Iterator[NotPossibleNow]:
    if line.begins and now.last:
        yield NotPossibleNow(
            _("The piece has a history already; a post from elsewhere begins a new one."),
            advice("import-under-other-name"),
            code="history-begun",
        )
    elif now.state in line.sources or (line.action is Action.retract and now.live):
        return
    elif now.void:
        yield NotPossibleNow(
            _("The text has changed since {hash} was approved, so that approval no longer holds.").format(
                hash=now.void[:12]
            ),
            advice("have-reviewed-again"),
            code="approval-void",
            values={"approved": now.void, "hash": now.hash},
        )
    else:
        yield NotPossibleNow(
            _("The piece is {state}; this can be done only when it is {states}.").format(
                state=state_name(now.state), states=_(" or ").join(state_name(s) for s in State if s in line.sources)
            ),
            _next_steps(now.state),
            values={"state": now.state.value, "possible": [state.value for state in State if state in line.sources]},
        )


def _about_actor(
    line: Transition, now: Situation, actor: Person, moment: datetime | None
) -> Iterator[NotPossibleNow | NotAllowed]:
    if line.person_only and actor.kind != "person":
        yield NotAllowed(
            _("{name} is not a person, and only a person may do this.").format(name=actor.name),
            _("Ask somebody with one of these roles: {roles}.").format(roles=_role_names(line.roles)),
            code="persons-only",
            values={"actor": actor.id, "roles": sorted(line.roles)},
        )
    if actor.kind == "system" and line.action is Action.publish and now.state is State.scheduled:
        yield from _not_due(now, moment)
    elif "admin" not in actor.roles and not actor.roles & line.roles:
        yield NotAllowed(
            _("{name} does not have the role for this.").format(name=actor.name),
            _("Ask somebody with one of these roles: {roles}.").format(roles=_role_names(line.roles)),
            code="role-missing",
            values={"actor": actor.id, "roles": sorted(line.roles)},
        )


def _about_other_eyes(now: Situation, actor: Person, shares: Collection[str]) -> Iterator[NotAllowed]:
    """The objections to approving one's own text, or one written or approved under one's own e-mail address."""
    if actor.id in now.writers:
        yield NotAllowed(
            _("{name} wrote or edited this text, so somebody else must approve it.").format(name=actor.name),
            advice("ask-another-reviewer"),
            code="four-eyes",
            values={"actor": actor.id},
        )
    for other in sorted(now.writers.intersection(shares)):
        yield NotAllowed(
            _("{name} has the e-mail address of “{id}”, who wrote or edited this text.").format(
                name=actor.name, id=other
            ),
            advice("ask-other-address"),
            code="shared-address",
            values={"actor": actor.id, "other": other},
        )
    for other in sorted({*now.approvals} & {*shares}):
        yield NotAllowed(
            _("{name} has the e-mail address of “{id}”, who approved this text: the two count as one.").format(
                name=actor.name, id=other
            ),
            advice("ask-other-address"),
            code="shared-address",
            values={"actor": actor.id, "other": other},
        )


def _not_due(now: Situation, moment: datetime | None) -> Iterator[NotPossibleNow]:
    """The objection to publishing by schedule before the time."""
    if now.scheduled_at and moment and moment < now.scheduled_at:
        yield NotPossibleNow(
            _("The piece is scheduled for {time}, and that moment has not come.").format(
                time=now.scheduled_at.isoformat(timespec="minutes")
            ),
            _("Wait, or have an editor publish it now."),
            code="not-due",
        )


def role_name(role: RoleName, lang: str | None = None) -> str:
    """The role's name in the language of messages."""
    return {
        "author": _("author", lang),
        "reviewer": _("reviewer", lang),
        "editor": _("editor", lang),
        "admin": _("administrator", lang),
    }[role]


def _role_names(roles: Iterable[RoleName]) -> str:
    return ", ".join(role_name(role) for role in sorted(roles))


def _next_steps(state: State) -> Advice:
    return {
        State.draft: advice("hand-in"),
        State.in_review: advice("wait-or-take-back"),
        State.changes_requested: advice("hand-in-again"),
        State.approved: advice("publish-or-send-back"),
        State.scheduled: advice("stop-schedule"),
        State.published: advice("correct-or-retract"),
        State.retracted: advice("reopen"),
        State.rejected: advice("reopen"),
    }[state]
