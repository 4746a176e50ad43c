"""The quotations of a piece, with the source of their words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from authoring.checks.support import reading, speakers
from authoring.checks.support.speakers import QuotingText, Speaker
from authoring.sourcing.quotations import marks
from authoring.sourcing.quotations.likeness import NEAR, Nearest, nearest
from authoring.sourcing.quotations.marks import Quotation
from authoring.sourcing.quotations.placing import Kind, Placement, SpokenIndex, digest
from authoring.text import markdown

SHORT: Final = 3
LONGEST_TITLE: Final = 8
_NAMES_A_TITLE: Final = re.compile(
    r"\b(?:intitul\w+|titres?|appel\w+|baptis\w+|nomm\w+|surnomm\w+|projets?|ateliers?|programmes?|livres?|films?"
    r"|chansons?|slogans?|devises?|termes?|expressions?|rubriques?|articles?"
    r"|called|titled|entitled|named|books?|songs?|projects?|mottos?|terms?|phrases?|articles?|workshops?)"
    r"[\s:,]{1,3}(?:\w+[\s:,]{1,3})?[«“\"‘'\s\u00a0\u202f]*$",
    re.IGNORECASE,
)
_SPEAKS: Final = re.compile(r"\b(?:je|j['’]|m['’]|me|mon|ma|mes|nous|notre|nos|I|my|me|we|our|us)\b|[.!?…]$")
_BEFORE: Final = 60


@dataclass(frozen=True)
class Quoted:
    """A quotation of a piece, the source of its words, and another person to whom the text attributes them.

    `near` is the most similar passage to words without a source.
    """

    quotation: Quotation
    placement: Placement
    is_term: bool
    other: Speaker | None = None
    near: Nearest | None = None

    @property
    def kind(self) -> Kind:
        """The kind of `placement`; `misattributed` for a wrong person, `altered` for words near a passage."""
        if self.other and self.placement.sources:
            return "misattributed"
        is_near = self.near is not None and self.near.likeness >= NEAR
        return "altered" if self.placement.kind == "unknown" and is_near else self.placement.kind


class PlacedText(QuotingText, Protocol):
    """A text whose quotations have been placed already, as a check's subject has."""

    @property
    def placements(self) -> Sequence[tuple[Quotation, Placement]]:
        """What `placed` returns for this text."""


def listed(subject: PlacedText) -> list[Quoted]:
    """Every quotation of the body in order, with its source, the person the text names, and the nearest passage."""
    return [_quoted(subject, quotation, placement) for quotation, placement in subject.placements]


def _quoted(subject: QuotingText, quotation: Quotation, placement: Placement) -> Quoted:
    term = is_term(subject, quotation)
    if placement.sources:
        return Quoted(quotation, placement, term, speakers.given_to(subject, quotation, placement.sources))
    near = None if term else nearest(quotation.words, SpokenIndex(tuple(subject.testimonies.values())))
    return Quoted(quotation, placement, term, near=near)


def placed(subject: QuotingText) -> list[tuple[Quotation, Placement]]:
    """Every outermost quotation of the body, in order, and the source of its words; also quotations within a term."""
    index = SpokenIndex(tuple(subject.testimonies.values()))
    quotations = subject.reading.quotations
    translations = translated(subject)
    by_words = {words: index.place(words, is_cut_watched=False) for words in {it.words for it in quotations}}
    loose = [by_words[quotation.words] for quotation in quotations]
    blocks = [speakers.block_of(subject, quotation) for quotation in quotations]
    in_block: dict[Any, Counter[str]] = defaultdict(Counter)
    for quotation, block in zip(quotations, blocks, strict=True):
        in_block[block][quotation.words] += 1
    strict: dict[tuple[Any, str], Placement] = {}
    placements: list[tuple[Quotation, Placement]] = []
    for number, (quotation, placement) in enumerate(zip(quotations, loose, strict=True)):
        if placement.kind in ("verbatim", "edited") and not is_term(subject, quotation):
            key = (blocks[number], quotation.words)
            if key not in strict:
                counts = in_block[blocks[number]]
                others = (words for words, count in counts.items() if words != quotation.words or count > 1)
                strict[key] = index.place(quotation.words, beside=[by_words[words] for words in others])
            placement = strict[key]
        placement = translations.get(quotation, placement)
        placements.append((quotation, placement))
        if not placement.sources and is_term(subject, quotation):  # quotations within a term are placed by themselves
            inner = marks.within(subject.reading.prose, quotation)
            placements += [(part, index.place(part.words, is_cut_watched=not is_term(subject, part))) for part in inner]
    return placements


def translated(subject: QuotingText) -> dict[Quotation, Placement]:
    """The quotations that a translation marks as somebody's words in another language, with what was said.

    That are the next words of the same testimony, which the piece shows as they are; without any, nothing is one.
    """
    if not subject.is_translation:
        return {}
    placed = {}
    for region in markdown.TRANSLATION_BLOCK.finditer(subject.reading.body):
        testimony, original = subject.testimonies.get(region["slug"]), shown_below(subject, region)
        inside = reading.within(subject.reading.quotations, *region.span())
        if testimony is None or not original or len(inside) != 1:
            continue
        placed[inside[0]] = Placement("edited", digest(inside[0].words), (testimony,), original=original)
    return placed


def shown_below(subject: QuotingText, region: re.Match[str]) -> str:
    """The person's own words right below those that translate them; empty where there are none."""
    testimony = subject.testimonies.get(region["slug"])
    below = subject.reading.body[region.end() :]
    whole = markdown.TESTIMONY_BLOCK.match(below.lstrip("\n"))
    if testimony is None:
        return ""
    if whole and whole["slug"] == region["slug"]:
        return whole["words"]
    following = next((it for it in subject.reading.quotations if it.start >= region.end()), None)
    if following is None or subject.reading.body[region.end() : following.start].strip(' \n>«“"\u00a0\u202f'):
        return ""
    placement = SpokenIndex((testimony,)).place(following.words)
    return following.words if placement.kind == "verbatim" else ""


def may_be_string(subject: QuotingText, quotation: Quotation) -> bool:
    """Whether quoted words in code can be a program's own: between its marks, given to nobody, and like nobody's."""
    if not (quotation.in_code and quotation.is_plain) or speakers.is_given_to_somebody_known(subject, quotation):
        return False
    near = nearest(quotation.words, SpokenIndex(tuple(subject.testimonies.values())))
    return near is None or near.likeness < NEAR


def is_term(subject: QuotingText, quotation: Quotation) -> bool:
    """Whether these are a few words in nobody's voice: a term, or a title after “called” or “le projet”."""
    if quotation.in_block or (quotation.in_code and quotation.length > SHORT):
        return False
    if quotation.length <= SHORT and not speakers.is_said(subject, quotation):
        return True
    return _is_title(quotation, subject.reading.prose[max(0, quotation.start - _BEFORE) : quotation.start])


def is_term_in(text: str, quotation: Quotation) -> bool:
    """The same for a quotation in a text of the front matter."""
    if quotation.length <= SHORT and not speakers.tells(text):
        return True
    return _is_title(quotation, text[max(0, quotation.start - _BEFORE) : quotation.start])


def _is_title(quotation: Quotation, before: str) -> bool:
    return (
        quotation.length <= LONGEST_TITLE
        and bool(_NAMES_A_TITLE.search(before))
        and not _SPEAKS.search(quotation.words)
    )
