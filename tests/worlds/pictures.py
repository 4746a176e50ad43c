"""Pictures made in memory."""

from __future__ import annotations

import io
import struct
import zlib
from base64 import b64decode
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


# eight pixels by six, grey
JPEG: Final = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6"
    "/+b9//j/wAALCAAGAAgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEG"
    "E1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJ"
    "ipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/ACv/2Q=="
)
GIF: Final = b64decode("R0lGODdhCAAGAIEAAICAgAAAAAAAAAAAACwAAAAACAAGAAAIDgABCBxIsKDBgwgTDgwIADs=")
WEBP: Final = b64decode("UklGRiAAAABXRUJQVlA4TBQAAAAvB0ABAAcQBYz+BwCC8L9tIqL/IQ==")
AVIF: Final = b64decode(
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0"
    "bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAAJQAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBy"
    "cAAAAEtpcGNvAAAAFGlzcGUAAAAAAAAACAAAAAYAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1h"
    "AAAAAAAAAAEAAQQBAoMEAAAALW1kYXQSAAoIGAi9aICGg0IyFxxHh4Xd0000wsAAAJA1jjx+kQ9e4m6q"
)
SERIAL: Final = "SN-123456789"


def camera_picture(kind: str, *, orientation: int = 6, position: bool = True, **more: Any) -> bytes:
    """A picture as a camera writes it: turned, with a position and a serial number."""
    from PIL import Image  # which comes with the extra `pictures`

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
