"""Seals on looks, so that nobody can make a reference to a look point to another text.

The record of looks lies beside the piece, where everybody can write. Each look is sealed with a key that only this
machine has. A look without that seal is ignored, and its person is shown the differences again.
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

_KEY: Final = "looks.key"  # in the folder of caches: if it is lost, every reviewer has to look again
_LENGTH: Final = 32  # bytes


def sealed(context: Context, slug: str, look: SeenRevision) -> SeenRevision:
    """The look of the context's actor at a piece, sealed by this machine."""
    return look._replace(seal=_seal(context, slug, look))


def last_look(context: Context, piece: Piece) -> SeenRevision | None:
    """The actor's last look at the piece on this machine; None without a valid seal."""
    look = context.repository.looks(piece).get(context.actor.id)
    if look is None or not hmac.compare_digest(look.seal, _seal(context, piece.slug, look)):
        return None
    return look


def _seal(context: Context, slug: str, look: SeenRevision) -> str:
    words = "\n".join([str(context.store.location), slug, context.actor.id, look.hash, str(look.number)])
    return hmac.new(_key(context.caches), words.encode("utf-8", "surrogateescape"), "sha256").hexdigest()


@cache
def _key(caches: Path | None) -> bytes:
    """This machine's key, created at its first use; if it cannot be stored, it lasts as long as the process."""
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
