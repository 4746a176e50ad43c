"""The situation of a piece: its state and approvals, by its history and the hash of its present text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from authoring.model import events
from authoring.model.accompanying import AccompanyingText, TextCourse
from authoring.model.events import Event, Import
from authoring.model.states import ABOUT_TEXTS, OUT, WRITING, Action, State

_WITHIN_A_ROUND: Final = frozenset(
    {
        Action.approve,
        Action.accept,
        Action.erase,
        Action.schedule,
        Action.assign,
        Action.submit,
        Action.mend,
        *ABOUT_TEXTS,
    }
)
_KEEP_APPROVALS: Final = frozenset(
    {Action.schedule, Action.assign, Action.accept, Action.erase, Action.publish, *ABOUT_TEXTS}
)
_LEAVE_VOID: Final = frozenset({Action.assign, Action.accept, Action.erase, Action.revise, Action.mend, *ABOUT_TEXTS})
_STANDING: Final = frozenset({State.approved, State.scheduled})


@dataclass(frozen=True)
class Situation:
    """The state of a piece by its history and its present content.

    `void` is the approved hash that an edit has voided. `live` is the hash that readers see, if any. `writers` are all
    who wrote in the text. `approvals` are only those of the present content. `texts` are those that accompany it.
    """

    state: State
    hash: str
    approvals: tuple[str, ...] = ()
    approved: str = ""
    void: str = ""
    live: str = ""
    writers: frozenset[str] = frozenset()
    has_model_text: bool = False
    assignee: str = ""
    due: str = ""
    scheduled_at: datetime | None = None
    last: Event | None = None
    texts: tuple[AccompanyingText, ...] = ()


def about_text(situation: Situation, kind: str) -> Situation:
    """The same situation with a text that accompanies the piece in the place of the piece's own.

    `hash` is that of the text's words, empty where none of this kind is recorded. Whoever wrote the piece counts among
    its writers too.
    """
    text = next((it for it in situation.texts if it.kind == kind), None)
    if text is None:
        return replace(situation, hash="", approvals=())
    return replace(situation, hash=text.sha256, approvals=text.approvals, writers=situation.writers | text.writers)


def situation_of(history: Iterable[Event], *, content_hash: str, author: str = "") -> Situation:
    """The situation of a piece. Only the events and the hash decide; `status` in the file does not."""
    course = Course()
    for event in history:
        course.add(event)
    return course.situation(content_hash=content_hash, author=author)


class Course:
    """Follows a history event by event: one pass gives the situation before each event and after all.

    It takes the state from the events, except that a text without approvals is never approved; `replay` checks whether
    the events were permitted.
    """

    def __init__(self) -> None:
        self._last: Event | None = None
        self._approvals: list[tuple[str, str]] = []
        self._approved = ""
        self._voided = ""
        self._live = ""
        self._scheduled_at: datetime | None = None
        self._writers: set[str] = set()
        self._has_model_text = False
        self._assignment = {"assignee": "", "due": ""}
        self._texts = TextCourse()

    @property
    def state(self) -> State:
        """The state after the last event, regardless of later edits."""
        return self._last.target if self._last else State.draft

    def add(self, event: Event) -> None:
        """Add the next event."""
        self._add_to_approvals(event)
        self._add_to_assignment(event)
        self._texts.add(event)
        if event.action in OUT:
            self._live = event.hash
        elif event.action is Action.retract:
            self._live = ""
        elif event.action is Action.schedule:
            scheduling = events.scheduling(event)
            self._scheduled_at = scheduling.at if scheduling else None
        if event.action in WRITING or _brings_text(event):
            self._writers.add(event.actor)
        self._has_model_text = self._has_model_text or bool(events.models(event) or events.copied_models(event))
        self._last = event

    def situation(self, *, content_hash: str, author: str = "") -> Situation:
        """The situation with this content."""
        is_standing = self.state in _STANDING
        approved = self._approved if is_standing and self._approved == content_hash else ""
        void = self._approved if is_standing and not approved else self._voided
        void = "" if void == content_hash else void
        state = State.in_review if is_standing and not approved else self.state
        return Situation(
            state=state,
            hash=content_hash,
            approvals=tuple(name for name, approved_hash in self._approvals if approved_hash == content_hash),
            approved=approved,
            void=void,
            live=self._live,
            writers=frozenset([*([author] if author else []), *self._writers]),
            has_model_text=self._has_model_text,
            assignee=self._assignment["assignee"],
            due=self._assignment["due"],
            scheduled_at=self._scheduled_at if state is State.scheduled else None,
            last=self._last,
            texts=self._texts.of(content_hash),
        )

    def _add_to_approvals(self, event: Event) -> None:
        """Approvals count until the next submission, request for changes or new text; `approved` until it is voided."""
        if event.action is Action.approve:
            entry = (event.actor, event.hash)
            self._approvals = [*(other for other in self._approvals if other != entry), entry]
        elif event.action not in _KEEP_APPROVALS:
            self._approvals = []
        if event.action not in _LEAVE_VOID:
            self._voided = ""
        elif event.target not in _STANDING:
            self._voided = self._approved or self._voided
        if event.target not in _STANDING:
            self._approved = ""
        elif event.action is Action.approve:
            self._approved = event.hash

    def _add_to_assignment(self, event: Event) -> None:
        """Update the assignment of the present review; a decision ends it."""
        if event.action not in _WITHIN_A_ROUND:
            self._assignment = {"assignee": "", "due": ""}
        stated = events.assignment(event)
        pairs = {"assignee": stated.assignee, "due": stated.due}
        self._assignment.update({name: value for name, value in pairs.items() if value is not None})


def _brings_text(event: Event) -> bool:
    """Whether the event is an import whose actor counts as a writer; in events of earlier versions they do not."""
    origin = events.imported([event])
    return origin is not None and origin.site is not None


def live_hash(past: Sequence[Event]) -> str:
    """The hash of the content that readers see; empty when they see none."""
    for event in reversed(past):
        if event.action in OUT:
            return event.hash
        if event.action is Action.retract:
            return ""
    return ""


def times_out(past: Iterable[Event]) -> list[datetime]:
    """The times of publication, in order; for an imported post the first is that of its publication elsewhere."""
    times = []
    for event in past:
        if event.action is Action.publish:
            times.append(event.time)
        elif origin := events.imported([event]):
            times += [origin.published, origin.updated]
    return times


def unreviewed_import(past: Sequence[Event]) -> Import | None:
    """The origin of a post that readers see unchanged since its import; None if approved since, or not published."""
    for event in reversed(past):
        if event.action is Action.import_:
            return events.imported(past)
        if event.action in (Action.publish, Action.retract):
            return None
    return None


def is_imported(past: Iterable[Event]) -> bool:
    """Whether the piece began as an imported post."""
    return any(event.action is Action.import_ for event in past)
