"""Decides which parts of an outline are written again, and puts them between those that stay as they are.

A part is kept, byte for byte, when it stands in the piece and what it was written from has not changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from authoring.drafting import quotes
from authoring.drafting.parts import Part
from authoring.drafting.standing import StandingSection, StandingText
from authoring.errors import UsageError
from authoring.model.documents import Outline, Testimony
from authoring.sourcing import provenance
from authoring.text.i18n import _

Status = Literal["new", "changed", "asked", "kept", "waiting", "removed", "stays"]

_DIGITS: Final = 32  # of a digest: enough to tell the parts of one piece apart
_ENDS_BLANK: Final = re.compile(r"(?:\A|\n)[ \t]*\r?\n\Z")


@dataclass(frozen=True)
class Step:
    """What becomes of a part of the outline, or of a section of the piece.

    `new`, `changed` and `asked` parts are written; `kept` ones stay. A `waiting` part changed, and others were asked
    for. A section that the outline no longer has is `removed`, or `stays` because people worked on it.
    """

    status: Status
    part: Part | None = None
    section: StandingSection | None = None

    @property
    def is_written(self) -> bool:
        """Whether the part is written now."""
        return self.status in ("new", "changed", "asked")

    @property
    def replaces_edits(self) -> bool:
        """Whether it takes the place of a text that people edited."""
        return self.is_written and self.section is not None and self.section.is_edited

    @property
    def stands(self) -> bool:
        """Whether the section of the piece stays, byte for byte."""
        return self.section is not None and self.status in ("kept", "waiting", "stays")

    @property
    def is_left_over(self) -> bool:
        """Whether the outline had the section once, and it stays because people worked on it."""
        return self.status == "stays" and self.section is not None and bool(self.section.basis)

    @property
    def name(self) -> str:
        """What people call it."""
        heading = self.part.section.heading if self.part else self.section.heading if self.section else ""
        return heading or _("introduction")

    @property
    def places(self) -> Sequence[str]:
        """The keys of the sections that are written or taken out."""
        old = [self.section.place] if self.section and (self.is_written or self.status == "removed") else []
        new = [provenance.place(self.part.section.heading)] if self.part and self.is_written else []
        return [*new, *old]


def basis(outline: Outline, part: Part, testimonies: Mapping[str, Testimony]) -> str:
    """The digest of what a part is written from; its share of the words and the model do not count."""
    section = part.section
    quoted = [
        (it.slug, it.testimony.words_spoken, quotes.attribution(it.testimony, outline.lang)) for it in part.quotables
    ]
    values = {
        "lang": outline.lang,
        "audience": outline.audience,
        "tone": outline.tone,
        "heading": section.heading,
        "points": section.points,
        "quotes": section.quotes,
        "quoted": quoted,
        "testimonies": [(slug, testimonies[slug].words_spoken) for slug in section.testimonies],
        "pictures": section.pictures,
    }
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:_DIGITS]


def refuse_unknown(sections: Iterable[int], outline: Outline) -> None:
    """Raise `UsageError` for a section that the outline does not have; 0 is the introduction."""
    last = len(outline.sections)
    for number in sections:
        if not 0 <= number <= last:
            raise UsageError(
                _("The outline has no section {number}.").format(number=number),
                _("The last one is {last}; 0 is the introduction.").format(last=last),
            )


def steps(
    parts: Sequence[Part], bases: Mapping[int, str], standing: StandingText, *, asked: Collection[int] = ()
) -> list[Step]:
    """What becomes of each part and each section, in the order of the outline.

    Where sections are `asked` for, they alone are written. A section that stays though the outline lacks it keeps its
    place after the section before it.
    """
    matches = _matches(parts, bases, standing.sections)
    planned = [_step(part, matches.get(part.number), bases[part.number], asked=asked) for part in parts]
    matched = {id(section) for section in matches.values()}
    after = 0
    for section in standing.sections:
        if id(section) in matched:
            after = next(index for index, step in enumerate(planned) if step.section is section)
            continue
        stays = section.is_edited or asked
        after += 1
        planned.insert(after, Step("stays" if stays else "removed", section=section))
    return planned


def joined(chunks: Sequence[str], *, newline: str) -> str:
    """The chunks of a body, with a blank line between them."""
    text = ""
    for chunk in chunks:
        if text.strip() and chunk:
            while not _ENDS_BLANK.search(text):
                text += newline
        text += chunk
    return text


def _matches(
    parts: Sequence[Part], bases: Mapping[int, str], sections: Sequence[StandingSection]
) -> dict[int, StandingSection]:
    """The section that stands for each part: the introduction, then by what it was written from, then by heading."""
    matches = {0: sections[0]}
    free = list(sections[1:])
    for is_match in (_is_same_and_in_place, _is_same, _is_in_place):
        for part in parts[1:]:
            section = next(
                (it for it in free if part.number not in matches and is_match(part, it, bases[part.number])), None
            )
            if section is not None:
                matches[part.number] = section
                free = [it for it in free if it is not section]
    return matches


def _is_same(_part: Part, section: StandingSection, basis_now: str) -> bool:
    return section.basis == basis_now


def _is_in_place(part: Part, section: StandingSection, _basis: str) -> bool:
    return section.place == provenance.place(part.section.heading)


def _is_same_and_in_place(part: Part, section: StandingSection, basis_now: str) -> bool:
    return _is_same(part, section, basis_now) and _is_in_place(part, section, basis_now)


def _step(part: Part, section: StandingSection | None, basis_now: str, *, asked: Collection[int]) -> Step:
    stands = section if section and (part.number or section.text.strip()) else None
    if not part.number and not _has_content(part):
        return _without_introduction(section, stands, asked=asked)
    if part.number in asked:
        return Step("asked", part, section)
    if stands and stands.basis == basis_now:
        return Step("kept", part, section)
    if asked:
        return Step("waiting", part, section)
    return Step("changed" if stands else "new", part, section)


def _without_introduction(
    section: StandingSection | None, stands: StandingSection | None, *, asked: Collection[int]
) -> Step:
    """What becomes of the introduction of an outline that has none."""
    if stands is None or not stands.basis:
        return Step("kept", section=section)
    return Step("stays" if stands.is_edited or asked else "removed", section=section)


def _has_content(part: Part) -> bool:
    section = part.section
    return bool(section.points or section.quotes or section.testimonies or section.pictures)
