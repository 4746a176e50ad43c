"""A piece's Markdown as Hugo reads it: the same words, whatever the site's settings would make of them.

Hugo's parser adds to CommonMark: typographic quotes, links from bare addresses, attributes, definition lists, and what
a site switches on besides; and its shortcodes are found before any Markdown is read, in code too. So the text is
written anew from its tokens, and every sign that one of these could take for its own is written so that it is a sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from authoring.exporters.rendering.commonmark import Writer, escape_start, prefixed
from authoring.exporters.rendering.gallery import Figure, Gallery
from authoring.exporters.rendering.tokens import blocks

BRACES: Final = "authoring_braces"  # the page's parameter that holds two braces, for code
_ENTITIES: Final = {sign: f"&#{ord(sign)};" for sign in "[]{}$@\\"}
_SIGNS: Final = re.compile(r"[\\`*_<>\"'~^|\[\]{}$@]")
_REFERENCE: Final = re.compile(r"&(?=#?\w+;)")
_DOUBLED: Final = re.compile(r"([-=+:.,!%])(?=\1)|(?<=([-=+:.,!%]))\2")
_ADDRESS: Final = re.compile(r":(?=//)|(?i:(?<=\bmailto):|(?<=\bwww)\.)|:(?=[\w+-]+:)")
_AT_START: Final = re.compile(r"(?m)^([ \t]*)(?:(\d{1,9})([.)])(?=\s|$)|([-+#=:]))")
_MARKS: Final = re.compile(r"[\\`*_<>~^|\[\]{}$&]|\A(?:\d{1,9}[.)]|[-+#=:])")
_ESCAPED: Final = re.compile(r"\\(.)")
_SHORTCODE: Final = re.compile(r"\{\{(?=[<%])")
_BLANK: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


@dataclass(frozen=True)
class Passage:
    """A block as it is sent, and the Markdown that it was made from; none where the text does not hold it."""

    text: str
    source: str = ""


def render(body: str, *, gallery: Gallery) -> list[Passage]:
    """The body's blocks, in order. Raises `InputError` for a picture that cannot be shown."""
    writer = _Writer()
    return [Passage(writer.group(tokens), source) for tokens, source, _testimonies in blocks(body, gallery)]


def plain(text: str) -> str:
    """Words that show as they are, on as many lines."""
    text = _REFERENCE.sub("&amp;", text)
    text = _ADDRESS.sub(lambda match: f"\0{ord(match.group())};", text)
    text = _SIGNS.sub(lambda match: _ENTITIES.get(match.group(), f"\\{match.group()}"), text)
    text = _DOUBLED.sub(lambda match: f"\\{match.group()}", text)
    text = _AT_START.sub(escape_start, text)
    return text.replace("\0", "&#")


def as_markdown(words: str) -> str:
    """One line of words for a place that Hugo reads as Markdown; as they stand where none of their signs is a mark."""
    flat = " ".join(words.split())
    return plain(flat) if _MARKS.search(flat) else flat


def paragraphs(words: str) -> str:
    """Somebody's words as they stand, blank lines between paragraphs, as a quotation."""
    parts = ["\n".join(line.strip(" \t") for line in part.split("\n")) for part in _BLANK.split(words.strip())]
    return prefixed("\n\n".join(plain(part) for part in parts), "> ")


def figure(picture: Figure) -> str:
    """A picture as Hugo's own figure."""
    words = " ".join(filter(None, (picture.caption, picture.credit)))  # Hugo would put no space between the two
    attributes = {"src": picture.url, "alt": picture.alt, "caption": _ESCAPED.sub(_as_entity, plain(words))}
    values = " ".join(f"{key}={_argument(value)}" for key, value in attributes.items() if value or key == "alt")
    return f"{{{{< figure {values} >}}}}"


def _argument(text: str) -> str:
    """Text as a shortcode's value: on one line, in quotes that it does not hold."""
    flat = " ".join(text.split())
    if '"' not in flat and "\\" not in flat:
        return f'"{flat}"'
    return f"`{flat.replace('`', '’')}`"


def _as_entity(match: re.Match[str]) -> str:
    return f"&#{ord(match.group(1))};"


class _Writer(Writer):
    rule: ClassVar[str] = "***"

    def plain(self, words: str) -> str:
        return plain(words)

    def guarded(self, code: str) -> str:
        """Code in which no shortcode begins: Hugo puts the braces in once it has read the page."""
        return _SHORTCODE.sub(f'{{{{< param "{BRACES}" >}}}}', code)

    def figures(self, pictures: Sequence[Figure]) -> str:
        return "\n".join(figure(picture) for picture in pictures)

    def image(self, picture: Figure) -> str:
        return f"![{plain(picture.alt)}]({picture.url})"

    def testimony(self, words: str) -> str:
        return paragraphs(words)
