"""A body's lines with some of its passages changed: every other line stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from authoring.exporters.review_files.body import Body, Passage
from authoring.importers.word.returned import Row


@dataclass
class Splice:
    """Changes to a body, gathered and then made all at once. Each method says whether it can be made."""

    body: Body
    edits: list[tuple[int, int, int, list[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = self.body.text.split("\n")

    def reword(self, passage: Passage, text: str) -> bool:
        """Put `text`, a paragraph of Markdown, in the place of the passage's words."""
        if passage.kind == "cell":
            return self._reword_cell(passage, text)
        if passage.kind == "heading":
            self._edit(passage.start, passage.end, [_heading(passage.level, text)])
            return True
        if passage.kind not in ("paragraph", "item") or "![" in passage.source:
            return False
        before, match, _after = self.lines[passage.start].partition(passage.source.split("\n")[0])
        if not match:
            return False
        first, *rest = text.split("\n")
        indent = re.sub(r"[^>\s]", " ", before)
        self._edit(passage.start, passage.end, [before + first, *(indent + line for line in rest)])
        return True

    def remove(self, passage: Passage) -> bool:
        """Take the passage out, with the blank line behind it where there is one before it too."""
        if passage.kind not in ("paragraph", "item", "heading") or "![" in passage.source:
            return False
        end = passage.end
        if self._is_blank(passage.start - 1) and self._is_blank(end):
            end += 1
        self._edit(passage.start, end, [])
        return True

    def insert(self, row: Row, text: str, *, after: Passage | None) -> bool:
        """Put a new paragraph, heading or item behind a passage; before everything when there is none."""
        if row.kind not in ("paragraph", "item", "heading") or not text:
            return False
        if after is not None and row.kind == "item" and after.kind == "item":
            sign = re.match(r"\s*(?:[-*+]|\d+[.)])\s+", self.lines[after.start])
            self._edit(after.end, after.end, _item(sign.group() if sign else "- ", text))
            return True
        text = _heading(row.level, text) if row.kind == "heading" else text
        position = self._end_of_block(after)
        lines = _item("- ", text) if row.kind == "item" else text.split("\n")
        self._edit(position, position, ["", *lines] if position else [*lines, ""])
        return True

    def text(self) -> str:
        """The body with all changes made and its testimonies in place."""
        lines = list(self.lines)
        for start, end, _order, new in sorted(self.edits, key=lambda edit: (edit[0], edit[2]), reverse=True):
            lines[start:end] = new
        return self.body.whole("\n".join(lines))

    def _reword_cell(self, passage: Passage, text: str) -> bool:
        line = self.lines[passage.start]
        pattern = re.compile(rf"(?<=\|)([ \t]*){re.escape(passage.source)}([ \t]*)(?=\|)")
        if not passage.source or len(pattern.findall(line)) != 1 or "\n" in text:
            return False
        self.lines[passage.start] = pattern.sub(lambda match: f"{match[1]}{text}{match[2]}", line)
        return True

    def _edit(self, start: int, end: int, new: Sequence[str]) -> None:
        self.edits.append((start, end, len(self.edits), list(new)))

    def _end_of_block(self, passage: Passage | None) -> int:
        """The line behind the block that a passage lies in: where the next blank line is."""
        if passage is None:
            return 0
        position = max(passage.end, passage.start + 1)
        while position < len(self.lines) and not self._is_blank(position):
            position += 1
        return position + (
            passage.kind == "testimony"
        )  # whose place has a line of its own, which goes when it comes back

    def _is_blank(self, line: int) -> bool:
        return not 0 <= line < len(self.lines) or not self.lines[line].strip()


def _heading(level: int, text: str) -> str:
    """A heading, which has no line breaks."""
    words = text.replace("\\\n", " ")
    return f"{'#' * max(level, 2)} {words}"


def _item(sign: str, text: str) -> list[str]:
    """An item of a list, its further lines below its first."""
    return (sign + text.replace("\n", "\n" + " " * len(sign))).split("\n")
