"""A body's arranged tokens as Markdown again, so that every reader of CommonMark shows what our own pages show.

Readers differ in what they let through: raw HTML, any address. So words are written with every sign escaped that a
reader could take for a mark, links that our pages do not make are left out, and definitions become part of their links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar, Final

from markdown_it.token import Token

from authoring.exporters.rendering import html
from authoring.exporters.rendering.gallery import Figure
from authoring.text import markdown

_SIGNS: Final = re.compile(r"[\\`*_<~|\[\]]|&(?=#?\w+;)")
_AT_START: Final = re.compile(r"(?m)^([ \t]*)(?:(\d{1,9})([.)])(?=\s|$)|([-+#=:>]))")
_EDGES: Final = re.compile(r"[\n\t]|^ {2,}| {2,}$")  # only a reference to a character can have put these there
_CLOSING: Final = re.compile(r"(?<![\\#])#(?=#*\s*$)")  # a heading's last signs, which would be taken for its mark
_BAR: Final = re.compile(r"(?<!\\)\|")  # in code, within a table
_BANG: Final = re.compile(r"(?<!\\)!\Z")  # before a link's bracket it would make a picture
# Next to a sign that is escaped, a run of marks is shorter than it was, and may bind otherwise (CommonMark 0.31, 6.2);
# a longer run of tildes than two is no mark to some readers.
_TOUCHING: Final = re.compile(r"\\([*_~])(?=\1)|(?<=([*_~]))\\\2|~{3}")
_LONG: Final = re.compile(r"~{3}")


def plain(words: str) -> str:
    """Words that show as they are to a reader of CommonMark, on as many lines."""
    return _AT_START.sub(escape_start, _SIGNS.sub(_escaped, words))


def escape_start(match: re.Match[str]) -> str:
    """The start of a line (indentation, number, its mark, another mark) so that it begins no block."""
    indent, number, mark, sign = match.groups()
    return f"{indent}{number}\\{mark}" if number else f"{indent}\\{sign}"


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match.group()}"


def _referenced(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(sign)};" for sign in match.group())


def image(picture: Figure) -> str:
    """A picture's mark, with its caption and credit as its title."""
    alt = plain(" ".join(picture.alt.split()))
    words = " – ".join(part for part in (picture.caption, picture.credit) if part)
    title = re.sub(r"[\\\"&<]", r"\\\g<0>", " ".join(words.split()))
    return f'![{alt}]({picture.url} "{title}")' if title else f"![{alt}]({picture.url})"


def prefixed(text: str, first: str, rest: str | None = None) -> str:
    """Lines of Markdown inside a quotation or a list item: the first with `first` before it, the others with `rest`."""
    rest = first if rest is None else rest
    lines = text.split("\n")
    return "\n".join(f"{rest if index else first}{line}".rstrip(" ") for index, line in enumerate(lines))


class Writer:
    """Writes arranged tokens (`html.arranged`) as Markdown that every CommonMark reader shows as our pages do.

    Readers that let raw HTML and every address through included. A target whose reader adds to CommonMark overrides
    how words, code and pictures are written.
    """

    rule: ClassVar[str] = "___"  # a mark that is no list's

    def __init__(self) -> None:
        self._tokens: Sequence[Token] = ()
        self._at = 0

    def group(self, tokens: Sequence[Token]) -> str:
        """One block at the top, with all that it holds."""
        self._tokens, self._at = tokens, 0
        return "\n\n".join(self._blocks(len(tokens)))

    def plain(self, words: str) -> str:
        """Words so that they show as they are, on as many lines."""
        return plain(words)

    def guarded(self, code: str) -> str:
        """What stands in code."""
        return code

    def figures(self, pictures: Sequence[Figure]) -> str:
        """Pictures that are a block of their own."""
        return "\n".join(self.image(picture) for picture in pictures)

    def image(self, picture: Figure) -> str:
        """A picture in a line of text."""
        return image(picture)

    def testimony(self, words: str) -> str:
        """Somebody's words as they stand, as a quotation."""
        return prefixed(self.plain(words), "> ")

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
            return f"{'#' * int(token.tag[1])} {_CLOSING.sub(_escaped, words)}"
        if kind in ("paragraph_open", "attribution_open"):
            return self._inline()
        if kind == "figures":
            return self.figures(token.meta["figures"])
        if kind == "testimony":
            return self.testimony(token.content)
        if kind in ("fence", "code_block"):
            return self._fenced(token.content, token.info)
        if kind == "hr":
            return self.rule
        if kind in ("blockquote_open", "quote_open"):
            return prefixed("\n\n".join(self._blocks(self._end(token))), "> ")
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
        return _Line(self, token.children or ()).text()

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
                items.append(prefixed(inner, mark, " " * len(mark)))
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

    def _fenced(self, content: str, info: str) -> str:
        runs = [len(run) for run in re.findall(r"`{3,}", content)]
        fence = "`" * max([3, *(run + 1 for run in runs)])
        language = re.match(r"[\w+#.-]*", info.strip())
        return f"{fence}{language.group() if language else ''}\n{self.guarded(content).rstrip(chr(10))}\n{fence}"


class _Line:
    """What stands in a paragraph. Marks are written as they stood, so that they bind as they did."""

    def __init__(self, writer: Writer, children: Sequence[Token]) -> None:
        self._writer = writer
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
            return _EDGES.sub(_referenced, _BANG.sub(_escaped, self._writer.plain(child.content)))
        if child.type == "code_inline":
            return self._code(child.content)
        if child.type in ("softbreak", "hardbreak"):
            return "\\\n" if child.type == "hardbreak" else "\n"
        if child.type == "image":
            return self._writer.image(child.meta["figure"])
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
        title_part = f' "{self._writer.plain(title)}"' if title else ""
        self._links.append(f"](<{address.replace('{', '%7B').replace('}', '%7D')}>{title_part})")
        return "["

    def _code(self, content: str) -> str:
        runs = [len(run) for run in re.findall(r"`+", content)]
        fence = "`" * next(length for length in range(1, len(content) + 2) if length not in runs)
        pad = " " if content.startswith("`") or content.endswith("`") or (content[:1] == content[-1:] == " ") else ""
        return f"{fence}{pad}{self._writer.guarded(content)}{pad}{fence}"


def _said(children: Sequence[Token] | None) -> str:
    return "".join("".join(child.content.split()) for child in children or ())
