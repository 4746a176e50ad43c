"""A Word or OpenDocument file as a tree, with what it says of itself and what could not be brought along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from authoring.importers.word import unseen
from authoring.text.i18n import _, plural
from authoring.text.office import archive, nodes, pandoc
from authoring.text.office.archive import Archive
from authoring.text.office.nodes import Node

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_THREADS: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_ODF: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
_META: Final = f"{_ODF}meta:1.0}}"
_PARENT: Final = f"{_ODF}style:1.0}}parent-style-name"
_READ_AS: Final = {"docx": ("docx+styles", "--track-changes=all"), "odt": ("odt",)}


@dataclass(frozen=True)
class Media:
    """A picture of the file."""

    name: str
    content: bytes


@dataclass(frozen=True)
class WordFile:
    """What was read. `threads` says of a comment which one it answers, `resolved` which are done."""

    kind: archive.Kind
    blocks: Sequence[Node]
    title: Sequence[Node]
    properties: Mapping[str, str]
    pictures: Mapping[str, Media]
    threads: Mapping[str, str] = field(default_factory=dict)
    resolved: frozenset[str] = frozenset()
    notices: Sequence[str] = ()


def read(file: Path) -> WordFile:
    """The file as a tree. Raises `InputError` for one that cannot be read, or is made to do harm."""
    with archive.opened(file) as opened:
        hidden = unseen.take_out(opened)
        kind, *options = _READ_AS[opened.kind]
        tree = pandoc.read(opened.path, kind, *options, file=file)
        threads, resolved = _threads(opened)
        pictures, picture_notices = _pictures(opened, tree)
        return WordFile(
            opened.kind,
            tree["blocks"],
            _title(tree) if opened.kind == "docx" else nodes.words(_styled_title(opened)),
            _properties(opened),
            pictures,
            threads,
            resolved,
            [
                *opened.left_out,
                *hidden,
                *picture_notices,
                *_formulas(tree),
                *unseen.not_read(opened, [*tree["meta"].values(), *tree["blocks"]]),
            ],
        )


def _title(tree: Mapping[str, Any]) -> Sequence[Node]:
    title = tree["meta"].get("title", {})
    return list(title.get("c", [])) if title.get("t") == "MetaInlines" else []


def _styled_title(opened: Archive) -> str:
    """The first paragraph of an OpenDocument text that has the style of a title, which its reader does not tell."""
    content = opened.xml("content.xml")
    if content is None:
        return ""
    styles = content.iter(f"{_ODF}style:1.0}}style")
    titles = {style.get(f"{_ODF}style:1.0}}name") for style in styles if style.get(_PARENT) == "Title"} | {"Title"}
    for paragraph in content.iter(f"{_ODF}text:1.0}}p"):
        if paragraph.get(f"{_ODF}text:1.0}}style-name") in titles:
            return " ".join("".join(paragraph.itertext()).split(" ")).strip()
    return ""


def _properties(opened: Archive) -> dict[str, str]:
    """What the file says of itself to programs."""
    custom, meta = opened.xml("docProps/custom.xml"), opened.xml("meta.xml")
    properties = {}
    for element in custom if custom is not None else []:
        properties[element.get("name", "")] = "".join(element.itertext())
    for element in meta.iter(f"{_META}user-defined") if meta is not None else []:
        properties[element.get(f"{_META}name", "")] = "".join(element.itertext())
    return properties


def _threads(opened: Archive) -> tuple[dict[str, str], frozenset[str]]:
    """Of each comment the one that it answers, and the ones that somebody marked as done."""
    comments, extended = opened.xml("word/comments.xml"), opened.xml("word/commentsExtended.xml")
    if comments is None or extended is None:
        return {}, frozenset()
    by_paragraph = {
        paragraph.get(_PARAGRAPH, ""): comment.get(f"{_WORD}id", "")
        for comment in comments.iter(f"{_WORD}comment")
        for paragraph in comment.iter(f"{_WORD}p")
    }
    answers, resolved = {}, set()
    for extension in extended.iter(f"{_THREADS}commentEx"):
        comment = by_paragraph.get(extension.get(f"{_THREADS}paraId", ""), "")
        parent = by_paragraph.get(extension.get(f"{_THREADS}paraIdParent", ""), "")
        if comment and parent:
            answers[comment] = parent
        if comment and extension.get(f"{_THREADS}done") in ("1", "true"):
            resolved.add(comment)
    return answers, frozenset(resolved)


def _pictures(opened: Archive, tree: Mapping[str, Any]) -> tuple[dict[str, Media], list[str]]:
    """The pictures that the tree shows, from within the file only; and those that are none of it."""
    pictures, elsewhere = {}, unseen.pictures_elsewhere(opened)
    for node in nodes.walk(tree["blocks"]):
        if node["t"] != "Image":
            continue
        src = str(node["c"][2][0])
        name = next((name for name in (src, f"word/{src}") if name in opened.names), "")
        if name:
            pictures[src] = Media(PurePosixPath(name).name, opened.part(name))
        else:
            elsewhere += 1
    message = plural(
        "One picture lies elsewhere and was not fetched.",
        "{count} pictures lie elsewhere and were not fetched.",
        elsewhere,
    )
    return pictures, [message] if elsewhere else []


def _formulas(tree: Mapping[str, Any]) -> list[str]:
    if any(node["t"] == "Math" for node in nodes.walk(tree["blocks"])):
        return [_("It holds formulas, which were kept as TeX between dollar signs.")]
    return []
