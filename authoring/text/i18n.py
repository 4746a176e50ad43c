"""What people read, in their language: gettext catalogues over the English source texts.

Two languages matter and they can differ: the workspace's (messages, findings, help) and the
piece's (what its readers see). The first belongs to the context in which somebody acts, so that one process can
serve people of two languages at once; the second is passed to each call.

A new thread begins in no context: whoever starts one for somebody hands `contextvars.copy_context()` over to it,
and whoever starts a process hands over `current()`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import gettext

LANGUAGES: Final = ("fr", "en")
SOURCE: Final = "en"

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
    return message if lang == SOURCE else _catalogue(lang).gettext(message)


def plural(one: str, many: str, count: int, lang: str | None = None) -> str:
    """`one` or `many` as the language counts (French: 0 and 1 are singular), with `{count}` filled in."""
    lang = lang or _current.get()
    if lang == SOURCE:
        chosen = one if count == 1 else many
    else:
        chosen = _catalogue(lang).ngettext(one, many, count)
    return chosen.format(count=count)


def decimal(number: float, lang: str | None = None) -> str:
    """`number` with one figure after the decimal mark of the language."""
    text = f"{number:.1f}"
    return text.replace(".", ",") if (lang or _current.get()) == "fr" else text


def _offered(lang: str) -> str:
    return lang if lang in LANGUAGES else SOURCE


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    import gettext

    return gettext.translation("authoring", Path(__file__).parents[1] / "locale", [lang], fallback=True)
