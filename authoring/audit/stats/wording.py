"""Words figures in the language of messages: lengths of time, months, money, lower bounds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from authoring.audit.stats import CallTotals
from authoring.text import i18n
from authoring.text.i18n import _

NOTHING: Final = "—"
_LOCALES: Final = {"en": "en_GB"}
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)
_ENOUGH: Final = 1.5  # of a unit, before the next larger one is used: “36 h”, then “2 days”


def time(spent: timedelta | None) -> str:
    """A length of time in a single unit, such as 3 days or 2 h."""
    from babel.units import format_unit

    if spent is None:
        return NOTHING
    if spent >= _ENOUGH * _DAY:
        return str(format_unit(round(spent / _DAY), "duration-day", locale=_locale()))
    unit, length = ("hour", _HOUR) if spent >= _ENOUGH * _HOUR else ("minute", _MINUTE)
    return str(format_unit(round(spent / length), f"duration-{unit}", length="short", locale=_locale()))


def month(name: str, *, short: bool = False) -> str:
    """A month such as `2026-11` by its name."""
    from babel.dates import format_date

    return str(format_date(date.fromisoformat(f"{name}-01"), "LLL y" if short else "LLLL y", locale=_locale()))


def number(count: int) -> str:
    """A number with separated thousands."""
    from babel.numbers import format_decimal

    return str(format_decimal(count, locale=_locale()))


def part(count: int, whole: int) -> str:
    """A part of a total in per cent."""
    from babel.numbers import format_percent

    return str(format_percent(count / whole, locale=_locale())) if whole else NOTHING


def tokens(calls: CallTotals) -> str:
    """All tokens, in and out; “≥” before a sum that lacks some calls."""
    if not calls.calls:
        return NOTHING
    if calls.unknown_tokens == calls.calls:
        return _("unknown")
    return _bound(calls.unknown_tokens) + number(calls.input_tokens + calls.output_tokens)


def cost(calls: CallTotals) -> str:
    """The cost, one amount per currency; “≥” before a sum that lacks some calls."""
    if not calls.calls:
        return NOTHING
    if calls.unknown_cost == calls.calls:
        return _("unknown")
    amounts = [money(amount, currency) for currency, amount in calls.cost.items()]
    return _bound(calls.unknown_cost) + (" + ".join(amounts) or number(0))


def money(amount: Decimal, currency: str) -> str:
    """An amount rounded to the cent, and below ten cents to a hundredth of a cent."""
    from babel.numbers import format_currency

    places = Decimal("0.01") if amount >= Decimal("0.1") or not amount else Decimal("0.0001")
    rounded = amount.quantize(places)
    return str(format_currency(rounded, currency, locale=_locale(), decimal_quantization=False))


def _bound(unknown: int) -> str:
    return "≥ " if unknown else ""


def _locale() -> str:
    return _LOCALES.get(i18n.current(), i18n.current())
