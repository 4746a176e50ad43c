"""A JPEG's segments."""

from __future__ import annotations

import struct
from typing import Final

from authoring.privacy.metadata import exif

_SCAN: Final = 0xDA
_END: Final = 0xD9
_DROPPED: Final = frozenset([*range(0xE1, 0xF0), 0xFE]) - {0xE2, 0xEE}  # APP2 may be colours, APP14 always is


def is_one(content: bytes) -> bool:
    """Whether this is a JPEG, by its first bytes."""
    return content.startswith(b"\xff\xd8\xff")


def without(content: bytes) -> bytes:
    """The picture without its remarks; raises `ValueError`, `IndexError` or `struct.error` for a broken one."""
    segments, orientation = [content[:2]], b""
    position = 2
    while True:
        marker, start = _marker(content, position)
        if marker == _END:
            break  # what follows is another file, such as a larger picture or a film
        end = start + 2 + struct.unpack_from(">H", content, start + 2)[0]
        if end > len(content):
            raise ValueError("a segment that is cut off")
        body = content[start + 4 : end]
        if marker == 0xE1 and body.startswith(exif.MARK):
            orientation = orientation or exif.turned(body)
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        if marker not in _DROPPED and not (marker == 0xE2 and not body.startswith(b"ICC_PROFILE\0")):
            segments.append(content[start:end])
        position = end
    marked = (
        [b"\xff\xe1" + struct.pack(">H", len(exif.MARK + orientation) + 2) + exif.MARK + orientation]
        if orientation
        else []
    )
    first = 2 if len(segments) > 1 and segments[1][1] == 0xE0 else 1  # JFIF must be the first segment
    return b"".join([*segments[:first], *marked, *segments[first:], b"\xff\xd9"])


def _marker(content: bytes, position: int) -> tuple[int, int]:
    """The marker that stands here, after any filling bytes, and where its own two bytes begin."""
    if content[position] != 0xFF:
        raise ValueError("no marker")
    while content[position + 1] == 0xFF:
        position += 1
    return content[position + 1], position


def _end_of_scan(content: bytes, position: int) -> int:
    """Where the pixels end: at the first marker that is neither a stuffed zero nor a restart."""
    while True:
        position = content.index(b"\xff", position)
        if content[position + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return position
        position += 1 if content[position + 1] == 0xFF else 2
