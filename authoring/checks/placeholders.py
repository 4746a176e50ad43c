"""A placeholder that nobody put back: where a name stood, readers would see a code."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.checks import Subject
from authoring.model.findings import Finding
from authoring.privacy.pseudonyms.placeholders import STANDING
from authoring.text.i18n import _


class Placeholders:
    """Blocks every `PERSON_K7QX`, in the text and in what readers see of the front matter."""

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
