"""What a picture tells besides what it shows: found, and taken out of a copy without touching a pixel.

Cameras write where a picture was taken, when and with which device into segments of a JPEG, chunks of a PNG or of a
WebP. Browsers need one of these facts, how the camera was held, and it stays. AVIF and GIF files are left as they are.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

_TIFF: Final = b"Exif\0\0"
_ORIENTATION: Final = 0x0112
_POSITION: Final = 0x8825  # the entry that leads to the GPS entries
_LATITUDE: Final = 0x0002
_IN_XMP: Final = b"GPSLatitude"
_UPRIGHT: Final = 1
_LONGEST: Final = 1 << 16  # bytes of what a camera writes
_PLACES: Final = 64  # where it may stand; a file that says more is made up
_MOST: Final = 512  # entries of one directory; more are no camera's
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs sPLT hIST acTL fcTL fdAT".split()
)
_SCAN: Final = 0xDA
_END: Final = 0xD9
_JPEG_DROPPED: Final = frozenset([*range(0xE1, 0xF0), 0xFE]) - {0xE2, 0xEE}  # APP2 may be colours, APP14 always is


def tells_position(content: bytes) -> bool:
    """Whether a picture says where it was taken, in EXIF or in XMP."""
    if _IN_XMP in content:
        return True
    marked = (content[found.end() : found.end() + _LONGEST] for found in islice(re.finditer(_TIFF, content), _PLACES))
    return any(_LATITUDE in _entries(block, pointer=_POSITION) for block in chain(marked, _bare_blocks(content)))


def without(content: bytes) -> bytes:
    """The picture without what it tells besides itself, how the camera was held apart; pixels and colours stay.

    What cannot be read as a JPEG, PNG or WebP file comes back as it is.
    """
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content)
        if content.startswith(_PNG):
            return _png(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    except (struct.error, IndexError, ValueError):
        return content
    return content


def _bare_blocks(content: bytes) -> Iterator[bytes]:
    """The EXIF of a PNG or a WebP, which may stand there without its mark."""
    try:
        if content.startswith(_PNG):
            yield from (body for kind, body in _chunks(content) if kind == b"eXIf")
        elif content[:4] == b"RIFF":
            yield from (body for kind, body in _riff(content) if kind == b"EXIF")
    except (struct.error, ValueError):
        return


def _entries(tiff: bytes, *, pointer: int = 0) -> dict[int, int]:
    """The entries of the first directory, or of the one that `pointer` leads to: each tag with its first value."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return {}
    try:
        found = _directory(tiff, order, struct.unpack_from(f"{order}I", tiff, 4)[0])
        if not pointer:
            return found
        return _directory(tiff, order, found[pointer]) if pointer in found else {}
    except struct.error:
        return {}


def _directory(tiff: bytes, order: str, at: int) -> dict[int, int]:
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    found = {}
    for number in range(min(count, _MOST)):
        tag, kind, _values = struct.unpack_from(f"{order}HHI", tiff, at + 2 + 12 * number)
        shape = "H" if kind == 3 else "I"
        (found[tag],) = struct.unpack_from(f"{order}{shape}", tiff, at + 10 + 12 * number)
    return found


def _turned(tiff: bytes) -> bytes:
    """EXIF that says how the camera was held and nothing else; nothing for one held upright."""
    stated = _entries(tiff.removeprefix(_TIFF)).get(_ORIENTATION, _UPRIGHT)
    if not _UPRIGHT < stated <= 8:
        return b""
    return b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHHI", _ORIENTATION, 3, 1, stated, 0, 0)


def _jpeg(content: bytes) -> bytes:
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
        if marker == 0xE1 and body.startswith(_TIFF):
            turned = turned or _turned(body)
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        if marker not in _JPEG_DROPPED and not (marker == 0xE2 and not body.startswith(b"ICC_PROFILE\0")):
            kept.append(content[start:end])
        at = end
    exif = [b"\xff\xe1" + struct.pack(">H", len(_TIFF + turned) + 2) + _TIFF + turned] if turned else []
    first = 2 if len(kept) > 1 and kept[1][1] == 0xE0 else 1  # JFIF wants to be first
    return b"".join([*kept[:first], *exif, *kept[first:], b"\xff\xd9"])


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


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    kind = b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + size]
        if len(body) != size:
            raise ValueError("a chunk that is cut off")
        yield kind, body
        at += 12 + size


def _png(content: bytes) -> bytes:
    parts = [_PNG]
    for kind, body in _chunks(content):
        if kind == b"eXIf":
            body = _turned(body)
        if kind in _PNG_KEPT or (kind == b"eXIf" and body):
            parts.append(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))
    return b"".join(parts)


def _riff(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end = 12, 8 + struct.unpack_from("<I", content, 4)[0]
    while at < end:
        kind, size = struct.unpack_from("<4sI", content, at)
        body = content[at + 8 : at + 8 + size]
        if len(body) != size:
            raise ValueError("a chunk that is cut off")
        yield kind, body
        at += 8 + size + size % 2


def _webp(content: bytes) -> bytes:
    chunks = [(kind, _turned(body) if kind == b"EXIF" else body) for kind, body in _riff(content)]
    kept = [(kind, body) for kind, body in chunks if kind != b"XMP " and (kind != b"EXIF" or body)]
    is_turned = any(kind == b"EXIF" for kind, _body in kept)
    parts = [b"WEBP"]
    for kind, body in kept:
        if kind == b"VP8X":  # its first byte says which chunks there are
            body = bytes([(body[0] & ~0x0C) | (0x08 if is_turned else 0)]) + body[1:]
        parts.append(struct.pack("<4sI", kind, len(body)) + body + b"\0" * (len(body) % 2))
    whole = b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole
