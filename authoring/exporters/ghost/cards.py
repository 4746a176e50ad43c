"""A piece's Markdown as the HTML from which Ghost makes its own cards, each paragraph, list and picture editable there.

What Ghost's conversion would take apart (a table, a code block inside a list) goes in as a card of plain HTML, which
it keeps letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any, Final

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from authoring import markdown
from authoring.exporters import html
from authoring.exporters.pictures import Figure, Gallery
from authoring.exporters.tokens import groups, source
from authoring.hypertext import blocks_of

_IN_LISTS: Final = frozenset(
    "bullet_list_open bullet_list_close ordered_list_open ordered_list_close list_item_open list_item_close "
    "paragraph_open paragraph_close inline".split()
)
_IN_QUOTES: Final = frozenset(
    "blockquote_open blockquote_close quote_open attribution_open attribution_close paragraph_open paragraph_close "
    "inline".split()
)


@dataclass(frozen=True)
class Card:
    """A card's HTML, and the Markdown that it was made from; none where the text does not hold it."""

    html: str
    source: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What it says, in the form in which what stands there is compared with it."""
        return tuple(blocks_of(self.html)[0])


def render(body: str, *, gallery: Gallery, place: Callable[[Figure], str]) -> list[Card]:
    """The body's cards, in order. `place` gives the address of a picture."""
    tokens, text, testimonies = html.arranged(body, gallery=gallery)
    writer = _Writer(place)
    lines = text.split("\n")
    return [Card(writer.card(group), source(group[0], lines, testimonies)) for group in groups(tokens)]


def as_it_is(inner: str) -> str:
    """A card of HTML that Ghost keeps letter for letter."""
    return f"<!--kg-card-begin: html-->\n{inner.strip()}\n<!--kg-card-end: html-->"


class _Writer:
    def __init__(self, place: Callable[[Figure], str]) -> None:
        self._env = {"place": place}
        self._place = place

    def card(self, group: Sequence[Token]) -> str:
        write = getattr(self, f"_{group[0].type}", self._whole)
        return str(write(group))

    def _inline(self, token: Token) -> str:
        return _renderer().renderInline(token.children or [], markdown.parser().options, self._env).strip()

    def _render(self, group: Sequence[Token]) -> str:
        return _renderer().render(group, markdown.parser().options, self._env).strip()

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
        told = f' class="language-{language[0]}"' if language else ""
        return f"<pre><code{told}>{escape(group[0].content.rstrip(chr(10)), quote=False)}</code></pre>"

    _code_block = _fence

    def _figures(self, group: Sequence[Token]) -> str:
        return "".join(self._figure(shown) for shown in group[0].meta["figures"])

    def _figure(self, shown: Figure) -> str:
        words = caption(shown)
        told = f"<figcaption>{words}</figcaption>" if words else ""
        return f'<figure class="kg-card kg-image-card">{_image(shown, self._place(shown))}{told}</figure>'

    def _testimony(self, group: Sequence[Token]) -> str:
        parts = re.split(r"\n(?:[ \t]*\n)+", group[0].content)
        shown = [escape(part, quote=False).replace("\n", "<br>") for part in parts]
        return f"<blockquote>{'<br><br>'.join(shown)}</blockquote>"

    def _quote_open(self, group: Sequence[Token]) -> str:
        if any(token.type not in _IN_QUOTES for token in group) or group[0].type in {t.type for t in group[1:]}:
            return self._whole(group)
        return f"<blockquote>{'<br><br>'.join(self._inline(t) for t in group if t.type == 'inline')}</blockquote>"

    _blockquote_open = _quote_open

    def _bullet_list_open(self, group: Sequence[Token]) -> str:
        is_loose = any(token.type == "paragraph_open" and not token.hidden for token in group)
        if is_loose or any(token.type not in _IN_LISTS for token in group):
            return self._whole(group)
        return self._render(group).replace("\n", "")

    _ordered_list_open = _bullet_list_open


class _Renderer(RendererHTML):
    """markdown-it's renderer for what stands inside a card."""

    def softbreak(self, *_rest: object) -> str:
        return " "

    def hardbreak(self, *_rest: object) -> str:
        return "<br>"

    def link_open(self, tokens: Sequence[Token], idx: int, *_rest: object) -> str:
        href = str(tokens[idx].attrs.get("href", ""))
        return f'<a href="{escape(href)}">' if html.is_safe_link(href) else "<a>"

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        shown = tokens[idx].meta["figure"]
        return _image(shown, env["place"](shown))

    def figures(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return "".join(f"<p>{_image(shown, env['place'](shown))}</p>" for shown in tokens[idx].meta["figures"])

    def testimony(self, tokens: Sequence[Token], idx: int, *_rest: object) -> str:
        return f"<blockquote><p>{escape(tokens[idx].content, quote=False)}</p></blockquote>"

    def quote_open(self, *_rest: object) -> str:
        return "<blockquote>"

    def attribution_open(self, *_rest: object) -> str:
        return "<p>"

    def attribution_close(self, *_rest: object) -> str:
        return "</p></blockquote>"


@cache
def _renderer() -> _Renderer:
    return _Renderer()


def caption(shown: Figure) -> str:
    """A picture's caption and credit as HTML."""
    return " – ".join(escape(part, quote=False) for part in (shown.caption, shown.credit) if part)


def _image(shown: Figure, url: str) -> str:
    size = f' width="{shown.width}" height="{shown.height}"'
    return f'<img src="{escape(url)}" class="kg-image" alt="{escape(shown.alt)}" loading="lazy"{size}>'
