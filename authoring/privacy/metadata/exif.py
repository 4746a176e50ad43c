"""What a camera writes beside a picture: directories of numbered entries, in the form of a TIFF file."""

from __future__ import annotations

import struct
from typing import Final

MARK: Final = b"Exif\0\0"
_ORIENTATION: Final = 0x0112
_POSITION: Final = 0x8825  # the entry that leads to the GPS entries
_LATITUDE: Final = 0x0002
_UPRIGHT: Final = 1
_MOST: Final = 512  # entries of one directory; no camera writes more


def tells_position(block: bytes) -> bool:
    """Whether the entries say where the picture was taken."""
    return _LATITUDE in _entries(block, pointer=_POSITION)


def _entries(tiff: bytes, *, pointer: int = 0) -> dict[int, int]:
    """The entries of the first directory, or of the one that `pointer` leads to: each tag with its first value."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return {}
    try:
        entries = _directory(tiff, order, struct.unpack_from(f"{order}I", tiff, 4)[0])
        if not pointer:
            return entries
        return _directory(tiff, order, entries[pointer]) if pointer in entries else {}
    except struct.error:
        return {}


def _directory(tiff: bytes, order: str, position: int) -> dict[int, int]:
    (count,) = struct.unpack_from(f"{order}H", tiff, position)
    entries = {}
    for number in range(min(count, _MOST)):
        tag, kind, _values = struct.unpack_from(f"{order}HHI", tiff, position + 2 + 12 * number)
        shape = "H" if kind == 3 else "I"
        (entries[tag],) = struct.unpack_from(f"{order}{shape}", tiff, position + 10 + 12 * number)
    return entries


def turned(tiff: bytes) -> bytes:
    """EXIF, without its mark, that says how the camera was held and nothing else; nothing for one held upright."""
    stated = _entries(tiff.removeprefix(MARK)).get(_ORIENTATION, _UPRIGHT)
    if not _UPRIGHT < stated <= 8:
        return b""
    return b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHHI", _ORIENTATION, 3, 1, stated, 0, 0)
