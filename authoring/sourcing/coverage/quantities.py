"""Numbers with what they measure or count, so that `six weeks` and `42 days` are equal, and `20 %` and `a fifth`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from authoring.sourcing.grounding.literals import blanked
from authoring.sourcing.grounding.numerals import Number, numbers

Dimension = Literal["money", "share", "duration", "length", "mass", "volume", "rank", "count"]

_UNITS: Final[tuple[tuple[Dimension, float, str], ...]] = (
    ("share", 0.01, r"%|(?:pour|per) ?cent\b|percent\b"),
    ("money", 1, r"€|euros?\b|eur\b|\$|dollars?\b|£|pounds?\b|livres sterling\b|quid\b"),
    ("money", 0.01, r"centimes?\b|cents\b|pence\b|p\b(?!\.)"),
    ("duration", 1 / 1440, r"minutes?\b|mins?\b|mn\b|min\b"),
    ("duration", 1 / 24, r"heures?\b|hours?\b|hrs?\b|h\b"),
    ("duration", 1, r"jours?\b|journees?\b|journées?\b|days?\b|nuits?\b|nights?\b"),
    ("duration", 7, r"semaines?\b|weeks?\b"),
    ("duration", 14, r"fortnights?\b"),
    ("duration", 30.4, r"mois\b|months?\b"),
    ("duration", 91.3, r"trimestres?\b"),
    ("duration", 182.6, r"semestres?\b"),
    ("duration", 365, r"ans?\b|années?\b|annees?\b|years?\b|yrs?\b|saisons?\b"),
    ("duration", 3650, r"décennies?\b|decades?\b"),
    ("volume", 1000, r"m³|m3\b|m[èe]tres? cubes?\b|cubic met(?:re|er)s?\b"),
    ("length", 1000, r"km\b|kilom[èe]tres?\b|kilometers?\b|kilometres?\b"),
    ("length", 1609, r"miles?\b"),
    ("length", 0.01, r"cm\b|centim[èe]tres?\b|centimet(?:re|er)s?\b"),
    ("length", 1, r"m\b(?![²³])|m[èe]tres?\b(?! carr)|meters?\b|metres?\b"),
    ("length", 0.305, r"feet\b|foot\b"),
    ("mass", 1000, r"tonnes?\b|tons?\b"),
    ("mass", 1, r"kg\b|kilos?\b|kilogrammes?\b|kilograms?\b"),
    ("mass", 0.001, r"g\b|grammes?\b|grams?\b"),
    ("volume", 1, r"litres?\b|liters?\b|l\b(?!')"),
)
_UNIT: Final = tuple(
    (dimension, factor, re.compile(rf"[\s-]?(?:{pattern})", re.IGNORECASE)) for dimension, factor, pattern in _UNITS
)
_PLURAL: Final = re.compile(r"\b(?P<limit>under|over)[- ]?(?P<number>[a-z]+|\d+)s\b", re.IGNORECASE)
_PART_OF: Final = re.compile(
    r"\b(?P<part>trois quarts|three quarters|demi|half|quart|quarter)"
    r"(?:[- ]d['e]? ?|[- ]of |[- ])?(?:une? |an? |d'une? )?"
    r"(?P<unit>heures?|hours?|ann[ée]e|an|year|journ[ée]e|day|douzaine|dozen)\b",
    re.IGNORECASE,
)
_PARTS: Final = {"trois quarts": 0.75, "three quarters": 0.75, "demi": 0.5, "half": 0.5, "quart": 0.25, "quarter": 0.25}
_FULL_AGE: Final = re.compile(r"\b(?:majorité|majeurs?|majeures?|mineure?s?|full age|minors?)\b(?! des)", re.IGNORECASE)
_NOT_COUNTED: Final = re.compile(r"\b(?:scores?|seconds?|secondes?|zéro|zero)\b", re.IGNORECASE)
_MILLIONS: Final = re.compile(r"(?<=\d)\s?(?P<scale>m|k)\b(?=\W|$)")
_ARTICLE: Final = re.compile(r"\b(?:une?|one)\b", re.IGNORECASE)
_COUNTS: Final = re.compile(
    r"\d|\b(?:une?|an?|one)[\s-](?:seule? )?(?:an|ann[ée]e|mois|semaine|jour|heure|minute|year|month|week|day"
    r"|hour|euro|dollar|pound|m[èe]t|lit|kilo|mile|single)"
    r"|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente"
    r"|quarante|cinquante|soixante|septante|huitante|octante|nonante|cents?|mille|millier|million|milliard|dizaine"
    r"|douzaine|vingtaine|trentaine|quarantaine|centaine|premi|unième|second|\w+ième|moitié|demie?|tiers|quarts?"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundred|thousand|billion|dozen|twice|thrice|first|third|\w+th|hal[fv]|quarters?)",
    re.IGNORECASE,
)
_SIGN: Final = re.compile(r"[€$£]\s?\Z")
_ABOUT: Final = re.compile(
    r"\b(?:environ|près de|autour de|à peu près|presque|quelque|un peu (?:moins|plus) d[e']|vers|about|around|roughly"
    r"|nearly|almost|some|close to|just (?:under|over)|à peine|hardly|approximately|or so)\s*"
    r"(?:d'|de |un |une |an? )?\Z",
    re.IGNORECASE,
)
_LESS: Final = re.compile(
    r"(?:\b(?:moins de|moins d'|au plus|maximum|jusqu'à|under|below|less than|fewer than|at most|up to|no more than"
    r"|not more than|within|max\.?)-?|- de)\s*\Z",
    re.IGNORECASE,
)
_MORE: Final = re.compile(
    r"(?:\b(?:plus de|plus d'|au moins|minimum|à partir de|dès|over|above|more than|at least|no less than|from|min\.?)"
    r"|\+ de|>)-?\s*(?:l'âge de )?\Z",
    re.IGNORECASE,
)
_RANKED: Final = re.compile(r"\s(?:\0+|étages?|floors?|prix|prize|édition|edition|anniversa)", re.IGNORECASE)
_EXACTLY: Final = 1e-6
_CONVERTED: Final = 0.02
_ROUGHLY: Final = 0.16
_CALENDAR: Final = 0.09  # months are of thirty days or of four weeks


@dataclass(frozen=True)
class Quantity:
    """A number with its dimension, in euros, shares of one, days, metres, kilograms or litres.

    `limit` is `<` for at most, `>` for at least; `is_rough` marks an estimate; `is_article` what may be no number.
    """

    dimension: Dimension
    value: float
    start: int
    end: int
    limit: str = ""
    is_rough: bool = False
    is_article: bool = False
    unit: float = 1.0

    @property
    def number(self) -> float:
        """The bare number, without its unit."""
        return self.value / self.unit

    def equals(self, other: Quantity) -> bool:
        """Whether both say the same amount: eight weeks are two months; a bare number may leave its unit unsaid."""
        if self.dimension != other.dimension:
            is_bare = "count" in (self.dimension, other.dimension)
            return (
                is_bare
                and not (self.is_article or other.is_article)
                and self.dimension != "share" != other.dimension
                and self.number == other.number
            )
        tolerance = _EXACTLY
        if self.is_rough or other.is_rough:
            tolerance = _ROUGHLY
        elif self.unit != other.unit:
            tolerance = _CALENDAR if self.dimension == "duration" else _CONVERTED
        return abs(self.value - other.value) <= tolerance * max(abs(self.value), abs(other.value))


def quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a text in one typography, in order; dates and times are to be blanked before."""
    text = _NOT_COUNTED.sub(lambda match: "\0" * len(match.group()), text)
    for reader in (_parts_of_units, _ages):
        special = list(reader(text))
        yield from special
        text = blanked(text, [(it.start, it.end) for it in special])
    if not _COUNTS.search(text):
        yield from (Quantity("count", 1, *match.span(), is_article=True) for match in _ARTICLE.finditer(text))
        return
    all_numbers = numbers(text)
    for index, number in enumerate(all_numbers):
        following = all_numbers[index + 1] if index + 1 < len(all_numbers) else None
        yield _quantity(text, number, following)


def _parts_of_units(text: str) -> Iterator[Quantity]:
    for match in _PART_OF.finditer(text):
        unit = match["unit"].casefold()
        dimension, factor = next(
            ((dimension, factor) for dimension, factor, pattern in _UNIT if pattern.fullmatch(unit)), ("count", 12.0)
        )
        yield Quantity(dimension, _PARTS[match["part"].casefold()] * factor, *match.span(), unit=factor / 100)


def _ages(text: str) -> Iterator[Quantity]:
    """`Under-fours`, `over-60s`, and the age at which one is an adult."""
    for match in _PLURAL.finditer(text):
        number = match["number"] if match["number"].isdigit() else match["number"].replace("ies", "y")
        for it in numbers(f"{number} ")[:1]:
            limit = "<" if match["limit"].casefold() == "under" else ">"
            yield Quantity("duration", it.value * 365, *match.span(), limit, unit=365)
    for match in _FULL_AGE.finditer(text):
        yield Quantity("duration", 18 * 365, *match.span(), unit=365)


def _quantity(text: str, number: Number, following: Number | None) -> Quantity:
    before = text[: number.start]
    limit = "<" if _LESS.search(before) else ">" if _MORE.search(before) else ""
    is_rough = bool(_ABOUT.search(before)) or text[number.start : number.end].casefold().endswith(("aine", "aines"))
    dimension, factor, end = _unit(text, number, following)
    if number.kind == "ordinal":
        is_fraction = number.value > 2 and re.search(r"\b(?:une?|an?|one)\s\Z", before, re.IGNORECASE)
        if is_fraction and re.match(r"\s(?:du|de|des|d'|of)\b", text[number.end :], re.IGNORECASE):
            return Quantity("share", 1 / number.value, number.start, number.end)
        is_rank = number.value > 2 or text[number.start].isdigit() or bool(_RANKED.match(text, number.end))
        return Quantity("rank", number.value, number.start, number.end, is_article=not is_rank)
    if number.kind == "fraction":
        return Quantity("share", number.value, number.start, number.end)
    value = number.value * factor
    return Quantity(dimension, value, number.start, end, limit, is_rough, number.is_article, factor)


def _unit(text: str, number: Number, following: Number | None) -> tuple[Dimension, float, int]:
    has_sign = _SIGN.search(text, 0, number.start)
    for dimension, factor, pattern in _UNIT if not has_sign else ():
        if match := pattern.match(text, number.end):
            return dimension, factor, match.end()
    if has_sign:
        scale = _MILLIONS.match(text, number.end)
        return ("money", {"m": 1e6, "k": 1e3}[scale["scale"]], scale.end()) if scale else ("money", 1, number.end)
    if following and re.fullmatch(r"\s?(?:-|à|to|et|and|ou|or)\s?", text[number.end : following.start]):
        dimension, factor, _end = _unit(text, following, None)
        return dimension, factor, number.end
    return "count", 1, number.end
