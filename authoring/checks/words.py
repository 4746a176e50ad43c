"""Finds the words that the house style avoids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from authoring.checks import Subject
from authoring.model.findings import Finding
from authoring.text.i18n import _

_SPACE: Final = r"[\s\u00a0\u202f]+"


class WordsToAvoid:
    """Each word of `style.avoid`, plurals included, in the piece's own words, not in quotations."""

    name = "words"

    def run(self, subject: Subject) -> Iterator[Finding]:
        avoid = tuple(word for word in subject.settings.style.avoid if word.strip())
        if not avoid:
            return
        pattern = _pattern(avoid)
        for match in pattern.finditer(subject.reading.own_words):
            yield self._finding(subject, match, subject.line_at(match.start()))
        for place, text in subject.texts:
            for match in pattern.finditer(text):
                yield self._finding(subject, match, subject.line_of(*place))

    def _finding(self, subject: Subject, match: re.Match[str], line: int) -> Finding:
        passage = " ".join(match.group().split())
        return subject.finding(
            self.name,
            "warning",
            _("“{words}” is among the words that the house style avoids.").format(words=passage),
            _("Say it otherwise; the list is `avoid` below [style] in authoring.toml."),
            line=line,
            passage=passage,
        )


@lru_cache(maxsize=8)
def _pattern(avoid: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for all of the words, the longest first, regardless of case, spaces, apostrophes and number."""
    longest_first = sorted(avoid, key=len, reverse=True)
    alternatives = "|".join(_SPACE.join(_inflected(word) for word in entry.split()) for entry in longest_first)
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.IGNORECASE)


def _inflected(word: str) -> str:
    """A word with the plural and feminine endings that French and English add."""
    escaped = re.sub(r"['’]", "['’]", re.escape(word))
    if len(word) < 3 or not word[-1].isalpha():
        return escaped
    if word[-2:].casefold() == "al":
        return escaped[:-2] + "(?:al|als|ale|ales|aux)"
    if word[-1] in "szx":
        return escaped
    return escaped + "(?:e?s|x|e)?"
