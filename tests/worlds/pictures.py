"""Pictures made in memory."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any, Final


def png(width: int = 40, height: int = 30) -> bytes:
    """A grey picture of this size."""
    rows = b"".join(b"\0" + b"\x80" * width for _row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


SERIAL: Final = "SN-123456789"


def camera_picture(kind: str, *, orientation: int = 6, position: bool = True, **more: Any) -> bytes:
    """A picture as a camera writes it: turned, with a position and a serial number."""
    from PIL import Image  # which comes with the extra `plot`

    picture = Image.new("RGB", (40, 24))
    for column in range(40):
        picture.putpixel((column, column % 24), (column * 6, 255 - column * 6, column))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0xA431] = SERIAL
    if position:
        exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 3.0)})
    content = io.BytesIO()
    picture.save(content, kind, exif=exif.tobytes(), **more)
    return content.getvalue()
