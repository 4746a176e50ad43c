"""What a picture tells besides what it shows: found, and taken out of a copy without touching a pixel.

Cameras write where a picture was taken, when and with which device into segments of a JPEG, chunks of a PNG or of a
WebP, items of an AVIF; programs leave remarks in a GIF. Only how the camera was held is kept, since browsers turn the
picture by it.
"""

from __future__ import annotations

import re
import struct
from itertools import chain, islice
from typing import Final

from authoring.privacy.metadata import avif, exif, gif, jpeg, png, webp

_IN_XMP: Final = b"GPSLatitude"
_LONGEST: Final = 1 << 16  # bytes of what a camera writes
_PLACES: Final = 64  # where it may stand; a file that says more is made up
_FORMATS: Final = (jpeg, png, webp, avif, gif)


def tells_position(content: bytes) -> bool:
    """Whether a picture says where it was taken, in EXIF or in XMP."""
    if _IN_XMP in content:
        return True
    marked = islice(re.finditer(exif.MARK, content), _PLACES)
    blocks = (content[match.end() : match.end() + _LONGEST] for match in marked)
    return any(exif.tells_position(block) for block in chain(blocks, _bare_blocks(content)))


def without(content: bytes) -> bytes:
    """The picture without what it tells besides itself, how the camera was held apart; pixels and colours stay.

    What cannot be read as a JPEG, PNG, WebP, AVIF or GIF file comes back as it is.
    """
    try:
        return next((kind.without(content) for kind in _FORMATS if kind.is_one(content)), content)
    except (struct.error, IndexError, ValueError):
        return content


def _bare_blocks(content: bytes) -> list[bytes]:
    """The EXIF of a picture that may stand there without its mark."""
    try:
        return next((list(kind.exif_of(content)) for kind in (png, webp, avif) if kind.is_one(content)), [])
    except (struct.error, IndexError, ValueError):
        return []
