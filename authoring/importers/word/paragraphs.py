"""A read file as the paragraphs that it is made of, before or after the changes tracked in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final, Literal

from authoring.text.office import nodes
from authoring.text.office.nodes import Node

View = Literal["before", "after"]
CHANGES: Final = ("insertion", "deletion", "paragraph-insertion", "paragraph-deletion")
_DROPPED: Final = {"before": "insertion", "after": "deletion"}
_MARKS: Final = ("comment-start", "paragraph-insertion", "paragraph-deletion")
_LONGEST_HEADING: Final = 100
_KINDS: Final = {  # by the style that a paragraph has
    "Title": "title",
    "Summary": "description",
    "Testimony": "testimony",
    "Attribution": "quote",
    "Image Caption": "caption",
}


@dataclass(frozen=True)
class Line:
    """A paragraph as it stands in the file, with the changes in it. `row` tells the cells of a table's row together."""

    kind: str
    inlines: Sequence[Node]
    style: str = ""
    level: int = 0
    row: int = 0


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a text. `cells` holds a table row's, `src` what a picture is called in the file."""

    kind: str
    inlines: Sequence[Node] = ()
    level: int = 0
    cells: Sequence[Sequence[Node]] = ()
    src: str = ""
    alt: str = ""

    @property
    def text(self) -> str:
        """Its words; a line break within it is a new line."""
        return nodes.text(list(self.inlines)).strip(" \n\t")


def lines(blocks: Iterable[Node]) -> Iterator[Line]:
    """Every paragraph in order; a table's cell is one, however many are in it."""
    return _lines(blocks, "paragraph", "")


def paragraphs(blocks: Iterable[Node]) -> list[Paragraph]:
    """Every paragraph that says something, all changes accepted. Bold lines are headings where there are no others."""
    parts: list[Paragraph] = []
    for row, group in groupby(lines(seen(list(blocks), "after")), key=lambda line: line.row):
        row_lines = list(group)
        parts += _row(row_lines) if row else [part for line in row_lines for part in _parts(line)]
    if any(part.kind == "heading" for part in parts):
        return parts
    return [_promoted(part, following) for part, following in zip(parts, [*parts, None][1:], strict=True)]


def seen(value: Any, view: View) -> Any:
    """The tree as it was before the tracked changes in it, or as it is with all of them accepted; comments are gone."""
    if isinstance(value, list):
        return [inner for node in value for inner in _seen(node, view)]
    if isinstance(value, dict):
        return {key: seen(node, view) for key, node in value.items()}
    return value


def classes(node: Node) -> list[str]:
    """The kinds of a span; none for anything else."""
    return nodes.attributes(node)[0] if node.get("t") == "Span" else []


def _seen(value: Any, view: View) -> list[Any]:
    names = classes(value) if isinstance(value, dict) else []
    if _DROPPED[view] in names or any(mark in names for mark in _MARKS):
        return []
    if "insertion" in names or "deletion" in names or "comment-end" in names:
        return list(seen(value["c"][1], view))
    return [seen(value, view)]


def _lines(blocks: Iterable[Node], kind: str, style: str) -> Iterator[Line]:
    for block in blocks:
        if block["t"] == "Table":
            yield from _cells(block)
        elif line := _line(block, kind, style):
            yield line
        else:
            named_style = nodes.attributes(block)[1].get("custom-style", "") if block["t"] == "Div" else ""
            for inner, content in nodes.inside(block):
                yield from _lines(content, inner or kind, named_style or style)


def _line(block: Node, kind: str, style: str) -> Line | None:
    content: Any = block.get("c")
    match block["t"]:
        case "Para" | "Plain":
            return Line(_KINDS.get(style, kind), content, style)
        case "LineBlock":
            return Line(kind, [inline for line in content for inline in [*line, {"t": "LineBreak"}]], style)
        case "Header":
            return Line("heading", content[2], style, content[0] + 1)
        case "CodeBlock":
            return Line("code", [nodes.code(content[1])], style)
    return None


def _cells(table: Node) -> Iterator[Line]:
    for number, row in enumerate(nodes.cells(table), start=1):
        for cell in row:
            inlines: list[Node] = []
            for line in lines(cell):
                inlines += [*([{"t": "Space"}] if inlines else []), *line.inlines]
            yield Line("cell", inlines, row=number)


def _row(cells: Sequence[Line]) -> Iterator[Paragraph]:
    if any(nodes.text(list(cell.inlines)).strip() for cell in cells):
        yield Paragraph("row", cells=[cell.inlines for cell in cells])
    for cell in cells:
        yield from _pictures(cell)


def _parts(line: Line) -> Iterator[Paragraph]:
    """A paragraph, and behind it the pictures that stand in it."""
    paragraph = Paragraph(line.kind, line.inlines, line.level)
    if paragraph.text:
        yield paragraph
    yield from _pictures(line)


def _pictures(line: Line) -> Iterator[Paragraph]:
    for node in nodes.walk(list(line.inlines)):
        if node["t"] == "Image":
            yield Paragraph("picture", src=str(node["c"][2][0]), alt=nodes.text(node["c"][1]))


def _promoted(part: Paragraph, following: Paragraph | None) -> Paragraph:
    """A short paragraph all in bold, with text below it, becomes a heading; any other stays as it is."""
    words = [inline for inline in part.inlines if inline["t"] not in ("Space", "SoftBreak")]
    is_bold = bool(words) and all(inline["t"] == "Strong" for inline in words)
    is_short = len(part.text) <= _LONGEST_HEADING and not part.text.endswith((".", "…", ";", ","))
    if part.kind == "paragraph" and is_bold and is_short and following is not None:
        inner = [inline for word in part.inlines for inline in (word["c"] if word["t"] == "Strong" else [word])]
        return replace(part, kind="heading", inlines=inner, level=2)
    return part
