"""An AVIF's items: where each lies in the file, so that what a camera wrote is written over in its place.

Boxes as in ISO/IEC 14496-12, 8.11. How the picture is turned is a property of its own (`irot`), which stays.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_WITHIN: Final = (b"moov", b"trak", b"udta")  # boxes that may hold a `meta`
_BARE: Final = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"  # EXIF that says nothing, after where it begins
_DEPTH: Final = 3
_MOST: Final = 512  # items of a file, and parts of one; no camera writes more


@dataclass(frozen=True)
class _Item:
    """What a camera or a program wrote: its kind, and where its bytes lie."""

    kind: bytes
    spans: tuple[tuple[int, int], ...]


def is_one(content: bytes) -> bool:
    """Whether this is an AVIF or a relative of it, by its first bytes."""
    return content[4:8] == b"ftyp"


def exif_of(content: bytes) -> Iterator[bytes]:
    """What a camera wrote."""
    for item in _items(content):
        body = b"".join(content[start:end] for start, end in item.spans)
        if item.kind == b"Exif" and len(body) > 4:
            yield body[4 + struct.unpack_from(">I", body)[0] :]


def without(content: bytes) -> bytes:
    """The picture, its remarks written over; raises `ValueError`, `IndexError` or `struct.error` for a broken one."""
    blanked = bytearray(content)
    for item in _items(content):
        for start, end in item.spans:
            blanked[start:end] = (b" " if item.kind == b"mime" else b"\0") * (end - start)
        start, end = item.spans[0]
        if item.kind == b"Exif" and len(item.spans) == 1 and end - start >= len(_BARE):
            blanked[start : start + len(_BARE)] = _BARE
    return bytes(blanked)


def _items(content: bytes) -> Iterator[_Item]:
    rest = len(content)
    for start, end in _metas(content, 0, len(content)):
        boxes = {kind: span for kind, *span in _boxes(content, start + 4, end)}
        if b"iinf" not in boxes or b"iloc" not in boxes:
            continue
        stored_from = boxes.get(b"idat", [0, 0])[0]
        places = dict(_places(content, *boxes[b"iloc"], stored_from=stored_from))
        for identity, kind in _kinds(content, *boxes[b"iinf"]):
            if kind in (b"Exif", b"mime") and places.get(identity):
                rest -= sum(last - first for first, last in places[identity])
                if rest < 0:
                    raise ValueError("items that lie in one another")
                yield _Item(kind, places[identity])


def _metas(content: bytes, start: int, end: int, depth: int = 0) -> Iterator[tuple[int, int]]:
    for kind, first, last in _boxes(content, start, end):
        if kind == b"meta":
            yield first, last
        elif kind in _WITHIN and depth < _DEPTH:
            yield from _metas(content, first, last, depth + 1)


def _boxes(content: bytes, position: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Each box of a stretch: its kind, and where its body begins and ends."""
    while position + 8 <= end:
        size, kind = struct.unpack_from(">I4s", content, position)
        head = 8
        if size == 1:
            head, (size,) = 16, struct.unpack_from(">Q", content, position + 8)
        last = position + size if size else end
        if not position + head <= last <= end:
            raise ValueError("a box that is cut off")
        yield kind, position + head, last
        position = last


def _kinds(content: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The number and the kind of each item."""
    for kind, first, _last in _boxes(content, start + (6 if content[start] == 0 else 8), end):
        version = content[first]
        if kind == b"infe" and version >= 2:
            yield struct.unpack_from(">H2x4s" if version == 2 else ">I2x4s", content, first + 4)


class _Numbers:
    """Numbers of any width, one after the other."""

    def __init__(self, content: bytes, position: int) -> None:
        self._content = content
        self._at = position

    def next(self, width: int) -> int:
        number = self._content[self._at : self._at + width]
        if len(number) != width:
            raise ValueError("a number that is cut off")
        self._at += width
        return int.from_bytes(number)


def _places(
    content: bytes, start: int, _end: int, *, stored_from: int
) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
    """The number of each item and where its bytes lie; `held` is where those begin that the box keeps itself."""
    numbers = _Numbers(content, start)
    version = numbers.next(1)
    numbers.next(3)
    sizes = numbers.next(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    for _item in range(min(numbers.next(wide), _MOST)):
        identity = numbers.next(wide)
        is_inside = bool(version) and numbers.next(2) & 15 == 1
        numbers.next(2)
        first = numbers.next(base) + (stored_from if is_inside else 0)
        spans = []
        for _part in range(min(numbers.next(2), _MOST)):
            numbers.next(index if version else 0)
            begins = first + numbers.next(offset)
            spans.append((begins, begins + numbers.next(length)))
        if all(last <= len(content) for _first, last in spans):
            yield identity, tuple(spans)
