"""A body as checks read it: parsed once, with everything except prose blanked and all offsets unchanged.

Blanked means replaced by spaces, except line breaks: so a match in `prose` has the same offset in the body and the same
line of the file.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from authoring.sourcing.quotations import marks
from authoring.sourcing.quotations.marks import Quotation
from authoring.text import markdown, sentences

if TYPE_CHECKING:
    from markdown_it.token import Token

BlockKind = Literal["paragraph", "heading", "cell"]
Span = tuple[int, int]
S = TypeVar("S", Span, "Sentence", Quotation)

_MARKER: Final = re.compile(r"[ \t]*(?:(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|#{1,6}(?=[ \t]))[ \t]*)+")
_QUOTE_MARKER: Final = re.compile(r"^[ \t]*>[ \t>]*", re.MULTILINE)
# Every repetition is bounded: a megabyte of opening brackets must not take a minute.
_NO_PROSE: Final = re.compile(
    r"<!--(?:(?!<!--|-->).){0,2000}-->"
    r"|!\[[^\[\]]{0,500}\](?:\([^()\n]{0,2000}\)|\[[^\[\]]{0,200}\])?"
    r"|\[\[[^\[\]]{0,200}\]\]"
    r"|\[(?=[^\[\]]{1,500}\]\()|\](?=\()"
    r"|(?<=\])\([^()\n]{0,1000}(?:\([^()\n]{0,200}\)[^()\n]{0,1000})?\)"
    r"|(?<=\])\[[^\[\]]{0,200}\]"
    r"|<(?!/?q\b)[A-Za-z/][^<>\n]{0,1000}>"
    r"|\bhttps?://[^\s<>()\"«»“”—–…]{0,2000}[^\s<>()\"«»“”—–….,;:!?]"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+",
    re.DOTALL,
)
_FENCE_LINE: Final = re.compile(r"^[ \t>]*(?:`{3,}|~{3,})[^\n]*", re.MULTILINE)
_TICKS: Final = re.compile(r"(?<!\\)`+")
_LINE_END: Final = re.compile(r"\r\n?")


@dataclass(frozen=True)
class Block:
    """A paragraph, heading or row of a table: offsets of its lines. `quote` is the block quote's number, from 1."""

    kind: BlockKind
    start: int
    end: int
    quote: int = 0


@dataclass(frozen=True)
class Sentence:
    """A sentence of the prose; offsets without the white space around it."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=4)
def read(body: str) -> Reading:
    """The body of a piece with unified line ends: `\\r\\n` becomes `\\n`, and a single `\\r` is not a line end.

    Cached, since a piece is read to find the testimonies that concern it, and again by the checks.
    """
    return Reading(_LINE_END.sub(lambda match: "\n" if len(match.group()) == 2 else " ", body))


@dataclass(frozen=True)
class Reading:
    """A body and its parts, each computed at its first use."""

    body: str

    @cached_property
    def testimonies(self) -> list[re.Match[str]]:
        """The regions with a whole testimony."""
        return list(markdown.TESTIMONY_BLOCK.finditer(self.body))

    @cached_property
    def shielded(self) -> str:
        """The body with testimonies blanked, since their words are not Markdown."""
        return blank(self.body, (match.span() for match in self.testimonies))

    @cached_property
    def tokens(self) -> list[Token]:
        """The Markdown tokens of the body without testimonies."""
        return markdown.tokens(self.shielded)

    @cached_property
    def blocks(self) -> list[Block]:
        """All blocks with prose, in order."""
        return list(_blocks(self.tokens, self.line_starts))

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of every line, and the body's length after the last."""
        starts = [0]
        while start := self.body.find("\n", starts[-1]) + 1:
            starts.append(start)
        return [*starts, len(self.body)]

    @cached_property
    def asides(self) -> list[Span]:
        """The spans within blocks that are not prose: code, addresses, pictures, our marks, comments; in order."""
        spans = list(self.code)
        for block in self.blocks:
            spans += self._asides(block)
        return merge(spans)

    @cached_property
    def code(self) -> list[Span]:
        """Code blocks, and code between backticks."""
        return merge([*self._code_blocks, *self._code_spans])

    @cached_property
    def _code_blocks(self) -> list[Span]:
        return [self._lines(token) for token in self.tokens if token.type in ("fence", "code_block") and token.map]

    @cached_property
    def _code_spans(self) -> list[Span]:
        if "`" not in self.shielded:
            return []
        return [
            span
            for block in self.blocks
            for span in _shifted(_code_spans(self.shielded[block.start : block.end]), block.start)
        ]

    def _lines(self, token: Token) -> Span:
        """The offsets of a block's lines."""
        first, end = token.map or (0, 0)
        return self.line_starts[first], self.line_starts[min(end, len(self.line_starts) - 1)]

    @cached_property
    def literals(self) -> list[Span]:
        """Comments, tags and marks that are no prose, and that pages show as they are written."""
        if "<" not in self.shielded and "[[" not in self.shielded and "][" not in self.shielded:
            return []
        return merge(
            span
            for block in self.blocks
            for span in self._asides(block)
            if self.shielded.startswith(("<", "[["), span[0]) or self.shielded.startswith("][", span[0] - 1)
        )

    @cached_property
    def shown_code(self) -> str:
        """What readers see of code and literals; every other character is blanked, and each backtick is a mark."""
        if not self.code and not self.literals:
            return ""
        shown = blank(self.shielded, _rest(merge([*self.code, *self.literals]), len(self.body)))
        for pattern in (_FENCE_LINE, _QUOTE_MARKER):
            shown = pattern.sub(lambda match: " " * len(match.group()), shown)
        return marks.normalised(shown).replace("`", marks.CODE_MARK)

    @cached_property
    def _prose_and_code(self) -> str:
        if not self.code:
            return self.prose
        shown = self.shown_code
        return "".join(
            self.prose[start:end] if is_prose else shown[start:end]
            for start, end, is_prose in _in_turn(self.code, len(self.body))
        )

    def _asides(self, block: Block) -> Iterator[Span]:
        text = self.shielded[block.start : block.end]
        yield from _shifted((match.span() for match in _NO_PROSE.finditer(text)), block.start)

    @cached_property
    def markers(self) -> list[Span]:
        """The `>`, `-`, `1.` and `##` before the prose of a line."""
        spans: list[Span] = []
        for block in self.blocks:
            first = _MARKER.match(self.body, block.start, block.end)
            if first:
                spans.append(first.span())
            if block.quote:
                spans += _shifted(
                    (match.span() for match in _QUOTE_MARKER.finditer(self.body[block.start : block.end])), block.start
                )
        return merge(spans)

    @cached_property
    def prose(self) -> str:
        """The body in which everything is blanked except the piece's prose and its quotations."""
        return marks.normalised(blank(self.shielded, merge([*self._between_blocks(), *self.asides, *self.markers])))

    def _between_blocks(self) -> Iterator[Span]:
        end = 0
        for block in self.blocks:
            if block.start > end:
                yield end, block.start
            end = max(end, block.end)
        if end < len(self.body):
            yield end, len(self.body)

    @cached_property
    def pictures(self) -> list[markdown.Picture]:
        """The pictures that the body places; lines are the body's."""
        return [
            markdown.Picture(str(token.attrs.get("src", "")), token.content, line)
            for token, line in self._inline()
            if token.type == "image"
        ]

    @cached_property
    def links(self) -> list[markdown.Link]:
        """The links of the body; lines are the body's."""
        links: list[markdown.Link] = []
        href, text = "", ""
        for token, line in self._inline():
            if token.type == "link_open":
                href, text = str(token.attrs.get("href", "")), ""
            elif token.type == "link_close":
                links.append(markdown.Link(href, text, line))
            else:
                text += token.content
        return links

    @cached_property
    def attributes(self) -> list[tuple[str, int]]:
        """Alternative texts and titles of pictures and links, with the body's lines: no prose, and readers get them."""
        texts = [
            (text, line)
            for token, line in self._inline()
            if token.type in ("image", "link_open")
            for text in (token.content, str(token.attrs.get("title", "")))
        ]
        return [(text, line) for text, line in texts if text]

    def _inline(self) -> Iterator[tuple[Token, int]]:
        """What stands within the blocks, with its line; the same as `markdown` gives, without parsing again."""
        for block in self.tokens:
            line = (block.map[0] if block.map else 0) + 1
            for child in block.children or ():
                yield child, line
                line += child.type in ("softbreak", "hardbreak")

    @cached_property
    def quotations(self) -> list[Quotation]:
        """Everything that stands between quotation marks or in a block quote, in order."""
        words = self._prose_and_code
        quotations = [it for start, end in self._block_quotes for it in marks.in_block_quote(words, start, end)]
        for block in self.blocks:
            if not block.quote:
                quotations += marks.in_prose(self.prose, block.start, block.end, words=words)
        return sorted([*quotations, *self._quoted_in_code(quotations)], key=lambda it: it.start)

    @cached_property
    def _block_quotes(self) -> list[Span]:
        """The lines of each outermost block quote."""
        quotes: list[Span] = []
        depth = 0
        for token in self.tokens:
            if token.type == "blockquote_open" and not depth:
                quotes.append(self._lines(token))
            depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        return quotes

    def _quoted_in_code(self, quotations: Sequence[Quotation]) -> Iterator[Quotation]:
        """What is quoted within code that is not itself part of a quotation."""
        quotations = sorted(quotations, key=lambda it: it.start)
        for start, end in merge([*self.code, *self.literals]):
            if not within(quotations, start, end):
                yield from marks.in_code(self.shown_code, start, end)

    @cached_property
    def own_words(self) -> str:
        """The prose with every quotation and block quote blanked: the piece's own words."""
        quoted = [(block.start, block.end) for block in self.blocks if block.quote]
        return blank(self.prose, merge([*quoted, *((quotation.start, quotation.end) for quotation in self.quotations)]))

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of paragraphs and lists, without block quotes and headings."""
        in_order: list[Sentence] = []
        for block in self.blocks:
            if block.kind == "paragraph" and not block.quote:
                text = self.prose[block.start : block.end]
                in_order += [
                    Sentence(block.start + start, block.start + end, text[start:end])
                    for start, end in sentences.spans(text)
                ]
        return in_order


def blank(text: str, spans: Iterable[Span]) -> str:
    """`text` with the spans, which come in order and do not overlap, replaced by spaces; line breaks stay."""
    parts: list[str] = []
    position = 0
    for start, end in spans:
        hidden = text[start:end]
        parts += [text[position:start], "\n".join(" " * len(line) for line in hidden.split("\n"))]
        position = end
    return "".join([*parts, text[position:]])


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same characters as spans in order that neither touch nor overlap; empty ones are dropped."""
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _in_turn(spans: Iterable[Span], end: int) -> Iterator[tuple[int, int, bool]]:
    """What lies outside merged spans, and these, in order; whether each lies outside."""
    position = 0
    for start, stop in spans:
        yield position, start, True
        yield start, stop, False
        position = stop
    yield position, end, True


def _rest(spans: Iterable[Span], end: int) -> Iterator[Span]:
    """What lies before, between and after merged spans."""
    position = 0
    for start, stop in spans:
        yield position, start
        position = stop
    yield position, end


def covers(spans: Sequence[Span], offset: int) -> bool:
    """Whether one of the merged spans holds the offset."""
    index = bisect_right(spans, (offset, sys.maxsize)) - 1
    return index >= 0 and offset < spans[index][1]


def within(items: Sequence[S], start: int, end: int) -> Sequence[S]:
    """The items that touch the span between two offsets; items are in order and do not overlap."""
    first = bisect_right(items, start, key=lambda item: item[1] if isinstance(item, tuple) else item.end)
    last = bisect_left(items, end, key=lambda item: item[0] if isinstance(item, tuple) else item.start)
    return items[first:last]


def _blocks(tokens: list[Token], line_starts: list[int]) -> Iterator[Block]:
    depth = quote = 0
    kind: BlockKind = "paragraph"
    last: tuple[int, int] | None = None
    for token in tokens:
        if token.type == "blockquote_open":
            quote += depth == 0
            depth += 1
        elif token.type == "blockquote_close":
            depth -= 1
        elif token.type in _KINDS:
            kind = _KINDS[token.type]
        elif token.type == "inline" and token.map and (token.map[0], token.map[1]) != last:
            last = (token.map[0], token.map[1])
            end = line_starts[min(token.map[1], len(line_starts) - 1)]
            yield Block(kind, line_starts[token.map[0]], end, quote if depth else 0)


_KINDS: Final[dict[str, BlockKind]] = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "tr_open": "cell",
}


def _code_spans(text: str) -> Iterator[Span]:
    """Spans of code: a run of backticks ends at the next run of the same length, as in CommonMark."""
    runs = list(_TICKS.finditer(text))
    waiting: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        waiting.setdefault(len(runs[index].group()), []).append(index)
    end = 0
    for index, run in enumerate(runs):
        same = waiting[len(run.group())]
        while same and same[-1] <= index:
            same.pop()
        if run.start() >= end and same:
            end = runs[same[-1]].end()
            yield run.start(), end


def _shifted(spans: Iterable[Span], by: int) -> Iterator[Span]:
    for start, end in spans:
        yield start + by, end + by
