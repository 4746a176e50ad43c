"""What changed in a piece between two of its texts, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from authoring.editorial.context import Context
from authoring.store.pieces import Piece
from authoring.text import differences
from authoring.text.differences import Line


@dataclass(frozen=True)
class Changes:
    """The changes from one revision to another, by their hashes, in groups of lines that belong together."""

    before: str
    after: str
    groups: Sequence[Sequence[Line]]


def changes(context: Context, slug: str, *, before: str = "", after: str = "") -> Changes | None:
    """What changed between two kept revisions, named by the first digits of their hashes.

    Without `after` it is the text as it is now; without `before` the last kept revision that differs from that.
    None when there is nothing to compare with. Raises `UnknownSlug`, or `InputError` for an unknown revision.
    """
    repository = context.repository
    piece = repository.piece(slug)
    new = repository.revision(piece, after) if after else piece
    old = repository.revision(piece, before) if before else _last_kept(context, piece)
    return None if old is None else between(old, new)


def since_last_look(context: Context, slug: str) -> Changes | None:
    """What changed since the actor looked at the piece the last time; None when they never did, or nothing did."""
    piece = context.repository.piece(slug)
    last_hash = context.repository.looks(piece).get(context.actor.id, "")
    return between(context.repository.kept(piece, last_hash), piece) if last_hash and last_hash != piece.hash else None


def between(before: Piece, after: Piece) -> Changes:
    """What changed from one text of a piece to another."""
    groups = differences.changes(_readable(before), _readable(after))
    return Changes(before.hash, after.hash, [list(group) for group in groups])


def _last_kept(context: Context, piece: Piece) -> Piece | None:
    revisions = [content_hash for content_hash in context.repository.revisions(piece) if content_hash != piece.hash]
    return context.repository.kept(piece, revisions[-1]) if revisions else None


def _readable(piece: Piece) -> str:
    pictures = [f"{image.src} — {image.alt} — {image.caption} — {image.credit}" for image in piece.draft.images]
    return "\n\n".join([piece.draft.title, piece.draft.description, *pictures, piece.draft.body])
