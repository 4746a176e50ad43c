"""Compares a history with the workflow and with the statement of each approval.

`publish` uses the same functions before it publishes a text, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator

from authoring.editorial import replaying
from authoring.editorial.context import Context
from authoring.errors import Problem
from authoring.model.events import authority
from authoring.store.pieces import Piece


def decision_problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """Events that the workflow forbids, and approvals that are not proven."""
    return replaying.history_problems(context, piece)


def decision_notes(context: Context, piece: Piece) -> Iterator[Problem]:
    """Changes in the settings since the present approvals."""
    return replaying.history_notes(context, piece)


def unrecorded_lines(piece: Piece) -> int:
    """The number of events without the actor's authority, which earlier versions did not record."""
    return sum(authority(event) is None for event in piece.events)
