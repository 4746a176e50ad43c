"""What changed between two texts, as people read them: sentence by sentence, and word by word within one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from authoring.text import alignment, sentences

Kind = Literal["same", "removed", "added"]
_WORDS: Final = re.compile(r"\s+|[^\W_]+|.", re.UNICODE | re.DOTALL)


@dataclass(frozen=True)
class Line:
    """A sentence, heading or other line that stayed, went or came. `marks` are the spans of words that differ."""

    kind: Kind
    text: str
    marks: tuple[tuple[int, int], ...] = ()


def compare(old: str, new: str) -> list[Line]:
    """All lines of both texts in reading order; a sentence that was reworded is a `removed` and an `added` one."""
    before, after = _lines(old), _lines(new)
    lines: list[Line] = []
    for tag, i1, i2, j1, j2 in alignment.opcodes(before, after):
        if tag == "equal":
            lines += [Line("same", text) for text in before[i1:i2]]
        else:
            lines += _changed(before[i1:i2], after[j1:j2])
    return lines


def changes(old: str, new: str, *, context: int = 1) -> list[list[Line]]:
    """The changed lines in groups, each with up to `context` unchanged lines around it; nothing when equal."""
    lines = compare(old, new)
    near = [
        any(line.kind != "same" for line in lines[max(0, number - context) : number + context + 1])
        for number in range(len(lines))
    ]
    groups: list[list[Line]] = []
    for number, line in enumerate(lines):
        if near[number]:
            if number == 0 or not near[number - 1]:
                groups.append([])
            groups[-1].append(line)
    return groups


def reworded(old: str, new: str) -> list[Line]:
    """One line in two versions; an empty one was not there."""
    return _changed([old] if old else [], [new] if new else [])


def _changed(before: list[str], after: list[str]) -> list[Line]:
    pairs = min(len(before), len(after))
    lines: list[Line] = []
    for old, new in zip(before[:pairs], after[:pairs], strict=True):
        gone, come = _marks(old, new)
        lines += [Line("removed", old, gone), Line("added", new, come)]
    lines += [Line("removed", text) for text in before[pairs:]]
    return lines + [Line("added", text) for text in after[pairs:]]


def _marks(old: str, new: str) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Where the words of two sentences differ; nothing when they have too little in common for that to help."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    codes = alignment.opcodes(before, after)
    common = sum(2 * (i2 - i1) for tag, i1, i2, _j1, _j2 in codes if tag == "equal")
    if common < 0.4 * (len(before) + len(after)):
        return (), ()
    starts_before, starts_after = _starts(before), _starts(after)
    changed = [code for code in codes if code[0] != "equal"]
    gone = tuple((starts_before[i1], starts_before[i2]) for _tag, i1, i2, _j1, _j2 in changed if i1 < i2)
    come = tuple((starts_after[j1], starts_after[j2]) for _tag, _i1, _i2, j1, j2 in changed if j1 < j2)
    return gone, come


def _starts(words: list[str]) -> list[int]:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return starts


def _lines(text: str) -> list[str]:
    return [sentence for line in text.splitlines() if line.strip() for sentence in sentences.split(line)]
