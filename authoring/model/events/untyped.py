"""Reads values from the JSON of an event: a value of another type counts as missing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def moment_in(stated: object) -> datetime | None:
    """The moment, if it is one with an offset from UTC."""
    try:
        moment = datetime.fromisoformat(stated) if isinstance(stated, str) else None
        return moment if moment and moment.tzinfo and moment.astimezone(UTC) else None
    except (ValueError, OverflowError):
        return None


def entries_in(stated: object) -> list[dict[str, Any]]:
    """The objects of a list."""
    return [entry for entry in stated if isinstance(entry, dict)] if isinstance(stated, list) else []


def texts_in(stated: object) -> tuple[str, ...]:
    """The texts of a list."""
    return tuple(text for text in stated if isinstance(text, str)) if isinstance(stated, list) else ()
