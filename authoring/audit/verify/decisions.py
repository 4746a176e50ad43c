"""What a history says that happened, compared with the workflow and with what each approver stated.

`publish` asks the same functions before it lets a text out, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator

from authoring.editorial import replaying
from authoring.editorial.context import Context
from authoring.errors import Problem
from authoring.model.events import authority
from authoring.store.pieces import Piece


def decision_problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """Lines that the workflow forbids, and approvals that are not proven."""
    return replaying.history_problems(context, piece)


def decision_notes(context: Context, piece: Piece) -> Iterator[Problem]:
    """What has changed in the settings since the approvals that count now were given."""
    return replaying.history_notes(context, piece)


def unrecorded_lines(piece: Piece) -> int:
    """How many lines do not record what entitled their actor, as those of earlier versions do not."""
    return sum(authority(event) is None for event in piece.events)
