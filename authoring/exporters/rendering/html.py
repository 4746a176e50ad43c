"""A piece's Markdown as HTML that is safe to publish: no script, no handler, nothing fetched from elsewhere.

The parser lets no raw HTML through; what it makes is arranged (figures, quotes, testimonies, headings with
stable ids) and then cleaned once more against a list of allowed tags, so that a mistake in one of the two
is not enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

import nh3
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from authoring.exporters.rendering import blocks, prose
from authoring.exporters.rendering.gallery import Figure, Gallery
from authoring.exporters.rendering.testimonies import Aside, put_back, set_aside
from authoring.exporters.rendering.text import RESERVED_IDS, UsedIds, identifier, printable
from authoring.text import markdown

_BESIDE: Final = re.compile(r"(?![a-z][a-z0-9+.-]*:|[/\\])", re.IGNORECASE)
_LINK: Final = re.compile(r"https?://|mailto:|(?![a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
_ATTRIBUTION: Final = ("— ", "– ")
_TAGS: Final = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li blockquote figure figcaption em strong s code pre a img br hr small div "
    "table thead tbody tr th td".split()
)
_ATTRIBUTES: Final = {
    **{f"h{level}": {"id"} for level in range(2, 7)},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start"},
}
_CLASSES: Final = {
    "figure": {"picture", "testimony", "quote"},
    "small": {"credit"},
    "div": {"table"},
    "th": {"left", "center", "right"},
    "td": {"left", "center", "right"},
}
# HTML made of nothing else needs no cleaning; it is found out in a tenth of the time that cleaning takes
_HARMLESS: Final = re.compile(
    r"""(?:[^<>&]++|&(?:amp|lt|gt|quot);|</?(?:p|em|strong|s|code|ul|ol|li|blockquote|figcaption)>|</(?:h[2-6]|a|figure)>|
    <(?:h[2-6]\ id="[\w-]+"|a\ href="https?://[a-z0-9./_-]+"|figure\ class="(?:quote|testimony|picture)"|
    small\ class="credit"|img\ src="[a-z0-9][a-z0-9./_-]*"\ alt="[^<>&"]*"\ width="\d+"\ height="\d+"\ loading="lazy"
    \ decoding="async")>|</small>)*+""",
    re.VERBOSE,
)


def render(body: str, *, gallery: Gallery, place: str = "") -> str:
    """The body as HTML. `place` comes before the address of each of the gallery's pictures.

    Raises `InputError` for a picture that cannot be shown.
    """
    text, testimonies = set_aside(printable(body))
    html = None if gallery.linked else prose.render(text, testimonies, gallery=gallery, place=place)
    if html is None:
        html = _render(text, testimonies, gallery=gallery, place=place)
    return cleaned(html)


def arranged(body: str, *, gallery: Gallery) -> tuple[list[Token], str, Aside]:
    """The body's tokens as `render` arranges them, for targets with a markup of their own.

    With them come the text whose lines the tokens' maps count, and the testimonies that were set aside in it.
    """
    text, testimonies = set_aside(printable(body))
    return (
        list(_arrange(markdown.parser().parse(text, {}), gallery=gallery, testimonies=testimonies)),
        text,
        testimonies,
    )


def cleaned(html: str) -> str:
    """HTML that was made from arranged tokens, held once more against the list of allowed tags."""
    return html if _HARMLESS.fullmatch(html) else _cleaner().clean(html)


def options() -> OptionsDict:
    """The parser's options, which rendering takes."""
    return markdown.parser().options


def is_safe_link(href: str) -> bool:
    """Whether a link leads to the web, to a mailbox or to somewhere on the same site."""
    return bool(_LINK.match(href))


def _render(text: str, testimonies: Aside, *, gallery: Gallery, place: str) -> str:
    env: dict[str, Any] = {"place": place}
    arranged_tokens = list(_arrange(markdown.parser().parse(text, env), gallery=gallery, testimonies=testimonies))
    return blocks.renderer().render(arranged_tokens, markdown.parser().options, env)


def _arrange(tokens: Sequence[Token], *, gallery: Gallery, testimonies: Aside) -> Iterator[Token]:
    """The tokens with figures, quotes and testimonies as tokens of their own, and ids on headings."""
    ids = UsedIds(RESERVED_IDS)
    waiting = _unplaced(tokens, gallery)
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            if token.tag == "h2" and not token.level:
                yield from waiting
                waiting = []
            _name_heading(token, tokens[index + 1], ids)
        elif token.type == "heading_close":
            token.tag = "h2" if token.tag == "h1" else token.tag
        elif token.type in ("fence", "code_block"):
            token.content = put_back(token.content, testimonies)
        elif token.type == "paragraph_open":
            _choose_paragraph(tokens, index, gallery, testimonies)
        elif token.type == "blockquote_open":
            _find_attribution(tokens, index)
        elif token.type == "inline":
            _resolve_images(token, gallery)
            _resolve_links(token, gallery)
        if not token.meta.get("gone"):
            yield token
    yield from waiting


def _unplaced(tokens: Sequence[Token], gallery: Gallery) -> list[Token]:
    placed = [str(c.attrs.get("src", "")) for t in tokens for c in t.children or () if c.type == "image"]
    return [_figure_token([picture]) for picture in gallery.unplaced(placed)]


def _name_heading(token: Token, content: Token, ids: set[str]) -> None:
    words = "".join(child.content for child in content.children or ())
    name = identifier(words, used=ids)
    ids.add(name)
    token.attrs = {"id": name}
    token.tag = "h2" if token.tag == "h1" else token.tag


def _choose_paragraph(tokens: Sequence[Token], index: int, gallery: Gallery, testimonies: Aside) -> None:
    """Turn a paragraph that is a testimony, or nothing but pictures, into a block of its own."""
    opening, content, closing = tokens[index : index + 3]
    images = [child for child in content.children or () if child.type == "image"]
    others = [c for c in content.children or () if c.type != "image" and c.content.strip()]
    if content.content in testimonies:
        opening.type, opening.content = "testimony", testimonies[content.content]["words"]
    elif images and not others and not opening.hidden and not _has_links(content):
        opening.type, opening.meta = "figures", {"figures": [_shown(image, gallery) for image in images]}
    else:
        return
    content.meta, closing.meta = {"gone": True}, {"gone": True}
    content.children = []


def _has_links(content: Token) -> bool:
    return any(child.type == "link_open" for child in content.children or ())


def _find_attribution(tokens: Sequence[Token], index: int) -> None:
    """Mark a block quote whose last paragraph says who speaks, so that it becomes a figure with a caption."""
    level = tokens[index].level
    end = next(n for n in range(index + 1, len(tokens)) if tokens[n].level == level and tokens[n].nesting == -1)
    last = tokens[end - 3 : end]
    if end - index < 7 or [token.type for token in last] != ["paragraph_open", "inline", "paragraph_close"]:
        return
    if last[0].level == level + 1 and last[1].content.startswith(_ATTRIBUTION):
        tokens[index].type, tokens[end].meta = "quote_open", {"gone": True}
        last[0].type, last[2].type = "attribution_open", "attribution_close"


def _resolve_images(content: Token, gallery: Gallery) -> None:
    for child in content.children or ():
        if child.type == "image":
            child.meta = {"figure": _shown(child, gallery)}


def _resolve_links(content: Token, gallery: Gallery) -> None:
    for child in content.children or ():
        if child.type == "link_open" and (address := gallery.link(str(child.attrs.get("href", "")))):
            child.meta = {"file": address}


def _shown(image: Token, gallery: Gallery) -> Figure:
    alt = blocks.renderer().renderInlineAsText(image.children, markdown.parser().options, {})
    return gallery.show(str(image.attrs.get("src", "")), alt=alt, caption=str(image.attrs.get("title", "")))


def _figure_token(pictures: list[Figure]) -> Token:
    return Token("figures", "", 0, meta={"figures": pictures}, block=True)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=_only_safe,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _only_safe(tag: str, attribute: str, value: str) -> str | None:
    """Pictures come from beside the page; links go to the web, to a mailbox or to somewhere on this site."""
    allowed = {"src": _BESIDE, "href": _LINK}.get(attribute)
    return value if allowed is None or allowed.match(value) else None
