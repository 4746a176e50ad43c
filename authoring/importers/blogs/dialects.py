"""The Markdown of Hugo and of Jekyll as HTML, the way their own readers show it, and without running anything.

Goldmark and kramdown are CommonMark with additions: footnotes, definition lists, attributes, typographic quotes.
What their templates would put in (shortcodes, Liquid) has been taken out before, by `hugo` and `jekyll`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from authoring.importers.blogs import smart_quotes
from authoring.importers.blogs.typographer import install, signs

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_ATTRIBUTES: Final = re.compile(r"^[ \t]*\{:(?:[^{}\n]*)\}[ \t]*$", re.MULTILINE)
_INLINE_ATTRIBUTES: Final = re.compile(r"(?<=[)*_`\]])\{:[^{}\n]*\}")
_HEADING_ATTRIBUTES: Final = re.compile(
    r"^([ \t]{0,3}#{1,6} .*?)[ \t]{0,8}\{:?[ \t]*[#.][^{}\n]*\}[ \t]*$", re.MULTILINE
)
_CONTENTS: Final = re.compile(r"^[ \t]*(?:[-*+]|1\.) .*\n\{:[ \t]*toc[^{}\n]*\}[ \t]*$", re.MULTILINE)
_COMMENT: Final = re.compile(r"^\{::comment\}.*?^\{:/(?:comment)?\}[ \t]*$", re.MULTILINE | re.DOTALL)
_ABBREVIATION: Final = re.compile(r"^ {0,3}\*\[[^\]\n]+\]:.*$", re.MULTILINE)
_FENCES: Final = re.compile(
    r"(^ {0,3}(?P<f>`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}(?P=f)[`~]*[ \t]*$|\Z))", re.MULTILINE | re.DOTALL
)
_ONE_TILDE: Final = re.compile(r"(?<![~\\`\w])~(?=[^\s~])([^~\n`]*[^\s~`])~(?![~\w])")  # strikes through in Hugo
_BOX: Final = re.compile(r"^([^\S\n]*+(?:> ?)*+(?:[-*+]|\d{1,9}[.)])[ \t]+)\[[ xX]\][ \t]+", re.MULTILINE)
_NO_NUMBER: Final = re.compile(r"^( {0,3}\d{1,9})\)(?=[ \t])", re.MULTILINE)  # begins no list in Jekyll
_ROW: Final = re.compile(r"\s*(?:[-*+]\s+|\d+\.\s+|>\s?)*\S?[^\n]*?(?<!\\)\|")
_RULE: Final = re.compile(r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t:|-]*)?$", re.MULTILINE)
_CODE: Final = re.compile(r"(?<!`)(`++)[^`].{0,2000}?(?<!`)\1(?!`)", re.DOTALL)
_NUMBER: Final = '<sup class="footnote-ref">[{}]</sup>'
_REFERENCE: Final = re.compile(r"<sup\b[^>]*><a\b[^>]*class=\"footnote\"[^>]*>([^<]*)</a></sup>")
_WAY_BACK: Final = re.compile(r"(?:\s|&nbsp;){0,8}<a\b[^>]*class=\"reversefootnote\"[^>]*>.*?</a>")
_FOOTNOTES: Final = re.compile(r"<div class=\"footnotes\"")
_SIGNS: Final = (("---", "—"), ("--", "–"), ("...", "…"), ("<<", "«"), (">>", "»"))


def goldmark(text: str, *, raw: bool, typographer: object = None) -> str:
    """Hugo's Markdown as HTML; `raw` HTML in it is shown only where the site says so, as Hugo does.

    `typographer` is what the site's settings say of it.
    """
    reader = _goldmark(raw=raw, typographic_signs=signs(typographer))
    return str(reader.render(_outside_code(text, _as_goldmark)))


def kramdown(text: str) -> str:
    """Jekyll's Markdown as HTML, nearly as kramdown shows it; see the module `kramdown` for kramdown itself."""
    return str(_kramdown().render(_outside_code(text, _without_attributes)))


def boxes(text: str) -> int:
    """How many items of lists begin with a box to tick, which is not carried."""
    return sum(len(_BOX.findall(part)) for index, part in enumerate(_FENCES.split(text)) if index % 3 == 0)


def unmarked_tables(text: str) -> list[str]:
    """The first lines of passages that Jekyll shows as a table for the upright strokes in them alone."""
    passages = [part for index, part in enumerate(_FENCES.split(text)) if index % 3 == 0]
    paragraphs = [_CODE.sub("", block) for part in passages for block in re.split(r"\n[ \t]*\n", part)]
    return [
        block.strip().partition("\n")[0][:60]
        for block in paragraphs
        if block.strip() and not _RULE.search(block) and all(map(_ROW.match, block.strip("\n").split("\n")))
    ]


def with_plain_footnotes(html: str) -> str:
    """kramdown's HTML with footnotes as our own reader writes them: a number, and a list at the end."""
    html = _REFERENCE.sub(lambda match: _NUMBER.format(match.group(1)), html)
    return _FOOTNOTES.sub(r"<hr>\g<0>", _WAY_BACK.sub("", html))


def _outside_code(text: str, change: Any) -> str:
    parts = _FENCES.split(text)
    return "".join(part if index % 3 == 1 else change(part) for index, part in enumerate(parts) if index % 3 != 2)


def _as_goldmark(text: str) -> str:
    return _BOX.sub(r"\1", _ONE_TILDE.sub(r"~~\1~~", _HEADING_ATTRIBUTES.sub(r"\1", text)))


def _without_attributes(text: str) -> str:
    for pattern in (_COMMENT, _CONTENTS, _ATTRIBUTES, _INLINE_ATTRIBUTES, _ABBREVIATION):
        text = pattern.sub("", text)
    return _NO_NUMBER.sub(r"\1\\)", _BOX.sub(r"\1", _HEADING_ATTRIBUTES.sub(r"\1", text)))


@cache
def _goldmark(*, raw: bool, typographic_signs: tuple[tuple[str, str], ...]) -> MarkdownIt:
    reader = _reader()
    install(reader, typographic_signs)
    if not raw:
        reader.add_render_rule("html_block", _omit)
        reader.add_render_rule("html_inline", _omit)
    return reader


@cache
def _kramdown() -> MarkdownIt:
    reader = _reader()
    reader.core.ruler.before("text_join", "quotes", smart_quotes.kramdown)
    reader.core.ruler.before("text_join", "signs", _signs)
    return reader


def _reader() -> MarkdownIt:
    """The common part."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.use(footnote_plugin, inline=False).use(deflist_plugin)
    reader.add_render_rule("footnote_ref", _number)
    reader.add_render_rule("footnote_anchor", _omit)
    return reader


def _number(_renderer: object, tokens: Sequence[Token], index: int, *_rest: object) -> str:
    return _NUMBER.format(tokens[index].meta["id"] + 1)


def _omit(*_rest: object) -> str:
    return ""


def _signs(state: StateCore) -> None:
    """Dashes, dots and angle quotes typed with plain signs, as both readers show them."""
    for block in state.tokens:
        for token in block.children or ():
            if token.type == "text":
                for typed, sign in _SIGNS:
                    token.content = token.content.replace(typed, sign)
