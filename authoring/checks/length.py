"""Compares the length of the piece with the outline's number of words, and of each section with its share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from authoring.checks import Subject
from authoring.model.findings import Finding, Severity
from authoring.sourcing.quotations import marks
from authoring.text.i18n import _
from authoring.text.markdown import BodySection

FAR: Final = 0.35
OFF: Final = 0.20
SECTION_FAR: Final = 0.6
SMALL: Final = 40


class Length:
    """A deviation of more than 35 % is a warning, of more than 20 % a note; testimonies are not counted."""

    name = "length"

    def run(self, subject: Subject) -> Iterator[Finding]:
        outline = subject.outline
        if outline is None:
            return
        total = marks.count_words(subject.reading.prose)
        if not total:
            return
        yield from self._whole(subject, total, outline.words)
        shares = {outline.written[number].heading: words for number, words in outline.shares.items()}
        for section in subject.sections[1:]:
            if shares.get(section.heading, 0) >= SMALL:
                yield from self._section(subject, section, shares[section.heading])

    def _whole(self, subject: Subject, total: int, budget: int) -> Iterator[Finding]:
        away = (total - budget) / budget
        if abs(away) <= OFF:
            return
        severity: Severity = "warning" if abs(away) > FAR else "note"
        yield subject.finding(
            self.name,
            severity,
            _(
                "The piece has {total} words, testimonies apart, and {budget} were planned: {percent} % too {way}."
            ).format(
                total=total, budget=budget, percent=round(abs(away) * 100), way=_("many") if away > 0 else _("few")
            ),
            _("Shorten the longest sections, or set `words: {total}` in the outline if this length is right.").format(
                total=round(total, -1)
            )
            if away > 0
            else _("Say more where the outline has most to tell, or set `words: {total}` in the outline.").format(
                total=round(total, -1)
            ),
            line=subject.first_line,
            kind=f"whole:{total}/{budget}",
        )

    def _section(self, subject: Subject, section: BodySection, share: int) -> Iterator[Finding]:
        count = marks.count_words(subject.reading.prose[section.text_start : section.end])
        away = (count - share) / share
        if count and abs(away) > SECTION_FAR:
            yield subject.finding(
                self.name,
                "note",
                _("This section has {count} words, and its share is about {share}.").format(count=count, share=share),
                _("Tighten it or move some of it elsewhere.") if away > 0 else _("Perhaps a point is missing."),
                line=subject.body_line(section.line),
                passage=section.heading,
                kind=f"section:{count}/{share}",
            )
