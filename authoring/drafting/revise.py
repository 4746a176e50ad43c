"""Has a model rewrite one section of a piece; all other bytes stay unchanged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from authoring.checks import Finding
from authoring.drafting import cleaning, record
from authoring.drafting.ask import PlannedRequest
from authoring.drafting.calls import Answer, Totals
from authoring.drafting.masking import Masked, mask, unmask, without_marks
from authoring.drafting.questions import Question, section_of
from authoring.drafting.tools import DraftingTools
from authoring.errors import UnusableAnswer
from authoring.sourcing.provenance import Note, Provenance
from authoring.store.pieces import Piece
from authoring.text import words as language
from authoring.text.differences import Line, changes
from authoring.text.i18n import _
from authoring.text.markdown import BodySection

_LIST: Final = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+", re.MULTILINE)


@dataclass(frozen=True)
class RevisionPlan:
    """The question for the revision of a section."""

    piece: Piece
    section: BodySection
    question: Question

    @property
    def old(self) -> str:
        """The section's text as it is."""
        return self.section.text_of(self.piece.draft.body)


@dataclass(frozen=True)
class Proposal:
    """A section as it is and as a model would have it. Nothing is written until somebody records it."""

    piece: Piece
    section: BodySection
    old: str
    new: str
    notes: Sequence[Note]
    totals: Totals
    call: str

    @property
    def body(self) -> str:
        """The whole body with the new section: all other bytes are those of the piece."""
        body = self.piece.draft.body
        return body[: self.section.text_start] + self.new + body[self.section.end :]

    @property
    def changes(self) -> list[list[Line]]:
        """The changes, sentence by sentence."""
        return changes(self.old, self.new)

    @property
    def findings(self) -> list[Finding]:
        """The findings about the new text, on the section's line."""
        draft = self.piece.draft
        line = draft.body_line + self.section.line - 1
        return [record.finding(note, draft.label, line) for note in self.notes]

    def recorded_in(self, stored: Provenance) -> Provenance:
        """The stored record with the section's new passages."""
        body = self.piece.draft.body
        return record.of_revision(stored, body=body, old=self.old, new=self.new, call=self.call, notes=self.notes)


def planned(tools: DraftingTools, piece: Piece, *, section: int, instruction: str) -> RevisionPlan:
    """The plan to revise section `section` (0 is the introduction) by an instruction.

    Raises `UsageError` for a section that is not there, `NotPossibleNow` for one that holds only people's words.
    """
    body_section = section_of(piece.draft, section)
    question = tools.questions.about_revision(piece.draft, section=section, instruction=instruction)
    return RevisionPlan(piece, body_section, question)


def preview(tools: DraftingTools, plan: RevisionPlan) -> PlannedRequest:
    """The request as it would be sent. Raises `NotPossibleNow` for words that the model may not read."""
    return tools.asker(plan.piece.slug).preview(plan.question)


def propose(tools: DraftingTools, plan: RevisionPlan) -> Proposal:
    """What a model makes of the section. Raises what models raise, and `UnusableAnswer` for marks alone."""
    piece, masked = plan.piece, mask(plan.old)
    asker = tools.asker(piece.slug)
    answer = asker.ask(plan.question)
    text, notes = _cleaned(answer, masked, plan.section)
    prose = without_marks(text)
    if not prose.strip():
        raise UnusableAnswer(
            _("{part}: the model’s answer holds no text of the section.").format(part=plan.question.part),
            _("Word the instruction differently."),
        )
    if language.seems_foreign(prose, piece.draft.lang):
        notes.append(Note("language", passage=text[:60]))
    new, lost = unmask(text, masked, newline="\r\n" if "\r\n" in plan.old else "\n")
    notes += [Note("mark_lost", passage=passage[:60]) for passage in lost]
    framed = _framed(new, plan.old)
    return Proposal(piece, plan.section, plan.old, framed, tuple(notes), asker.totals, answer.call.id)


def _cleaned(answer: Answer, masked: Masked, section: BodySection) -> tuple[str, list[Note]]:
    has_lists = bool(_LIST.search(masked.text))
    cleaned = cleaning.clean(answer.completion.text, heading=section.heading, lists=has_lists)
    notes = [Note("tidied", {"what": ", ".join(cleaned.removed)})] if cleaned.removed else []
    if not answer.is_cut:
        return cleaned.text, notes
    text = cleaning.whole_sentences(cleaned.text)
    return text, [*notes, Note("truncated", passage=text[-60:])]


def _framed(new: str, old: str) -> str:
    """The new text between the white space of the old one."""
    stripped = old.strip()
    start = old.index(stripped)
    return old[:start] + new + old[start + len(stripped) :]
