"""The quotation marks that Hugo and Jekyll make of straight ones, each by its own rules, which differ.

The rules are those of goldmark's typographer and of kramdown's smart quotes (its adaptation of SmartyPants). Both look
at the source around a mark and not at what it becomes; so the source of a block is put together again here, as far as
they look at it.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_MARKS: Final = "\"'"
_OPENING: Final = {'"': "“", "'": "‘"}
_CLOSING: Final = {'"': "”", "'": "’"}
# a bare address as goldmark reads it: with whatever marks stand at its end
_ADDRESS: Final = re.compile(r"(?:(?:https?|ftp)://|www\.)[-\w@:%.+~#=]+\.[a-z]+(?::\d+)?[/#?][^\s<]*")
_SYMBOLS: Final = re.compile(r"---?|\.\.\.|<<|>>")


@dataclass
class _Source:
    """The source of a block: what cannot be changed has no place. `cuts` are where what is no plain text ends."""

    text: str
    places: list[tuple[Token, int] | None]
    cuts: frozenset[int]

    def replace(self, changed: dict[int, str]) -> None:
        """Write these characters over those at their positions."""
        for at, character in changed.items():
            place = self.places[at]
            if place is not None:
                token, offset = place
                token.content = token.content[:offset] + character + token.content[offset + 1 :]


def goldmark(state: StateCore) -> None:
    """Quotation marks as Hugo shows them."""
    reader = _Goldmark()
    for source in _sources(state):
        source.replace(dict(reader.marks(source)))


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
        places += [(child, at) if is_plain else None for at in range(len(written))]
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


class _Goldmark:
    """Reads block after block; a mark closes only where one of its kind is open, in whatever block that was."""

    def __init__(self) -> None:
        self._open = dict.fromkeys(_MARKS, 0)

    def marks(self, source: _Source) -> Iterator[tuple[int, str]]:
        """Each mark that is changed: where it stands, and what it becomes."""
        addresses = {at for found in _ADDRESS.finditer(source.text) for at in range(*found.span())}
        for at, character in enumerate(source.text):
            if character in _MARKS and source.places[at] and at not in addresses:
                made = self._made(source.text, at, character)
                if made:
                    yield at, made

    def _made(self, text: str, at: int, mark: str) -> str:
        line = text[at : text.find("\n", at) + 1] or text[at:]
        before, after = text[at - 1] if at else "\n", line[1:2] or " "
        opens, closes = _flanks(before, mark, line)
        if mark == "'" and _is_apostrophe(before, after, line, is_opening=opens and not closes):
            return "’"
        if opens and not closes:
            return self._opened(mark, line)
        if mark == "'" and len(line) > 2 and not after.isdigit():
            return "’"
        ends = closes and opens and _is_punctuation(after) and (len(line) == 2 or _is_end(line[1:3]))
        if self._open[mark] and ((closes and not opens) or ends):
            if mark == '"' and after == '"' and before.isdigit():
                return ""
            return self._closed(mark)
        return ""

    def _opened(self, mark: str, line: str) -> str:
        short = re.match(r"'(?:[smtd]|ve|ll|re)", line) if mark == "'" else None
        if short and (short.end() == len(line) or _is_end(line[short.end()])):
            return "’"
        self._open[mark] += 1
        return _OPENING[mark]

    def _closed(self, mark: str) -> str:
        self._open[mark] -= 1
        return _CLOSING[mark]


def _flanks(before: str, mark: str, line: str) -> tuple[bool, bool]:
    """Whether a run of marks may open and may close something (CommonMark 0.31, 6.2)."""
    after = line.lstrip(mark)[:1] or " "
    is_left = not after.isspace() and (not _is_sign(after) or before.isspace() or _is_sign(before))
    is_right = not before.isspace() and (not _is_sign(before) or after.isspace() or _is_sign(after))
    return is_left, is_right


def _is_apostrophe(before: str, after: str, line: str, *, is_opening: bool) -> bool:
    if is_opening and re.match(r"'\d\ds(?!\w)", line):
        return True
    if after in "tenl" and (before.isspace() or _is_punctuation(before)):
        return True
    return (before.isalpha() or before.isdigit()) and after.isalpha()


def _is_end(characters: str) -> bool:
    """Whether these end a word as far as goldmark sees, which looks at bytes here."""
    return characters.isascii() and characters[-1] in string.punctuation + string.whitespace


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character).startswith("P")


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


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
    symbols = {at for symbol in _SYMBOLS.finditer(text) for at in range(*symbol.span())}
    begun = 0  # what lies before has been read
    for at, character in enumerate(text):
        if at < begun or character not in _MARKS or source.places[at] is None:
            continue
        is_seen = at > begun and at not in source.cuts and at - 1 not in symbols
        fitting = ((rule.match(text, at - is_seen), made) for rule, made in _RULES)
        match, made = next((match, made) for match, made in fitting if match)
        yield from zip(range(match.start(2), match.end(2)), made[match.group(2)], strict=True)
        begun = match.end()
