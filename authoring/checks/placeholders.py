"""Finds placeholders of names that were not replaced: readers would see a code instead of a name."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.checks import Subject
from authoring.model.findings import Finding
from authoring.privacy.pseudonyms.placeholders import STANDING
from authoring.text.i18n import _


class Placeholders:
    """Every `PERSON_K7QX` is blocking, in the text and in the front matter's texts for readers."""

    name = "placeholders"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for match in STANDING.finditer(subject.reading.body):
            yield self._finding(subject, match.group(), subject.line_at(match.start()))
        for place, text in subject.texts:
            for match in STANDING.finditer(text):
                yield self._finding(subject, match.group(), subject.line_of(*place))

    def _finding(self, subject: Subject, placeholder: str, line: int) -> Finding:
        return subject.finding(
            self.name,
            "blocking",
            _("A code stands here in the place of a name: {placeholder}.").format(placeholder=placeholder),
            _("Write the name that belongs here, or take the sentence out."),
            line=line,
            passage=placeholder,
        )
