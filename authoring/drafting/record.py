"""Records who wrote each passage of a draft or revision, and the findings about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from authoring.checks import Finding
from authoring.drafting import quotes
from authoring.drafting.parts import AssembledPart, Description
from authoring.model.documents import Draft
from authoring.sourcing import provenance
from authoring.sourcing.provenance import Note, Passage, Provenance
from authoring.text.i18n import _

CHECK: Final = "drafting"


def of_draft(parts: Sequence[AssembledPart], description: Description) -> Provenance:
    """Who wrote each passage of a piece, and its description."""
    passages = [passage for assembled in parts for passage in assembled.passages]
    if description.call:
        passages.append(Passage("model", provenance.digest(description.text), description.call))
    return Provenance(tuple(passages))


def of_revision(stored: Provenance, *, body: str, old: str, new: str, call: str, notes: Sequence[Note]) -> Provenance:
    """The stored record with a section's new passages: what stood in the `body` already, the model did not write."""
    earlier = {passage.sha256 for passage in stored.upgraded(body).passages}
    earlier |= {block.sha256 for block in provenance.blocks(old)}
    fresh = [Passage("model", block.sha256, call) for block in provenance.blocks(new) if block.sha256 not in earlier]
    if fresh and notes:
        fresh[-1] = replace(fresh[-1], notes=tuple(notes))
    return replace(stored, passages=(*stored.passages, *fresh))


def findings(draft: Draft, record: Provenance, parts: Sequence[AssembledPart]) -> list[Finding]:
    """The findings about the passages, and about quotation marks that the model added by itself."""
    start = draft.body_line - 1
    noted = [finding(note, draft.label, start + line) for note, line in provenance.standing(draft.body, record)]
    return sorted([*noted, *_invented(draft, parts)], key=lambda it: it.line)


def finding(note: Note, label: str, line: int) -> Finding:
    """A note from writing, as a finding about the text."""
    return Finding(CHECK, note.severity, note.message, note.remedy, label, line, note.passage, note.key)


def _invented(draft: Draft, parts: Sequence[AssembledPart]) -> Iterator[Finding]:
    start = draft.body_line - 1
    lines = {block.sha256: start + block.line for block in provenance.blocks(draft.body)}
    for text, passage in (pair for assembled in parts for pair in assembled.model_texts):
        for words in quotes.invented(text):
            yield Finding(
                CHECK,
                "blocking",
                _("The model wrote words between quotation marks, which nobody said."),
                _("Take the marks off, or put a sentence of a testimony in their place."),
                draft.label,
                lines.get(passage.sha256, 1),
                words,
            )
