"""Finds empty sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from authoring.checks import Subject
from authoring.errors import advice
from authoring.model.findings import Finding
from authoring.text.i18n import _

_NO_WORDS: Final = re.compile(r"<!--(?:(?!<!--|-->).){0,2000}-->|^#{1,6} .*$|[\W_]", re.MULTILINE | re.DOTALL)


class EmptySections:
    """A heading without a text below it, and a piece without an introduction."""

    name = "sections"

    def run(self, subject: Subject) -> Iterator[Finding]:
        body = subject.reading.body
        for section in subject.sections:
            if _NO_WORDS.sub("", section.text_of(body)):
                continue
            if section.heading:
                yield self._empty(subject, section.heading, subject.body_line(section.line))
            elif len(subject.sections) == 1:
                yield self._nothing(subject)
            elif subject.outline is not None and subject.outline.introduction.points:
                yield self._no_introduction(subject)

    def _empty(self, subject: Subject, heading: str, line: int) -> Finding:
        return subject.finding(
            self.name,
            "blocking",
            _("The section “{heading}” is empty.").format(heading=heading),
            _("Write it, or take its heading out."),
            line=line,
            passage=heading,
            kind="empty",
        )

    def _nothing(self, subject: Subject) -> Finding:
        return subject.finding(
            self.name,
            "blocking",
            _("The piece has no text."),
            advice("write-or-draft"),
            line=subject.body_line(1),
            kind="nothing",
        )

    def _no_introduction(self, subject: Subject) -> Finding:
        return subject.finding(
            self.name,
            "warning",
            _("The piece begins with a heading, and the outline plans an introduction."),
            _("Write two or three sentences before the first heading."),
            line=subject.first_line,
            kind="introduction",
        )
