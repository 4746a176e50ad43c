"""The points of a piece's outline, and what the piece says of each."""

from __future__ import annotations

from authoring.checks.support.covering import CoveredPoint, covered
from authoring.editorial.context import Context
from authoring.errors import InvalidDocuments
from authoring.store.pieces import Piece


def covered_points(context: Context, piece: Piece) -> list[CoveredPoint]:
    """What the piece says of each point, in the outline's order; empty where it has none that can be read."""
    try:
        return covered(context.subject(piece))
    except InvalidDocuments:
        return []


def unsaid(context: Context, piece: Piece) -> list[CoveredPoint]:
    """The points that the piece does not say, or not with all their facts."""
    return [point for point in covered_points(context, piece) if point.coverage.status != "said"]
