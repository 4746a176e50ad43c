"""A reviewed Word file as its paragraphs: before the reviewer's tracked changes and after them, and the comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from authoring.exporters.review_files.body import NUMBER
from authoring.importers.word import paragraphs
from authoring.importers.word.paragraphs import Line, View
from authoring.importers.word.word_file import WordFile
from authoring.text.office import nodes
from authoring.text.office.nodes import Node
from authoring.text.visible import in_one_line

_OURS: Final = ("Author", "Status", "Status Approved", "Revision", "Hint")  # styles of the title page
_EDGES: Final = " \t\n\u2002"


@dataclass(frozen=True)
class Row:
    """A paragraph in one of the two views. `people` are those whose tracked changes are in it, with their times."""

    kind: str
    number: int
    inlines: Sequence[Node]
    text: str
    people: Sequence[tuple[str, str]] = ()
    level: int = 0


@dataclass(frozen=True)
class Comment:
    """A comment in the margin. `about` are the words it is about, `answers` the id of the comment it answers."""

    id: str
    by: str
    when: str
    text: str
    number: int
    about: str
    answers: str = ""
    is_resolved: bool = False


def rows(file: WordFile, view: View) -> list[Row]:
    """The paragraphs in one view; one whose mark is not there in that view is joined to the next."""
    views: list[Row] = []
    waiting: list[Node] = []
    mark = {"before": "paragraph-insertion", "after": "paragraph-deletion"}[view]
    for line in _lines(file):
        inlines = [*waiting, *line.inlines]
        if any(mark in paragraphs.classes(node) for node in line.inlines):
            waiting = (
                [*inlines, {"t": "Space"}] if nodes.text(paragraphs.seen(inlines, view)).strip(_EDGES) else inlines
            )
            continue
        waiting = []
        views += _row(line, inlines, view)
    return views


def comments(file: WordFile) -> list[Comment]:
    """Every comment, in the order in which they begin."""
    comments_by_id: dict[str, Comment] = {}
    opened: dict[str, str] = {}
    for line in _lines(file):
        number = _number(paragraphs.seen(line.inlines, "after")) or _number(paragraphs.seen(line.inlines, "before"))
        for node, is_told in _pieces(line.inlines):
            classes, values = nodes.attributes(node) if node["t"] == "Span" else ([], {})
            key = values.get("id", "")
            if "comment-start" in classes:
                text = _tidy(nodes.text(node["c"][1]))
                comments_by_id[key] = Comment(
                    key,
                    *_by(values),
                    text,
                    number,
                    "",
                    file.threads.get(key, ""),
                    key in file.resolved,
                )
                opened[key] = ""
            elif "comment-end" in classes and key in opened:
                _close(comments_by_id, key, opened.pop(key))
            elif is_told:
                opened = {open_key: about + nodes.text(node) for open_key, about in opened.items()}
        opened = {open_key: f"{about} " for open_key, about in opened.items()}
    for key, about in opened.items():
        _close(comments_by_id, key, about)
    return list(comments_by_id.values())


def _close(comments_by_id: dict[str, Comment], key: str, about: str) -> None:
    comment = comments_by_id[key]
    comments_by_id[key] = Comment(
        comment.id,
        comment.by,
        comment.when,
        comment.text,
        comment.number,
        _tidy(about),
        comment.answers,
        comment.is_resolved,
    )


def _pieces(inlines: Iterable[Node]) -> Iterator[tuple[Node, bool]]:
    """The innermost inlines in order, and whether each is told to readers: a number of ours is not."""
    for node in inlines:
        if node["t"] == "Span" and "comment-start" in paragraphs.classes(node):
            yield node, False
        elif _is_number(node):
            continue
        elif nodes.children(node) and node["t"] != "Image":
            if "comment-end" in paragraphs.classes(node):  # one that ends there too lies within it
                yield node, False
            yield from _pieces(nodes.children(node))
        else:
            yield node, True


def _lines(file: WordFile) -> Iterator[Line]:
    """The paragraphs of the text; what else stands on the title page is ours."""
    if file.title:
        yield Line("title", file.title, "Title")
    yield from (line for line in paragraphs.lines(file.blocks) if line.style not in _OURS)


def _row(line: Line, inlines: Sequence[Node], view: View) -> Iterator[Row]:
    visible = paragraphs.seen(list(inlines), view)
    number, content = _number(visible), _trimmed(_without_number(visible))
    text = _tidy(nodes.text(content))
    if text or line.kind == "cell":
        yield Row(line.kind, number, content, text, tuple(dict.fromkeys(_people(inlines))), line.level)


def _people(inlines: Sequence[Node]) -> Iterator[tuple[str, str]]:
    for node in nodes.walk(list(inlines)):
        if node["t"] == "Span" and any(name in paragraphs.CHANGES for name in paragraphs.classes(node)):
            values = nodes.attributes(node)[1]
            yield _by(values)


def _by(values: Mapping[str, str]) -> tuple[str, str]:
    """The name and the time that the file states: each is one line, whatever characters stand in it."""
    return in_one_line(values.get("author", "")), in_one_line(values.get("date", ""))


def _number(inlines: Sequence[Node]) -> int:
    for node in nodes.walk(list(inlines)):
        if _is_number(node) and (figures := re.sub(r"\D", "", nodes.text(node))):
            return int(figures[:6])
    return 0


def _is_number(node: Node) -> bool:
    return node["t"] == "Span" and nodes.attributes(node)[1].get("custom-style") == NUMBER


def _without_number(value: Any) -> Any:
    if isinstance(value, list):
        return [
            _without_number(node) for node in value if not (isinstance(node, dict) and "t" in node and _is_number(node))
        ]
    return {key: _without_number(node) for key, node in value.items()} if isinstance(value, dict) else value


def _trimmed(inlines: list[Node]) -> list[Node]:
    """Without the tab or space that stood behind the number."""
    while (
        inlines
        and not nodes.text(inlines[0]).strip(_EDGES)
        and inlines[0]["t"] in ("Space", "Str", "SoftBreak", "Span")
    ):
        inlines = inlines[1:]
    if inlines and inlines[0]["t"] == "Str":
        inlines = [{"t": "Str", "c": inlines[0]["c"].lstrip(_EDGES)}, *inlines[1:]]
    return inlines


def _tidy(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text).strip(_EDGES)
