"""What a Word file holds and its reader does not see, or the other way round: all of it is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from authoring.text.i18n import _
from authoring.text.office import nodes
from authoring.text.office.archive import Archive

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DOCUMENT: Final = "word/document.xml"
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# a run that is hidden now; in a tree that is written again other programs no longer know its names
_HIDDEN: Final = re.compile(
    r"<w:r[ >](?:(?!</?w:r[ >]|<w:rPrChange).)*?<w:vanish(?: w:val=\"(?:1|true|on)\")? ?/>(?:(?!</?w:r[ >]).)*?</w:r>",
    re.DOTALL,
)
_TEXT: Final = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_LONGEST: Final = 200


def take_out(opened: Archive) -> list[str]:
    """Take hidden text out of the file before it is read, and say what it was: nobody who read it saw it."""
    content = opened.part(_DOCUMENT)
    if b"vanish" not in content:
        return []
    text = content.decode("utf-8", "replace")
    hidden = ["".join(_TEXT.findall(run)) for run in _HIDDEN.findall(text)]
    if not hidden:
        return []
    opened.replace(_DOCUMENT, _HIDDEN.sub("", text).encode())
    return [_("Hidden text was left out: “{text}”").format(text=_short(unescape(" ".join(hidden))))]


def not_read(opened: Archive, blocks: Sequence[Any]) -> list[str]:
    """The paragraphs that the file shows and the tree has not, such as those in text boxes."""
    document = opened.xml(_DOCUMENT)
    if document is None:
        return []
    letters = _letters(nodes.text(list(blocks)) + "".join(_notes(blocks)))
    unread = [words for words in _paragraphs(document) if _letters(words) and _letters(words) not in letters]
    return [
        _("This was not read, perhaps a text box: “{text}”").format(text=_short(words))
        for words in dict.fromkeys(unread)
    ]


def pictures_elsewhere(opened: Archive) -> int:
    """How many pictures are only named, by an address."""
    relations = opened.xml("word/_rels/document.xml.rels")
    if relations is None:
        return 0
    external = [relation for relation in relations.iter(_RELATIONS) if relation.get("TargetMode") == "External"]
    return sum(relation.get("Type", "").endswith("/image") for relation in external)


def _paragraphs(element: Element) -> Iterator[str]:
    """The words of each paragraph, those within it by themselves; what is there twice for old programs, once."""
    for child in element:
        if child.tag == _FALLBACK:
            continue
        if child.tag == f"{_WORD}p":
            yield "".join(_own_words(child))
        yield from _paragraphs(child)


def _own_words(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in (f"{_WORD}t", f"{_WORD}delText"):
            yield child.text or ""
        elif child.tag not in (f"{_WORD}p", _FALLBACK):
            yield from _own_words(child)


def _notes(blocks: Sequence[Any]) -> Iterator[str]:
    for node in nodes.walk(list(blocks)):
        if node["t"] == "Note":
            yield nodes.text(node["c"])


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _short(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
