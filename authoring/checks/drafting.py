"""What the program noted while a model wrote: it stands as long as the passage is as it was written."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.checks import Subject
from authoring.model.findings import Finding
from authoring.sourcing import provenance


class DraftingNotes:
    """Quotations that the program chose, answers that were cut off, marks that named nothing."""

    name = "drafting"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for note, line in provenance.standing(subject.draft.body, subject.provenance):
            if note.kind == "language":  # the check of that name looks at the text as it is now
                continue
            yield subject.finding(
                self.name,
                note.severity,
                note.message,
                note.remedy,
                line=subject.body_line(line),
                passage=note.passage,
                kind=note.key,
            )
