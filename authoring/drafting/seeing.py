"""Pictures for a model that can see: what of them is sent, and which models turned out not to see."""

from __future__ import annotations

import importlib.util
import io
import json
from collections.abc import Mapping
from typing import Final

from authoring.llm import AttachedPicture
from authoring.model.picture_files import kind_of
from authoring.privacy import metadata
from authoring.store import WORKSPACE, Records
from authoring.text.strict_json import decode_object

LONGEST_SIDE: Final = 1024  # pixels: what models that see reduce larger ones to, or less
MOST_BYTES: Final = 4_000_000
_HEAD: Final = 512  # bytes, which tell a picture's format
BLIND: Final = "blind-models.json"  # of the workspace: models that took no picture; it can be deleted
_SENT: Final[Mapping[str, str]] = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}


def attached(content: bytes) -> AttachedPicture | None:
    """The picture as it is sent: smaller where Pillow is installed, and always without what a camera wrote into it.

    None for what no provider takes: another kind of file, or one that is too large.
    """
    smaller = _reduced(content) if importlib.util.find_spec("PIL") else None
    bare = smaller or metadata.without(content)
    mime_type = "image/jpeg" if smaller else _SENT.get(kind_of(bare[:_HEAD]).upper(), "")
    return AttachedPicture(bare, mime_type) if mime_type and len(bare) <= MOST_BYTES else None


def _reduced(content: bytes) -> bytes | None:
    """The picture upright, as a small JPEG with nothing else in it; None for what cannot be read."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content)) as opened:
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            flat = Image.new("RGB", upright.size, "white")
            layers = upright.convert("RGBA")
            flat.paste(layers, mask=layers.getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    reduced = io.BytesIO()
    flat.save(reduced, "JPEG", quality=85)
    return reduced.getvalue()


class BlindModels:
    """The models of a workspace that took no picture when they were asked, by their server."""

    def __init__(self, records: Records, *, server: str) -> None:
        self._records = records
        self._server = server

    def has(self, model: str) -> bool:
        """Whether this model is known to take no pictures."""
        return f"{self._server} {model}" in self._read()

    def add(self, model: str) -> None:
        """Remember it."""
        names = sorted({*self._read(), f"{self._server} {model}"})
        self._records.write(WORKSPACE, BLIND, json.dumps({"models": names}).encode())

    def _read(self) -> list[str]:
        names = decode_object(self._records.read(WORKSPACE, BLIND)).get("models")
        return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
