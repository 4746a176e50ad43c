"""Sample pictures: valid PNG files of a wanted size, no two with the same bytes."""

from __future__ import annotations

import random
import struct
import zlib

_WIDTH = 240  # pixels of three bytes each
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(seed: str, *, kilobytes: int) -> bytes:
    """A picture of coloured noise, the same for the same seed; noise, since nothing else stays as large."""
    height = kilobytes * 1000 // (3 * _WIDTH)
    noise = random.Random(seed).randbytes(3 * _WIDTH * height)  # noqa: S311  pixels, no secrets
    rows = b"".join(b"\0" + noise[start : start + 3 * _WIDTH] for start in range(0, len(noise), 3 * _WIDTH))
    header = struct.pack(">IIBBBBB", _WIDTH, height, 8, 2, 0, 0, 0)
    return b"".join(
        [_SIGNATURE, _chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 0)), _chunk(b"IEND", b"")]
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
