"""A WebP's chunks."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from authoring.privacy.metadata import exif


def is_one(content: bytes) -> bool:
    """Whether this is a WebP, by its first bytes."""
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def exif_of(content: bytes) -> Iterator[bytes]:
    """What a camera wrote."""
    yield from (body for kind, body in _chunks(content) if kind == b"EXIF")


def without(content: bytes) -> bytes:
    """The picture without its remarks; raises `ValueError` or `struct.error` for a broken one."""
    chunks = [(kind, exif.turned(body) if kind == b"EXIF" else body) for kind, body in _chunks(content)]
    remaining = [(kind, body) for kind, body in chunks if kind != b"XMP " and (kind != b"EXIF" or body)]
    is_turned = any(kind == b"EXIF" for kind, _body in remaining)
    parts = [b"WEBP"]
    for kind, body in remaining:
        if kind == b"VP8X":  # its first byte says which chunks there are
            body = bytes([(body[0] & ~0x0C) | (0x08 if is_turned else 0)]) + body[1:]
        parts.append(struct.pack("<4sI", kind, len(body)) + body + b"\0" * (len(body) % 2))
    whole = b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    position, end = 12, 8 + struct.unpack_from("<I", content, 4)[0]
    while position < end:
        kind, size = struct.unpack_from("<4sI", content, position)
        body = content[position + 8 : position + 8 + size]
        if len(body) != size:
            raise ValueError("a chunk that is cut off")
        yield kind, body
        position += 8 + size + size % 2
