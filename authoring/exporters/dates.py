"""Dates as French and English readers write them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

_REGIONS: Final = {"en": "en_GB"}


@lru_cache(maxsize=4096)
def written_out(day: date, lang: str) -> str:
    """`day` in full, such as 1er novembre 2026 or 1 November 2026; an unknown language reads English."""
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    try:
        locale = Locale.parse(_REGIONS.get(lang, lang))
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse(_REGIONS["en"])
    text = format_date(day, "long", locale=locale)
    if lang == "fr" and day.day == 1:  # the first of a month is an ordinal in French; CLDR does not say so
        return f"1er{text[1:]}"
    return text
