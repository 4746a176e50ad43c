"""HTML that people wrote in a site's editor, as our Markdown: what a passage says, without its design.

What Markdown cannot hold is kept as its text, and said in `notes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from typing import Final

from authoring.text.i18n import _

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<~]|!(?=\[)|&(?=#?\w+;))")
_LANGUAGE: Final = re.compile(r"(?:^|[\s:;])(?:language|lang|brush)[-:]\s*([\w+#-]+)")
_AT_START: Final = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|\d+[.)](?=\s|$)|=+\s*$|-{2,}\s*$|\|)")
_MARKS: Final = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "", "s": "~~", "del": "~~"}
_BLOCKS: Final = frozenset(
    "p div section article h1 h2 h3 h4 h5 h6 ul ol li blockquote figure pre hr table thead tbody tfoot tr figcaption "
    "header footer aside main details summary dl dt dd".split()
)
_QUIET: Final = frozenset(
    "span small mark u abbr time code a img br td th picture source caption ins kbd strong b em i cite s del".split()
)
_ROWS: Final = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
_DROPPED: Final = frozenset({"script", "style", "template", "iframe", "form", "svg", "video", "audio", "object"})

Place = Callable[[str], str]


def markdown(html: str, *, place: Place = lambda src: src) -> tuple[str, list[str]]:
    """The HTML as Markdown, and what could not be carried. `place` gives the address of a picture in our text."""
    blocks, notes = blocks_of(html, place=place)
    return "\n\n".join(blocks), notes


def blocks_of(html: str, *, place: Place = lambda src: src) -> tuple[list[str], list[str]]:
    """The HTML's blocks as Markdown, in order, and what could not be carried."""
    reader = _Reader(place)
    # what follows the last `>` holds no tag, and the parser would look for the end of one at each `<`
    whole, bracket, rest = html.rpartition(">")
    reader.feed(whole + bracket + rest.replace("<", "&lt;"))
    reader.close()
    return reader.finish(), list(dict.fromkeys(reader.notes))


class _Element:
    """An element that is open, with what was found in it so far."""

    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.blocks: list[str] = []
        self.words = ""
        self.number = int(attributes.get("start", "1")) if attributes.get("start", "1").isdigit() else 1
        self.rows: list[list[str]] = []

    def end_words(self) -> None:
        """Make a block of the words that stand in no paragraph."""
        # two breaks in a row are how some editors part paragraphs
        parts = [_tidy(part) for part in re.split(r"(?:\\\n\s*){2,}", self.words)]
        self.words = ""
        self.blocks += filter(None, parts)


class _Reader(HTMLParser):
    def __init__(self, place: Place) -> None:
        super().__init__(convert_charrefs=True)
        self.notes: list[str] = []
        self._place = place
        self._open = [_Element("", {})]
        self._dropped = 0

    def finish(self) -> list[str]:
        while len(self._open) > 1:
            self.handle_endtag(self._open[-1].tag)
        self._open[0].end_words()
        return self._open[0].blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in _DROPPED:
            self._dropped += 1
            self.notes.append(_("a <{tag}> of the site was left out").format(tag=tag))
        elif self._dropped:
            return
        elif tag == "br":
            self._open[-1].words += self._break()
        elif tag == "img":
            self._open[-1].words += self._picture(attributes)
        elif tag == "hr":
            self._open[-1].end_words()
            self._open[-1].blocks.append("---")
        else:
            self._begin(tag, attributes)

    def _break(self) -> str:
        if self._is_inside("pre"):
            return "\n"
        return " " if self._is_inside("h1", "h2", "h3", "h4", "h5", "h6", "td", "th") else "\\\n"

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _BLOCKS:
            self._open[-1].end_words()
        elif tag not in _QUIET:
            self._flatten(tag)
        self._open.append(_Element(tag, attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _DROPPED:
            self._dropped -= 1
        elif tag not in ("br", "img", "hr"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropped = max(self._dropped - 1, 0)
        elif not self._dropped and any(element.tag == tag for element in self._open[1:]):
            while self._open[-1].tag != tag:
                self._close()
            self._close()

    def handle_data(self, data: str) -> None:
        if self._dropped:
            return
        is_code = self._is_inside("code", "pre", "kbd")
        self._open[-1].words += data if is_code else _SPECIAL.sub(r"\\\1", re.sub(r"[ \t\r\n]+", " ", data))

    def _is_inside(self, *tags: str) -> bool:
        return any(element.tag in tags for element in self._open)

    def _picture(self, attributes: Mapping[str, str]) -> str:
        src = self._place(attributes.get("src", ""))
        alt = _SPECIAL.sub(r"\\\1", attributes.get("alt", ""))
        return f"![{alt}](<{src}>)" if re.search(r"[\s()]", src) else f"![{alt}]({src})"

    def _close(self) -> None:
        element = self._open.pop()
        parent = self._open[-1]
        if element.tag == "code" and parent.tag == "pre":
            parent.attributes = {**parent.attributes, **element.attributes}
        if element.tag in _BLOCKS:
            parent.blocks += self._blocks(element, parent)
        elif element.tag in ("td", "th"):
            cell = self._cell(element)
            if parent.tag in _ROWS:
                parent.rows.append([cell])
            else:
                parent.blocks += filter(None, [cell])
        else:
            if element.blocks:
                self._flatten(element.tag)
            parent.blocks += element.blocks
            parent.words += self._inline(element)

    def _flatten(self, tag: str) -> None:
        self.notes.append(_("a <{tag}> of the site became plain text").format(tag=tag))

    def _cell(self, element: _Element) -> str:
        """A cell's words on one line, which is all that it can hold here."""
        element.end_words()
        if len(element.blocks) > 1:
            self._flatten(element.tag)
        return " ".join(element.blocks).replace("|", "\\|").replace("\\\n", " ").replace("\n", " ")

    def _inline(self, element: _Element) -> str:
        words = element.words
        bare = words.strip()
        if not bare or self._is_inside("pre"):
            return words
        if element.tag == "a" and element.attributes.get("href"):
            marked = f"[{bare}]({_target(element.attributes)})"
        elif element.tag in ("code", "kbd"):
            marked = _code(bare)
        else:
            mark = _MARKS.get(element.tag, "")
            marked = f"{mark}{bare}{mark}"
        before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        return f"{before}{marked}{after}"

    def _blocks(self, element: _Element, parent: _Element) -> list[str]:
        if element.tag == "pre":
            return [_fenced(element)]
        element.end_words()
        if element.tag in ("tr", "thead", "tbody", "tfoot"):
            rows = [[cell for row in element.rows for cell in row]] if element.tag == "tr" else element.rows
            if parent.tag in _ROWS:
                parent.rows += rows
                return element.blocks
            return [*element.blocks, *(" ".join(row) for row in rows)]
        if element.tag == "table":
            return [*element.blocks, *_table(element.rows)]
        if element.tag == "li":
            return [self._item(element, parent)]
        if element.tag in ("ul", "ol"):
            return ["\n".join(element.blocks)] if element.blocks else []
        if element.tag == "blockquote":
            return [_quoted(element.blocks)] if element.blocks else []
        level = re.fullmatch(r"h([1-6])", element.tag)
        if level and element.blocks:
            return [f"{'#' * max(int(level[1]), 2)} {' '.join(element.blocks)}"]
        return element.blocks

    @staticmethod
    def _item(element: _Element, parent: _Element) -> str:
        sign = "- "
        if parent.tag == "ol":
            sign = f"{parent.number}. "
            parent.number += 1
        joined = ""
        for block in element.blocks:
            is_list = re.match(r"(?:- |\d+\. )", block)
            joined += (("\n" if is_list else "\n\n") if joined else "") + block
        return sign + joined.replace("\n", "\n" + " " * len(sign))


def _target(attributes: Mapping[str, str]) -> str:
    """A link's address and title, as they stand between its round brackets."""
    address, title = attributes["href"], " ".join(attributes.get("title", "").split())
    if re.search(r"[\s()<>]", address):
        address = f"<{address.replace('<', '%3C').replace('>', '%3E').replace(chr(10), '')}>"
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'{address} "{quoted}"' if title else address


def _code(words: str) -> str:
    runs = [len(run) for run in re.findall(r"`+", words)]
    fence = "`" * next(length for length in range(1, len(words) + 2) if length not in runs)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{' '.join(words.split(chr(10)))}{pad}{fence}"


def _fenced(element: _Element) -> str:
    """Code between fences that it does not hold, with its language where that is told."""
    code = "\n".join([*element.blocks, element.words]).removeprefix("\n").rstrip("\n")
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`{3,}", code)), 3)
    language = _LANGUAGE.search(element.attributes.get("class", ""))
    return f"{fence}{language[1] if language else ''}\n{code}\n{fence}"


def _tidy(words: str) -> str:
    lines = [line.strip() for line in words.strip().removesuffix("\\").split("\n")]
    return "\n".join(_AT_START.sub(_escaped, line) for line in lines if line)


def _escaped(match: re.Match[str]) -> str:
    sign = match[2]
    return f"{match[1]}{sign[:-1]}\\{sign[-1]}" if sign[0].isdigit() else f"{match[1]}\\{sign}"


def _quoted(blocks: Sequence[str]) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in "\n\n".join(blocks).split("\n"))


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    width = max(len(row) for row in rows)
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    return ["\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])]
