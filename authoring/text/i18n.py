"""What people read, in their language: gettext catalogues over the English source texts.

Two languages matter and they can differ: the workspace's (messages, findings, help) and the
piece's (what its readers see). The first belongs to the context in which somebody acts, so that one process can
serve people of two languages at once; the second is passed to each call.

A new thread begins in no context: whoever starts one for somebody hands `contextvars.copy_context()` over to it,
and whoever starts a process hands over `current()`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import gettext

LANGUAGES: Final = ("fr", "en")
SOURCE: Final = "en"
_FOLDER: Final = Path(__file__).parents[1] / "locale"
_DOMAIN: Final = "authoring"

_current: ContextVar[str] = ContextVar("language", default=SOURCE)


def use(lang: str) -> None:
    """Make `lang` the language of messages in this context; an unknown one falls back to English."""
    _current.set(_offered(lang))


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Messages are in `lang` inside the block, and after it in the same language as before."""
    before = _current.set(_offered(lang))
    try:
        yield
    finally:
        _current.reset(before)


def current() -> str:
    """The language that messages are in now: `fr` or `en`."""
    return _current.get()


def _(message: str, lang: str | None = None) -> str:
    """`message` in `lang`, else in the language in use; untranslated texts stay English."""
    lang = lang or _current.get()
    return message if lang == SOURCE else _translated(message, lang)


def plural(one: str, many: str, count: int, lang: str | None = None) -> str:
    """`one` or `many` as the language counts (French: 0 and 1 are singular), with `{count}` filled in."""
    lang = lang or _current.get()
    if lang == SOURCE:
        chosen = one if count == 1 else many
    else:
        chosen = _plurals(lang).ngettext(one, many, count)
    return chosen.format(count=count)


def decimal(number: float, lang: str | None = None, *, digits: int = 1) -> str:
    """`number` with so many figures after the decimal mark of the language."""
    text = f"{number:.{digits}f}"
    return text.replace(".", ",") if (lang or _current.get()) == "fr" else text


def _offered(lang: str) -> str:
    return lang if lang in LANGUAGES else SOURCE


class Catalogue:
    """The bytes of a compiled catalogue, in which each message is looked up on its own.

    `gettext` reads all of it before it gives the first text, which takes longer than a short command's own work. The
    format is that of `.mo` files: two tables of lengths and offsets, one of the messages, which are sorted, one of
    their translations; a zero byte ends each text, and in a plural message each form.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._order: Literal["little", "big"] = "little" if content.startswith(b"\xde\x12\x04\x95") else "big"
        self._count, self._messages, self._translations = map(self._number, (8, 12, 16))

    def translation(self, message: str) -> str:
        """The translation of a message, in the singular; the message itself when there is none."""
        wanted = message.encode()
        row = bisect_left(range(self._count), wanted, key=self._message)
        if row == self._count or self._message(row) != wanted:
            return message
        return self._text(self._translations, row).decode()

    def _message(self, row: int) -> bytes:
        return self._text(self._messages, row)

    def _text(self, table: int, row: int) -> bytes:
        start = self._number(table + 8 * row + 4)
        return self._content[start : self._content.index(b"\0", start)]

    def _number(self, position: int) -> int:
        return int.from_bytes(self._content[position : position + 4], self._order)


@cache
def _translated(message: str, lang: str) -> str:
    return _catalogue(lang).translation(message)


@cache
def _catalogue(lang: str) -> Catalogue:
    path = _FOLDER / lang / "LC_MESSAGES" / f"{_DOMAIN}.mo"
    return Catalogue(path.read_bytes() if path.is_file() else b"")


@cache
def _plurals(lang: str) -> gettext.NullTranslations:
    import gettext

    return gettext.translation(_DOMAIN, _FOLDER, [lang], fallback=True)
