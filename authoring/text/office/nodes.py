"""The tree of a document: pandoc's elements as plain values, made and read here only.

An element is `{"t": kind, "c": content}`. Of pandoc's some forty kinds we make half, and read all: what is not
known is looked into for the text that it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from authoring.text.visible import visible as written_out

Node = dict[str, Any]
API: Final = (1, 23, 1, 1)
# inlines that hold inlines and nothing else
MARKS: Final = ("Emph", "Strong", "Strikeout", "Underline", "Superscript", "Subscript", "SmallCaps")
_SPACES: Final = re.compile(r"([ \t\n]+)")


def document(blocks: Iterable[Node], meta: Mapping[str, Node]) -> Node:
    """A whole document, as pandoc reads it."""
    return {"pandoc-api-version": list(API), "meta": dict(meta), "blocks": list(blocks)}


def words(text: str) -> list[Node]:
    """A text as words and the spaces between them; no-break spaces are part of words."""
    return [
        {"t": "Space"} if not part.strip(" \t\n") else {"t": "Str", "c": part} for part in _SPACES.split(text) if part
    ]


def para(inlines: Iterable[Node]) -> Node:
    """A paragraph."""
    return {"t": "Para", "c": list(inlines)}


def plain(inlines: Iterable[Node]) -> Node:
    """A paragraph without space around it, such as an item of a tight list."""
    return {"t": "Plain", "c": list(inlines)}


def header(level: int, inlines: Iterable[Node], *, name: str = "") -> Node:
    """A heading; `name` is what a link inside the document leads to."""
    return {"t": "Header", "c": [level, [name, [], []], list(inlines)]}


def div(kind: str, blocks: Iterable[Node], *, style: str = "") -> Node:
    """Blocks of one kind, in a paragraph style of the reference document."""
    return {"t": "Div", "c": [["", [kind], [["custom-style", style]] if style else []], list(blocks)]}


def span(kind: str, inlines: Iterable[Node], *, style: str = "") -> Node:
    """Inlines of one kind, or of several between spaces, in a character style of the reference document."""
    return {"t": "Span", "c": [["", kind.split(), [["custom-style", style]] if style else []], list(inlines)]}


def marked(kind: str, inlines: Iterable[Node]) -> Node:
    """Emphasised, bold or struck inlines: one of `MARKS`."""
    return {"t": kind, "c": list(inlines)}


def link(inlines: Iterable[Node], href: str, *, title: str = "") -> Node:
    """A link."""
    return {"t": "Link", "c": [["", [], []], list(inlines), [href, title]]}


def image(alt: str, src: str, *, width: str = "") -> Node:
    """A picture; `width` as pandoc takes it, such as `12cm`."""
    return {"t": "Image", "c": [["", [], [["width", width]] if width else []], words(alt), [src, ""]]}


def code(text: str) -> Node:
    """Code within a line."""
    return {"t": "Code", "c": [["", [], []], text]}


def code_block(text: str) -> Node:
    """Lines of code."""
    return {"t": "CodeBlock", "c": [["", [], []], text]}


def raw(language: str, text: str) -> Node:
    """Markup for one kind of output; the others leave it out."""
    return {"t": "RawInline", "c": [language, text]}


def raw_block(language: str, text: str) -> Node:
    """Markup between blocks for one kind of output; the others leave it out."""
    return {"t": "RawBlock", "c": [language, text]}


def bullets(items: Iterable[list[Node]]) -> Node:
    """A list with bullets."""
    return {"t": "BulletList", "c": list(items)}


def numbered(items: Iterable[list[Node]], *, start: int = 1) -> Node:
    """A list with numbers."""
    return {"t": "OrderedList", "c": [[start, {"t": "Decimal"}, {"t": "Period"}], list(items)]}


def table(head: list[list[Node]], rows: list[list[list[Node]]], alignments: list[str]) -> Node:
    """A table: the inlines of each cell of its first row and of the others; alignments such as `AlignLeft`."""
    columns = [[{"t": alignment}, {"t": "ColWidthDefault"}] for alignment in alignments]
    empty = ["", [], []]
    body = [empty, 0, [], [_row(row) for row in rows]]
    return {"t": "Table", "c": [empty, [None, []], columns, [empty, [_row(head)]], [body], [empty, []]]}


def _row(cells: list[list[Node]]) -> list[Any]:
    empty = ["", [], []]
    return [empty, [[empty, {"t": "AlignDefault"}, 1, 1, [plain(cell)] if cell else []] for cell in cells]]


def cells(node: Node) -> Iterator[list[list[Node]]]:
    """The rows of a table, its head first: the blocks of each cell."""
    _attributes, _caption, _columns, head, bodies, foot = node["c"]
    rows = [*head[1], *(row for body in bodies for row in [*body[2], *body[3]]), *foot[1]]
    for row in rows:
        yield [cell[4] for cell in row[1]]


def attributes(node: Node) -> tuple[list[str], dict[str, str]]:
    """The classes and the named values of a `Div`, `Span` or other element that has them."""
    attribute: Any = node["c"][1] if node["t"] == "Header" else node["c"][0]
    return attribute[1], {str(key): str(value) for key, value in attribute[2]}


def children(node: Node) -> list[Node]:
    """The elements right inside an inline or a `Div`."""
    content: Any = node.get("c")
    if node["t"] in ("Span", "Div", "Link", "Image", "Quoted", "Cite"):
        return list(content[1]) if content else []
    return list(content) if node["t"] in MARKS and content else []


def text(value: Any) -> str:
    """The words in any part of a tree; a break of any kind is a space or a line break, a note is left out."""
    if isinstance(value, list):
        return "".join(text(child) for child in value)
    if not isinstance(value, dict) or "t" not in value:
        return ""
    kind: str = value["t"]
    content: Any = value.get("c")
    if kind in ("Space", "SoftBreak"):
        return " "
    if kind == "LineBreak":
        return "\n"
    if kind == "Str":
        return str(content)
    if kind in ("Code", "Math", "CodeBlock"):
        return str(content[1])
    if kind in ("RawInline", "RawBlock", "Note", "Image"):
        return ""
    return text(content)


def walk(value: Any) -> Iterator[Node]:
    """Every element of a tree, outer ones first."""
    if isinstance(value, dict):
        if "t" in value:
            yield value
        for child in value.values():
            yield from walk(child)
    elif isinstance(value, list):
        for child in value:
            yield from walk(child)


def visible(value: Any) -> Any:
    """The tree, or a part of it, with each character that nobody sees written out."""
    if isinstance(value, list):
        return [visible(part) for part in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"t": "Str", "c": str() as letters}:
            return {"t": "Str", "c": written_out(letters)}
        case {"t": "Code" | "CodeBlock" as kind, "c": [attributes_of_code, str() as lines]}:
            return {"t": kind, "c": [attributes_of_code, written_out(lines)]}
    return {name: visible(part) for name, part in value.items()}


def inside(block: Node) -> Iterator[tuple[str, list[Node]]]:
    """The blocks right inside a block, with the kind of paragraph that they make; an empty kind is that around."""
    content: Any = block.get("c")
    match block["t"]:
        case "Div":
            yield "", content[1]
        case "BlockQuote":
            yield "quote", content
        case "BulletList":
            yield from (("item", item) for item in content)
        case "OrderedList":
            yield from (("item", item) for item in content[1])
        case "Figure":
            yield "", content[2]
            yield "caption", content[1][1] or []
        case "DefinitionList":
            for term, definitions in content:
                yield "", [plain(term)]
                yield from (("", blocks) for blocks in definitions)
