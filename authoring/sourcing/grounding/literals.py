"""What of a sentence must stand in its sources letter for letter: numbers, dates, names, titles and roles.

A literal has keys, and it is sourced when a source supplies one of them: `12`, `douze` and `twelve` have the same
key, and 12 % and 12 euros have different ones.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isinf
from typing import Final, Literal

from authoring.sourcing.grounding import names, roles
from authoring.sourcing.grounding.numerals import Number, numbers
from authoring.sourcing.provenance.digests import folded

Kind = Literal["number", "date", "name", "role"]

MONTHS: Final = {
    name: number
    for number, group in enumerate(
        ("janvier january", "février february fevrier", "mars march", "avril april", "mai may", "juin june",
         "juillet july", "août august aout", "septembre september", "octobre october", "novembre november",
         "décembre december decembre"), start=1,
    )
    for name in group.split()
}  # fmt: skip
WEEKDAYS: Final = {
    name: number
    for number, group in enumerate(
        ("lundi monday", "mardi tuesday", "mercredi wednesday", "jeudi thursday", "vendredi friday",
         "samedi saturday", "dimanche sunday", "week-end weekend"), start=1,
    )
    for name in group.split()
}  # fmt: skip
_WEEKEND: Final = 8
MONTH: Final = re.compile(
    r"\b(?:" + "|".join(name for name in MONTHS if name not in ("may", "march")) + r")\b"
    r"|\b(?-i:May|March|MAY|MARCH)\b(?!\s+(?:I|we|you|he|she|they|it|this|the)\b)",
    re.IGNORECASE,
)
WEEKDAY: Final = re.compile(r"\b(" + "|".join(WEEKDAYS) + r")s?\b", re.IGNORECASE)
_AFTER_WEEKDAY: Final = re.compile(r"\b(?:" + "|".join(WEEKDAYS) + r") \Z", re.IGNORECASE)
_LONGEST_WEEKDAY: Final = 12
_ISO: Final = re.compile(
    r"\b(\d{4})-(\d{2})-(\d{2})\b|\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))\b|\b(\d{1,2})/(\d{1,2})\b"
)
_CLOCK: Final = re.compile(
    r"\b(?P<hour>\d{1,2})(?:\s?[hH](?:\s?(?P<minute>\d{2}))?\b|:(?P<colon>\d{2})\b)?\s?(?P<half>[ap]\.?m\b\.?)?"
)
_DASH: Final = re.compile(r"(?<=[^\W\d])\s*[-–—]\s+|(?<=[^\W\d])\s+[-–—]\s*|—")
_NOON: Final = {"midi": "12:00", "noon": "12:00", "midday": "12:00", "minuit": "0:00", "midnight": "0:00"}
_NOON_WORD: Final = re.compile(r"(?<!après-)(?<!apres-)\b(midi|noon|midday|minuit|midnight)\b", re.IGNORECASE)
_UNITS: Final = (
    ("p", re.compile(r"\s?%|\s(?:pour|per) ?cent\b|\spercent\b|-percent\b", re.IGNORECASE)),
    ("EUR", re.compile(r"\s?€|[\s-]euros?\b", re.IGNORECASE)),
    ("USD", re.compile(r"\s?\$|[\s-](?:dollars?)\b", re.IGNORECASE)),
    ("GBP", re.compile(r"\s?£|[\s-](?:pounds?|livres sterling)\b", re.IGNORECASE)),
    ("h", re.compile(r"[\s-](?:heures?|hours?|o'clock)\b", re.IGNORECASE)),
    ("min", re.compile(r"[\s-](?:minutes?|min)\b", re.IGNORECASE)),
    ("day", re.compile(r"[\s-](?:jours?|days?)\b", re.IGNORECASE)),
    ("week", re.compile(r"[\s-](?:semaines?|weeks?)\b", re.IGNORECASE)),
    ("month", re.compile(r"[\s-](?:mois|months?)\b", re.IGNORECASE)),
    ("year", re.compile(r"[\s-](?:ans?|années?|years?)\b", re.IGNORECASE)),
    ("km", re.compile(r"[\s-]?(?:km|kilom[èe]tres?|kilometers?)\b", re.IGNORECASE)),
    ("kg", re.compile(r"[\s-]?(?:kg|kilos?|kilogrammes?|kilograms?)\b", re.IGNORECASE)),
    ("m", re.compile(r"[\s-]?(?:m²|m2|m[èe]tres?(?: carrés)?|meters?|square met(?:er|re)s)(?!\w)", re.IGNORECASE)),
)
_SIGNS: Final = {"€": "EUR", "$": "USD", "£": "GBP"}
_RANGE: Final = re.compile(r"\s?(?:-|à|au|to|et|and|ou|or)\s?(?:le |the |au |à )?", re.IGNORECASE)
_HALF_HOUR: Final = re.compile(r"\s(?:et )?(demie?|quart|trente|quinze|quarante-cinq)\b")
_COUNTED_ONE: Final = re.compile(r"\s*(?:seule?|single|only)\b", re.IGNORECASE)
_LOOSE_ONE: Final = re.compile(r"\b(?:un jour|une année|un an|par|per|one day|une fois|one of|l'une?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class LiteralPart:
    """A literal: what it is, as it is written, and the keys of which a source must supply one."""

    kind: Kind
    text: str
    keys: frozenset[str]


def of_sentence(text: str, *, known_names: Iterable[str] = ()) -> list[LiteralPart]:
    """The literals of a sentence. `known_names` are those of people and places that no dictionary has."""
    plain = normalised(text)
    return [*_times(plain, is_source=False), *_named(plain, known_names), *_titled(plain)]


def supplied(text: str) -> frozenset[str]:
    """The keys that a source supplies, names left out: those are looked up in its words."""
    plain = normalised(text)
    keys = {key for part in _times(plain, is_source=True) for key in part.keys}
    if f"wd:{6}" in keys and f"wd:{7}" in keys:
        keys.add(f"wd:{_WEEKEND}")
    return frozenset(keys | {f"role:{role.key}" for role in roles.find(plain)})


def normalised(text: str) -> str:
    """The text in one typography; a dash that parts two clauses is a comma, so that it joins no two names."""
    return folded(_DASH.sub(", ", text))


def _named(plain: str, known_names: Iterable[str]) -> Iterator[LiteralPart]:
    for name in names.find(plain, known_names=known_names):
        yield LiteralPart("name", name, frozenset({f"name:{name}"}))


def _titled(plain: str) -> Iterator[LiteralPart]:
    for role in roles.find(plain):
        yield LiteralPart("role", role.text, frozenset({f"role:{role.key}"}))


def _times(plain: str, *, is_source: bool) -> Iterator[LiteralPart]:
    """Dates and times, which are read first and blanked: what is left is read as plain numbers."""
    rest = plain
    for reader in (_iso_dates, _clock_times):
        parts = list(reader(rest, is_source=is_source))
        yield from (part for part, _start, _end in parts)
        rest = blanked(rest, [(start, end) for _part, start, end in parts])
    for match in WEEKDAY.finditer(rest):
        yield LiteralPart("date", match.group(), frozenset({f"wd:{WEEKDAYS[match.group(1).casefold()]}"}))
    for match in _NOON_WORD.finditer(rest):
        yield LiteralPart("date", match.group(), frozenset({f"t:{_NOON[match.group().casefold()]}"}))
    yield from _numbers(rest, is_source=is_source)


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with signs that are no letters in place of these parts, which are in order; all else keeps its place."""
    parts: list[str] = []
    position = 0
    for start, end in spans:
        parts += [text[position:start], "\0" * (end - start)]
        position = end
    return "".join([*parts, text[position:]])


def _iso_dates(text: str, *, is_source: bool) -> Iterator[tuple[LiteralPart, int, int]]:
    for match in _ISO.finditer(text):
        if match[1]:
            year, pairs = match[1], [(int(match[3]), int(match[2]))]
        else:
            first, second = int(match[4] or match[7]), int(match[5] or match[8])
            year, pairs = match[6] or "", [(first, second), (second, first)]
        pairs = [pair for pair in pairs if 1 <= pair[1] <= 12 and 1 <= pair[0] <= 31]
        if not pairs:
            continue
        keys = {f"d:{day}-{month}" for day, month in pairs}
        if is_source:
            keys |= {f"mo:{month}" for _day, month in pairs} | {f"dd:{day}" for day, _month in pairs}
            keys |= {f"n:{int(year)}"} if year else set()
        yield LiteralPart("date", match.group(), frozenset(keys)), match.start(), match.end()


def _clock_times(text: str, *, is_source: bool) -> Iterator[tuple[LiteralPart, int, int]]:
    for match in _CLOCK.finditer(text):
        is_hours = re.search(r"[hH:]", match.group())
        if not (is_hours or match["half"]) or int(match["hour"]) > 24:
            continue
        hour, minute = int(match["hour"]), int(match["minute"] or match["colon"] or 0)
        if match["half"]:
            hour = hour % 12 + (12 if match["half"][0].casefold() == "p" else 0)
        keys = {f"t:{hour}:{minute:02}"}
        if not minute and not match["half"] and not match["colon"]:
            keys |= {f"n:{hour}:h"}
        yield LiteralPart("date", match.group(), frozenset(keys)), match.start(), match.end()


def _numbers(text: str, *, is_source: bool) -> Iterator[LiteralPart]:
    all_numbers = numbers(text)
    months = list(MONTH.finditer(text))
    starts = [number.start for number in all_numbers]
    days_of_months: set[int] = set()
    for month in months:
        month_number = MONTHS[month.group().casefold()]
        days = [number for number in _beside(all_numbers, starts, month) if _is_day(text, number, month)]
        for day in _with_range(text, all_numbers, starts, days):
            days_of_months.add(day.start)
            keys = {f"d:{day.value:g}-{month_number}"} | ({f"dd:{day.value:g}"} if is_source else set())
            yield LiteralPart("date", f"{text[day.start : day.end]} {month.group()}", frozenset(keys))
        yield LiteralPart("date", month.group(), frozenset({f"mo:{month_number}"}))
    for index, number in enumerate(all_numbers):
        if number.start not in days_of_months and (is_source or not _is_article(text, number)):
            following = all_numbers[index + 1] if index + 1 < len(all_numbers) else None
            yield LiteralPart(
                "number", text[number.start : number.end], _keys(text, number, following, is_source=is_source)
            )


def _beside(all_numbers: Sequence[Number], starts: Sequence[int], month: re.Match[str]) -> Sequence[Number]:
    """The last number before a month and the first one after it."""
    index = bisect_left(starts, month.start())
    return all_numbers[max(0, index - 1) : index + 1]


def _is_day(text: str, number: Number, month: re.Match[str]) -> bool:
    if not 1 <= number.value <= 31 or number.is_article:
        return False
    before, after = text[number.end : month.start()], text[month.end() : number.start]
    if number.end <= month.start():
        return before.casefold() in (" ", " of ")
    return number.start >= month.end() and after.casefold() in (" ", " the ")


def _with_range(text: str, all_numbers: Sequence[Number], starts: Sequence[int], days: list[Number]) -> list[Number]:
    """The days and those that stand before them in a range: `du 3 au 7 mai`."""
    whole = list(days)
    for second in days:
        index = bisect_left(starts, second.start)
        first = all_numbers[index - 1] if index else second
        if first not in whole and _RANGE.fullmatch(text, first.end, second.start):
            whole.append(first)
    return whole


def _is_article(text: str, number: Number) -> bool:
    if not number.is_article:
        return False
    around = text[max(0, number.start - 6) : number.end + 8]
    if _COUNTED_ONE.match(text, number.end):
        return False
    return not _unit(text, number) or bool(_LOOSE_ONE.search(around))


def _unit(text: str, number: Number) -> str:
    """What is counted, if it is a unit; the sign of a currency may stand before the number."""
    for name, pattern in _UNITS:
        if pattern.match(text, number.end):
            return name
    return _SIGNS.get(text[number.start - 1 : number.start], "")


def _keys(text: str, number: Number, following: Number | None, *, is_source: bool) -> frozenset[str]:
    value = f"{number.value:g}" if number.value < 1e6 or isinf(number.value) else str(int(number.value))
    if number.kind == "ordinal":
        return frozenset({f"o:{value}"})
    if number.kind == "fraction":
        return frozenset({f"f:{number.value:.3f}", f"n:{number.value * 100:g}:p"})
    unit = _unit(text, number)
    if not unit and following and _RANGE.fullmatch(text, number.end, following.start):
        unit = _unit(text, following)
    if not unit:
        after_weekday = _AFTER_WEEKDAY.search(text, max(0, number.start - _LONGEST_WEEKDAY), number.start)
        return frozenset({f"n:{value}", f"dd:{value}"} if after_weekday else {f"n:{value}"})
    keys = {f"n:{value}:{unit}"}
    if unit == "h" and number.value <= 24:
        keys |= _spoken_time(text, number)
    if unit == "p" and number.value in (50, 25):
        keys.add(f"f:{number.value / 100:.3f}")
    if is_source and unit not in ("p", "EUR", "USD", "GBP"):
        keys.add(f"n:{value}")
    return frozenset(keys)


def _spoken_time(text: str, number: Number) -> set[str]:
    """`dix heures` may be ten o'clock, `dix heures trente` is half past ten."""
    unit = re.compile(r"[\s-]\w+(?:'\w+)?").match(text, number.end)
    half = _HALF_HOUR.match(text, unit.end()) if unit else None
    minute = {"demi": 30, "demie": 30, "quart": 15, "trente": 30, "quinze": 15, "quarante-cinq": 45}
    return {f"t:{number.value:g}:{minute[half[1]] if half else 0:02}"}
