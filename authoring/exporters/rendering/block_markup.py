"""What the blocks of WordPress and the cards of Ghost have in common: one piece of markup for each block of a text."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from html import escape
from typing import Any, ClassVar, Final

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from authoring.exporters.rendering import html
from authoring.exporters.rendering.gallery import Figure
from authoring.text import markdown

SIMPLE_LIST: Final = frozenset(
    "bullet_list_open bullet_list_close ordered_list_open ordered_list_close list_item_open list_item_close "
    "paragraph_open paragraph_close inline".split()
)


def quiet(plain: str) -> str:
    """Words as HTML, their quotation marks as they are."""
    return escape(plain, quote=False)


class Inline(RendererHTML):
    """markdown-it's renderer for what stands inside a block. `env["picture"]` gives the HTML of a picture."""

    def words(self, plain: str) -> str:
        """Plain words as HTML that shows exactly them."""
        return quiet(plain)

    def softbreak(self, *_rest: object) -> str:
        return " "

    def hardbreak(self, *_rest: object) -> str:
        return "<br>"

    def link_open(self, tokens: Sequence[Token], idx: int, *_rest: object) -> str:
        href = str(tokens[idx].attrs.get("href", ""))
        return f'<a href="{escape(href)}">' if html.is_safe_link(href) else "<a>"

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return str(env["picture"](tokens[idx].meta["figure"]))

    def figures(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return "".join(f"<p>{env['picture'](picture)}</p>" for picture in tokens[idx].meta["figures"])

    def testimony(self, tokens: Sequence[Token], idx: int, *_rest: object) -> str:
        return f"<blockquote><p>{self.words(tokens[idx].content)}</p></blockquote>"

    def quote_open(self, *_rest: object) -> str:
        return "<blockquote>"


class BlockWriter(ABC):
    """Writes block after block, each by the method of its first token's type; one that has none goes as plain HTML."""

    inline: ClassVar[Inline]

    def __init__(self, picture: Callable[[Figure], str]) -> None:
        self._env = {"picture": picture}

    def block(self, group: Sequence[Token]) -> str:
        """The markup of one block."""
        return str(getattr(self, f"_{group[0].type}", self._whole)(group))

    @abstractmethod
    def _whole(self, group: Sequence[Token]) -> str:
        """A block that the site's own editor has no form for."""

    def _inline(self, token: Token) -> str:
        return self.inline.renderInline(token.children or [], markdown.parser().options, self._env).strip()

    def _render(self, group: Sequence[Token]) -> str:
        return self.inline.render(group, markdown.parser().options, self._env).strip("\n")

    def _paragraphs(self, testimony: Token) -> list[str]:
        """What somebody said, a paragraph each, their line breaks kept."""
        parts = re.split(r"\n(?:[ \t]*\n)+", testimony.content)
        return [self.inline.words(part).replace("\n", "<br>") for part in parts]


def caption(picture: Figure, words: Callable[[str], str] = quiet) -> str:
    """A picture's caption and credit, each put into HTML by `words`."""
    return " – ".join(words(part) for part in (picture.caption, picture.credit) if part)
