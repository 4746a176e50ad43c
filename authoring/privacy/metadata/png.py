"""A PNG's chunks."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from authoring.privacy.metadata import exif

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs sPLT hIST acTL fcTL fdAT".split()
)


def is_one(content: bytes) -> bool:
    """Whether this is a PNG, by its first bytes."""
    return content.startswith(_SIGNATURE)


def exif_of(content: bytes) -> Iterator[bytes]:
    """What a camera wrote."""
    yield from (body for kind, body in _chunks(content) if kind == b"eXIf")


def without(content: bytes) -> bytes:
    """The picture without its remarks; raises `ValueError` or `struct.error` for a broken one."""
    parts = [_SIGNATURE]
    for kind, body in _chunks(content):
        if kind == b"eXIf":
            body = exif.turned(body)
        if kind in _KEPT or (kind == b"eXIf" and body):
            parts.append(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))
    return b"".join(parts)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(_SIGNATURE)
    kind = b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", content, position)
        body = content[position + 8 : position + 8 + size]
        if len(body) != size:
            raise ValueError("a chunk that is cut off")
        yield kind, body
        position += 12 + size
