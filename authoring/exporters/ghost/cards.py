"""A piece's Markdown as the HTML from which Ghost makes its own cards, each paragraph, list and picture editable there.

Elements that Ghost's conversion would split (a table, a code block inside a list) become a card of plain HTML, which
Ghost does not change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from markdown_it.token import Token

from authoring.exporters.rendering.block_markup import SIMPLE_LIST, BlockWriter, Inline, caption
from authoring.exporters.rendering.gallery import Figure, Gallery
from authoring.exporters.rendering.tokens import blocks
from authoring.text.hypertext import blocks_of

_IN_QUOTES: Final = frozenset(
    "blockquote_open blockquote_close quote_open attribution_open attribution_close paragraph_open paragraph_close "
    "inline".split()
)


@dataclass(frozen=True)
class Card:
    """A card's HTML, and its Markdown; empty for a card that is not part of the text."""

    html: str
    source: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Its words, in the form that is compared with the blog's."""
        return tuple(blocks_of(self.html)[0])


def render(body: str, *, gallery: Gallery, place: Callable[[Figure], str]) -> list[Card]:
    """The body's cards, in order. `place` gives the address of a picture."""
    writer = _Writer(place)
    return [Card(writer.block(group), source) for group, source, _testimonies in blocks(body, gallery)]


def as_it_is(inner: str) -> str:
    """A card of HTML that Ghost does not change."""
    return f"<!--kg-card-begin: html-->\n{inner.strip()}\n<!--kg-card-end: html-->"


class _Inline(Inline):
    def attribution_open(self, *_rest: object) -> str:
        return "<p>"

    def attribution_close(self, *_rest: object) -> str:
        return "</p></blockquote>"


class _Writer(BlockWriter):
    inline = _Inline()

    def __init__(self, place: Callable[[Figure], str]) -> None:
        super().__init__(lambda picture: _image(picture, place(picture)))
        self._place = place

    def _whole(self, group: Sequence[Token]) -> str:
        return as_it_is(self._render(group))

    def _paragraph_open(self, group: Sequence[Token]) -> str:
        if any(child.type == "image" for child in group[1].children or ()):
            return self._whole(group)
        return f"<p>{self._inline(group[1])}</p>"

    def _heading_open(self, group: Sequence[Token]) -> str:
        return f"<{group[0].tag}>{self._inline(group[1])}</{group[0].tag}>"

    def _hr(self, _group: Sequence[Token]) -> str:
        return "<hr>"

    def _fence(self, group: Sequence[Token]) -> str:
        language = re.match(r"[\w+-]+", group[0].info or "")
        attributes = f' class="language-{language[0]}"' if language else ""
        return f"<pre><code{attributes}>{escape(group[0].content.rstrip(chr(10)), quote=False)}</code></pre>"

    _code_block = _fence

    def _figures(self, group: Sequence[Token]) -> str:
        return "".join(self._figure(picture) for picture in group[0].meta["figures"])

    def _figure(self, picture: Figure) -> str:
        words = caption(picture)
        caption_element = f"<figcaption>{words}</figcaption>" if words else ""
        return (
            f'<figure class="kg-card kg-image-card">{_image(picture, self._place(picture))}{caption_element}</figure>'
        )

    def _testimony(self, group: Sequence[Token]) -> str:
        return f"<blockquote>{'<br><br>'.join(self._paragraphs(group[0]))}</blockquote>"

    def _quote_open(self, group: Sequence[Token]) -> str:
        if any(token.type not in _IN_QUOTES for token in group) or group[0].type in {t.type for t in group[1:]}:
            return self._whole(group)
        return f"<blockquote>{'<br><br>'.join(self._inline(t) for t in group if t.type == 'inline')}</blockquote>"

    _blockquote_open = _quote_open

    def _bullet_list_open(self, group: Sequence[Token]) -> str:
        is_loose = any(token.type == "paragraph_open" and not token.hidden for token in group)
        if is_loose or any(token.type not in SIMPLE_LIST for token in group):
            return self._whole(group)
        return self._render(group).strip().replace("\n", "")

    _ordered_list_open = _bullet_list_open


def _image(picture: Figure, url: str) -> str:
    size = f' width="{picture.width}" height="{picture.height}"'
    return f'<img src="{escape(url)}" class="kg-image" alt="{escape(picture.alt)}" loading="lazy"{size}>'
