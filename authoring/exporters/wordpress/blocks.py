"""A piece's Markdown as WordPress's block markup: each paragraph, heading, list, quotation and picture a block.

What no block can hold (a code block inside a list item) goes into a block of plain HTML, so that the site's editor
opens every piece without a repair. What WordPress would turn into something else (shortcodes, addresses that it
embeds, typographer's quotes in somebody's own words) is written so that it shows what was approved.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from markdown_it.token import Token

from authoring.exporters.rendering.block_markup import SIMPLE_LIST, BlockWriter, Inline, caption
from authoring.exporters.rendering.gallery import Figure, Gallery
from authoring.exporters.rendering.tokens import blocks, groups

# what the site's typographer changes: straight quotes, runs of hyphens and dots, a times sign between figures
_TYPOGRAPHY: Final = re.compile(r"['\"]|--+|\.{3,}|(?<=\d)x(?=\d)|\((?:c|r|tm)\)|``", re.IGNORECASE)
_SHORTCODE: Final = re.compile(r"\[(?=/?[\w-]|\[)")
_BARE_ADDRESS: Final = re.compile(r"(?m)^(\s*https?)://")


@dataclass(frozen=True)
class Upload:
    """A picture as the site holds it."""

    id: int
    url: str


@dataclass(frozen=True)
class Block:
    """A block's markup, and the Markdown that it was made from; none where the text does not hold it."""

    markup: str
    source: str = ""


def render(body: str, *, gallery: Gallery, uploads: Callable[[Figure], Upload]) -> list[Block]:
    """The body's blocks, in order. `uploads` says where the site has a picture."""
    writer = _Writer(uploads)
    return [Block(writer.block(group), source) for group, source, _testimonies in blocks(body, gallery)]


def wrapped(name: str, inner: str, attributes: Mapping[str, Any] | None = None) -> str:
    """A block's delimiters around its HTML. `--` would end a comment, and is escaped as WordPress does."""
    json_part = ""
    if attributes:
        json_part = json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
        json_part = f" {json_part.replace('--', chr(92) + 'u002d' * 2).replace('<', chr(92) + 'u003c')}"
        json_part = json_part.replace(">", "\\u003e").replace("&", "\\u0026")
    return f"<!-- wp:{name}{json_part} -->\n{inner}\n<!-- /wp:{name} -->"


def text(words: str) -> str:
    """Plain words as HTML that shows exactly them."""
    escaped = _TYPOGRAPHY.sub(_in_figures, escape(words, quote=False))
    return _BARE_ADDRESS.sub(r"\1&#058;//", _SHORTCODE.sub("&#091;", escaped))


def _in_figures(match: re.Match[str]) -> str:
    # three figures: what WordPress makes of shorter ones where it looks through an author's text
    return "".join(f"&#{ord(letter):03d};" for letter in match.group())


class _Inline(Inline):
    def words(self, plain: str) -> str:
        return text(plain)

    def text(self, tokens: Sequence[Token], idx: int, *_rest: object) -> str:
        return self.words(tokens[idx].content)

    def code_inline(self, tokens: Sequence[Token], idx: int, *_rest: object) -> str:
        return f"<code>{self.words(tokens[idx].content)}</code>"

    def attribution_open(self, *_rest: object) -> str:
        return "<cite>"

    def attribution_close(self, *_rest: object) -> str:
        return "</cite></blockquote>"

    def fence(self, tokens: Sequence[Token], idx: int, *_rest: object) -> str:
        return f"<pre><code>{self.words(tokens[idx].content)}</code></pre>"

    def code_block(self, tokens: Sequence[Token], idx: int, *_rest: object) -> str:
        return self.fence(tokens, idx)

    def th_open(self, tokens: Sequence[Token], idx: int, *_rest: object) -> str:
        return _cell(tokens[idx])

    def td_open(self, tokens: Sequence[Token], idx: int, *_rest: object) -> str:
        return _cell(tokens[idx])


class _Writer(BlockWriter):
    inline = _Inline()

    def __init__(self, uploads: Callable[[Figure], Upload]) -> None:
        super().__init__(lambda picture: _image(picture, uploads(picture)))
        self._uploads = uploads

    def _whole(self, group: Sequence[Token]) -> str:
        return wrapped("html", self._render(group))

    def _paragraph_open(self, group: Sequence[Token]) -> str:
        return wrapped("paragraph", f"<p>{self._inline(group[1])}</p>")

    def _heading_open(self, group: Sequence[Token]) -> str:
        tag = group[0].tag
        attributes = {} if tag == "h2" else {"level": int(tag[1])}
        name = escape(str(group[0].attrs.get("id", "")))
        return wrapped("heading", f'<{tag} id="{name}">{self._inline(group[1])}</{tag}>', attributes)

    def _hr(self, _group: Sequence[Token]) -> str:
        return wrapped("separator", '<hr class="wp-block-separator has-alpha-channel-opacity" />')

    def _fence(self, group: Sequence[Token]) -> str:
        code = text(group[0].content.rstrip("\n"))
        return wrapped("code", f'<pre class="wp-block-code"><code>{code}</code></pre>')

    _code_block = _fence

    def _figures(self, group: Sequence[Token]) -> str:
        return "\n\n".join(self._figure(picture) for picture in group[0].meta["figures"])

    def _figure(self, picture: Figure) -> str:
        upload = self._uploads(picture)
        words = caption(picture, text)
        caption_element = f'<figcaption class="wp-element-caption">{words}</figcaption>' if words else ""
        inner = f'<figure class="wp-block-image size-full">{_image(picture, upload)}{caption_element}</figure>'
        return wrapped("image", inner, {"id": upload.id, "sizeSlug": "full", "linkDestination": "none"})

    def _testimony(self, group: Sequence[Token]) -> str:
        spoken = self._paragraphs(group[0])
        return self._quote([wrapped("paragraph", f"<p>{part}</p>") for part in spoken], name="testimony")

    def _blockquote_open(self, group: Sequence[Token]) -> str:
        level = group[0].level
        inner = [token for token in group[1:] if token.level > level]
        return self._quote([self.block(part) for part in groups(inner, level=level + 1)])

    def _quote_open(self, group: Sequence[Token]) -> str:
        level = group[0].level
        attribution = next(index for index, token in enumerate(group) if token.type == "attribution_open")
        inner = [self.block(part) for part in groups(group[1:attribution], level=level + 1)]
        return self._quote(inner, cite=self._inline(group[attribution + 1]))

    @staticmethod
    def _quote(inner: Sequence[str], *, cite: str = "", name: str = "") -> str:
        classes = " ".join(filter(None, ("wp-block-quote", name)))
        cite_element = f"<cite>{cite}</cite>" if cite else ""
        body = "\n\n".join(inner)
        attributes = {"className": name} if name else {}
        return wrapped("quote", f'<blockquote class="{classes}">{body}{cite_element}</blockquote>', attributes)

    def _bullet_list_open(self, group: Sequence[Token]) -> str:
        if any(token.type not in SIMPLE_LIST for token in group):
            return self._whole(group)
        return self._list(group)

    _ordered_list_open = _bullet_list_open

    def _list(self, group: Sequence[Token]) -> str:
        first = group[0]
        attributes: dict[str, Any] = {"ordered": True} if first.tag == "ol" else {}
        start = first.attrs.get("start")
        if start is not None:
            attributes["start"] = int(start)
        opening = f'<ol start="{int(start)}">' if start is not None else f"<{first.tag}>"
        inside = [token for token in group[1:] if token.level > first.level]
        items = [self._item(item) for item in groups(inside, level=first.level + 1)]
        return wrapped("list", f"{opening}{f'{chr(10)}{chr(10)}'.join(items)}</{first.tag}>", attributes)

    def _item(self, group: Sequence[Token]) -> str:
        inside = [token for token in group[1:] if token.level > group[0].level]
        parts = list(groups(inside, level=group[0].level + 1))
        words = [self._inline(part[1]) for part in parts if part[0].type == "paragraph_open"]
        lists = [self._list(part) for part in parts if part[0].type != "paragraph_open"]
        return wrapped("list-item", f"<li>{'<br><br>'.join(words)}{''.join(lists)}</li>")

    def _table_open(self, group: Sequence[Token]) -> str:
        return wrapped("table", f'<figure class="wp-block-table">{self._render(group).strip()}</figure>')


def _cell(token: Token) -> str:
    aligned = re.search(r"text-align:(left|center|right)", str(token.attrs.get("style", "")))
    if aligned is None:
        return f"<{token.tag}>"
    return f'<{token.tag} class="has-text-align-{aligned[1]}" data-align="{aligned[1]}">'


def _image(picture: Figure, upload: Upload) -> str:
    alt = _SHORTCODE.sub("&#091;", escape(picture.alt))
    return f'<img src="{escape(upload.url)}" alt="{alt}" class="wp-image-{upload.id}" />'
