"""The quotation marks that Jekyll makes of straight ones, where kramdown itself is not here to make them.

The rules are those of kramdown's smart quotes (its adaptation of SmartyPants). They look at the source around a mark
and not at what it becomes; so the source of a block is put together again here, as far as they look at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_MARKS: Final = "\"'"
_OPENING: Final = {'"': "“", "'": "‘"}
_CLOSING: Final = {'"': "”", "'": "’"}
_SYMBOLS: Final = re.compile(r"---?|\.\.\.|<<|>>")


@dataclass
class _Source:
    """The source of a block.

    `places` has the token and the offset of each character, None for one that cannot be changed. `cuts` are the
    positions at which something other than plain text ends.
    """

    text: str
    places: list[tuple[Token, int] | None]
    cuts: frozenset[int]

    def replace(self, changed: dict[int, str]) -> None:
        """Write these characters over those at their positions."""
        for position, character in changed.items():
            place = self.places[position]
            if place is not None:
                token, offset = place
                token.content = token.content[:offset] + character + token.content[offset + 1 :]


def kramdown(state: StateCore) -> None:
    """Quotation marks as Jekyll shows them."""
    for source in _sources(state):
        source.replace(dict(_kramdown(source)))


def _sources(state: StateCore) -> Iterator[_Source]:
    for block in state.tokens:
        if block.type == "inline" and any(mark in block.content for mark in _MARKS):
            yield _source(block.children or (), block.content.split("\n"))


def _source(children: Sequence[Token], lines: Sequence[str]) -> _Source:
    text, places, cuts = "", [], []
    breaks = iter(lines)
    is_address = False
    for child in children:
        is_plain = child.type == "text" and not is_address
        written = child.content if is_plain else _written(child)
        if written == "\n" and next(breaks, "").endswith(" "):
            written = " \n"
        text += written
        places += [(child, position) if is_plain else None for position in range(len(written))]
        if child.type not in ("text", "softbreak"):
            cuts.append(len(text))
        if child.type in ("link_open", "link_close"):
            is_address = child.type == "link_open" and child.markup == "autolink"
    return _Source(text, places, frozenset(cuts))


def _written(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "code_inline":
        return f"`{token.content}`"
    if token.type in ("link_open", "link_close"):
        return {"link_open": "[", "link_close": "](x)"}[token.type] if token.markup != "autolink" else "<>"
    if token.type == "image":
        return "![](x)"
    return token.markup if token.type.endswith(("_open", "_close")) else token.content


_PUNCTUATION: Final = r"[!\"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"
# in this order; a group before the mark is a character that it looks back at
_RULES: Final = tuple(
    (re.compile(pattern), made)
    for pattern, made in (
        (r"()([\"'])(?=[_*]{1,2}\S)", _OPENING),
        (rf"()([\"'])(?={_PUNCTUATION}(?!\.\.)\B)", _CLOSING),
        (r"(\s?)(\"')(?=[A-Za-z0-9_])", {"\"'": "“‘"}),
        (r"(\s?)('\")(?=[A-Za-z0-9_])", {"'\"": "‘“"}),
        (r"(\s?)(')(?=\d\ds)", _CLOSING),
        (r"(\s)([\"'])(?=[A-Za-z0-9_])", _OPENING),
        (r"([^ \\\t\r\n\[{(-])([\"'])", _CLOSING),
        (r"()([\"'])(?=\s|s\b|\Z)", _CLOSING),
        (r"(?s)(.?)(')", _OPENING),
        (r"(?s)(.?)(\")", _OPENING),
    )
)


def _kramdown(source: _Source) -> Iterator[tuple[int, str]]:
    text = source.text
    symbols = {position for symbol in _SYMBOLS.finditer(text) for position in range(*symbol.span())}
    read_until = 0  # what lies before has been read
    for position, character in enumerate(text):
        if position < read_until or character not in _MARKS or source.places[position] is None:
            continue
        is_seen = position > read_until and position not in source.cuts and position - 1 not in symbols
        fitting = ((rule.match(text, position - is_seen), replacement) for rule, replacement in _RULES)
        match, replacement = next((match, replacement) for match, replacement in fitting if match)
        yield from zip(range(match.start(2), match.end(2)), replacement[match.group(2)], strict=True)
        read_until = match.end()
