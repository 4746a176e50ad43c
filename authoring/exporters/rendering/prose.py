"""Bodies of plain prose as HTML, twenty times faster: a compiled parser for the lines that both parsers read alike.

Two parsers of CommonMark agree on headings, paragraphs, simple lists, quotes, emphasis and links, and differ at
the edges. So a body goes this way only when each of its lines is of a shape on which both are known to agree
(a property test holds them against each other); every other body is read by the one parser of `markdown`.
"""

from __future__ import annotations

import hashlib
import re
from html import unescape
from typing import Final

from authoring.exporters.rendering import blocks
from authoring.exporters.rendering.gallery import Gallery
from authoring.exporters.rendering.testimonies import Aside
from authoring.exporters.rendering.text import RESERVED_IDS, UsedIds, identifier

_LINK: Final = re.compile(r"\[[^\[\]\n]+\]\(https?://[a-z0-9./_-]+\)")
_START: Final = r"(?:#{1,6} |[-*] |> |> [-*] |[1-9]\. )?"
_ANY: Final = r"[\w \u00a0\u202f.,;:!?'’\"“”«»()…–—/%€*_+=°@-]*"
_LETTER: Final = r"[^\W\d_]"
_PLAIN: Final = re.compile(
    rf"(?:(?:{_START}(?:{_LETTER}|[«“—]|\d+(?= {_LETTER})|[*_]{{1,2}}(?={_LETTER})){_ANY}(?<![\s*#])\*{{0,2}}|>|)\n)+"
)
# A picture in a paragraph of its own, with words in which no reader of Markdown finds a mark
_PICTURE: Final = re.compile(
    r"(?:\A|(?<=\n\n))!\[(?P<alt>[^\W_]?(?:[^\W_]|[ \u00a0\u202f.,;:?'’“”«»()…–—/%€+=°@-])*)\]"
    r"\((?P<src>[A-Za-z0-9_./-]+)\)(?=\n(?:\n|\Z))"
)
_HEADING: Final = re.compile(r"<h([1-6])>(.*?)</h\1>\n")
_TAG: Final = re.compile(r"<[^>]+>")
_QUOTE: Final = re.compile(
    r"<blockquote>\n((?:(?!</?blockquote>).)+?)<p>([—–] (?:(?!</?(?:p|blockquote)>).)*)</p>\n</blockquote>\n",
    re.DOTALL,
)


def render(body: str, testimonies: Aside, *, gallery: Gallery, place: str) -> str | None:
    """The body as HTML; None when it is not plain prose. Testimonies are set aside in it.

    Raises `InputError` for a picture that cannot be shown.
    """
    text, pictures = _without_pictures(body.rstrip("\n") + "\n")
    if "![" in text or not _PLAIN.fullmatch(_LINK.sub("link", text)):
        return None
    import pyromark

    html = _QUOTE.sub(_quote, pyromark.html(text).replace("<blockquote>\n</blockquote>", "<blockquote></blockquote>"))
    html = _with_pictures(html, pictures, gallery=gallery, place=place)
    for word, match in testimonies.items():
        html = html.replace(f"<p>{word}</p>\n", blocks.testimony(match["words"]))
    return _HEADING.sub(_Headings(), html)


def _without_pictures(text: str) -> tuple[str, Aside]:
    """The text with each picture that stands alone replaced by one word that stands nowhere else in it."""
    if "![" not in text:
        return text, {}
    stem = f"picture{hashlib.sha256(text.encode()).hexdigest()[:24]}n"
    pictures: dict[str, re.Match[str]] = {}

    def replace(match: re.Match[str]) -> str:
        word = f"{stem}{len(pictures)}e"
        pictures[word] = match
        return word

    return _PICTURE.sub(replace, text), pictures


def _with_pictures(html: str, pictures: Aside, *, gallery: Gallery, place: str) -> str:
    """The pictures in their places; those without one stand before the first section, or at the end."""
    unplaced = gallery.unplaced(match["src"] for match in pictures.values())
    before, heading, after = html.partition("<h2>")
    html = "".join([before, *(blocks.figure(picture, place) for picture in unplaced), heading, after])
    for word, match in pictures.items():
        figure = gallery.show(match["src"], alt=match["alt"])
        html = html.replace(f"<p>{word}</p>\n", blocks.figure(figure, place))
    return html


def _quote(match: re.Match[str]) -> str:
    quoted, speaker = match.groups()
    return (
        f'<figure class="quote">\n<blockquote>\n{quoted}</blockquote>\n<figcaption>{speaker}</figcaption>\n</figure>\n'
    )


class _Headings:
    """Gives each heading of a page its id, and makes the first level the second."""

    def __init__(self) -> None:
        self._ids = UsedIds(RESERVED_IDS)

    def __call__(self, match: re.Match[str]) -> str:
        level = max(int(match.group(1)), 2)
        name = identifier(unescape(_TAG.sub("", match.group(2))), used=self._ids)
        self._ids.add(name)
        return f'<h{level} id="{name}">{match.group(2)}</h{level}>\n'
