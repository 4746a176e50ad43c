"""What tells which testimonies can concern a piece: those that it names, the people named in it, and its words.

A quotation of fewer than three words is anybody's: whose it is can be said only of testimonies that concern the piece.
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
    """The testimonies that the piece, its outline or what is recorded of it names by their slugs."""
    return {
        *subject.draft.testimonies,
        *(region["slug"] for region in subject.reading.testimonies),
        *_of_outline(subject),
        *_of_record(subject),
        *(source for _digest, source in subject.agreements.answers),
    }


def drawn_on(subject: Subject) -> dict[str, Testimony]:
    """The testimonies that the piece draws on: those that it names or quotes, and no others that can concern it."""
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
    """What stands between quotation marks, and after it each part of it that brackets leave."""
    quotations = list(subject.reading.quotations)
    for _line, text in subject.beside_prose:
        quotations += marks.in_prose(marks.normalised(text), 0, len(text))
    for quotation in quotations:
        words = parts.decoded(quotation.words)
        yield (words, *(part.words for part in parts.split(words)))


def _near_quotations(subject: Subject) -> Iterator[NameKey]:
    """Whom the sentence, the line below or the paragraph of a quotation may say to have spoken."""
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
    """All that a name in the text can be; a word that is also a name needs its capital."""
    words = words_of(text)
    capitals = {plain(word) for word in _WORD.findall(text) if word[0].isupper()}
    yield from ((kind, word) for word in words if word not in WORDS or word in capitals)
    for length in range(2, LONGEST_NAME + 1):
        yield from ((kind, " ".join(name)) for name in windows(words, length))
