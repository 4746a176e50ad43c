"""A piece's Markdown as Hugo reads it: the same words, whatever the site's settings would make of them.

Hugo's parser adds to CommonMark: typographic quotes, links from bare addresses, attributes, definition lists, and what
a site switches on besides; and its shortcodes are found before any Markdown is read, in code too. So the text is
written anew from its tokens, and every sign that one of these could take for its own is written so that it is a sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it.token import Token

from authoring.exporters.rendering import html
from authoring.exporters.rendering.gallery import Figure, Gallery
from authoring.exporters.rendering.testimonies import Aside
from authoring.exporters.rendering.tokens import blocks
from authoring.text import markdown

BRACES: Final = "authoring_braces"  # the page's parameter that holds two braces, for code
_ENTITIES: Final = {sign: f"&#{ord(sign)};" for sign in "[]{}$@\\"}
_SIGNS: Final = re.compile(r"[\\`*_<>\"'~^|\[\]{}$@]")
_REFERENCE: Final = re.compile(r"&(?=#?\w+;)")
_DOUBLED: Final = re.compile(r"([-=+:.,!%])(?=\1)|(?<=([-=+:.,!%]))\2")
_ADDRESS: Final = re.compile(r":(?=//)|(?i:(?<=\bmailto):|(?<=\bwww)\.)|:(?=[\w+-]+:)")
_AT_START: Final = re.compile(r"(?m)^([ \t]*)(?:(\d{1,9})([.)])(?=\s|$)|([-+#=:]))")
_ESCAPED: Final = re.compile(r"\\(.)")
_SHORTCODE: Final = re.compile(r"\{\{(?=[<%])")
_BAR: Final = re.compile(r"(?<!\\)\|")  # in code, within a table
_BANG: Final = re.compile(r"(?<!\\)!\Z")  # before a link's bracket it would make a picture
# Next to a sign that is escaped, a run of marks is shorter than it was, and may bind otherwise (CommonMark 0.31, 6.2);
# a longer run of tildes than two is no mark to Hugo.
_TOUCHING: Final = re.compile(r"\\([*_~])(?=\1)|(?<=([*_~]))\\\2|~{3}")
_LONG: Final = re.compile(r"~{3}")
_BLANK: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


@dataclass(frozen=True)
class Passage:
    """A block as it is sent, and the Markdown that it was made from; none where the text does not hold it."""

    text: str
    source: str = ""


def render(body: str, *, gallery: Gallery) -> list[Passage]:
    """The body's blocks, in order. Raises `InputError` for a picture that cannot be shown."""
    return [
        Passage(_Writer(testimonies).group(tokens), source) for tokens, source, testimonies in blocks(body, gallery)
    ]


def plain(text: str) -> str:
    """Words that show as they are, on as many lines."""
    text = _REFERENCE.sub("&amp;", text)
    text = _ADDRESS.sub(lambda match: f"\0{ord(match.group())};", text)
    text = _SIGNS.sub(lambda match: _ENTITIES.get(match.group(), f"\\{match.group()}"), text)
    text = _DOUBLED.sub(lambda match: f"\\{match.group()}", text)
    text = _AT_START.sub(_marked, text)
    return text.replace("\0", "&#")


def paragraphs(words: str) -> str:
    """Somebody's words as they stand, blank lines between paragraphs, as a quotation."""
    parts = ["\n".join(line.strip(" \t") for line in part.split("\n")) for part in _BLANK.split(words.strip())]
    return _prefixed("\n\n".join(plain(part) for part in parts), "> ")


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


def _marked(match: re.Match[str]) -> str:
    indent, number, mark, sign = match.groups()
    return f"{indent}{number}\\{mark}" if number else f"{indent}\\{sign}"


def _prefixed(text: str, first: str, rest: str | None = None) -> str:
    rest = first if rest is None else rest
    lines = text.split("\n")
    return "\n".join(f"{rest if index else first}{line}".rstrip(" ") for index, line in enumerate(lines))


class _Writer:
    """Writes tokens as Markdown. `position` runs through them."""

    def __init__(self, testimonies: Aside) -> None:
        self._testimonies = testimonies
        self._tokens: Sequence[Token] = ()
        self._at = 0

    def group(self, tokens: Sequence[Token]) -> str:
        """One block at the top, with all that it holds."""
        self._tokens, self._at = tokens, 0
        return "\n\n".join(self._blocks(len(tokens)))

    def _blocks(self, end: int) -> list[str]:
        blocks = []
        while self._at < end:
            token = self._tokens[self._at]
            self._at += 1
            if token.nesting >= 0 and token.type != "inline":
                blocks.append(self._block(token))
        return blocks

    def _block(self, token: Token) -> str:
        kind = token.type
        if kind == "heading_open":
            words = self._inline().replace("\\\n", " ").replace("\n", " ")
            return f"{'#' * int(token.tag[1])} {words}"
        if kind in ("paragraph_open", "attribution_open"):
            return self._inline()
        if kind == "figures":
            return "\n".join(figure(picture) for picture in token.meta["figures"])
        if kind == "testimony":
            return paragraphs(token.content)
        if kind in ("fence", "code_block"):
            return _fenced(token.content, token.info)
        if kind == "hr":
            return "***"
        if kind in ("blockquote_open", "quote_open"):
            return _prefixed("\n\n".join(self._blocks(self._end(token))), "> ")
        if kind in ("bullet_list_open", "ordered_list_open"):
            return self._list(token)
        return self._table(self._end(token))

    def _end(self, opening: Token) -> int:
        """Where the block ends that was just opened: the next token that is not deeper, or the last."""
        for index in range(self._at, len(self._tokens)):
            if self._tokens[index].level <= opening.level:
                return index
        return len(self._tokens)

    def _inline(self) -> str:
        token = self._tokens[self._at]
        self._at += 2
        return _Line(token.children or ()).text()

    def _list(self, opening: Token) -> str:
        end = self._end(opening)
        is_tight = any(token.hidden for token in self._tokens[self._at : end] if token.level == opening.level + 2)
        number = int(opening.attrs.get("start", 1))
        items = []
        while self._at < end:
            item = self._tokens[self._at]
            self._at += 1
            if item.type == "list_item_open":
                mark = f"{number}{item.markup} " if opening.type.startswith("ordered") else f"{item.markup} "
                inner = ("\n" if is_tight else "\n\n").join(self._blocks(self._end(item)))
                items.append(_prefixed(inner, mark, " " * len(mark)))
                number += 1
        return ("\n" if is_tight else "\n\n").join(items)

    def _table(self, end: int) -> str:
        rows: list[list[str]] = []
        marks: list[str] = []
        while self._at < end:
            token = self._tokens[self._at]
            self._at += 1
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                aligned = str(token.attrs.get("style", "")).removeprefix("text-align:")
                if token.type == "th_open":
                    marks.append({"left": ":---", "right": "---:", "center": ":---:"}.get(aligned, "---"))
                rows[-1].append(_BAR.sub(r"\\|", self._inline().replace("\n", " ")))
        return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], marks, *rows[1:]])


class _Line:
    """What stands in a paragraph. Marks are written as they stood, so that they bind as they did."""

    def __init__(self, children: Sequence[Token]) -> None:
        self._children = children
        self._links: list[str] = []

    def text(self) -> str:
        written = self._without()
        if _TOUCHING.search(written):
            for marks in ((), ("~~",), ("~~", "*", "_", "**", "__")):
                written = self._without(*marks)
                if not _LONG.search(written) and self._says_the_same(written):
                    break
        return written

    def _without(self, *marks: str) -> str:
        return "".join(
            self._written(child) for child in self._children if not child.markup or child.markup not in marks
        )

    def _says_the_same(self, written: str) -> bool:
        return _said(markdown.parser().parseInline(written)[0].children) == _said(self._children)

    def _written(self, child: Token) -> str:
        if child.type == "text":
            return _BANG.sub(r"\\!", plain(child.content))
        if child.type == "code_inline":
            return _code(child.content)
        if child.type in ("softbreak", "hardbreak"):
            return "\\\n" if child.type == "hardbreak" else "\n"
        if child.type == "image":
            picture: Figure = child.meta["figure"]
            return f"![{plain(picture.alt)}]({picture.url})"
        if child.type == "link_open":
            return self._open(child)
        if child.type == "link_close":
            return self._links.pop()
        return child.markup

    def _open(self, child: Token) -> str:
        address = str(child.attrs.get("href", ""))
        if any(self._links) or not html.is_safe_link(address):  # no link holds another
            self._links.append("")
            return ""
        title = str(child.attrs.get("title", ""))
        title_part = f' "{plain(title)}"' if title else ""
        self._links.append(f"](<{address.replace('{', '%7B').replace('}', '%7D')}>{title_part})")
        return "["


def _said(children: Sequence[Token] | None) -> str:
    return "".join("".join(child.content.split()) for child in children or ())


def _code(content: str) -> str:
    runs = [len(run) for run in re.findall(r"`+", content)]
    fence = "`" * next(length for length in range(1, len(content) + 2) if length not in runs)
    pad = " " if content.startswith("`") or content.endswith("`") or (content[:1] == content[-1:] == " ") else ""
    return f"{fence}{pad}{_guarded(content)}{pad}{fence}"


def _fenced(content: str, info: str) -> str:
    runs = [len(run) for run in re.findall(r"`{3,}", content)]
    fence = "`" * max([3, *(run + 1 for run in runs)])
    language = re.match(r"[\w+#.-]*", info.strip())
    return f"{fence}{language.group() if language else ''}\n{_guarded(content).rstrip(chr(10))}\n{fence}"


def _guarded(code: str) -> str:
    """Code in which no shortcode begins: Hugo puts the braces in once it has read the page."""
    return _SHORTCODE.sub(f'{{{{< param "{BRACES}" >}}}}', code)
