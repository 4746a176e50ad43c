"""Dates as French and English readers write them."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel import Locale
    from babel.dates import DateTimePattern

_REGIONS: Final = {"en": "en_GB"}


@lru_cache(maxsize=4096)
def written_out(day: date, lang: str) -> str:
    """`day` in full, such as 1er novembre 2026 or 1 November 2026; an unknown language reads English."""
    pattern, locale = _pattern(lang)
    text = str(pattern.apply(day, locale))
    if lang == "fr" and day.day == 1:  # the first of a month is an ordinal in French; CLDR does not say so
        return f"1er{text[1:]}"
    return text


@cache
def _pattern(lang: str) -> tuple[DateTimePattern, Locale]:
    """The long form of a language, looked up once: for each date anew it takes longer than all the rest of a page."""
    from babel import Locale, UnknownLocaleError
    from babel.dates import get_date_format

    try:
        locale = Locale.parse(_REGIONS.get(lang, lang))
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse(_REGIONS["en"])
    return get_date_format("long", locale), locale
