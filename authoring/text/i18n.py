"""What people read, in their language: gettext catalogues over the English source texts.

Two languages matter and they can differ: the workspace's (messages, findings, help) and the
piece's (what its readers see). The first is set once per process by whoever owns the terminal;
the second is passed to each call.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import gettext

LANGUAGES: Final = ("fr", "en")
SOURCE: Final = "en"

_current = SOURCE


def use(lang: str) -> None:
    """Make `lang` the language of messages; an unknown one falls back to English."""
    global _current  # one process speaks to one person: a parameter through every call would hide more than it shows
    _current = lang if lang in LANGUAGES else SOURCE


def current() -> str:
    """The language that messages are in now: `fr` or `en`."""
    return _current


def _(message: str, lang: str | None = None) -> str:
    """`message` in `lang`, else in the language in use; untranslated texts stay English."""
    lang = lang or _current
    return message if lang == SOURCE else _catalogue(lang).gettext(message)


def plural(one: str, many: str, count: int, lang: str | None = None) -> str:
    """`one` or `many` as the language counts (French: 0 and 1 are singular), with `{count}` filled in."""
    lang = lang or _current
    if lang == SOURCE:
        chosen = one if count == 1 else many
    else:
        chosen = _catalogue(lang).ngettext(one, many, count)
    return chosen.format(count=count)


def decimal(number: float, lang: str | None = None) -> str:
    """`number` with one figure after the decimal mark of the language."""
    text = f"{number:.1f}"
    return text.replace(".", ",") if (lang or _current) == "fr" else text


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    import gettext

    return gettext.translation("authoring", Path(__file__).parents[1] / "locale", [lang], fallback=True)
