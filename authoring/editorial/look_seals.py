"""Seals on what somebody was shown, so that a reference to it cannot be made to stand for another text.

The record of looks lies beside the piece, where everybody can write. Each look is sealed with a key that this machine
alone has: one without its seal, or with another machine's, counts as no look, and its person is shown the differences
again.
"""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from authoring.editorial.context import Context
from authoring.store.pieces import Piece
from authoring.store.repository import SeenRevision

_KEY: Final = "looks.key"  # in the folder of caches: without it every text is looked at again, and nothing is lost
_LENGTH: Final = 32  # bytes


def sealed(context: Context, slug: str, look: SeenRevision) -> SeenRevision:
    """The look of the context's actor at a piece, with this machine's seal."""
    return look._replace(seal=_seal(context, slug, look))


def last_look(context: Context, piece: Piece) -> SeenRevision | None:
    """What the actor was shown last on this machine; None where nothing proves it."""
    look = context.repository.looks(piece).get(context.actor.id)
    if look is None or not hmac.compare_digest(look.seal, _seal(context, piece.slug, look)):
        return None
    return look


def _seal(context: Context, slug: str, look: SeenRevision) -> str:
    words = "\n".join([str(context.store.location), slug, context.actor.id, look.hash, str(look.number)])
    return hmac.new(_key(context.caches), words.encode("utf-8", "surrogateescape"), "sha256").hexdigest()


@cache
def _key(caches: Path | None) -> bytes:
    """This machine's key, made at its first use; where it cannot be kept, it holds as long as the program runs."""
    fresh = secrets.token_bytes(_LENGTH)
    if caches is None:
        return fresh
    path = caches / _KEY
    with suppress(OSError):
        caches.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(fresh)
        key = path.read_bytes()
        return key if len(key) == _LENGTH else fresh
    return fresh
