"""The HTML of WordPress's two editors as plain HTML: paragraphs put in, block marks and shortcodes taken out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from authoring.importers import Loss
from authoring.importers.blogs.inserted_parts import Placeholders, link

_BLOCK_TAGS: Final = (
    "table|thead|tfoot|caption|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|blockquote|address|p|h[1-6]|hr|"
    "fieldset|section|article|aside|header|footer|nav|figure|figcaption|details|summary|iframe|video|audio|script|style"
)
_BLOCK: Final = re.compile(rf"(</?(?:{_BLOCK_TAGS})\b[^>]*>)", re.IGNORECASE)
_ANY_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_KEPT: Final = re.compile(r"<(pre|script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_MARK: Final = re.compile(r"<!--\s*(/?)wp:([a-z0-9/-]+)\s*((?:(?!-->).)*?)(/?)\s*-->", re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_CAPTION: Final = re.compile(r"\[caption[^\]]*\](.*?)\[/caption\]", re.DOTALL | re.IGNORECASE)
_IMAGE: Final = re.compile(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)
_EMBED: Final = re.compile(r"\[embed[^\]]*\](.*?)\[/embed\]", re.DOTALL | re.IGNORECASE)
_GALLERY: Final = re.compile(r"\[gallery([^\]]*)\]", re.IGNORECASE)
_SHORTCODE: Final = re.compile(
    r"(?<!\[)\[(/?)([a-z][\w-]{1,40})((?:\s+[\w-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s\]]+))?)*)\s*/?\](?!\(|\])"
)
# words in square brackets that people write, which are no shortcodes
_WORDS: Final = frozenset("sic edit update note citation applause laughter laughs music maj ndlr".split())
_LINE_END: Final = re.compile(r"(?<!<br>)(?<!/>)\n")

Pictures = Callable[[str], str]


def plain_html(content: str, placeholders: Placeholders, *, gallery: Pictures) -> str:
    """A post's content as HTML without marks; `gallery` gives the HTML of the pictures whose ids are listed."""
    has_blocks = "<!-- wp:" in content
    if has_blocks:
        content = _without_marks(content, placeholders)
    content = _COMMENT.sub("", content)
    content = _CAPTION.sub(_captioned, content)
    content = _EMBED.sub(lambda match: _embedded(match.group(1).strip(), placeholders), content)
    content = _GALLERY.sub(lambda match: _gallery(match.group(1), placeholders, gallery), content)
    content = _SHORTCODE.sub(lambda match: _shortcode(match, placeholders), content)
    return content if has_blocks else paragraphs(content)


def _without_marks(content: str, placeholders: Placeholders) -> str:
    """The blocks' own HTML; a block that WordPress makes when it is read has none, and is named."""

    def take(match: re.Match[str]) -> str:
        closing, name, _values, is_empty = match.groups()
        if is_empty and name not in ("more", "nextpage", "separator", "spacer"):
            placeholders.losses.append(Loss("shortcode", f"wp:{name}"))
        elif name == "gallery" and not closing:
            placeholders.losses.append(Loss("gallery", "wp:gallery"))
        return ""

    return _MARK.sub(take, content)


def paragraphs(text: str) -> str:
    """What WordPress shows of a text of the classic editor: blank lines make paragraphs, line ends are kept."""
    verbatim: list[str] = []

    def keep(match: re.Match[str]) -> str:
        verbatim.append(match.group())
        return f"\n\n<pre {len(verbatim) - 1}>\n\n"

    text = _KEPT.sub(keep, text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _ANY_TAG.sub(lambda match: match.group().replace("\n", " "), text)
    parts = _BLOCK.sub(r"\n\n\1\n\n", text)
    elements = []
    for part in re.split(r"\n\s*\n", parts):
        part = part.strip()
        is_tag = _BLOCK.fullmatch(part) is not None
        elements.append(part if is_tag or not part else f"<p>{_LINE_END.sub('<br>' + chr(10), part)}</p>")
    html = _unwrapped("\n".join(elements))
    return re.sub(r"<pre (\d+)>", lambda match: verbatim[int(match.group(1))], html)


def _unwrapped(html: str) -> str:
    """Words right inside an item or a cell need no paragraph of their own."""
    inner = (
        r"(<(?:li|td|th|dt|dd|figcaption|h[1-6]|p|summary|caption|address)\b[^>]*>)\s*<p>((?:(?!</?p>).)*)</p>\s*(?=</)"
    )
    return re.sub(inner, r"\1\2", html, flags=re.DOTALL | re.IGNORECASE)


def _captioned(match: re.Match[str]) -> str:
    inner = match.group(1)
    image = _IMAGE.search(inner)
    if not image:
        return inner
    words = (inner[: image.start()] + inner[image.end() :]).strip()
    return f"\n\n<figure>{image.group()}<figcaption>{words}</figcaption></figure>\n\n"


def _embedded(address: str, placeholders: Placeholders) -> str:
    placeholders.losses.append(Loss("embed", address))
    return f"\n\n{link(address)}\n\n" if re.match(r"https?://[^\s<>\"]+\Z", address) else ""


def _gallery(values: str, placeholders: Placeholders, gallery: Pictures) -> str:
    placeholders.losses.append(Loss("gallery", f"[gallery{values[:60]}]"))
    listed = re.search(r"ids=[\"']?([\d, ]+)", values)
    return f"\n\n{gallery(listed.group(1))}\n\n" if listed else ""


def _shortcode(match: re.Match[str], placeholders: Placeholders) -> str:
    closing, name, values = match.groups()
    if name.lower() in _WORDS or (not values and not closing and f"[/{name}]" not in match.string):
        return match.group() if name.lower() in _WORDS else placeholders.lose("shortcode", f"[{name}]")
    return "" if closing else placeholders.lose("shortcode", f"[{name}]")
