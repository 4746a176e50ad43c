"""Finds repeated sentences: equal ones, and similar ones."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from authoring.checks import Subject
from authoring.checks.support.reading import Sentence
from authoring.model.findings import Finding
from authoring.text.i18n import _

SHORTEST: Final = 5
ALIKE: Final = 0.8
_WORD: Final = re.compile(r"[^\W_]+")

Words = frozenset[str]


@dataclass(frozen=True)
class Repeat:
    """A sentence that says what an earlier one says, by their numbers; `is_exact` for the same words."""

    earlier: int
    later: int
    is_exact: bool


def find(sentences: Sequence[str]) -> Iterator[Repeat]:
    """The sentences that come back: first those in the same words, then those in nearly the same."""
    first: dict[tuple[str, ...], int] = {}
    for number, sentence in enumerate(sentences):
        words = tuple(_WORD.findall(sentence.casefold()))
        if len(words) < SHORTEST:
            continue
        if words in first:
            yield Repeat(first[words], number, is_exact=True)
        else:
            first[words] = number
    distinct = list(first.values())
    for earlier, later in _pairs([frozenset(words) for words in first]):
        yield Repeat(distinct[earlier], distinct[later], is_exact=False)


class RepeatedSentences:
    """An equal sentence is a warning; a similar one is a note."""

    name = "repeats"

    def run(self, subject: Subject) -> Iterator[Finding]:
        sentences = subject.reading.sentences
        for repeat in find([sentence.text for sentence in sentences]):
            say = self._again if repeat.is_exact else self._alike
            yield say(subject, sentences[repeat.later], sentences[repeat.earlier])

    def _again(self, subject: Subject, sentence: Sentence, earlier: Sentence) -> Finding:
        return subject.finding(
            self.name,
            "warning",
            _("This sentence stands in the piece already, on line {line}.").format(line=subject.line_at(earlier.start)),
            _("Keep it where it says most, and take it out here."),
            line=subject.line_at(sentence.start),
            passage=_flat(sentence),
            kind="again",
        )

    def _alike(self, subject: Subject, sentence: Sentence, earlier: Sentence) -> Finding:
        return subject.finding(
            self.name,
            "note",
            _("This says nearly the same as line {line}: “{sentence}”").format(
                line=subject.line_at(earlier.start), sentence=_flat(earlier)
            ),
            _("Keep the better of the two, unless the echo is intended."),
            line=subject.line_at(sentence.start),
            passage=_flat(sentence),
            kind=f"alike:{_flat(earlier)}",
        )


def _pairs(bags: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Pairs with at least `ALIKE` of their words in common: each sentence with the first similar one before it.

    Two sets with so many common words share one of their rarest words (the prefix filter of similarity joins), so that
    only sentences with a rare word in common are compared.
    """
    counts = Counter(word for bag in bags for word in bag)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for later, bag in enumerate(bags):
        rarest = sorted(bag, key=lambda word: (counts[word], word))[: len(bag) - ceil(ALIKE * len(bag)) + 1]
        candidates = sorted({earlier for word in rarest for earlier in places[word]})
        match = next((earlier for earlier in candidates if _likeness(bags[earlier], bag) >= ALIKE), None)
        if match is not None:
            yield match, later
        for word in rarest:
            places[word].append(later)


def _likeness(bag: Words, other: Words) -> float:
    if min(len(bag), len(other)) < ALIKE * max(len(bag), len(other)):
        return 0.0
    return len(bag & other) / len(bag | other)


def _flat(sentence: Sentence) -> str:
    return " ".join(sentence.text.split())
