"""WordPress's export file read as a stream: one item at a time, however large the file is.

A document type is refused before anything in it is read, so that no entity can expand; characters that no XML may
hold, which WordPress exports all the same, are left out.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat

from authoring.errors import InputError
from authoring.text.i18n import _

_CHUNK: Final = 256 * 1024
_LARGEST_TEXT: Final = 8 * 1024 * 1024
_DEEPEST: Final = 50
_BAD: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NAMESPACES: Final = re.compile(r"http://wordpress\.org/export/[\d.]+/(?:excerpt/)?")
_SHORT: Final = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://wellformedweb.org/CommentAPI/": "wfw:",
}


@dataclass
class Item:
    """One item of the export: its texts by their tag, and what it holds several of. `sha256` is of all its texts."""

    texts: dict[str, str] = field(default_factory=dict)
    categories: list[tuple[str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    comments: int = 0
    sha256: str = ""
    is_channel: bool = False

    def text(self, tag: str) -> str:
        """The text of a tag, without the white space around it; empty when there is none."""
        return self.texts.get(tag, "").strip()


def items(path: Path) -> Iterator[Item]:
    """The items in their order; what the export says of the whole site comes before the first, with `is_channel`.

    Raises `InputError` for what is no such export, is cut off, or holds a document type.
    """
    reader = _Reader(path)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield from reader.feed(_BAD.sub(b"", chunk), is_last=False)
    yield from reader.feed(b"", is_last=True)
    if not reader.is_export:
        raise _no_export(path, _("it holds no export of WordPress"))


def _no_export(path: Path, reason: str, line: int | None = None) -> InputError:
    return InputError(
        _("This is no export of WordPress that can be read: {reason}.").format(reason=reason),
        _("In WordPress, choose Tools, Export, All content, and give the .xml file that it saves."),
        file=path,
        line=line,
    )


class _Reader:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._open: list[str] = []
        self._words: list[str] = []
        self._size = 0
        self._ready: list[Item] = []
        self._item: Item | None = None
        self._site: Item | None = Item(is_channel=True)
        self._fields: dict[str, str] = defaultdict(str)
        self._hash = hashlib.sha256()
        self.is_export = False

    def feed(self, chunk: bytes, *, is_last: bool) -> list[Item]:
        try:
            self._parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            raise _no_export(self._path, expat.errors.messages.get(error.code, str(error)), error.lineno) from None
        ready, self._ready = self._ready, []
        return ready

    def _refuse(self, *_rest: object) -> None:
        raise _no_export(self._path, _("it declares a document type, which no export does"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _tag(name)
        self._open.append(tag)
        if len(self._open) > _DEEPEST:
            raise _no_export(self._path, _("its tags are nested too deep"), self._parser.CurrentLineNumber)
        if len(self._open) == 1 and tag != "rss":
            raise _no_export(self._path, _("it begins with <{tag}>").format(tag=tag))
        self._words, self._size = [], 0
        if tag == "item":
            self._give_site()
            self._item, self._hash = Item(), hashlib.sha256()
        elif tag == "category" and self._item is not None:
            self._fields["domain"] = attributes.get("domain", "")

    def _give_site(self) -> None:
        if self._site is not None:
            self._ready.append(self._site)
            self._site = None

    def _text(self, text: str) -> None:
        self._size += len(text)
        if self._size > _LARGEST_TEXT:
            raise _no_export(self._path, _("a text in it is larger than 8 MiB"), self._parser.CurrentLineNumber)
        self._words.append(text)

    def _end(self, _name: str) -> None:
        tag, text = self._open.pop(), "".join(self._words)
        self._words, self._size = [], 0
        if tag == "wp:wxr_version":
            self.is_export = True
        if self._item is None:
            self._of_site(tag, text)
            return
        self._hash.update(f"{tag}\0{text}\0".encode())
        if tag == "item":
            self._item.sha256 = self._hash.hexdigest()
            self._ready.append(self._item)
            self._item = None
        else:
            self._of_item(self._item, tag, text)

    def _of_site(self, tag: str, text: str) -> None:
        if self._site is None:
            return
        if self._open[-1:] == ["wp:author"]:
            self._fields[tag] = text.strip()
        elif tag == "wp:author":
            self._site.meta[self._fields["wp:author_login"]] = self._fields["wp:author_display_name"]
        elif len(self._open) == 2:
            self._site.texts.setdefault(tag, text)

    def _of_item(self, item: Item, tag: str, text: str) -> None:
        parent = self._open[-1]
        if parent == "item":
            if tag == "category":
                item.categories.append((self._fields["domain"], text.strip()))
            elif tag == "wp:postmeta":
                item.meta[self._fields["wp:meta_key"]] = self._fields["wp:meta_value"]
            elif tag == "wp:comment":
                item.comments += 1
            else:
                item.texts[tag] = text
        elif parent == "wp:postmeta":
            self._fields[tag] = text


def _tag(name: str) -> str:
    space, _blank, tag = name.rpartition(" ")
    if not space:
        return tag
    if match := _NAMESPACES.fullmatch(space):
        return f"{'excerpt:' if 'excerpt' in match.group() else 'wp:'}{tag}"
    return f"{_SHORT.get(space, '?')}{tag}"
