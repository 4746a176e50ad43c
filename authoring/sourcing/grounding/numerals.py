"""Numbers in French and English sentences, in figures and in words: `quatre-vingt-dix` is 90, and so is `nonante`.

Both languages are read at once, since a text and its source may be in different ones. `un`, `une`, `a` and `one` are
articles unless they belong to a larger number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["cardinal", "ordinal", "fraction"]

_SMALL: Final = {
    "zéro": 0, "zero": 0, "un": 1, "une": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4,
    "four": 4, "cinq": 5, "five": 5, "six": 6, "sept": 7, "seven": 7, "huit": 8, "eight": 8, "neuf": 9, "nine": 9,
    "dix": 10, "ten": 10, "onze": 11, "eleven": 11, "douze": 12, "twelve": 12, "treize": 13, "thirteen": 13,
    "quatorze": 14, "fourteen": 14, "quinze": 15, "fifteen": 15, "seize": 16, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "vingt": 20, "vingts": 20, "twenty": 20, "trente": 30, "thirty": 30,
    "quarante": 40, "forty": 40, "cinquante": 50, "fifty": 50, "soixante": 60, "sixty": 60, "septante": 70,
    "seventy": 70, "huitante": 80, "octante": 80, "eighty": 80, "nonante": 90, "ninety": 90,
}  # fmt: skip
_SCALES: Final = {
    "cent": 100, "cents": 100, "hundred": 100, "hundreds": 100, "mille": 1000, "thousand": 1000, "thousands": 1000,
    "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9, "billion": 10**9, "billions": 10**9,
}  # fmt: skip
_GROUPS: Final = {
    "dizaine": 10, "douzaine": 12, "dozen": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000, "twice": 2, "thrice": 3, "score": 20,
}  # fmt: skip
_ORDINALS: Final = {
    "premier": 1, "première": 1, "first": 1, "unième": 1, "second": 2, "seconde": 2, "third": 3, "fifth": 5,
    "eighth": 8, "ninth": 9, "twelfth": 12, "cinquième": 5, "neuvième": 9,
}  # fmt: skip
_FRACTIONS: Final = {
    "moitié": 1 / 2, "demi": 1 / 2, "demie": 1 / 2, "half": 1 / 2, "halves": 1 / 2, "tiers": 1 / 3, "quart": 1 / 4,
    "quarts": 1 / 4, "quarter": 1 / 4, "quarters": 1 / 4,
}  # fmt: skip
_ARTICLES: Final = frozenset({"un", "une", "one"})
_IDIOMS: Final = re.compile(
    r"\b(?:at first|first of all|first and foremost|en premier lieu|dans un premier temps|au premier abord"
    r"|en second lieu|dans un second temps|à cent pour cent|(?:pour|per) cent|one another|tiers[- ]lieux?|quartier)\b",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(
    r"(?P<figure>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?P<decimals>[.,]\d+)?"
    r"(?P<suffix>(?:ers?|res?|e|es|[èe]mes?|i[èe]mes?|nde?|st|nd|rd|th)\b)?"
    r"|(?P<roman>\b[IVX]{1,6}(?=e\b|ème\b))|(?P<word>[^\W\d_]+)"
)
_ROMAN: Final = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True)
class Number:
    """A number in a text: its value, and where it stands. An article alone is marked, and is rarely a number."""

    value: float
    kind: Kind
    start: int
    end: int
    is_article: bool = False


@dataclass
class _Count:
    """A number while it is read, word by word."""

    total: float = 0
    current: float = 0
    last: float = 0
    start: int = 0
    end: int = 0
    words: int = 0

    def takes(self, value: int, *, hyphen: bool, joined: bool) -> bool:
        """Whether a word of this value goes on with the number; `joined` says that `et` or `and` stands between."""
        if not self.words:
            return not joined
        if value >= 100:
            return not joined and value != self.last and (self.last < value or value == 1000)
        if self.last >= 100:
            return not joined or self.last >= 100
        if self.last == 4 and value == 20:
            return not joined
        if self.last in (60, 20) and self.current % 100 in (60, 80) and value < 20:
            return not joined or value in (1, 11)
        if 20 <= self.last <= 90 and value < 10:
            return not joined or value == 1
        return self.last == 10 and hyphen and value in (7, 8, 9)

    def add(self, value: int, start: int, end: int) -> None:
        """Add a word's value to the number."""
        if not self.words:
            self.start = start
        if value >= 1000:
            self.total += max(self.current, 1) * value
            self.current = 0
        elif value == 100:
            self.current = max(self.current, 1) * 100
        elif self.last == 4 and value == 20:
            self.current += 76
        else:
            self.current += value
        self.last, self.end, self.words = value, end, self.words + 1


def numbers(text: str) -> list[Number]:
    """Every number of a text, in order."""
    text = _IDIOMS.sub(lambda match: " " * len(match.group()), text)
    all_numbers: list[Number] = []
    tokens = list(_TOKEN.finditer(text))
    index = 0
    while index < len(tokens):
        count, number = _read(text, tokens, index)
        if number:
            all_numbers.append(number)
        index += max(1, count)
    return all_numbers


def _read(text: str, tokens: Sequence[re.Match[str]], index: int) -> tuple[int, Number | None]:
    """How many tokens the number takes that begins here, and the number."""
    token = tokens[index]
    if token["figure"]:
        return _figure(text, tokens, index)
    if token["roman"]:
        return 1, Number(_roman(token["roman"]), "ordinal", token.start(), token.end())
    word = token["word"].casefold()
    group = _GROUPS.get(word) or (_GROUPS.get(word[:-1]) if word.endswith("s") else None)
    if group:
        return 1, Number(group, "cardinal", *token.span())
    if word in _FRACTIONS and (word != "tiers" or text[token.end() : token.end() + 1] != "-"):
        return 1, Number(_FRACTIONS[word], "fraction", *token.span())
    return _in_words(text, tokens, index)


def _figure(text: str, tokens: Sequence[re.Match[str]], index: int) -> tuple[int, Number]:
    token = tokens[index]
    value = float(re.sub(r"\D", "", token["figure"]) + (token["decimals"] or "").replace(",", "."))
    if token["suffix"] and not token["decimals"]:
        return 1, Number(value, "ordinal", *token.span())
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    scale = _SCALES.get((following["word"] or "").casefold(), 0) if following else 0
    if following and scale >= 1000 and not text[token.end() : following.start()].strip():
        return 2, Number(value * scale, "cardinal", token.start(), following.end())
    return 1, Number(value, "cardinal", *token.span())


def _in_words(text: str, tokens: Sequence[re.Match[str]], first: int) -> tuple[int, Number | None]:
    count = _Count()
    index, joined = first, False
    while index < len(tokens):
        word = (tokens[index]["word"] or "").casefold()
        between = text[tokens[index - 1].end() : tokens[index].start()] if index > first else ""
        if between.strip(" \u00a0\u202f\n-"):
            break
        ordinal = _ordinal(word)
        value = ordinal if ordinal is not None else _SMALL.get(word, _SCALES.get(word))
        if value is not None and count.takes(value, hyphen=between == "-", joined=joined):
            if value == 9 and word == "neuf" and not count.words and _is_new(text, tokens, index):
                return 1, None
            count.add(value, *tokens[index].span())
            if ordinal is not None:
                return index - first + 1, Number(count.total + count.current, "ordinal", count.start, count.end)
            joined = False
        elif count.words and not joined and word in ("et", "and"):
            joined = True
        else:
            break
        index += 1
    if not count.words:
        return 1, None
    is_article = count.words == 1 and text[count.start : count.end].casefold() in _ARTICLES
    number = Number(count.total + count.current, "cardinal", count.start, count.end, is_article)
    return index - first - joined, number


def _ordinal(word: str) -> int | None:
    word = word.removesuffix("s") if word.endswith(("ièmes", "premiers", "premières", "ths", "thirds")) else word
    if word in _ORDINALS:
        return _ORDINALS[word]
    if word.endswith("ième"):
        stem = word[:-4]
    elif word.endswith("tieth"):
        stem = word[:-4].removesuffix("i") + "y" if word[:-4].endswith("i") else word[:-5] + "ty"
    elif word.endswith("th"):
        stem = word[:-2]
    else:
        return None
    return next(
        (table[spelling] for table in (_SMALL, _SCALES) for spelling in (stem, stem + "e") if spelling in table), None
    )


def _is_new(text: str, tokens: Sequence[re.Match[str]], index: int) -> bool:
    """Whether `neuf` means new: what follows a number is a noun."""
    if index + 1 == len(tokens) or text[tokens[index].end() : tokens[index + 1].start()].strip():
        return True
    return (tokens[index + 1]["word"] or "x").casefold() in frozenset(
        "et ou pour à au aux dans de du des qui que est sur avec sans par en le la les n a mais car".split()
    )


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))
