"""Look: a reviewer reads a piece; the next look shows what has changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from authoring.editorial.actions import ReadingAction
from authoring.editorial.context import Context
from authoring.editorial.look_seals import last_look, sealed
from authoring.editorial.queries import changes
from authoring.store.addresses import LOOKS
from authoring.store.pieces import Piece
from authoring.store.recording import keep
from authoring.store.repository import SeenRevision


@dataclass(frozen=True)
class Reading:
    """A piece for a reader, and the revision that they saw the last time, if it differs.

    `handed_in` is the submitted text, for somebody who has not looked before, if the present text differs from it.
    `reference` names the text of this look: `Approve` accepts it in place of the whole hash.
    """

    piece: Piece
    before: Piece | None = None
    handed_in: Piece | None = None
    reference: str = ""


@dataclass(frozen=True)
class Look(ReadingAction[Reading]):
    """Read a piece as the actor. The revision is kept, so that the next look can show what changed."""

    def prepare(self, context: Context) -> Reading:
        """The piece, and what the actor saw before."""
        piece = context.repository.piece(self.slug)
        last = last_look(context, piece)
        if last is None:
            return Reading(piece, handed_in=changes.handed_in(context, piece))
        return Reading(piece, context.repository.kept(piece, last.hash) if last.hash != piece.hash else None)

    def execute(self, context: Context, prepared: Reading, *, signature: bytes = b"") -> Reading:
        """Record that the actor has seen this revision."""
        piece = prepared.piece
        actor = context.actor.id
        with context.store.lock(f"looks/{piece.slug}"):
            looks = dict(context.repository.looks(piece))
            looks[actor] = sealed(context, piece.slug, _next_look(looks.get(actor), piece.hash))
            stated = {who: look.as_json() for who, look in looks.items()}
            content = json.dumps(stated, indent=2, sort_keys=True).encode() + b"\n"
            keep(context.repository, piece, records={LOOKS: content})
        return replace(prepared, reference=looks[actor].reference)


def _next_look(last: SeenRevision | None, content_hash: str) -> SeenRevision:
    """The next look at a text; for the same text the last look again, so that its reference stays valid."""
    if last is None:
        return SeenRevision(content_hash, 1)
    return last if last.number and last.hash == content_hash else SeenRevision(content_hash, last.number + 1)
