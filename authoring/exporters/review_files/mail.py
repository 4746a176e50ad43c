"""A piece as HTML that a mail program shows: every style within its element, every picture within the page.

Nothing is fetched when it is opened. There is no script, no style sheet and no class; a program that shows no
pictures shows their alternative texts.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any, Final

from authoring.exporters.rendering.gallery import ending_of
from authoring.exporters.review_files.placed_pictures import WIDEST, Placing, content_of
from authoring.exporters.review_files.sheet import Sheet, title_page
from authoring.store.pieces import Attachment
from authoring.text.office import nodes
from authoring.text.office.nodes import Node

ENDINGS: Final = frozenset({".jpg", ".jpeg", ".png", ".gif"})
_GREY: Final = "color:#6b7280"
_SANS: Final = "font-family:Arial,sans-serif"
_MONO: Final = "font-family:Consolas,monospace"
_BAR: Final = "margin:16px 0 16px 8px;padding:0 0 0 16px;border-left:3px solid"
_NOTICE: Final = f"margin:0 0 16px 0;padding:8px 12px;font-weight:bold;{_SANS};border-left:4px solid"
_STYLES: Final[Mapping[str, str]] = {
    "page": "max-width:640px;margin:0 auto;padding:16px;font-family:Georgia,serif;"
    "font-size:16px;line-height:1.5;color:#1f2937",
    "p": "margin:0 0 14px 0",
    "list": "margin:0 0 14px 0;padding-left:24px",
    "item": "margin:0 0 4px 0",
    "number": f"{_SANS};font-size:11px;color:#98a2b3",
    "title": f"margin:0 0 8px 0;{_SANS};font-size:28px;line-height:1.2",
    "author": f"margin:0 0 16px 0;{_SANS};{_GREY}",
    "not-approved": f"{_NOTICE} #b42318;color:#b42318",
    "approved": f"{_NOTICE} #027a48;color:#027a48",
    "approvers": f"margin:0 0 16px 0;{_GREY}",
    "summary": "margin:0 0 16px 0;font-style:italic",
    "revision": f"margin:0 0 24px 0;{_MONO};font-size:11px;word-break:break-all;{_GREY}",
    "attribution": f"margin:0 0 14px 0;{_GREY}",
    "caption": f"margin:4px 0 16px 0;{_SANS};font-size:13px;{_GREY}",
    "testimony": f"{_BAR} #7a5af8",
    "quote": f"{_BAR} #98a2b3",
    "heading": f"margin:28px 0 10px 0;{_SANS};line-height:1.25",
    "code": f"{_MONO};font-size:14px",
    "pre": f"margin:0 0 14px 0;padding:10px;background:#f2f4f7;white-space:pre-wrap;{_MONO};font-size:13px",
    "table": "margin:0 0 16px 0;border-collapse:collapse",
    "cell": "padding:6px 8px;border-bottom:1px solid #d0d5dd;text-align:left;vertical-align:top",
    "a": "color:#175cd3",
}
_TAGS: Final = {
    "Emph": "em",
    "Strong": "strong",
    "Strikeout": "s",
    "Underline": "u",
    "Superscript": "sup",
    "Subscript": "sub",
}
_SAFE: Final = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)


def write(sheet: Sheet) -> bytes:
    """The whole page."""
    blocks = [*title_page(sheet, with_hints=False), *sheet.body.blocks]
    placing = Placing(sheet.files, ENDINGS, _as_address, sheet.lang)
    page = (
        f'<!doctype html>\n<html lang="{sheet.lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{escape(sheet.title)}</title>\n</head>\n<body style="margin:0">\n<div style="{_STYLES["page"]}">\n'
        f"{_blocks(placing.placed(blocks))}"
        f'<p style="{_STYLES["revision"]}">{escape(sheet.running_line)}</p>\n</div>\n</body>\n</html>\n'
    )
    return page.encode()


def _blocks(blocks: Iterable[Node]) -> str:
    return "".join(_BLOCKS[block["t"]](block) for block in blocks if block["t"] in _BLOCKS)


def _element(tag: str, style: str, inner: str, *, more: str = "") -> str:
    return f'<{tag}{more} style="{_STYLES[style]}">{inner}</{tag}>\n'


def _heading(block: Node) -> str:
    level = min(block["c"][0] + 1, 6)
    return _element(f"h{level}", "heading", _inlines(block["c"][2]))


def _div(block: Node) -> str:
    kind = nodes.attributes(block)[0][0]
    if kind == "testimony":
        return _element("blockquote", kind, "\n" + _blocks(block["c"][1]))
    if kind not in _STYLES:
        return _blocks(block["c"][1])
    tag = "h1" if kind == "title" else "p"
    return "".join(_element(tag, kind, _inlines(paragraph["c"])) for paragraph in block["c"][1])


def _list(tag: str, items: Iterable[list[Node]], *, more: str = "") -> str:
    return _element(
        tag, "list", "\n" + "".join(_element("li", "item", _blocks(item).strip()) for item in items), more=more
    )


def _ordered(block: Node) -> str:
    start = block["c"][0][0]
    return _list("ol", block["c"][1], more=f' start="{start}"' if start != 1 else "")


def _table(block: Node) -> str:
    rows = [
        "<tr>" + "".join(_element("td" if number else "th", "cell", _blocks(cell)).strip() for cell in row) + "</tr>\n"
        for number, row in enumerate(nodes.cells(block))
    ]
    return _element("table", "table", "\n" + "".join(rows))


def _inlines(inlines: Iterable[Node]) -> str:
    return "".join(_inline(inline) for inline in inlines)


def _inline(inline: Node) -> str:
    kind = inline["t"]
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>{_inlines(inline['c'])}</{_TAGS[kind]}>"
    return _INLINES[kind](inline) if kind in _INLINES else escape(nodes.text(inline), quote=False)


def _link(inline: Node) -> str:
    href, inner = inline["c"][2][0], _inlines(inline["c"][1])
    if not _SAFE.match(href):
        return inner
    return f'<a href="{escape(href)}" style="{_STYLES["a"]}">{inner}</a>'


def _span(inline: Node) -> str:
    classes, _values = nodes.attributes(inline)
    if "number" in classes:
        return f'<span style="{_STYLES["number"]}">{nodes.text(inline)}</span>'
    return "&ensp;" if classes[0].startswith("after-") else _inlines(inline["c"][1])


def _image(inline: Node) -> str:
    pixels = round(float(nodes.attributes(inline)[1]["width"].removesuffix("cm")) / WIDEST * 600)
    return (
        f'<img src="{inline["c"][2][0]}" alt="{escape(nodes.text(inline["c"][1]))}" width="{pixels}" '
        'style="max-width:100%;height:auto;border:0">'
    )


def _as_address(picture: Attachment) -> str:
    """The whole picture as an address, so that nothing is fetched."""
    kind = {".png": "png", ".gif": "gif"}.get(ending_of(picture.name), "jpeg")
    return f"data:image/{kind};base64,{b64encode(content_of(picture)).decode('ascii')}"


_BLOCKS: Final[Mapping[str, Callable[[Node], str]]] = {
    "Para": lambda block: _element("p", "p", _inlines(block["c"])),
    "Plain": lambda block: _inlines(block["c"]),
    "Header": _heading,
    "Div": _div,
    "BlockQuote": lambda block: _element("blockquote", "quote", "\n" + _blocks(block["c"])),
    "BulletList": lambda block: _list("ul", block["c"]),
    "OrderedList": _ordered,
    "CodeBlock": lambda block: _element("pre", "pre", escape(str(block["c"][1]), quote=False)),
    "Table": _table,
    "HorizontalRule": lambda _block: '<hr style="margin:24px 0;border:0;border-top:1px solid #d0d5dd">\n',
}
_INLINES: Final[Mapping[str, Callable[[Node], Any]]] = {
    "LineBreak": lambda _inline: "<br>\n",
    "SoftBreak": lambda _inline: "\n",
    "Link": _link,
    "Span": _span,
    "Image": _image,
    "Code": lambda inline: f'<code style="{_STYLES["code"]}">{escape(inline["c"][1], quote=False)}</code>',
}
