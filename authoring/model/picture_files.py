"""Reads from a picture's bytes its format, its size, and whether the file is complete."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from typing import Final

MOST_PIXELS: Final = 250_000_000  # more than any camera has; a browser needs a gigabyte to decode it
LONGEST_SIDE: Final = 30_000  # browsers draw nothing beyond 32,767

_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_NO_LENGTH: Final = frozenset([0x01, *range(0xD0, 0xD9)])  # markers of a JPEG that stand alone
_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B


class _CutOff(Exception):
    """The file ends before the picture does."""


def kind_of(head: bytes) -> str:
    """The picture format by a file's first bytes; empty when it is unknown."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if head[4:8] == b"ftyp" and (head[8:12] in (b"avif", b"avis") or b"avif" in head[16:64]):
        return "AVIF"
    return "SVG" if re.search(rb"<svg[\s>]", head, re.IGNORECASE) else ""


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height in pixels as a browser shows the picture; two zeros when the bytes do not state them."""
    from io import BytesIO

    import imagesize

    try:
        width, height = imagesize.get(BytesIO(content))
    except Exception:  # noqa: BLE001  a parser that trusts the bytes: each format fails in its own way
        return 0, 0
    return (width, height) if width > 0 and height > 0 else (0, 0)


def is_absurd(width: int, height: int) -> bool:
    """Whether the size is larger than that of any real picture."""
    return max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS


def is_cut_off(content: bytes) -> bool:
    """Whether the file is incomplete, as after an interrupted copy or download."""
    walk = _WALKS.get(kind_of(content[:512]))
    try:
        if walk:
            walk(content)
    except (_CutOff, IndexError, struct.error):
        return True
    return False


def _walk_png(content: bytes) -> None:
    position, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, position)
        position += 12 + length
        _require(content, position)


def _walk_jpeg(content: bytes) -> None:
    position = 2
    while content[position] == 0xFF:
        marker = content[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker == _END_OF_IMAGE:
            return
        elif marker in _NO_LENGTH:
            position += 2
        else:
            length = struct.unpack_from(">H", content, position + 2)[0]
            if length < 2:
                return
            position += 2 + length
            _require(content, position)
            if marker == _SCAN:
                position = _end_of_scan(content, position)


def _end_of_scan(content: bytes, position: int) -> int:
    while True:
        position = content.find(b"\xff", position)
        if position < 0:
            raise _CutOff
        if content[position + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return position
        position += 1 if content[position + 1] == 0xFF else 2


def _walk_gif(content: bytes) -> None:
    position = 13 + _colours(content[10])
    while content[position] in (_IMAGE, _EXTENSION):
        position += 11 + _colours(content[position + 9]) if content[position] == _IMAGE else 2
        while content[position]:
            position += 1 + content[position]
        position += 1


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _walk_webp(content: bytes) -> None:
    _require(content, 8 + struct.unpack_from("<I", content, 4)[0])


def _walk_avif(content: bytes) -> None:
    position, kinds = 0, set()
    while position < len(content):
        length, kind = struct.unpack_from(">I4s", content, position)
        kinds.add(kind)
        if length == 1:
            length = struct.unpack_from(">Q", content, position + 8)[0]
        if length < 8:  # to the end of the file, or not a box
            return
        position += length
        _require(content, position)
    if b"mdat" not in kinds and b"idat" not in content:
        raise _CutOff


def _require(content: bytes, length: int) -> None:
    if length > len(content):
        raise _CutOff


_WALKS: Final[dict[str, Callable[[bytes], None]]] = {
    "PNG": _walk_png,
    "JPEG": _walk_jpeg,
    "GIF": _walk_gif,
    "WebP": _walk_webp,
    "AVIF": _walk_avif,
}
