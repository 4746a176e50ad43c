"""Where quotation marks open and close: every kind, nested ones, block quotes, and marks that never close.

A mark that is opened and not closed counts as a quotation until the end of its paragraph: what looks
quoted to a reader is never left unexamined.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

_DOUBLE: Final = re.compile(r"[«»‹›“”„‟\"]")
_BEGINS: Final = "*_[(…«“‘."
_SINGLE: Final = re.compile(r"(?<![\w’'])(?P<open>[‘'])(?=[\w*_\[(…«“.])|(?<=[\w.,;:!?…)\]*_»”])(?P<close>[’'])(?!\w)")
_CLOSES: Final = {"»": "«»", "›": "‹›", "”": "“„‟”"}
_OPENS: Final = "«‹„‟"
_WORD: Final = re.compile(r"\w+(?:[’'-]\w+)*")
_DASHED: Final = re.compile(r"[ \t>]*[—–-]{1,3}[ \t\u00a0\u202f]*(?P<who>\S.*)")
_TAG: Final = re.compile(r"<(?P<ends>/)?q\b[^<>\n]{0,500}>", re.IGNORECASE)
# Marks that a reader takes for the ones above, each by the one that it stands for; two straight ones typed as one.
_ALIKE: Final = str.maketrans("＂″ʺˮ❝❞〝〞〟「」『』《》⟪⟫❮❯", '""""“”“””«»«»«»«»‹›')
_HAS_ALIKE: Final = re.compile(r"[＂″ʺˮ❝❞〝〞〟「」『』《》⟪⟫❮❯]|''")
_PADDING: Final = " \t\n\u00a0\u202f\u2009\ue0ff"
_CLOSED_BY: Final = {"«": "»", "‹": "›", "“": "”", "„": "”“", "‟": "”", '"': '"', "‘": "’", "'": "'"}
CODE_MARK: Final = "\ue0ff"  # in the place of each backtick around code within a quotation, to keep offsets
MAX_SINGLE: Final = 1000
MAX_NESTED: Final = 20


@dataclass(frozen=True)
class Quotation:
    """Words that the piece shows as quoted: offsets of the words without the marks around them.

    `attribution` is the line under a block quote that says who speaks, `attributed_at` its offset. Within code,
    `is_plain` tells that the marks are those with which programs begin and end a string.
    """

    start: int
    end: int
    words: str
    in_block: bool = False
    is_closed: bool = True
    attribution: str = ""
    attributed_at: int = 0
    in_code: bool = False
    is_plain: bool = False

    @property
    def length(self) -> int:
        """How many words are quoted."""
        return count_words(self.words)


def normalised(text: str) -> str:
    """The text with common quotation marks where it has rarer ones, or where `<q>` makes a browser show some.

    Everything stays at its offset.
    """
    if _HAS_ALIKE.search(text):
        text = text.translate(_ALIKE).replace("''", '" ')
    return _TAG.sub(lambda tag: ("”" if tag["ends"] else "“").ljust(len(tag.group())), text) if "<" in text else text


def count_words(text: str) -> int:
    """How many words a text has; an elided article counts with its noun."""
    return len(_WORD.findall(text))


def in_prose(text: str, start: int, end: int, *, words: str = "") -> list[Quotation]:
    """The outermost quotations between two offsets of `text`, in order.

    Their words are read from `words`, the same text with what its marks are not looked for in, such as code.
    """
    return [
        _trimmed(words or text, opened, closed, is_closed=is_closed)
        for opened, closed, is_closed in _all_pairs(text, start, end)
    ]


def in_code(text: str, start: int, end: int) -> list[Quotation]:
    """The outermost quotations in a program, a command or other words that a page shows as code.

    A mark of programs that is never closed there opens nothing.
    """
    return [
        replace(_trimmed(text, opened, closed, is_closed=is_closed), in_code=True, is_plain=text[opened - 1] in "\"'")
        for opened, closed, is_closed in _all_pairs(text, start, end)
        if is_closed or text[opened - 1] not in "\"'"
    ]


def _all_pairs(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    pairs = _pairs(text, start, end)
    rest = text[start:end]
    if "‘" in rest or "'" in rest:
        pairs = sorted([*pairs, *_single(text, start, end, pairs)])
    return pairs


def within(text: str, quotation: Quotation) -> list[Quotation]:
    """The quotations that stand directly in another one."""
    return in_prose(text, quotation.start, quotation.end)


def in_block_quote(text: str, start: int, end: int) -> list[Quotation]:
    """A block quote is one quotation, less the marks around it and the line that says who speaks."""
    words_end, who, who_at = _attribution(text, start, end)
    whole = _trimmed(text, start, words_end)
    if whole.words[:1] in _CLOSED_BY and whole.words[-1:] in _CLOSED_BY[whole.words[:1]] and len(whole.words) > 1:
        whole = _trimmed(text, whole.start + 1, whole.end - 1)
    if not count_words(whole.words):
        return []
    return [Quotation(whole.start, whole.end, whole.words, True, True, who, who_at)]


def _attribution(text: str, start: int, end: int) -> tuple[int, str, int]:
    """Where the words end, who said them, and where that is written; the end and nothing when it is not."""
    stop = end
    while stop > start:
        begin = max(text.rfind("\n", start, stop - 1) + 1, start)
        line = text[begin:stop]
        if line.strip(_PADDING + ">"):
            dashed = _DASHED.match(line)
            if dashed and begin > start:
                return begin, dashed["who"].strip(), begin + dashed.start("who")
            break
        stop = begin
    return end, "", end


def _pairs(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Outermost pairs of double marks; the last one may be unclosed."""
    pairs: list[tuple[int, int, bool]] = []
    stack: list[tuple[str, int]] = []
    for match in _DOUBLE.finditer(text, start, end):
        mark = match.group()
        opener = _opener(mark, stack)
        if opener is None:
            if _may_open(text, match, start, end):
                stack.append((mark, match.end()))
            continue
        opened = stack[opener][1]
        del stack[opener:]
        if not stack:
            pairs.append((opened, match.start(), True))
    if stack:
        pairs.append((stack[0][1], end, False))
    return pairs


def _opener(mark: str, stack: list[tuple[str, int]]) -> int | None:
    """Which open mark this one closes, if any."""
    if mark in _OPENS:
        return None
    wanted = _CLOSES.get(mark, '"' if mark == '"' else "„")
    nearest = range(len(stack) - 1, max(len(stack) - 1 - MAX_NESTED, -1), -1)
    return next((index for index in nearest if stack[index][0] in wanted), None)


def _may_open(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """A closing mark with nothing to close may be one typed the wrong way round; after a figure it is an inch.

    A straight mark between two spaces opens if another one follows.
    """
    mark = match.group()
    if mark in _OPENS or mark == "“":
        return True
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end() : match.end() + 1]
    if before.isalnum():
        return False
    if after.strip(_PADDING):
        return after.isalnum() or after in _BEGINS
    return mark == '"' and '"' in text[match.end() : end]


def _single(text: str, start: int, end: int, double_pairs: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """Pairs of single marks outside the double ones; a single one that never closes is an apostrophe."""
    pairs: list[tuple[int, int, bool]] = []
    position = start
    for begin, stop, _closed in [*double_pairs, (end, end, True)]:
        opened: re.Match[str] | None = None
        for match in _SINGLE.finditer(text, position, begin):
            if match["open"]:
                opened = opened or match
            elif opened and match["close"] == ("’" if opened["open"] == "‘" else "'"):
                if match.start() - opened.end() <= MAX_SINGLE:
                    pairs.append((opened.end(), match.start(), True))
                opened = None
        position = stop
    return pairs


def _trimmed(text: str, start: int, end: int, *, is_closed: bool = True) -> Quotation:
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip(_PADDING))
    stripped = words.strip(_PADDING)
    return Quotation(begin, begin + len(stripped), stripped.replace(CODE_MARK, ""), is_closed=is_closed)
