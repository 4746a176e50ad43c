"""A GIF's blocks."""

from __future__ import annotations

from typing import Final

_IMAGE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_REMARK, _PROGRAMS = 0xFE, 0xFF
_KEPT: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")  # how often it runs, and its colours


def is_one(content: bytes) -> bool:
    """Whether this is a GIF, by its first bytes."""
    return content.startswith((b"GIF87a", b"GIF89a"))


def without(content: bytes) -> bytes:
    """The picture without its remarks; raises `ValueError` or `IndexError` for a broken one."""
    position = 13 + _colours(content[10])
    blocks = [content[:position]]
    while content[position] != _END:
        start, kind = position, content[position]
        if kind == _IMAGE:
            position = _end(content, position + 11 + _colours(content[position + 9]))
        elif kind == _EXTENSION:
            position = _end(content, position + 2)
        else:
            raise ValueError("no block")
        if not (kind == _EXTENSION and _is_remark(content, start)):
            blocks.append(content[start:position])
    return b"".join([*blocks, bytes([_END])])


def _colours(flags: int) -> int:
    """How long the table of colours is that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _end(content: bytes, position: int) -> int:
    """Where a run of parts ends that each say how long they are."""
    while content[position]:
        position += 1 + content[position]
    return position + 1


def _is_remark(content: bytes, position: int) -> bool:
    label = content[position + 1]
    return label == _REMARK or (label == _PROGRAMS and content[position + 3 : position + 14] not in _KEPT)
