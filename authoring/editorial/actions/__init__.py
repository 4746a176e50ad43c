"""Every change of state or text, one module an action: may it be done, what will be recorded, and doing it.

```python
action = Approve("garden", revision="3f2a91c0", scope=["facts"])
refusal = action.allowed(context)                     # None, or why not: a door disables its button with it
prepared = action.prepare(context)                    # the event, and the statement that is to be signed
outcome = action.execute(context, prepared, signature=sign(prepared.statement))
```

`prepare` runs every guard and changes nothing. `execute` writes exactly what was prepared, or raises `Conflict` where
the piece has changed in the meantime; given the same again it changes nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from authoring.editorial.context import Context
from authoring.errors import AuthoringError, Conflict, InputError, Stopped, UsageError
from authoring.model import workflow
from authoring.model.events import Event, is_same_act
from authoring.model.states import Action, State
from authoring.store.pieces import Piece
from authoring.store.recording import NOTHING, Additions, new_event, record
from authoring.text.i18n import speaking

if TYPE_CHECKING:
    from authoring.exporters import Receipt

P = TypeVar("P")
R = TypeVar("R")


class EditorialAction(ABC, Generic[P, R]):
    """What a person, an agent or the system can do; `P` is what `prepare` gives, `R` what `execute` gives.

    Messages are in the language of the context, whatever the language of the program around it: every subclass's
    methods are wrapped for that.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name in ("allowed", "prepare", "execute"):
            if name in vars(cls):
                setattr(cls, name, _speaking(vars(cls)[name]))

    @abstractmethod
    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the actor may not do this now; None when they may.

        It is what `prepare` raises for this actor and this state, at little cost: no check reads the text for it, and
        no target or model is asked.
        """

    @abstractmethod
    def prepare(self, context: Context) -> P:
        """What will be recorded, with every guard passed. Changes nothing."""

    @abstractmethod
    def execute(self, context: Context, prepared: P, *, signature: bytes = b"") -> R:
        """Do what was prepared. Raises `Conflict`, and changes nothing, when the piece has changed in the meantime."""


def _speaking(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def spoken(self: object, context: Context, *arguments: Any, **options: Any) -> Any:
        with speaking(context.language):
            return method(self, context, *arguments, **options)

    return spoken


@dataclass(frozen=True)
class Outcome:
    """What an action did; `piece` is the piece after it."""

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
class Delivered:
    """What an action did that also changed what readers see: the outcome, and a receipt from each target."""

    outcome: Outcome
    receipts: Sequence[Receipt] = ()


@dataclass(frozen=True)
class Prepared:
    """What an action is about to record. `event` is None where it is on record already.

    `piece` is as it will be read. `statement` are the bytes to sign, empty where no signature is needed; `key` is
    the public key that the signature must be by.
    """

    piece: Piece
    action: Action
    source: State
    target: State
    event: Event | None = None
    additions: Additions = NOTHING
    statement: bytes = b""
    key: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to record."""
        return self.event is None


class GuardedByPreparation(EditorialAction[P, R]):
    """An action whose guards cost so little that preparing it answers whether it is allowed."""

    def allowed(self, context: Context) -> AuthoringError | None:
        """What `prepare` refuses it for; None when it refuses nothing."""
        try:
            self.prepare(context)
        except (Stopped, InputError, UsageError) as refusal:
            return refusal
        return None


@dataclass(frozen=True)
class ReadingAction(EditorialAction[P, P]):
    """An action on one piece that records no event, such as reading it: nobody needs a role for it."""

    slug: str

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the piece cannot be read; None when it can."""
        try:
            context.repository.piece(self.slug)
        except InputError as refusal:
            return refusal
        return None


@dataclass(frozen=True)
class PieceAction(EditorialAction[Prepared, R]):
    """An action on one piece that records an event: each module defines what is specific to its action.

    `note` is the actor's remark on it, for the record.
    """

    action: ClassVar[Action]

    slug: str
    note: str = field(default="", kw_only=True)

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the actor may not do this to the piece now; None when they may."""
        try:
            piece = self.piece(context)
            if not self.is_done(context, piece):
                self.permit(context, piece)
        except (Stopped, InputError, UsageError) as refusal:
            return refusal
        return None

    def piece(self, context: Context) -> Piece:
        """The piece as it is now. Raises `UnknownSlug`, `InvalidDocuments`, or `InputError` for a broken history."""
        return context.repository.piece(self.slug)

    def permit(self, context: Context, piece: Piece) -> State:
        """The state after the action, by the table of the workflow. Raises `NotPossibleNow` or `NotAllowed`."""
        return workflow.permit(
            self.action, now=piece.situation, actor=context.actor, quorum=context.settings.quorum, note=self.note
        )

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether the piece is already as the action would leave it."""
        return False

    def details(self, context: Context, piece: Piece) -> Mapping[str, Any]:
        """What the line of the history states besides the change of state; runs the action's own guards."""
        return {}

    def prepare(self, context: Context) -> Prepared:
        """The event that will be recorded. Raises what `permit` and the action's own guards raise."""
        piece = self.piece(context)
        if self.is_done(context, piece):
            return done(piece, self.action)
        return self.prepared(context, piece, target=self.permit(context, piece))

    def prepared(self, context: Context, piece: Piece, *, target: State, additions: Additions = NOTHING) -> Prepared:
        """The event for a piece as it is to be recorded."""
        source = piece.situation.state
        details = self.details(context, piece)
        piece, event = event_of(context, piece, self.action, target=target, note=self.note, details=details)
        return Prepared(piece, self.action, source, target, event, additions)


@dataclass(frozen=True)
class EventAction(PieceAction[Outcome]):
    """An action on one piece whose only effect is an event."""

    def execute(self, context: Context, prepared: Prepared, *, signature: bytes = b"") -> Outcome:
        """Record what was prepared."""
        return recorded(context, prepared)


def perform(action: EditorialAction[P, R], context: Context) -> R:
    """Prepare and execute in one go, for doors and programs that show nothing in between."""
    return action.execute(context, action.prepare(context))


def event_of(
    context: Context,
    piece: Piece,
    action: Action,
    *,
    target: State,
    note: str = "",
    details: Mapping[str, Any] | None = None,
    when: datetime | None = None,
) -> tuple[Piece, Event]:
    """The piece as it will be read once the event is recorded, and the event of the context's actor."""
    return new_event(
        piece,
        action,
        actor=context.actor,
        when=when or moment_of(context, piece),
        target=target,
        authority=context.authority,
        note=note,
        details=details,
    )


def moment_of(context: Context, piece: Piece) -> datetime:
    """When an event of the piece happens: now, and never before its last one, whatever this machine's clock says."""
    return max(context.now, piece.events[-1].time) if piece.events else context.now


def done(piece: Piece, action: Action) -> Prepared:
    """What is prepared where the piece is already as the action would leave it."""
    state = piece.situation.state
    return Prepared(piece, action, state, state)


def recorded(context: Context, prepared: Prepared) -> Outcome:
    """Write the prepared event, unless this very event was written before."""
    if prepared.event is None:
        return Outcome(prepared.piece, prepared.action, prepared.source, prepared.target, changed=False)
    try:
        piece = record(context.repository, prepared.piece, prepared.event, additions=prepared.additions)
    except Conflict:
        piece = context.repository.piece(prepared.piece.slug)
        if not any(is_same_act(line, prepared.event) for line in piece.events):
            raise
        return Outcome(piece, prepared.action, prepared.target, prepared.target, changed=False)
    return Outcome(piece, prepared.action, prepared.source, prepared.target)


def was_last(piece: Piece, action: Action, state: State, note: str | None = None) -> bool:
    """Whether the last event is this action and the piece is still in the state that it led to."""
    last = piece.situation.last
    if last is None or last.action is not action or piece.situation.state is not state:
        return False
    return note is None or last.note == note.strip()
