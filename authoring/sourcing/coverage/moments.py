"""Days, months, years, hours and frequencies in a text: what is said of when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from authoring.sourcing.grounding import literals
from authoring.sourcing.grounding.numerals import numbers

Slot = Literal["frequency", "clock", "month", "monthday", "year", "weekday"]

_I: Final = re.IGNORECASE
_EVERY: Final[tuple[tuple[float, str], ...]] = (
    (1, r"tous les jours|chaque jour|quotidien\w*|every day|daily|(?:par|per|(?<!of )a) (?:jour|day)|/ ?(?:jour|day)"),
    (14, r"tous les quinze jours|toutes les (?:deux|2) semaines|une semaine sur deux"
         r"|bimensuel\w*|every (?:(?:two|2) weeks|(?:second|other) week)|fortnightly|every fortnight"),
    (28, r"toutes les (?:quatre|4) semaines|every (?:four|4) weeks"),
    (7, r"toutes les semaines|chaque semaine|hebdomadaire\w*|par semaine|weekly"
        r"|(?:every|each|per|(?<!of )a) week"
        r"|/ ?(?:semaine|week|wk)"),
    (30.4, r"tous les mois|chaque mois|mensuel\w*|par mois|monthly|/ ?(?:mois|month)"
           r"|(?:every|each|per|(?<!of )a) month"),
    (91.3, r"tous les trois mois|trimestriel\w*|(?:par|chaque) trimestre|quarterly"
           r"|(?:every|each) (?:three months|quarter)"),
    (730, r"tous les (?:deux|2) ans|une année sur deux|un an sur deux|biennal\w*"
          r"|every (?:two|2|other|second) years?|biennial\w*"),
    (365, r"tous les ans|chaque année|annuel\w*|par an|par saison|(?:every|each|per|(?<!of )a) year|yearly"
    r"|annual(?:ly)?"
          r"|/ ?(?:an|year|saison|season)"),
)  # fmt: skip
_FREQUENCIES: Final = tuple((days, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", _I)) for days, pattern in _EVERY)
_YEAR: Final = re.compile(r"\b(?:1[89]|20)\d\d\b(?!\s?(?:€|euro|m\b|km|places|seats|people|personnes))")
_SHORT_MONTHS: Final = {
    "janv": 1, "jan": 1, "févr": 2, "fév": 2, "feb": 2, "avr": 4, "apr": 4, "juil": 7, "jul": 7, "aug": 8, "sept": 9,
    "sep": 9, "oct": 10, "nov": 11, "déc": 12, "dec": 12,
}  # fmt: skip
_SHORT_MONTH: Final = re.compile(
    r"\b(" + "|".join(sorted(_SHORT_MONTHS, key=len, reverse=True)) + r")\b(?:\.|(?<!sept)(?=[\s,)-]|$))", _I
)
_SHORT_DAY: Final = re.compile(r"\b(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|lun|mer|jeu|ven|sam|dim)\b\.?", _I)
_SHORT_DAYS: Final = {
    "mon": 1, "lun": 1, "tue": 2, "tues": 2, "wed": 3, "weds": 3, "mer": 3, "thu": 4, "thur": 4, "thurs": 4,
    "jeu": 4, "fri": 5, "ven": 5, "sat": 6, "sam": 6, "sun": 7, "dim": 7,
}  # fmt: skip
_DAY_AFTER: Final = re.compile(r"\s?(?:,|-|et|and|&|à|au|to|until|ou|or|le|the|of| )*\s?(?:le |the |au |au )?\Z", _I)
_FIGURES: Final = re.compile(
    r"\b(?P<hour>\d{1,2})(?:\s?(?P<h>[hH])(?:\s?(?P<minute>\d{2})\b|\b)|[:.](?P<colon>[0-5]\d)(?=\b|[ap]))?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
)
_WORDS: Final = re.compile(
    r"\s(?:heures?|hours)\b(?:\s(?:et\s)?(?P<part>demie?|quart|trente|quinze|quarante-cinq|(?P<figure>\d{2})\b))?", _I
)
_HOUR: Final = re.compile(r"heures?\b|hours?\b|o'?clock\b", _I)
_PARTS: Final = {"demi": 30, "demie": 30, "quart": 15, "trente": 30, "quinze": 15, "quarante-cinq": 45}
_AT: Final = re.compile(
    r"\b(?:à|de|dès|vers|entre|jusqu'à|avant|après|pour|et|at|from|by|until|till|before|after|between|to|and"
    r"|around)\s\Z",
    _I,
)
_NOON: Final = re.compile(r"(?<!après-)(?<!apres-)\b(midi|noon|midday|minuit|midnight)\b(?P<half>\set\sdemie?)?", _I)
_NOONS: Final = {"midi": 12, "noon": 12, "midday": 12, "minuit": 0, "midnight": 0}
_PAST: Final = re.compile(
    r"\b(?P<part>half|quarter)[ -](?P<side>past|to)[ -](?P<hour>\w+)\b(?:\sin the (?P<day>morning|afternoon|evening))?",
    _I,
)
_OCLOCK: Final = re.compile(r"\s?o'?clock\b", _I)
_DAYTIME: Final = re.compile(
    r"\s(?:in the (?P<en>morning|afternoon|evening)|du (?P<soir>soir)|de l'(?P<pm>après-midi))", _I
)
_TIMELY: Final = re.compile(
    r"\d|\b(?:every|each|daily|weekly|monthly|yearly|annual|quarterly|fortnight|bienn|chaque|tous|toutes|par|per|quotidien"
    r"|hebdo|mensuel|bimensuel|trimestriel|annuel|bienn|sur deux|a (?:day|week|month|year)|l'an|midi|minuit|noon|midday"
    r"|midnight|heures?|hours?|half|quarter|o'?clock|at|by|until|till|from|before|after|past|jan|f[ée]v|mar|avr|apr|mai"
    r"|may|ju|ao[uû]t|aug|sep|oct|nov|d[ée]c|lun|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun|week-?end)",
    _I,
)
_HOURS_ALONE: Final = 7  # `3 h` without a preposition is how long, `15 h` is when


_BARE: Final = re.compile(
    r"\b(?P<word>at|by|until|till|from|before|after|past) (?P<hour>\w+)(?P<rest>(?:[.,;:!?)]|\Z| to \w+"
    r"| and \w+| on\b| by\b"
    r"| in the (?:morning|afternoon|evening)| finished\b| until\b| each\b| every\b| by groups\b))",
    _I,
)
_HOURS_RANGE: Final = re.compile(
    r"(?<![\d.,:])\b(?P<first>\d{1,2})(?:[.:](?P<m1>[0-5]\d))?-(?P<second>\d{1,2})(?:[.:](?P<m2>[0-5]\d))?\b"
    r"(?![.,:]?\d|\s?(?:km|m|€|%|ans|years))"
)
_DAY_NAME: Final = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|weds?|mon|tues?|thurs?|fri|sat|sun)"
)
_DAY_RANGE: Final = re.compile(
    rf"\b(?P<first>{_DAY_NAME})s?\.?(?:\s?-\s?|, | au | to | through )(?P<last>{_DAY_NAME})s?\b", _I
)
_IS_RANGE: Final = re.compile(r"-| au | to | through ", _I)
_NTH: Final = re.compile(
    rf"\b(?:premiers?|1er|deuxième|2e|second|troisième|3e|quatrième|4e|derniers?|first|1st|2nd|third|3rd|fourth"
    rf"|4th|last)"
    rf" {_DAY_NAME}s?(?: (?:du|de chaque|of (?:the|each|every)) (?:mois|month))?",
    _I,
)
_OF_MONTH: Final = re.compile(r"(?:du|de chaque|of (?:the|each|every)) (?:mois|month)\Z", _I)
_EVERY_NOUN: Final = re.compile(
    r"\bevery (?P<other>other |second )?(?P<noun>(?!week|month|year|day|time|one|body|member|other|second|two"
    r"|three|four)"
    rf"(?!{_DAY_NAME})[a-z]{{4,}})\b|\bune? (?P<nom>(?!semaine|mois|an\b|année"
    rf"|jour)(?!{_DAY_NAME})\w{{3,}}) (?P<half>sur deux)\b",
    _I,
)
_EACH_DAY: Final = re.compile(
    rf"\b(?:(?P<other>every (?:other|second) |un )|(?:chaque|tous les|every|each) ){_DAY_NAME}s?\b(?P<half> sur deux)?",
    _I,
)


@dataclass(frozen=True)
class Moment:
    """A statement of when: its slot, its value in that slot, and where it stands.

    An hour that may be of the morning or of the afternoon ends in `~`. `words` are those that say it, where they are
    not what stands between `start` and `end`.
    """

    slot: Slot
    value: str
    start: int
    end: int
    words: str = ""


def is_same(slot: str, value: str, other: str) -> bool:
    """Whether two values of a slot are the same; `7:00~` is seven in the morning or in the evening."""
    if slot != "clock" or not (value.endswith("~") or other.endswith("~")):
        return value == other
    return _half_day(value) == _half_day(other)


def _half_day(value: str) -> str:
    hour, minute = value.rstrip("~").split(":")
    return f"{int(hour) % 12}:{minute}"


def moments(text: str) -> tuple[list[Moment], str]:
    """The moments of a text in one typography, and the text with them blanked."""
    if not _TIMELY.search(text):
        return [], text
    all_moments: list[Moment] = []
    for reader in (
        _iso,
        _nth_days,
        _turns,
        _frequencies,
        _hour_ranges,
        _figures,
        _words,
        _noons,
        _bare,
        _weekdays,
        _months,
        _years,
    ):
        batch = sorted(reader(text), key=lambda it: it.start)
        text = literals.blanked(text, _apart(batch))
        all_moments += batch
    return all_moments, text


def _apart(batch: list[Moment]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for moment in batch:
        if not spans or moment.start >= spans[-1][1]:
            spans.append((moment.start, moment.end))
    return spans


def _iso(text: str) -> Iterator[Moment]:
    for match in re.finditer(
        r"\b(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)\b|\b(?P<d2>\d\d?)/(?P<m2>\d\d?)(?:/(?P<y2>\d{4}))?\b", text
    ):
        day, month, year = match["d"] or match["d2"], match["m"] or match["m2"], match["y"] or match["y2"]
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            yield Moment("monthday", str(int(day)), *match.span())
            yield Moment("month", str(int(month)), *match.span())
            if year:
                yield Moment("year", year, *match.span())


def _frequencies(text: str) -> Iterator[Moment]:
    for days, pattern in _FREQUENCIES:
        spans = [match.span() for match in pattern.finditer(text)]
        yield from (Moment("frequency", f"{days:g}", *span) for span in spans)
        text = literals.blanked(text, spans)


def _nth_days(text: str) -> Iterator[Moment]:
    """`The last Thursday of each month` is monthly, and a Thursday, which is read after it; so is `every Thursday`."""
    for match in _NTH.finditer(text):
        if _OF_MONTH.search(match.group()):
            yield Moment("frequency", "30.4", match.start(), match.start(), match.group())
    for match in _EACH_DAY.finditer(text):
        if match["other"] == "un " and not match["half"]:
            continue
        is_half = match["half"] or (match["other"] and match["other"] != "un ")
        yield Moment("frequency", "14" if is_half else "7", match.start(), match.start(), match.group())


def _turns(text: str) -> Iterator[Moment]:
    """`Every other Easter`, which is not `every Easter`."""
    for match in _EVERY_NOUN.finditer(text):
        noun = (match["noun"] or match["nom"]).casefold().removesuffix("s")
        is_half = match["other"] or match["half"]
        yield Moment("frequency", f"{noun}/{2 if is_half else 1}", match.start(), match.start(), match.group())


def _hour_ranges(text: str) -> Iterator[Moment]:
    """`6-8` after a weekday or beside another hour; a range of anything else is left to numbers."""
    if not (literals.WEEKDAY.search(text) or _SHORT_DAY.search(text)):
        return
    for match in _HOURS_RANGE.finditer(text):
        hours = int(match["first"]), int(match["second"])
        if max(hours) <= 24:
            for hour, minute in zip(hours, (match["m1"], match["m2"]), strict=True):
                yield Moment("clock", f"{hour}:{minute or '00'}~", *match.span())


def _bare(text: str) -> Iterator[Moment]:
    """English hours without a sign: `at seven`, `until 9`, where nothing follows that could be counted."""
    for match in _BARE.finditer(text):
        for word in re.findall(r"\w+", match["hour"] + match["rest"]):
            hours = [it for it in numbers(word) if it.kind == "cardinal" and 1 <= it.value <= 12]
            if hours:
                is_evening = re.search(r"afternoon|evening", match["rest"], _I)
                hour = int(hours[0].value) + (12 if is_evening and hours[0].value < 12 else 0)
                mark = "" if is_evening else "~"
                yield Moment("clock", f"{hour}:00{mark}", match.start("hour"), match.end("hour"))


def _figures(text: str) -> Iterator[Moment]:
    for match in _FIGURES.finditer(text):
        hour, minute = int(match["hour"]), int(match["minute"] or match["colon"] or 0)
        is_hour = match["h"] or match["half"] or (match["colon"] and (":" in match.group() or _is_dotted(text, match)))
        if not is_hour or hour > 24:
            continue
        if match["h"] and hour < _HOURS_ALONE and not _AT.search(text, 0, match.start()):
            continue
        if match["half"]:
            hour = hour % 12 + (12 if match["half"] in "pP" else 0)
        is_either = not match["half"] and not match["h"] and hour <= 12
        yield Moment("clock", f"{hour}:{minute:02}{'~' if is_either else ''}", *match.span())


def _is_dotted(text: str, match: re.Match[str]) -> bool:
    """Whether `7.30` is an hour: after a word that tells, or after a day."""
    before = text[: match.start()]
    return bool(
        re.search(
            r"(?:\b(?:at|from|until|till|by|start|starts|open|opens|doors|and|to)|day[s,]?|day at|Weds?|Tues?"
            r"|Thurs?|-|the) ?\Z",
            before,
            _I,
        )
    )


def _words(text: str) -> Iterator[Moment]:
    for match in _PAST.finditer(text):
        hours = numbers(match["hour"])
        if hours:
            hour = int(hours[0].value) + _pm(match["day"]) - (match["side"] == "to")
            minute = {"half": 30, "quarter": 15}[match["part"].casefold()]
            past = 60 - minute if match["side"] == "to" else minute
            yield Moment("clock", f"{hour}:{past:02}{'' if match['day'] else '~'}", *match.span())
    for number in numbers(text) if _HOUR.search(text) else ():
        spelt = _WORDS.match(text, number.end) or _OCLOCK.match(text, number.end)
        if not spelt or number.value > 24 or number.kind != "cardinal":
            continue
        part = spelt.groupdict().get("part")
        is_when = part or spelt.re is _OCLOCK or _AT.search(text, 0, number.start) or number.value >= _HOURS_ALONE
        if is_when:
            minute = _PARTS.get(part or "", 0) if not spelt.groupdict().get("figure") else int(spelt["figure"])
            daytime = _DAYTIME.match(text, spelt.end())
            hour = int(number.value) + (_pm(daytime["en"] or daytime["soir"] or daytime["pm"]) if daytime else 0)
            is_either = spelt.re is _OCLOCK and not daytime
            yield Moment("clock", f"{hour}:{minute:02}{'~' if is_either else ''}", number.start, spelt.end())


def _pm(daytime: str | None) -> int:
    return 0 if daytime is None or daytime.casefold() == "morning" else 12


def _noons(text: str) -> Iterator[Moment]:
    for match in _NOON.finditer(text):
        minute = 30 if match["half"] else 0
        yield Moment("clock", f"{_NOONS[match[1].casefold()]}:{minute:02}", *match.span())


def _weekdays(text: str) -> Iterator[Moment]:
    for match in _DAY_RANGE.finditer(text):
        if _IS_RANGE.search(match.group()) and "," not in match.group():
            first, last = (_day(match[name]) for name in ("first", "last"))
            for day in range(first + 1, last):
                yield Moment("weekday", str(day), *match.span())
    for match in literals.WEEKDAY.finditer(text):
        yield Moment("weekday", str(literals.WEEKDAYS[match.group(1).casefold()]), *match.span())
    for match in _SHORT_DAY.finditer(text):
        if match.group(1)[0].isupper() and not match.group(1).isupper():
            yield Moment("weekday", str(_SHORT_DAYS[match.group(1).casefold()]), *match.span())


def _day(name: str) -> int:
    name = name.casefold()
    return literals.WEEKDAYS.get(name) or _SHORT_DAYS[name]


def _months(text: str) -> Iterator[Moment]:
    matches = [(literals.MONTHS[match.group().casefold()], match) for match in literals.MONTH.finditer(text)]
    matches += [(_SHORT_MONTHS[match.group(1).casefold()], match) for match in _SHORT_MONTH.finditer(text)]
    if not matches:
        return
    all_numbers = [number for number in numbers(text) if 1 <= number.value <= 31 and not number.is_article]
    for month, match in matches:
        yield Moment("month", str(month), *match.span())
        edge = match.start()
        for number in reversed([number for number in all_numbers if number.end <= match.start()]):
            if not _DAY_AFTER.fullmatch(text, number.end, edge):
                break
            yield Moment("monthday", f"{number.value:g}", number.start, number.end)
            edge = number.start
        after = next((number for number in all_numbers if number.start >= match.end()), None)
        if after and edge == match.start() and re.fullmatch(r"\s(?:the )?", text[match.end() : after.start], _I):
            yield Moment("monthday", f"{after.value:g}", after.start, after.end)


def _years(text: str) -> Iterator[Moment]:
    yield from (Moment("year", match.group(), *match.span()) for match in _YEAR.finditer(text))
