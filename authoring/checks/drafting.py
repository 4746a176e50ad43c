"""The program's notes from drafting: each is shown as long as its passage is unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.checks import Subject
from authoring.model.findings import Finding
from authoring.sourcing import provenance


class DraftingNotes:
    """Findings about quotations that the program chose, incomplete answers, and marks that named nothing."""

    name = "drafting"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for note, line in provenance.standing(subject.draft.body, subject.provenance):
            if note.kind == "language":  # the check `language` reports this for the present text
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
