"""From the tree back to our Markdown: what a word processor wrote, so that it is read as it was meant.

What cannot be said in Markdown (underlining, small capitals, colours) is left as plain words. A formatting that
would not be read back as the same words is left out rather than the words changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from authoring.text.i18n import _
from authoring.text.markdown import TOKEN
from authoring.text.office import nodes
from authoring.text.office.nodes import Node

LINK: Final = re.compile(r"(?:https?://|mailto:)[^\s<>]+\Z", re.IGNORECASE)
_SIGNS: Final = {"Emph": "*", "Strong": "**", "Strikeout": "~~"}
_SPECIAL: Final = re.compile(r"[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~~")
_LINE_START: Final = re.compile(
    r"^(?:(?P<sign>#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=(?==*\s*$)|-(?=-*\s*$)|~(?=~~))|(?P<figures>\d{1,9})(?P<after>[.)])(?=\s|$))",
    re.MULTILINE,
)
_BLANKS: Final = re.compile(r"[ \t]+")
_EDGES: Final = re.compile(r"^([ \n]*)(.*?)([ \n]*)$", re.DOTALL)


def line(inlines: Iterable[Node]) -> str:
    """Inlines as a line of Markdown; a line break within it is a backslash and a new line."""
    merged = _merged(inlines)
    written = _tidy(_inlines(merged))
    words = _words(merged)
    return written if _reads_as(written, words) else _tidy(escape(words).replace("\n", "\\\n"))


def escape(text: str) -> str:
    """A text that is read as itself; our own tokens, `[[quote:…]]` and `[[testimony:…]]`, stay tokens."""
    parts, position = [], 0
    for token in TOKEN.finditer(text):
        parts += [_SPECIAL.sub(r"\\\g<0>", text[position : token.start()]), token.group()]
        position = token.end()
    return "".join([*parts, _SPECIAL.sub(r"\\\g<0>", text[position:])])


def _merged(inlines: Iterable[Node]) -> list[Node]:
    """Inlines with neighbours of one kind joined: a word processor cuts a bold passage where the cursor stood."""
    joined: list[Node] = []
    for inline in inlines:
        if inline["t"] in ("Span", "Cite", "SmallCaps", "Underline", "Superscript", "Subscript"):
            for child in _merged(nodes.children(inline)):
                _join(joined, child)
        else:
            _join(joined, inline)
    return joined


def _join(joined: list[Node], inline: Node) -> None:
    if joined and inline["t"] in _SIGNS and joined[-1]["t"] == inline["t"]:
        joined[-1] = nodes.marked(inline["t"], [*joined[-1]["c"], *inline["c"]])
    else:
        joined.append(inline)


def _inlines(inlines: Sequence[Node]) -> str:
    return "".join(_inline(inline) for inline in inlines)


def _inline(inline: Node) -> str:
    kind: str = inline["t"]
    content: Any = inline.get("c")
    if kind in _SIGNS:
        before, words, after = _edges(_inlines(_merged(content)))
        return f"{before}{_SIGNS[kind]}{words}{_SIGNS[kind]}{after}" if words else before + after
    match kind:
        case "LineBreak":
            return "\\\n"
        case "Space" | "SoftBreak":
            return " "
        case "Code":
            return _coded(content[1])
        case "Link":
            return _link(_inlines(_merged(content[1])), str(content[2][0]))
        case "Quoted":
            opening, closing = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
            return f"{opening}{_inlines(content[1])}{closing}"
        case "Math":
            return escape(f"${content[1]}$")
        case "Note":
            return escape(note(inline))
        case "Image" | "RawInline":
            return ""
        case _:
            return escape(nodes.text(inline))


def note(inline: Node) -> str:
    """A footnote, told where it stood."""
    return " " + _("(note: {text})").format(text=_BLANKS.sub(" ", nodes.text(inline["c"])).strip())


def _words(inlines: Iterable[Node]) -> str:
    """The same inlines without any formatting."""
    return "".join(_word(inline) for inline in inlines)


def _word(inline: Node) -> str:
    if inline["t"] == "Math":
        return f"${inline['c'][1]}$"
    return note(inline) if inline["t"] == "Note" else nodes.text(inline)


def _edges(words: str) -> tuple[str, str, str]:
    match = _EDGES.match(words)
    assert match is not None
    return match[1], match[2], match[3]


def _coded(text: str) -> str:
    fence = "`"
    while fence in text:
        fence += "`"
    pad = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text else ""


def _link(words: str, href: str) -> str:
    if not LINK.match(href) or not words.strip():
        return words
    before, inner, after = _edges(words)
    target = f"<{href}>" if re.search(r"[()\\]", href) else href
    return f"{before}[{inner}]({target}){after}"


def _tidy(text: str) -> str:
    """A paragraph without spaces at its edges, whose lines begin with nothing that Markdown takes for a sign."""
    lines = [_BLANKS.sub(" ", text_line).strip(" ") for text_line in text.strip(" \n").split("\n")]
    while lines and lines[-1] in ("", "\\"):
        lines.pop()
    tidy = "\n".join(text_line for text_line in lines if text_line not in ("", "\\"))
    breaks = (len(tidy) - len(tidy.rstrip("\\"))) % 2  # of a pair, one is an escaped backslash
    tidy = tidy[:-1] if breaks else tidy
    return _LINE_START.sub(_escaped_start, tidy)


def _escaped_start(match: re.Match[str]) -> str:
    return f"\\{match['sign']}" if match["sign"] else f"{match['figures']}\\{match['after']}"


def _reads_as(written: str, words: str) -> bool:
    """Whether the Markdown is read as one paragraph of these words."""
    from authoring.exporters.review_files.body import words_of

    return _comparable(words_of(written)) == _comparable(words)


def _comparable(words: str) -> str:
    lines = [_BLANKS.sub(" ", text_line).strip(" ") for text_line in words.split("\n")]
    return "\n".join(text_line for text_line in lines if text_line)
