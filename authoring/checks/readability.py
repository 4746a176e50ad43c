"""Measures how easy a piece is to read: one score for the whole, and the very long sentences.

The scores are Flesch's for English and its adaptation by Kandel and Moles for French; syllables are
counted by the hyphenation patterns of each language, so they are an approximation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, Final

from authoring.checks import Subject
from authoring.model.findings import Finding
from authoring.sourcing.quotations import marks
from authoring.text.i18n import _

LONG: Final = 40
ENOUGH: Final = 100
_WORD: Final = re.compile(r"[^\W\d_]+")
# score = base − a × words per sentence − b × syllables per word
_FORMULAS: Final = {"en": (206.835, 1.015, 84.6), "fr": (207.0, 1.015, 73.6)}
_PATTERNS: Final = {"en": "en_US", "fr": "fr"}


class Readability:
    """A note with the score in words, and a note for each sentence of more than 40 words."""

    name = "readability"

    def run(self, subject: Subject) -> Iterator[Finding]:
        yield from self._long_sentences(subject)
        ease = score([sentence.text for sentence in subject.reading.sentences], subject.draft.lang)
        if ease is not None:
            yield subject.finding(
                self.name,
                "note",
                _("The text is {verdict} (score {score} of 100).").format(
                    verdict=_verdict(ease), score=min(100, max(0, round(ease)))
                ),
                _("Shorter sentences and everyday words make it easier.")
                if ease < 50
                else _("Nothing needs to be done."),
                line=subject.first_line,
                kind=f"score:{round(ease)}",
            )

    def _long_sentences(self, subject: Subject) -> Iterator[Finding]:
        for sentence in subject.reading.sentences:
            if len(sentence.text) > 2 * LONG and (count := marks.count_words(sentence.text)) > LONG:
                yield subject.finding(
                    self.name,
                    "note",
                    _("This sentence has {count} words.").format(count=count),
                    _("Make two sentences of it."),
                    line=subject.line_at(sentence.start),
                    passage=" ".join(sentence.text.split()),
                    kind="long",
                )


def score(sentences: list[str], lang: str) -> float | None:
    """The reading ease of a text, 0 (hard) to 100 (easy); None for a short text or another language."""
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if lang not in _FORMULAS or len(words) < ENOUGH:
        return None
    base, per_sentence, per_word = _FORMULAS[lang]
    syllables = sum(_syllables(word.casefold(), lang) for word in words)
    return base - per_sentence * len(words) / len(sentences) - per_word * syllables / len(words)


@lru_cache(maxsize=32768)
def _syllables(word: str, lang: str) -> int:
    return len(_hyphenation(lang).positions(word)) + 1


@cache
def _hyphenation(lang: str) -> Any:
    import pyphen  # type: ignore[import-untyped]

    return pyphen.Pyphen(lang=_PATTERNS[lang])


def _verdict(ease: float) -> str:
    if ease >= 70:
        return _("easy to read")
    if ease >= 50:
        return _("fairly easy to read")
    if ease >= 30:
        return _("rather hard to read")
    return _("hard to read")
