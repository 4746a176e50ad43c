r"""Characters that nobody sees, and a text with these written out: `\x1b`, `\u202e`, `\U000e0041`.

Control characters steer a terminal, directions turn a line round, and invisible characters hide words. Who reads a text
in order to decide on it must see each of them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

# Control characters, fillers, directions, line separators, annotations, lone surrogates, musical controls and "tags".
# U+00AD and the zero-width characters are here as well; joiners and variation selectors are told apart below.
UNSEEN: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
EMOJI: Final = "\u2190-\u2bff\u3000-\u33ff\ufe0f\U0001f000-\U0001faff"
# what a variation selector may follow: characters that are shown as a picture or as a sign
SELECTED: Final = "\\d#*©®\u203c-\u33ff\U0001f000-\U0001faff"

# Letters that a joiner may stand between: Arabic, Indic and South-East Asian scripts, whose words are spelt with it.
_JOINED: Final = "\u0600-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
_VIRAMAS: Final = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"  # a joiner may end a word after one
# What texts in our languages consist of besides printable ASCII, in which nothing is hidden.
_SEEN: Final = dict.fromkeys(map(ord, "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ«»‘’“”…–—·€°\u00a0\u202f\n\t"))
_BREAKS: Final = r"\r\n|[\n\t]"


def visible(text: str) -> str:
    """The text with each character that nobody sees written out; its own line feeds and tabs stay as they are."""
    plain = text.translate(_SEEN)
    if plain.isascii() and plain.isprintable():  # nearly always, and known without the expression
        return text
    return _to_escape().sub(lambda match: escaped(match.group()), text.replace("\r\n", "\n"))


def in_one_line(text: str) -> str:
    """What has to be one line, such as a name or a title: a line feed or a tab within it is written out as well."""
    return visible(re.sub(_BREAKS, lambda match: "".join(map(escaped, match.group())), text))


def in_html(text: str) -> str:
    """The text as `visible` shows it, for a page that people read before they decide."""
    from html import escape

    return escape(visible(text))


def escaped(character: str) -> str:
    """One character by its number, as many programming languages write it."""
    number = ord(character)
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def as_json_escapes(text: str) -> str:
    r"""JSON text in which the same characters are `\u` escapes, which say the same to every program that reads it."""
    return text if text.isascii() and "\x7f" not in text else _to_escape().sub(_json_escape, text)


@cache
def _to_escape() -> re.Pattern[str]:
    """What is written out. It takes milliseconds to compile, which a short command does not spend."""
    return re.compile(
        f"[{UNSEEN}\ufe00-\ufe0d]"
        f"|(?<![{_JOINED}])\u200c|(?<![{_VIRAMAS}])\u200c(?![{_JOINED}])"
        f"|(?<![{_JOINED}{EMOJI}])\u200d|(?<![{_VIRAMAS}])\u200d(?![{_JOINED}{EMOJI}])"
        f"|(?<![{SELECTED}])[\ufe0e\ufe0f]"
    )


def _json_escape(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
