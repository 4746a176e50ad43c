"""Straight quotes, dashes and dots as Hugo's typographer shows them, each by the signs on both of its sides.

Which way a quote turns is Goldmark's choice, odd cases included: `'new'` begins with an apostrophe there, since words
with n, t, e or l after a quote may be shortened ones. What readers saw is what is carried, not what is right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from string import punctuation, whitespace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_USUAL: Final = {
    "apostrophe": "’", "ellipsis": "…", "emdash": "—", "endash": "–", "leftanglequote": "«", "rightanglequote": "»",
    "leftdoublequote": "“", "rightdoublequote": "”", "leftsinglequote": "‘", "rightsinglequote": "’",
}  # fmt: skip
_TYPED: Final = (
    ("---", "emdash"), ("--", "endash"), ("...", "ellipsis"), ("<<", "leftanglequote"), (">>", "rightanglequote"),
)  # fmt: skip
_STOPS: Final = frozenset("\n!#$%&*+-:<=>@[\\]^_`{}~'\".")
_PLAIN_SIGNS: Final = frozenset(punctuation + whitespace)
_CLOSING: Final = "closing"  # a single quote that ends what another began; others at a word's end end nothing
_COUNTS: Final = "typographer"


def signs(settings: Any) -> tuple[tuple[str, str], ...]:
    """What each sign becomes, by the site's `markup.goldmark.extensions.typographer`; nothing where it is off."""
    options = {str(key).lower(): value for key, value in settings.items()} if isinstance(settings, Mapping) else {}
    if settings is False or options.get("disable") is True:
        return ()
    own = {key: unescape(value) for key, value in options.items() if key in _USUAL and isinstance(value, str)}
    return tuple({**_USUAL, **own}.items())


def install(reader: MarkdownIt, typographic_signs: tuple[tuple[str, str], ...]) -> None:
    """Let a reader show these signs."""
    if not typographic_signs:
        return
    typographer = _Typographer(dict(typographic_signs))
    reader.inline.ruler.at("text", _text)
    reader.inline.ruler.after("text", "typographer", typographer.rule)


def _text(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  markdown-it calls it so
    """Everything up to the next sign that any rule may want."""
    position = state.pos
    while position < state.posMax and state.src[position] not in _STOPS:
        position += 1
    if position == state.pos:
        return False
    if not silent:
        state.pending += state.src[state.pos : position]
    state.pos = position
    return True


@dataclass(frozen=True)
class _Quote:
    """A straight quote with what stands around it; `rest` is its line from it on."""

    before: str
    rest: str
    can_open: bool
    can_close: bool

    def follows(self, position: int) -> str:
        return self.rest[position : position + 1]

    def ends_a_word(self, position: int) -> bool:
        """Whether a plain sign or a space stands there; Goldmark counts bytes and looks at one of them."""
        byte = self.rest.encode()[position : position + 1].decode("ascii", "replace")
        return not byte or byte in _PLAIN_SIGNS

    @property
    def may_close(self) -> bool:
        if self.can_close and not self.can_open:
            return True
        return self.can_close and _is_mark(self.follows(1)) and self.ends_a_word(2)


class _Typographer:
    def __init__(self, typographic_signs: Mapping[str, str]) -> None:
        self._shown = {**typographic_signs, _CLOSING: typographic_signs["rightsinglequote"]}

    def rule(self, state: StateInline, silent: bool) -> bool:  # noqa: FBT001  markdown-it calls it so
        typed, name = self._found(state)
        if not name:
            return False
        if not silent:
            state.pending += self._shown[name]
            if name in ("leftdoublequote", "leftsinglequote"):
                _open(state)[typed] += 1
            elif name in ("rightdoublequote", _CLOSING):
                _open(state)[typed] -= 1
        state.pos += len(typed)
        return True

    def _found(self, state: StateInline) -> tuple[str, str]:
        """The sign that stands here and what it becomes; no name where it stays as it is."""
        for typed, name in _TYPED:
            if state.src.startswith(typed, state.pos):
                return typed, name
        sign = state.src[state.pos]
        if sign == '"':
            return sign, _double(_quote(state), _open(state)[sign])
        return sign, _single(_quote(state), _open(state)[sign]) if sign == "'" else ""


def _open(state: StateInline) -> dict[str, int]:
    """How many quotes of each kind are open; Goldmark counts on from one paragraph to the next."""
    counts: dict[str, int] = state.env.setdefault(_COUNTS, {"'": 0, '"': 0})
    return counts


def _quote(state: StateInline) -> _Quote:
    src, position = state.src, state.pos
    before = src[position - 1] if position else "\n"
    end = src.find("\n", position) + 1
    rest = src[position:end] if end else src[position:]
    after = rest.lstrip(src[position])[:1] or " "
    opens = not after.isspace() and (not _is_sign(after) or _is_sign_or_space(before))
    closes = not before.isspace() and (not _is_sign(before) or _is_sign_or_space(after))
    return _Quote(before, rest, opens, closes)


def _double(quote: _Quote, opened: int) -> str:
    if quote.can_open and not quote.can_close:
        return "leftdoublequote"
    if not opened or not quote.may_close:
        return ""
    return "" if quote.follows(1) == '"' and quote.before.isdigit() else "rightdoublequote"


def _single(quote: _Quote, opened: int) -> str:
    if _is_apostrophe(quote):
        return "apostrophe"
    if quote.can_open and not quote.can_close:
        return "rightsinglequote" if _is_shortened(quote) else "leftsinglequote"
    if len(quote.rest.encode()) > 2 and not quote.follows(1).isdigit():
        return "rightsinglequote"
    return _CLOSING if opened and quote.may_close else ""


def _is_apostrophe(quote: _Quote) -> bool:
    """Decades, words that have lost their first letter, and a quote between two letters."""
    decade = quote.rest[1:3]
    if quote.can_open and not quote.can_close and decade.isdecimal() and quote.follows(3) == "s":
        return _is_sign_or_space(quote.follows(4) or " ")
    if (_is_mark(quote.before) or quote.before.isspace()) and quote.follows(1) in tuple("tenl"):
        return True
    return quote.before.isalnum() and quote.follows(1).isalpha()


def _is_shortened(quote: _Quote) -> bool:
    if quote.follows(1) in tuple("mtsd"):
        return quote.ends_a_word(2)
    return quote.rest[1:3] in ("ve", "ll", "re") and quote.ends_a_word(3)


def _is_mark(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign).startswith("P")


def _is_sign(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign)[0] in "PS"


def _is_sign_or_space(sign: str) -> bool:
    return sign.isspace() or _is_sign(sign)
