"""Markdown, read one way everywhere: sections, pictures, prose and the passages that programs leave alone.

CommonMark with tables, by markdown-it-py; raw HTML is text, except our own comments that mark where a
testimony begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from posixpath import normpath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TESTIMONY_BLOCK: Final = re.compile(
    r"^<!-- testimony:(?P<slug>[a-z0-9-]+) -->\r?\n(?P<words>(?:(?!<!-- testimony:).)*?)\r?\n"
    r"<!-- /testimony:(?P=slug) -->[ \t\r]*$",
    re.MULTILINE | re.DOTALL,
)
# somebody's words in another language than theirs; the words themselves stand below it
TRANSLATION_BLOCK: Final = re.compile(
    r"^<!-- translation:(?P<slug>[a-z0-9-]+) -->\r?\n(?P<words>(?:(?!<!-- translation:).)*?)\r?\n"
    r"<!-- /translation:(?P=slug) -->[ \t\r]*$",
    re.MULTILINE | re.DOTALL,
)
TOKEN: Final = re.compile(r"\[\[(?P<kind>quote|testimony):(?P<slug>[^\]#\s]*)(?:#(?P<number>[^\]\s]*))?\]\]")
_LINE_END: Final = re.compile(r"\r\n?")
_NEW_BLOCK: Final = re.compile(r"\n[ \t]*\n(?=[^ \t\n])")
_PICTURE_ALONE: Final = re.compile(r"!\[(?P<alt>[^\[\]\\`<&\n]*)\]\((?P<src>[A-Za-z0-9_./-]+)\)\n*")
_LEADS_NEAR: Final = re.compile(r"\](?:\(|:)\s*+<?+(?!https?://|mailto:|#)", re.IGNORECASE)  # perhaps to a file
_PLAIN_PICTURE: Final = re.compile(r"!\[[^\[\]\\`<&\n]{0,500}\]\([A-Za-z0-9_./-]{1,300}\)")
_BRACKET: Final = re.compile(r"[\[\]]")
_HIDES_BRACKETS: Final = re.compile(r"[\\`<]|\]\(")
_HEADING: Final = re.compile(r"^## +(?P<heading>.*?)[ \t]*#*[ \t\r]*$", re.MULTILINE)
FENCE: Final = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)[`~]*[ \t\r]*$|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class BodySection:
    """A piece's section as it stands in the body: offsets of the whole and of its text; `line` counts from 1.

    The introduction is the section with an empty heading that begins every body.
    """

    heading: str
    start: int
    text_start: int
    end: int
    line: int

    def text_of(self, body: str) -> str:
        """The section's text without its heading."""
        return body[self.text_start : self.end]


@dataclass(frozen=True)
class Picture:
    """A picture in the body: `![alt](src "title")`."""

    src: str
    alt: str
    line: int


@dataclass(frozen=True)
class Link:
    """A link in the body."""

    href: str
    text: str
    line: int


def sections(body: str) -> list[BodySection]:
    """The introduction and then every section that a level-2 heading begins, testimonies and code not searched."""
    headings = list(_HEADING.finditer(_shield(body)))
    ends = [match.start() for match in headings] + [len(body)]
    parts = [BodySection("", 0, 0, ends[0], 1)]
    for match, end in zip(headings, ends[1:], strict=True):
        line = body.count("\n", 0, match.start()) + 1
        parts.append(BodySection(match.group("heading"), match.start(), min(match.end() + 1, end), end, line))
    return parts


def _shield(body: str) -> str:
    """The body with code blocks and testimonies blanked, offsets unchanged."""
    for sign, pattern in (("<!--", TESTIMONY_BLOCK), ("```", FENCE), ("~~~", FENCE)):
        if sign not in body:
            continue
        body = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), body)
    return body


@cache
def parser() -> MarkdownIt:
    """The one parser: CommonMark and tables, no raw HTML but comments, no remote fetching of anything."""
    from markdown_it import MarkdownIt

    return guarded(MarkdownIt("commonmark", {"html": False}).enable("table").enable("strikethrough"))


def guarded(reader: MarkdownIt) -> MarkdownIt:
    """The reader, which looks for no end of a label at a bracket that nothing closes: twenty times as many steps."""
    from markdown_it.rules_inline import StateInline, image, link

    def closed_alone(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
        def applied(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  markdown-it calls it so
            position = state.pos + state.src.startswith("!", state.pos)
            if state.src.startswith("[", position) and position in _unclosed(state.src):
                return False
            return rule(state, silent)

        return applied

    reader.inline.ruler.at("link", closed_alone(link))
    reader.inline.ruler.at("image", closed_alone(image))
    return reader


@lru_cache(maxsize=2)
def _unclosed(text: str) -> Container[int]:
    """The places of opening brackets that no closing one can belong to.

    Code, escapes, addresses and tags can hold brackets that do not count; there only those after the last closing one.
    """
    if _HIDES_BRACKETS.search(text):
        return range(text.rfind("]") + 1, len(text))
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        if match.group() == "[":
            opened.append(match.start())
        elif opened:
            opened.pop()
    return frozenset(opened)


def tokens(body: str) -> list[Token]:
    """Block tokens with their inline children, as markdown-it-py gives them; `map` holds lines from 0."""
    return parser().parse(body)


def pictures(body: str) -> list[Picture]:
    """Every picture in the body, in order, with the line of its block."""
    return [picture for text, first_line in _parts_with_pictures(body) for picture in _pictures(text, first_line)]


def _pictures(text: str, first_line: int) -> Iterator[Picture]:
    alone = _PICTURE_ALONE.fullmatch(text)
    if alone:
        yield Picture(alone["src"], alone["alt"], first_line)
        return
    for token, line in _inline(text):
        if token.type == "image":
            yield Picture(str(token.attrs.get("src", "")), token.content, first_line + line - 1)


def _parts_with_pictures(body: str) -> Iterator[tuple[str, int]]:
    """The parts of a body that can hold pictures, each with its first line: to parse these alone is ten times faster.

    A line that follows a blank one and begins without an indentation ends every block before it, so what stands there
    reads alone as it reads in its place. Fenced code and definitions of links reach further: such a body stays whole.
    """
    if "![" not in body:
        return
    text = _LINE_END.sub("\n", body)
    if any(sign in text for sign in ("```", "~~~", "]:")):
        yield text, 1
        return
    starts = [0, *(match.end() for match in _NEW_BLOCK.finditer(text))]
    line = 1
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        part = text[start:end]
        if "![" in part:
            yield part, line
        line += part.count("\n")


def links(body: str) -> list[Link]:
    """Every link in the body, in order, with the line of its block."""
    anchors: list[Link] = []
    href: str | None = None
    text = ""
    for token, line in _inline(body):
        if token.type == "link_open":
            href, text = str(token.attrs.get("href", "")), ""
        elif token.type == "link_close" and href is not None:
            anchors.append(Link(href, text, line))
            href = None
        elif href is not None:
            text += token.content
    return anchors


@lru_cache(maxsize=4)  # a piece's body is asked for several times in a row
def linked_names(body: str) -> Sequence[str]:
    """The names of what may be files beside the text that links lead to, each once, in order.

    They are as the links have them, without a fragment. Words of testimonies are no links; definitions of links are.
    """
    if not _LEADS_NEAR.search(_PLAIN_PICTURE.sub("", body)):
        return ()
    env: dict[str, Any] = {}
    blocks = parser().parse(TESTIMONY_BLOCK.sub("\ntestimony\n", body), env)
    children = [child for block in blocks for child in block.children or () if child.type == "link_open"]
    hrefs = [str(child.attrs.get("href", "")) for child in children]
    hrefs += [str(reference["href"]) for reference in env.get("references", {}).values()]
    return tuple(dict.fromkeys(name for name in map(local_name, hrefs) if name))


def local_name(href: str) -> str:
    """The path of a link to somewhere beside the text; empty for one that leads elsewhere."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return ""
    name = normpath(parts.path)
    return "" if name.split("/")[0] in (".", "..") else name


def _inline(body: str) -> Iterator[tuple[Token, int]]:
    for block in tokens(body):
        if block.type == "inline" and block.children:
            line = (block.map[0] if block.map else 0) + 1
            for child in block.children:
                yield child, line
                if child.type in ("softbreak", "hardbreak"):
                    line += 1
