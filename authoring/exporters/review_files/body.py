"""A piece's Markdown as the tree of a document whose paragraphs are numbered, and each of them with its place.

The same text has the same numbers in every kind of file. A number is part of the page and not of a list, so that
it still names the same paragraph when a reviewer has added one before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from authoring.exporters.rendering.testimonies import Aside, put_back, set_aside
from authoring.exporters.rendering.text import printable
from authoring.store.addresses import same_name
from authoring.text import markdown
from authoring.text.office import nodes
from authoring.text.office.nodes import Node

if TYPE_CHECKING:
    from markdown_it.token import Token

    from authoring.model.documents import Picture

Kind = Literal["title", "description", "heading", "paragraph", "item", "quote", "testimony", "code", "cell", "caption"]
GUARDED: Final = ("quote", "testimony")  # somebody else's words
NUMBER: Final = "Paragraph Number"
_NUMBERED: Final = ("paragraph", "item", "quote", "testimony")
_ATTRIBUTION: Final = ("— ", "– ")
_BLANK_LINES: Final = re.compile(r"\n(?:[ \t]*\n)+")
_ALIGNMENTS: Final = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
_MARKS: Final = {"em_open": "Emph", "strong_open": "Strong", "s_open": "Strikeout"}


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, item or cell of the body, or the title or description before it.

    `number` is 0 where none is shown. `source` is its Markdown without the marks of the blocks around it, `start` and
    `end` are its lines in `Body.text`, counted from 0. `inlines` are its tree, without the number.
    """

    kind: Kind
    text: str
    number: int = 0
    source: str = ""
    start: int = 0
    end: int = 0
    level: int = 0
    inlines: Sequence[Node] = ()

    @property
    def is_guarded(self) -> bool:
        """Whether these are somebody else's words, which no review changes."""
        return self.kind in GUARDED


@dataclass(frozen=True)
class Body:
    """The tree of a body and its passages in reading order; `text` has a word in the place of each testimony."""

    blocks: Sequence[Node]
    passages: Sequence[Passage]
    text: str
    aside: Aside

    def whole(self, text: str) -> str:
        """`text`, which was `self.text` before it was changed, with the testimonies in it again."""
        return put_back(text, self.aside)


def read(body: str, *, images: Sequence[Picture] = ()) -> Body:
    """The body as a tree. Pictures that it does not place stand after the introduction, as on the blog."""
    text, aside = set_aside(printable(body))
    builder = _Builder(text, aside, images)
    builder.blocks_until(None)
    return Body(builder.finished(), builder.passages, text, aside)


@dataclass
class _Builder:
    """Turns the parser's tokens into the tree, one after the other."""

    source: str
    aside: Aside
    images: Sequence[Picture]
    passages: list[Passage] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    position: int = 0
    number: int = 0
    around: tuple[Kind, ...] = ()
    unplaced: list[Node] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens: list[Token] = markdown.tokens(self.source)
        self.described = {image.src: image for image in self.images}
        placed = {str(c.attrs.get("src", "")) for t in self.tokens for c in t.children or () if c.type == "image"}
        self.unplaced = [self._figure(image.src, image.alt) for image in self.images if image.src not in placed]
        self.result: list[Node] = []

    def finished(self) -> list[Node]:
        """All blocks, once they have been read."""
        return [*self.result, *self.unplaced]

    def blocks_until(self, closing: str | None) -> list[Node]:
        """The blocks up to the closing token; without one, all, which are kept as the result."""
        blocks: list[Node] = []
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self.position += 1
            if token.type == closing:
                break
            if closing is None and token.type == "heading_open" and token.tag == "h2":
                blocks += self.unplaced
                self.unplaced = []
            blocks += self._block(token)
        if closing is None:
            self.result = blocks
        return blocks

    def _block(self, token: Token) -> list[Node]:
        match token.type:
            case "heading_open":
                return [self._heading(token)]
            case "paragraph_open":
                return self._paragraph(token)
            case "bullet_list_open":
                return [nodes.bullets(self._items("bullet_list_close"))]
            case "ordered_list_open":
                return [nodes.numbered(self._items("ordered_list_close"), start=int(token.attrs.get("start", 1)))]
            case "blockquote_open":
                return [self._quote()]
            case "table_open":
                return [self._table()]
            case "fence" | "code_block":
                return [self._code(token)]
            case "hr":
                return [{"t": "HorizontalRule"}]
            case _:
                return []

    def _inline(self) -> Token:
        """The next token, which holds a line of text, and the step over its closing."""
        token = self.tokens[self.position]
        self.position += 2
        return token

    def _heading(self, opening: Token) -> Node:
        from authoring.exporters.rendering.text import identifier

        level = max(int(opening.tag[1]), 2)
        content = self._inline()
        inlines = self._inlines(content.children or [])
        name = identifier(nodes.text(inlines), used=self.names)
        self.names.add(name)
        self._note("heading", content.content, inlines, opening, level=level)
        return nodes.header(level - 1, inlines, name=name)

    def _paragraph(self, opening: Token) -> list[Node]:
        content = self._inline()
        if content.content in self.aside:
            return self._testimony(self.aside[content.content]["words"], opening)
        children = content.children or []
        images = [child for child in children if child.type == "image"]
        if images and not any(child.type != "image" and child.content.strip() for child in children):
            return [self._figure(str(picture.attrs["src"]), picture.content) for picture in images]
        inlines = self._inlines(children)
        kind: Kind = self.around[-1] if self.around else "paragraph"
        is_attribution = kind == "quote" and content.content.startswith(_ATTRIBUTION)
        number = 0 if is_attribution else self._next(kind)
        self._note(kind, content.content, inlines, opening, number=number)
        if is_attribution:
            return [nodes.div("attribution", [nodes.para(inlines)], style="Attribution")]
        block = nodes.plain if opening.hidden else nodes.para
        return [block([*label(number, is_margin=not self.around or kind == "quote"), *inlines])]

    def _testimony(self, spoken: str, opening: Token) -> list[Node]:
        blocks = []
        for part in _BLANK_LINES.split(spoken):
            inlines = nodes.words(part)
            number = self._next("testimony")
            self._note("testimony", part, inlines, opening, number=number)
            blocks.append(nodes.para([*label(number, is_margin=True), *inlines]))
        return [nodes.div("testimony", blocks, style="Testimony")]

    def _next(self, kind: Kind) -> int:
        self.number += kind in _NUMBERED
        return self.number if kind in _NUMBERED else 0

    def _items(self, closing: str) -> list[list[Node]]:
        items = []
        self.around = (*self.around, "quote" if "quote" in self.around else "item")
        while self.tokens[self.position].type != closing:
            self.position += 1  # over the item's opening
            items.append(self.blocks_until("list_item_close"))
        self.position += 1
        self.around = self.around[:-1]
        return items

    def _quote(self) -> Node:
        self.around = (*self.around, "quote")
        blocks = self.blocks_until("blockquote_close")
        self.around = self.around[:-1]
        return {"t": "BlockQuote", "c": blocks}

    def _code(self, token: Token) -> Node:
        text = put_back(token.content, self.aside).rstrip("\n")
        self._note("code", text, [nodes.code(text)], token)
        return nodes.code_block(text)

    def _table(self) -> Node:
        rows: list[list[list[Node]]] = []
        alignments: list[str] = []
        line: Token | None = None
        while (token := self.tokens[self.position]).type != "table_close":
            self.position += 1
            if token.type == "tr_open":
                line = token
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                if token.type == "th_open":
                    style = str(token.attrs.get("style", ""))
                    alignments.append(_ALIGNMENTS.get(style.rpartition(":")[2], "AlignDefault"))
                content = self._inline()
                rows[-1].append(self._inlines(content.children or []))
                self._note("cell", content.content, rows[-1][-1], line or token)
        self.position += 1
        return nodes.table(rows[0], rows[1:], alignments)

    def _figure(self, src: str, alt: str) -> Node:
        from urllib.parse import unquote

        src_of_file = same_name(src, self.described) or unquote(src)
        image = self.described.get(src_of_file)
        caption = " — ".join(part for part in (image.caption, image.credit) if part) if image else ""
        words_for_it = "" if image and image.decorative else (image.alt if image and image.alt else alt)
        blocks = [nodes.para([nodes.image(words_for_it, src_of_file)])]
        if caption:
            self.passages.append(Passage("caption", caption, source=src_of_file, inlines=nodes.words(caption)))
            blocks.append(nodes.div("caption", [nodes.para(nodes.words(caption))], style="Image Caption"))
        return nodes.div("figure", blocks, style="Captioned Figure")

    def _note(
        self, kind: Kind, source: str, inlines: Sequence[Node], token: Token, *, number: int = 0, level: int = 0
    ) -> None:
        start, end = token.map or (0, 0)
        self.passages.append(Passage(kind, nodes.text(list(inlines)), number, source, start, end, level, inlines))

    def _inlines(self, children: Sequence[Token]) -> list[Node]:
        """The inlines of a line; what is open is closed in the order of a stack."""
        stack: list[list[Node]] = [[]]
        opened: list[Token] = []
        for child in children:
            if child.nesting == 1:
                opened.append(child)
                stack.append([])
            elif child.nesting == -1:
                inner, start = stack.pop(), opened.pop()
                stack[-1].append(_closed(start, inner))
            else:
                stack[-1] += self._leaf(child)
        return stack[0]

    def _leaf(self, child: Token) -> list[Node]:
        match child.type:
            case "code_inline":
                return [nodes.code(child.content)]
            case "softbreak":
                return [{"t": "SoftBreak"}]
            case "hardbreak":
                return [{"t": "LineBreak"}]
            case "image":
                src = str(child.attrs.get("src", ""))
                image = self.described.get(src)
                return [nodes.image(image.alt if image and image.alt else child.content, src)]
            case _:
                return nodes.words(child.content)


def label(number: int, *, is_margin: bool) -> list[Node]:
    """A paragraph's number before its text: in the margin, or within the line where there is none."""
    if not number:
        return []
    where = "margin" if is_margin else "line"
    return [
        nodes.span(f"number {where}", [{"t": "Str", "c": str(number)}], style=NUMBER),
        nodes.span(f"after-{where}", []),
    ]


def _closed(opening: Token, inner: list[Node]) -> Node:
    if opening.type == "link_open":
        href, title = str(opening.attrs.get("href", "")), str(opening.attrs.get("title", ""))
        return nodes.link(inner, href, title=title)
    return nodes.marked(_MARKS[opening.type], inner)


def words_of(text: str) -> str:
    """What readers see of one paragraph of Markdown; the text itself when it is not read as one paragraph."""
    tokens = markdown.tokens(text)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return text
    builder = _Builder("", {}, ())
    return nodes.text(builder._inlines(tokens[1].children or []))
