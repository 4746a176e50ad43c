"""Histories as somebody forges them who can write to the workspace, and who chains every line anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from authoring.model import history
from authoring.model.events import Event
from authoring.store import Store
from authoring.store.memory import MemoryStore
from tests.worlds.newsroom import SLUG, Newsroom


def rechained(events: Sequence[Event]) -> bytes:
    """These events with numbers and digests that fit."""
    content = b""
    for event in events:
        content += history.encode(history.following(history.checkpoint(content), event))
    return content


def lay(store: Store, content: bytes, *, slug: str = SLUG) -> None:
    """Put these bytes in the place of a history, past every guard of a store in memory."""
    assert isinstance(store, MemoryStore)
    store._state.events[slug] = content


def forge(newsroom: Newsroom, *events: Event) -> None:
    """Put these events, chained anew, in the place of the piece's history."""
    lay(newsroom.store, rechained(events))


def append(newsroom: Newsroom, event: Event) -> None:
    """Add a line at the end, chained as the program would."""
    forge(newsroom, *newsroom.piece.events, event)


def lines_with_problems(newsroom: Newsroom) -> set[int | None]:
    """The lines of the history that `verify` reports."""
    label = newsroom.store.events.label(SLUG)
    return {problem.line for problem in newsroom.problems() if problem.file == label}


def messages(newsroom: Newsroom) -> list[str]:
    """What `verify` reports."""
    return [problem.message for problem in newsroom.problems()]


def stating(event: Event, **changes: Any) -> dict[str, Any]:
    """The event's details with some changed; None takes one out."""
    details = {**event.details, **changes}
    return {name: value for name, value in details.items() if value is not None}
