"""A post as somebody edited it on the site, as our Markdown: only the blocks that they touched are read anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from authoring.exporters.blogs.reading_back import normalised
from authoring.exporters.wordpress.blocks import Block
from authoring.text.hypertext import markdown
from authoring.text.i18n import _

_DELIMITER: Final = re.compile(r"<!-- (?P<end>/)?wp:(?P<name>[a-z][\w/-]*)(?P<told>[^\n]*?)(?P<void>/)?-->")
_OURS: Final = re.compile(r'data-authoring="')
_CITE: Final = re.compile(r"<cite>(.*?)</cite>", re.DOTALL)


def body_of(content: str, ours: Sequence[Block], media: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Their text as Markdown and what could not be carried. `ours` are the blocks as they were sent."""
    sources = {_bare(block.markup): block.source for block in ours}
    names = {picture["url"]: picture["name"] for picture in media.values()}
    parts: list[str] = []
    notes: list[str] = []

    def place(src: str) -> str:
        if src not in names:
            notes.append(_("the picture {src} is on the site alone: save it in the piece’s images/").format(src=src))
        return str(names.get(src, src))

    for markup in split(content):
        if (source := sources.get(_bare(markup))) is not None:
            parts.append(source)
        elif _OURS.search(markup):
            continue
        elif 'class="ai-disclosure' in markup:
            notes.append(_("what they wrote into the disclosure is left out: it is computed from the record"))
        else:
            text, more = markdown(_plain(markup), place=place)
            parts.append(text)
            notes += more
    return "\n\n".join(filter(None, parts)) + "\n", notes


def split(content: str) -> Iterator[str]:
    """The blocks at the top of a post, delimiters included, and what stands between them."""
    depth, start = 0, 0
    for match in _DELIMITER.finditer(content):
        if depth == 0 and not match["end"]:
            yield from _filled(content[start : match.start()])
            start = match.start()
        depth += 0 if match["void"] else -1 if match["end"] else 1
        if depth <= 0:
            depth = 0
            yield from _filled(content[start : match.end()])
            start = match.end()
    yield from _filled(content[start:])


def _filled(text: str) -> Iterator[str]:
    if text.strip():
        yield text.strip()


def _bare(markup: str) -> str:
    """A block's HTML as the site's editor leaves it: the delimiters, white space and entities it writes anew."""
    return re.sub(r"\s+", " ", normalised(_DELIMITER.sub("", markup))).strip()


def _plain(markup: str) -> str:
    """A block's HTML; who is quoted stands in a paragraph of its own, as in our texts."""
    return _CITE.sub(r"<p>— \1</p>", _DELIMITER.sub("", markup)).replace("<p>— — ", "<p>— ")
