"""What the program noted while a model wrote: it stands as long as the passage is as it was written."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.checks import Finding, Subject
from authoring.sourcing import provenance


class DraftingNotes:
    """Quotations that the program chose, answers that were cut off, marks that named nothing."""

    name = "drafting"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for note, line in provenance.standing(subject.draft.body, provenance.read(subject.folder)):
            if note.kind == "language":  # the check of that name looks at the text as it is now
                continue
            yield Finding(
                self.name,
                note.severity,
                note.message,
                note.remedy,
                subject.draft.path,
                subject.body_line(line),
                note.passage,
                note.key,
            )
