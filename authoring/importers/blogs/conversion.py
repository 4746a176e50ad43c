"""HTML from elsewhere as our Markdown: cleaned first, converted, and then compared with what it said before.

A block whose words would come out otherwise is written as plain paragraphs: the words matter more than their
looks, and the post's report says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from html import escape
from typing import Any, Final, Protocol

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from authoring.importers import Loss
from authoring.importers.blogs.visible_text import words
from authoring.model.documents import Picture
from authoring.text import markdown
from authoring.text.hypertext import blocks_of


class Find(Protocol):
    """Finds a picture's file by its address."""

    def __call__(self, address: str, copy: int = 0) -> str | None: ...


_BLOCKS: Final = (
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "blockquote",
    "pre",
    "table",
    "figure",
    "div",
    "hr",
)
_AS_DIV: Final = (
    "section", "article", "aside", "header", "footer", "main", "center", "address", "nav", "details", "summary", "dl",
    "dd", "fieldset", "form", "legend", "caption", "hgroup",
)  # fmt: skip
_MEDIA: Final = ("iframe", "video", "audio", "embed", "source", "object")
_TAGS: Final = frozenset(
    "a abbr b blockquote br caption center cite code dd del details div dl dt em figcaption figure h1 h2 h3 h4 "
    "h5 h6 hr "
    "i iframe img ins kbd li mark ol p pre q s samp section article aside header footer main address nav small span "
    "strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var video audio embed source "
    "object".split()
)
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "pre": {"class"},
    "code": {"class"},
    "div": {"class"},
    "figure": {"class"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    **{tag: {"src", "data"} for tag in _MEDIA},
}
_LOST: Final = re.compile(
    r"<(script|style|form|input|button|svg|math|canvas|select|textarea|marquee|font)\b", re.IGNORECASE
)
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:\?.*)?\Z", re.IGNORECASE)
_TESTIMONY: Final = re.compile(r"<!--(?= /?testimony:)")
_DEEPEST: Final = 200


@dataclass
class Converted:
    """A text as our Markdown, with its pictures' words and what could not be carried."""

    body: str = ""
    images: list[Picture] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)


def to_markdown(html: str, *, find: Find) -> Converted:
    """Some HTML as our Markdown. `find` gives the `src` of a picture's copy here, or None when there is no file."""
    converted = Converted()
    for name in sorted({match.lower() for match in _LOST.findall(html)}):
        converted.losses.append(Loss("raw-html", f"<{name}>"))
    if footnotes := html.count('class="footnote-ref"'):
        converted.losses.append(Loss("footnotes", "", footnotes))
    soup = BeautifulSoup(_cleaner().clean(html), "html.parser")
    if _depth(soup) > _DEEPEST:
        converted.losses.append(Loss("formatting", f"HTML nested more than {_DEEPEST} levels deep"))
        converted.body = _plain(soup.get_text("\n\n"))
        return converted
    _Tidying(converted, find).tidy(soup)
    parts = [_convert_block(block, converted) for block in _blocks(soup)]
    converted.body = "\n\n".join(part for part in parts if part)
    return converted


def shown(body: str) -> list[str]:
    """The words that readers see of our Markdown."""
    return words(str(markdown.parser().render(body)))


@cache
def _cleaner() -> Any:
    import nh3

    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        clean_content_tags={"script", "style"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _depth(soup: BeautifulSoup) -> int:
    deepest = 0
    level: list[Tag] = [soup]
    while level and deepest <= _DEEPEST:
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
        deepest += 1
    return deepest


class _Tidying:
    """Brings a tree into the forms that our Markdown has; what has none becomes a link or plain words."""

    def __init__(self, converted: Converted, find: Find) -> None:
        self._made = converted
        self._find = find

    def tidy(self, soup: BeautifulSoup) -> None:
        for tag in soup.find_all(_MEDIA):
            self._link_to(soup, tag)
        for tag in soup.find_all("figure"):
            self._caption(tag)
        for tag in soup.find_all("img"):
            self._picture(soup, tag)
        for tag in soup.find_all("dt"):
            tag.wrap(soup.new_tag("div"))
            tag.name = "strong"
        for tag in soup.find_all(_AS_DIV):
            tag.name = "div"
        for tag in soup.find_all("a"):
            if not tag.get_text(strip=True) and not tag.find("img"):
                tag.unwrap()
        for tag in soup.find_all(["td", "th"]):
            if tag.get("colspan", "1") != "1" or tag.get("rowspan", "1") != "1":
                self._made.losses.append(Loss("formatting", "cells of a table that are joined"))

    def _link_to(self, soup: BeautifulSoup, tag: Tag) -> None:
        address = str(tag.get("src") or tag.get("data") or "")
        if not address and tag.find("source"):
            return
        if address:
            address = f"https:{address}" if address.startswith("//") else address
            self._made.losses.append(Loss("embed", address))
            link = soup.new_tag("a", href=address)
            link.string = address
            tag.insert_before(link)
            link.wrap(soup.new_tag("p"))
        tag.unwrap()

    def _caption(self, tag: Tag) -> None:
        """A caption goes to the words of the only picture of its figure; else it stays a paragraph."""
        caption, pictures = tag.find("figcaption"), tag.find_all("img")
        if isinstance(caption, Tag):
            if len(pictures) == 1 and not tag.find(["table", "pre", "blockquote"]):
                pictures[0]["data-caption"] = " ".join(caption.get_text(" ").split())
                caption["data-kept"] = "yes"
            caption.name = "p"
        if "gallery" in " ".join(tag.get_attribute_list("class")) if tag.get("class") else False:
            self._made.losses.append(Loss("gallery", f"{len(pictures)} pictures, shown one below the other"))
        tag.name = "div"

    def _picture(self, soup: BeautifulSoup, tag: Tag) -> None:
        address = str(tag.get("src", ""))
        caption = soup.select_one("[data-kept]") if tag.get("data-caption") else None
        src = self._find(address) if address else None
        alt = " ".join(str(tag.get("alt", "")).split())
        if src is None:
            if isinstance(caption, Tag):
                del caption["data-kept"]
            self._made.losses.append(Loss("missing-picture", address))
            self._stand_in(soup, tag, address, alt)
            return
        title = str(tag.get("data-caption", "")) or " ".join(str(tag.get("title", "")).split())
        if isinstance(caption, Tag):
            caption.decompose()
        src = self._described(address, Picture(src, alt, title))
        tag.attrs = {"src": src, "alt": alt}
        link = tag.parent
        if isinstance(link, Tag) and link.name == "a" and not link.get_text(strip=True):
            if not _PICTURE.search(str(link.get("href", ""))):
                self._made.losses.append(Loss("formatting", f"a link around a picture: {link.get('href', '')}"))
            link.unwrap()

    def _described(self, address: str, picture: Picture) -> str:
        """The `src` to place, with its words noted; the same picture with other words is another one."""
        words = {image.src: (image.alt, image.caption) for image in self._made.images}
        copy = 0
        while words.get(picture.src, (picture.alt, picture.caption)) != (picture.alt, picture.caption):
            copy += 1
            picture = replace(picture, src=self._find(address, copy) or picture.src)
        if picture.src not in words:
            self._made.images.append(picture)
        return picture.src

    def _stand_in(self, soup: BeautifulSoup, tag: Tag, address: str, alt: str) -> None:
        """What replaces a picture that is missing: a link to where it was, or its alternative text."""
        if tag.find_parent("a") or not address.startswith(("http://", "https://")):
            tag.replace_with(NavigableString(alt))
            return
        link = soup.new_tag("a", href=address)
        link.string = alt or address
        tag.replace_with(link)


def _blocks(soup: BeautifulSoup | Tag) -> list[list[PageElement]]:
    """The top-level blocks; words and inline elements between two blocks make one together."""
    blocks: list[list[PageElement]] = []
    loose: list[PageElement] = []
    for child in list(soup.children):
        if isinstance(child, Tag) and (child.name in _BLOCKS or child.find(_BLOCKS)):
            blocks += [loose, *(_blocks(child) if child.name == "div" else [[child]])]
            loose = []
        else:
            loose.append(child)
    return [block for block in [*blocks, loose] if block]


def _convert_block(block: Sequence[PageElement], converted: Converted) -> str:
    source = "".join(
        str(element) if isinstance(element, Tag) else escape(str(element), quote=False) for element in block
    )
    expected = words(source)
    has_picture = "<img" in source
    if not expected and not has_picture and "<hr" not in source:
        return ""
    text = "\n\n".join(blocks_of(source)[0])
    text = _TESTIMONY.sub("<!- -", text)
    if shown(text) == expected:
        return text
    plain = "\n\n".join(_plain(element) for element in "\n".join(_lines(source)).split("\n\n"))
    is_code = block[0].name == "pre" if isinstance(block[0], Tag) else False
    converted.losses.append(
        Loss("text" if is_code or shown(plain) != expected else "formatting", " ".join(expected)[:60])
    )
    pictures = re.findall(r"!\[[^\]\n]*\]\([^)\n]+\)", text) if has_picture else []
    return "\n\n".join([*pictures, plain])


def _lines(source: str) -> list[str]:
    text = BeautifulSoup(
        re.sub(r"</?(?:p|li|tr|h\d|div|br|td|th|pre)\b[^>]*>", "\n\n", source), "html.parser"
    ).get_text()
    return [line.strip(" \t") for line in re.sub(r"\n\s*\n+", "\n\n", text).strip().split("\n")]


_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#+\-.!|~()=&:])")


def _plain(text: str) -> str:
    """Paragraphs that show exactly these words."""
    lines = [_SPECIAL.sub(r"\\\1", line.strip(" \t")) for line in text.strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
