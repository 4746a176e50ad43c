"""The HTML of each kind of block: pictures, quotes, testimonies, tables; the rest as CommonMark has it."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import cache
from html import escape
from typing import Any, Final

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from authoring.exporters.rendering.gallery import Figure

Environment = MutableMapping[str, Any]

_BLANK_LINES: Final = re.compile(r"(\n(?:[ \t]*\n)+)")
_ALIGNED: Final = re.compile(r"text-align:(left|center|right)")


class Renderer(RendererHTML):
    """markdown-it's renderer with our blocks and without inline styles, which the page's policy forbids.

    `figures`, `testimony`, `quote` and `attribution` are token types of our own. The environment's `place` comes
    before the address of each picture and of each file that goes out with the piece.
    """

    def figures(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        return "".join(figure(picture, env["place"]) for picture in tokens[idx].meta["figures"])

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        return image(tokens[idx].meta["figure"], env["place"])

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        token = tokens[idx]
        if "file" in token.meta:
            token.attrs["href"] = env["place"] + token.meta["file"]
        return self.renderToken(tokens, idx, options, env)

    def testimony(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        return testimony(tokens[idx].content)

    def quote_open(self, *_rest: object) -> str:
        return '<figure class="quote">\n<blockquote>\n'

    def attribution_open(self, *_rest: object) -> str:
        return "</blockquote>\n<figcaption>"

    def attribution_close(self, *_rest: object) -> str:
        return "</figcaption>\n</figure>\n"

    def table_open(self, *_rest: object) -> str:
        return '<div class="table">\n<table>\n'

    def table_close(self, *_rest: object) -> str:
        return "</table>\n</div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, *_rest: object) -> str:
        return _cell(tokens[idx])

    def td_open(self, tokens: Sequence[Token], idx: int, *_rest: object) -> str:
        return _cell(tokens[idx])


@cache
def renderer() -> Renderer:
    """The one renderer; it holds no state of a page."""
    return Renderer()


def testimony(words: str) -> str:
    """A testimony's words as paragraphs whose text, line breaks between them included, is the words unchanged."""
    parts = _BLANK_LINES.split(words)
    inner = "".join(part if index % 2 else f"<p>{escape(part, quote=False)}</p>" for index, part in enumerate(parts))
    return f'<figure class="testimony"><blockquote>{inner}</blockquote></figure>\n'


def figure(picture: Figure, place: str) -> str:
    """A picture with its caption and credit."""
    credit = f'<small class="credit">{escape(picture.credit)}</small>' if picture.credit else ""
    words = " ".join(part for part in (escape(picture.caption), credit) if part)
    caption = f"\n<figcaption>{words}</figcaption>" if words else ""
    return f'<figure class="picture">\n{image(picture, place)}{caption}\n</figure>\n'


def image(picture: Figure, place: str) -> str:
    """A picture alone; its size keeps the text from jumping while it loads."""
    return (
        f'<img src="{escape(place + picture.url)}" alt="{escape(picture.alt)}" '
        f'width="{picture.width}" height="{picture.height}" loading="lazy" decoding="async">'
    )


def _cell(token: Token) -> str:
    aligned = _ALIGNED.search(str(token.attrs.get("style", "")))
    return f'<{token.tag} class="{aligned.group(1)}">' if aligned else f"<{token.tag}>"
