"""Every change of state or text, one module an action: `allowed`, `prepare`, `execute`.

```python
action = Approve("garden", revision=piece.hash, scope=["facts"])
refusal = action.allowed(context)                     # None, or the reason why not, by which a door disables its button
prepared = action.prepare(context)                    # the event, and the statement that is to be signed
outcome = action.execute(context, prepared, signature=sign(prepared.statement))
```

`prepare` runs every guard and changes nothing. `execute` writes exactly what was prepared, or raises `Conflict` where
the piece has changed in the meantime; a second call with the same argument changes nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from authoring.editorial.context import Context
from authoring.errors import AuthoringError, Conflict, InputError, NotPossibleNow, Stopped, UsageError
from authoring.model import events, workflow
from authoring.model.events import Event, is_same_act
from authoring.model.states import Action, State
from authoring.store.pieces import Piece
from authoring.store.recording import NOTHING, Additions, new_event, record
from authoring.text.i18n import _, speaking

if TYPE_CHECKING:
    from authoring.exporters import Receipt

P = TypeVar("P")
R = TypeVar("R")


class EditorialAction(ABC, Generic[P, R]):
    """What a person, an agent or the system can do; `P` is the result of `prepare`, `R` that of `execute`.

    Messages are in the language of the context, not in that of the process: the methods of every subclass are wrapped
    for that.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name in ("allowed", "prepare", "execute"):
            if name in vars(cls):
                setattr(cls, name, _speaking(vars(cls)[name]))

    @abstractmethod
    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the actor may not do this now; None when they may.

        It is the error that `prepare` raises for this actor and this state, found at little cost: without the checks of
        the text and without a request to a target or model.
        """

    @abstractmethod
    def prepare(self, context: Context) -> P:
        """What will be recorded. Runs every guard and changes nothing."""

    @abstractmethod
    def execute(self, context: Context, prepared: P, *, signature: bytes = b"") -> R:
        """Record what was prepared. Raises `Conflict`, having changed nothing, when the piece has changed since."""


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
    """The result of an action that also changes what readers see: the outcome, and a receipt from each target."""

    outcome: Outcome
    receipts: Sequence[Receipt] = ()


@dataclass(frozen=True)
class Prepared:
    """What an action is about to record. `event` is None when it was recorded before.

    `piece` is the piece after the event. `statement` are the bytes to sign, empty where no signature is needed; `key`
    is the public key that must have made the signature.
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
    """An action whose `prepare` is fast enough to tell whether it is allowed."""

    def allowed(self, context: Context) -> AuthoringError | None:
        """The error that `prepare` raises; None when it raises none."""
        try:
            self.prepare(context)
        except (Stopped, InputError, UsageError) as refusal:
            return refusal
        return None


@dataclass(frozen=True)
class ReadingAction(EditorialAction[P, P]):
    """An action on one piece that records no event, such as reading it; it needs no role."""

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
            self.action,
            now=piece.situation,
            actor=context.actor,
            quorum=context.settings.quorum,
            note=self.note,
            shares=context.authority.shares,
        )

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether the piece is already in the state that the action leads to."""
        return False

    def details(self, context: Context, piece: Piece) -> Mapping[str, Any]:
        """The event's values besides the change of state. Runs the action's own guards."""
        return {}

    def prepare(self, context: Context) -> Prepared:
        """The event that will be recorded. Raises what `permit` and the action's own guards raise."""
        piece = self.piece(context)
        if self.is_done(context, piece):
            return done(piece, self.action)
        return self.prepared(context, piece, target=self.permit(context, piece))

    def prepared(self, context: Context, piece: Piece, *, target: State, additions: Additions = NOTHING) -> Prepared:
        """The event for this piece."""
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
    """Prepare and execute in one call, for programs that show nothing in between."""
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
    """The piece after the event, and the event, by the context's actor.

    Raises `NotPossibleNow` for a piece whose history names another one: its folder was renamed or copied.
    """
    refuse_renamed(piece)
    return new_event(
        context.repository,
        piece,
        action,
        actor=context.actor,
        when=when or moment_of(context, piece),
        target=target,
        authority=context.authority,
        note=note,
        details=details,
    )


def refuse_renamed(piece: Piece) -> None:
    """Raise `NotPossibleNow` for a piece whose history names another one."""
    name = events.piece_named(piece.events[0]) if piece.events else None
    if name not in (None, piece.slug):
        raise renamed(name or "", piece.slug)


def renamed(slug: str, folder: str) -> NotPossibleNow:
    """The refusal of an action on a piece that lies in a folder with another name."""
    return NotPossibleNow(
        _(
            "The folder “{folder}” holds the history of “{slug}”: it was renamed or copied. Nothing was recorded."
        ).format(folder=folder, slug=slug),
        _("Rename it back to “{slug}”, or delete the copy, and give the command for “{slug}” again.").format(slug=slug),
        code="piece-renamed",
    )


def moment_of(context: Context, piece: Piece) -> datetime:
    """The time of a new event of the piece: now, but never before its last event, even if this clock is slow."""
    return max(context.now, piece.events[-1].time) if piece.events else context.now


def done(piece: Piece, action: Action) -> Prepared:
    """The prepared value for an action that was done before."""
    state = piece.situation.state
    return Prepared(piece, action, state, state)


def recorded(context: Context, prepared: Prepared) -> Outcome:
    """Write the prepared event, unless it was written before."""
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
