"""Passages that a model may not change are hidden from it behind marks, and put back byte for byte."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from authoring.text import markdown

KEPT: Final = re.compile(r"\[{1,2}\s*keep\s*:\s*(?P<number>\d{1,4})\s*\]{1,2}", re.IGNORECASE)
_BLOCKS: Final = (
    markdown.TESTIMONY_BLOCK,
    re.compile(r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL),
    re.compile(r"^[ \t]{0,3}>[^\n]*(?:\n[ \t]{0,3}>[^\n]*)*", re.MULTILINE),
    re.compile(r"^[ \t]*!\[[^\]\n]*\]\([^)\n]*\)[ \t]*$", re.MULTILINE),
    re.compile(r"^#{3,6}[ \t][^\n]*$", re.MULTILINE),
    re.compile(r"^\|[^\n]*(?:\n\|[^\n]*)*", re.MULTILINE),
    re.compile(r"<!--.*?-->", re.DOTALL),
)
_INLINE: Final = (
    re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"\n]*\""),
    re.compile(r"!?\[[^\]\[\n]*\]\([^)\n]*\)|<https?://[^>\s]+>|https?://[^\s<>()]+"),
    re.compile(r"`[^`\n]+`"),
    re.compile(r"\[\[[^\]\n]*\]\]"),
)


@dataclass(frozen=True)
class Masked:
    """A text whose untouchable passages are marks: `[[keep:1]]` for the first one.

    `kept` are the passages, `blocks` the numbers of those that stand in paragraphs of their own.
    """

    text: str
    kept: tuple[str, ...]
    blocks: frozenset[int]

    @property
    def has_prose(self) -> bool:
        """Whether anything is left that may be revised."""
        return bool(without_marks(self.text).strip())


def mask(text: str) -> Masked:
    """The text with testimonies, quotations, pictures, links, code and marks hidden, and with plain line ends."""
    unified = text.replace("\r\n", "\n")
    returns = [match.start() - count for count, match in enumerate(re.finditer("\r\n", text))]
    spans: list[tuple[int, int, bool]] = []
    for is_block, patterns in ((True, _BLOCKS), (False, _INLINE)):
        for pattern in patterns:
            for match in pattern.finditer(unified):
                if all(match.end() <= start or end <= match.start() for start, end, _block in spans):
                    spans.append((*match.span(), is_block))
    spans.sort()
    pieces, originals, position = [], [], 0
    for number, (start, end, _block) in enumerate(spans, start=1):
        pieces += [unified[position:start], f"[[keep:{number}]]"]
        originals.append(text[start + bisect_left(returns, start) : end + bisect_left(returns, end)])
        position = end
    blocks = frozenset(number for number, (_start, _end, is_block) in enumerate(spans, start=1) if is_block)
    return Masked("".join([*pieces, unified[position:]]), tuple(originals), blocks)


def unmask(text: str, masked: Masked, *, newline: str = "\n") -> tuple[str, list[str]]:
    """The text with every hidden passage put back once, byte for byte, and the passages whose marks were missing."""
    placed: set[int] = set()

    def passage(match: re.Match[str]) -> str:
        number = int(match["number"])
        if number in placed or not 1 <= number <= len(masked.kept):
            return ""
        placed.add(number)
        return f"\n\n\0{number}\0\n\n" if number in masked.blocks else f"\0{number}\0"

    marked = KEPT.sub(passage, text.replace("\0", "").replace("\r", ""))
    lost = [number for number in range(1, len(masked.kept) + 1) if number not in placed]
    marked = "\n\n".join([marked.strip(), *(f"\0{number}\0" for number in lost)])
    paragraphs = [paragraph.strip() for paragraph in re.split(r"\n[ \t]*\n", marked) if paragraph.strip()]
    joined = "\n\n".join(paragraphs).replace("\n", newline)
    whole = re.sub("\0(\\d+)\0", lambda match: masked.kept[int(match[1]) - 1], joined)
    return whole, [masked.kept[number - 1] for number in lost]


def without_marks(text: str) -> str:
    """The text without any mark."""
    return KEPT.sub("", text)
