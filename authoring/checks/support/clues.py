"""The clues by which testimonies that can concern a piece are found: slugs, people's names, and words.

A quotation of fewer than three words is no clue, since many people may have said it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from authoring.checks import Subject
from authoring.checks.support import speakers
from authoring.model.documents import Testimony
from authoring.privacy.pseudonyms.common import WORDS
from authoring.sourcing.likely_sources import (
    LONGEST_NAME,
    Clues,
    NameKey,
    NameKind,
    name_key,
    windows,
    words_of,
)
from authoring.sourcing.quotations import marks, parts
from authoring.sourcing.quotations.marks import Quotation
from authoring.text.folding import plain

_WORD: Final = re.compile(r"[^\W_]+")
_EMPHASIS: Final = re.compile(r"[*_]+")
_REFERENCE: Final = re.compile(r"testimony:(?P<slug>[^#]+)")


def named(subject: Subject) -> set[str]:
    """The testimonies that the piece, its outline or its record names by their slugs."""
    return {
        *subject.draft.testimonies,
        *(region["slug"] for region in subject.reading.testimonies),
        *_of_outline(subject),
        *_of_record(subject),
        *(source for _digest, source in subject.agreements.answers),
    }


def drawn_on(subject: Subject) -> dict[str, Testimony]:
    """The testimonies that the piece names or quotes; others may concern it and are not included."""
    quoted = {source.slug for _quotation, placement in subject.placements for source in placement.sources}
    slugs = named(subject) | quoted
    return {slug: testimony for slug, testimony in subject.testimonies.items() if slug in slugs}


def clues(subject: Subject) -> Clues:
    """The words and names by which the other testimonies are found that can concern the piece."""
    text = "\n\n".join([subject.reading.body, *(text for _line, text in subject.beside_prose)])
    return Clues(
        texts=(text,),
        quotations=tuple(_quoted(subject)),
        everybody=frozenset(_keys("called", text)),
        anybody=frozenset([*_keys("shown", text), *_near_quotations(subject)]),
    )


def _of_outline(subject: Subject) -> Iterator[str]:
    if subject.outline:
        for section in (subject.outline.introduction, *subject.outline.sections):
            yield from (*section.testimonies, *section.quotes)


def _of_record(subject: Subject) -> Iterator[str]:
    record = subject.provenance
    for passage in record.passages:
        yield passage.testimony
        yield from (slug for sources in passage.sources.values() for slug in _slugs(sources))
    for origin in record.sentences:
        yield from _slugs(origin.sources)


def _slugs(references: tuple[str, ...]) -> Iterator[str]:
    return (match["slug"] for match in map(_REFERENCE.match, references) if match)


def _quoted(subject: Subject) -> Iterator[tuple[str, ...]]:
    """Each text in quotation marks, followed by its parts between bracketed omissions."""
    quotations = list(subject.reading.quotations)
    for _line, text in subject.beside_prose:
        quotations += marks.in_prose(marks.normalised(text), 0, len(text))
    for quotation in quotations:
        words = parts.decoded(quotation.words)
        yield (words, *(part.words for part in parts.split(words)))


def _near_quotations(subject: Subject) -> Iterator[NameKey]:
    """The possible speakers of a quotation, by its sentence, the line below it or its paragraph."""
    for quotation in subject.reading.quotations:
        if quotation.in_block:
            yield from _keys("first", _EMPHASIS.sub("", quotation.attribution))
        else:
            yield from _speaking(subject, quotation)


def _speaking(subject: Subject, quotation: Quotation) -> Iterator[NameKey]:
    sentence = speakers.around(subject, quotation)
    yield from _keys("first", sentence)
    yield from _keys("word", speakers.meant_in(subject, quotation, sentence))
    if name := name_key(speakers.subject_of_verb(sentence)):
        yield "part", name


def _keys(kind: NameKind, text: str) -> Iterator[NameKey]:
    """All keys for a name in the text; a name that is also a common word counts only with a capital."""
    words = words_of(text)
    capitals = {plain(word) for word in _WORD.findall(text) if word[0].isupper()}
    yield from ((kind, word) for word in words if word not in WORDS or word in capitals)
    for length in range(2, LONGEST_NAME + 1):
        yield from ((kind, " ".join(name)) for name in windows(words, length))
