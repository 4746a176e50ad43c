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
    kept, turned = [content[:2]], b""
    at = 2
    while True:
        marker, start = _marker(content, at)
        if marker == _END:
            break  # what follows is another file: a thumbnail's big brother, a film
        end = start + 2 + struct.unpack_from(">H", content, start + 2)[0]
        if end > len(content):
            raise ValueError("a segment that is cut off")
        body = content[start + 4 : end]
        if marker == 0xE1 and body.startswith(exif.MARK):
            turned = turned or exif.turned(body)
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        if marker not in _DROPPED and not (marker == 0xE2 and not body.startswith(b"ICC_PROFILE\0")):
            kept.append(content[start:end])
        at = end
    marked = [b"\xff\xe1" + struct.pack(">H", len(exif.MARK + turned) + 2) + exif.MARK + turned] if turned else []
    first = 2 if len(kept) > 1 and kept[1][1] == 0xE0 else 1  # JFIF wants to be first
    return b"".join([*kept[:first], *marked, *kept[first:], b"\xff\xd9"])


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """The marker that stands here, after any filling bytes, and where its own two bytes begin."""
    if content[at] != 0xFF:
        raise ValueError("no marker")
    while content[at + 1] == 0xFF:
        at += 1
    return content[at + 1], at


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the pixels end: at the first marker that is neither a stuffed zero nor a restart."""
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1 if content[at + 1] == 0xFF else 2
