"""Look: a reviewer reads a piece, and the next look shows what changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass

from authoring.editorial.actions import ReadingAction
from authoring.editorial.context import Context
from authoring.store.addresses import LOOKS
from authoring.store.pieces import Piece
from authoring.store.recording import keep


@dataclass(frozen=True)
class Reading:
    """A piece as somebody reads it, and the revision that they saw the last time, if it is another one."""

    piece: Piece
    before: Piece | None = None


@dataclass(frozen=True)
class Look(ReadingAction[Reading]):
    """Read a piece as the actor. The revision is kept, so that the next look can show what changed."""

    def prepare(self, context: Context) -> Reading:
        """The piece, and what the actor saw before."""
        piece = context.repository.piece(self.slug)
        last_hash = context.repository.looks(piece).get(context.actor.id, "")
        has_changed = last_hash not in ("", piece.hash)
        return Reading(piece, context.repository.kept(piece, last_hash) if has_changed else None)

    def execute(self, context: Context, prepared: Reading, *, signature: bytes = b"") -> Reading:
        """Note that the actor has now seen this revision."""
        piece = prepared.piece
        with context.store.lock(f"looks/{piece.slug}"):
            looks = {**context.repository.looks(piece), context.actor.id: piece.hash}
            content = json.dumps(looks, indent=2, sort_keys=True).encode() + b"\n"
            keep(context.repository, piece, records={LOOKS: content})
        return prepared
