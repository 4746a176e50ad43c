"""Checks that the whole testimonies of the outline are in the piece, without a changed byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from authoring.checks import Subject
from authoring.errors import advice
from authoring.model.documents import Testimony
from authoring.model.findings import Finding
from authoring.sourcing.quotations import likeness
from authoring.text.i18n import _

_MARK: Final = re.compile(r"^.{0,20}<!--\s*/?\s*testimony\b.{0,200}$", re.MULTILINE | re.IGNORECASE)


class WholeTestimonies:
    """The regions between the marks must have the source's words, and every requested testimony must be there."""

    name = "testimonies"

    def run(self, subject: Subject) -> Iterator[Finding]:
        yield from self._altered(subject)
        yield from self._broken_marks(subject)
        yield from self._missing(subject)
        yield from self._unknown(subject)

    def _altered(self, subject: Subject) -> Iterator[Finding]:
        for region in subject.reading.testimonies:
            source = subject.testimonies.get(region["slug"])
            line = subject.line_at(region.start())
            if source is None:
                yield self._nowhere(subject, region["slug"], line)
            elif region["words"] != _unified(source):
                yield self._changed(subject, region, source)

    def _changed(self, subject: Subject, region: re.Match[str], source: Testimony) -> Finding:
        ours, theirs = region["words"], _unified(source)
        difference = next(
            (n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs))
        )
        begin = max(0, ours.rfind(" ", 0, max(0, difference - 20)) + 1)
        return subject.finding(
            self.name,
            "blocking",
            _("The testimony “{slug}” has been changed: {difference}.").format(
                slug=source.slug, difference=likeness.difference(ours, theirs)
            ),
            advice("restore-words", slug=source.slug),
            line=subject.line_at(min(region.start("words") + difference, region.end("words"))),
            passage=ours[begin : difference + 60],
            kind="changed",
        )

    def _nowhere(self, subject: Subject, slug: str, line: int) -> Finding:
        return subject.finding(
            self.name,
            "blocking",
            _("There is no testimony “{slug}” to hold these words against.").format(slug=slug),
            advice("restore-testimony", slug=slug),
            line=line,
            passage=slug,
            kind="nowhere",
        )

    def _broken_marks(self, subject: Subject) -> Iterator[Finding]:
        for mark in _MARK.finditer(subject.reading.shielded):
            yield subject.finding(
                self.name,
                "blocking",
                _("A mark that should begin or end a testimony stands alone or is misspelt."),
                _(
                    "A testimony stands between <!-- testimony:SLUG --> and <!-- /testimony:SLUG -->, each alone "
                    "on its line. Put the missing one back, or delete this one."
                ),
                line=subject.line_at(mark.start()),
                passage=mark.group().strip(),
                kind="mark",
            )

    def _missing(self, subject: Subject) -> Iterator[Finding]:
        if subject.outline is None:
            return
        there = {region["slug"] for region in subject.reading.testimonies}
        quoted = {source.slug for _quotation, placement in subject.placements for source in placement.sources}
        for section in (subject.outline.introduction, *subject.outline.sections):
            for slug in dict.fromkeys(section.testimonies):
                if slug not in there:
                    yield self._left_out(subject, slug, section.heading)
            for slug in dict.fromkeys(section.quotes):
                if slug not in quoted | there:
                    yield self._unquoted(subject, slug, section.heading)

    def _left_out(self, subject: Subject, slug: str, heading: str) -> Finding:
        return subject.finding(
            self.name,
            "blocking",
            _("The outline asks for the whole testimony “{slug}”, and it is not in the piece.").format(slug=slug),
            _(
                "Write the line <!-- testimony:{slug} -->, the person’s words and <!-- /testimony:{slug} --> below "
                "“{heading}”, or take [[testimony:{slug}]] out of the outline."
            ).format(slug=slug, heading=heading or _("the title")),
            line=_line_below(subject, heading),
            passage=heading,
            kind=f"left_out:{slug}",
        )

    def _unquoted(self, subject: Subject, slug: str, heading: str) -> Finding:
        return subject.finding(
            self.name,
            "warning",
            _("The outline asks for a sentence of the testimony “{slug}”, and the piece quotes none.").format(
                slug=slug
            ),
            _("Quote one exactly below “{heading}”, or take [[quote:{slug}]] out of the outline.").format(
                slug=slug, heading=heading or _("the title")
            ),
            line=_line_below(subject, heading),
            passage=heading,
            kind=f"unquoted:{slug}",
        )

    def _unknown(self, subject: Subject) -> Iterator[Finding]:
        for index, slug in enumerate(subject.draft.testimonies):
            if slug not in subject.testimonies:
                yield self._nowhere(subject, slug, subject.line_of("testimonies", index))


def _unified(source: Testimony) -> str:
    return source.words_spoken.replace("\r\n", "\n")


def _line_below(subject: Subject, heading: str) -> int:
    section = next((section for section in subject.sections if section.heading == heading), subject.sections[0])
    return subject.body_line(section.line)
