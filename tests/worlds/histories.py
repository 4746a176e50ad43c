"""Histories as the program writes them, of any length."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from authoring.model import history
from authoring.model.events import Event
from authoring.model.states import Action, State

LABEL: Final = "history.jsonl"
_FIRST: Final = datetime(2026, 1, 1, tzinfo=UTC)


def written(events: int) -> bytes:
    """A history of so many events: a piece goes to its reviewer and comes back, again and again."""
    lines: list[bytes] = []
    before = ""
    for number in range(1, events + 1):
        lines.append(history.encode(_event(number, before)))
        before = history.digest_of(lines[-1])
    return b"".join(lines)


def is_altered(content: bytes, checkpoint: str) -> bool:
    """Whether the history is broken in itself, or does not lead through the checkpoint."""
    return bool(history.problems(content, LABEL)) or history.against(content, checkpoint, LABEL) is not None


def _event(number: int, before: str) -> Event:
    is_submission = bool(number % 2)
    return Event(
        number,
        _FIRST + timedelta(minutes=number),
        "agathe" if is_submission else "samir",
        "person",
        Action.submit if is_submission else Action.request_changes,
        State.draft if number == 1 else (State.changes_requested if is_submission else State.in_review),
        State.in_review if is_submission else State.changes_requested,
        f"{number // 4:064x}",
        prev=before,
    )
