"""The parts of a piece on their way from an outline to a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from authoring.drafting.quotes import Quotable
from authoring.model.documents import Section
from authoring.sourcing import provenance
from authoring.sourcing.provenance import Note, Passage
from authoring.text.i18n import _

PromptName = Literal["introduction", "section", "sentence", "mending", "description", "titles", "revision", "alt"]


@dataclass(frozen=True)
class Part:
    """The introduction (number 0) or a section (from 1), with its share of the words."""

    number: int
    section: Section
    words: int
    quotables: tuple[Quotable, ...] = ()

    @property
    def prompt(self) -> PromptName:
        """The prompt that writes it."""
        return "section" if self.number else "introduction"

    @property
    def name(self) -> str:
        """What people call it."""
        return self.section.heading or _("introduction")


@dataclass(frozen=True)
class Prose:
    """A model's own words for a part, as far as they can be used. `call` is the id of the call that gave them.

    `sources` are the references that the model named, by the digest of the sentence; `own_words` counts the words of
    sentences that the prompt did not hold already. `calls` are the calls of sentences that were asked for one by one,
    by the digest of the sentence; empty for the outline's own words.
    """

    text: str
    notes: tuple[Note, ...] = ()
    call: str = ""
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own_words: int = 0
    calls: Mapping[str, str] = field(default_factory=dict)


@dataclass
class AssembledPart:
    """A part's passages as they are put together: their texts, and who wrote each."""

    part: Part
    texts: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    def add(
        self,
        text: str,
        kind: provenance.Kind,
        *,
        call: str = "",
        testimony: str = "",
        notes: Sequence[Note] = (),
        sources: Mapping[str, tuple[str, ...]] | None = None,
        calls: Mapping[str, str] | None = None,
        position: int | None = None,
    ) -> None:
        """Put a passage at the end, or at a position; `sources` by the digest of a sentence, or by "" for all."""
        passage = Passage(
            kind, provenance.digest(text), call, testimony, tuple(notes), sources or {}, calls=calls or {}
        )
        index = len(self.texts) if position is None else position
        self.texts.insert(index, text)
        self.passages.insert(index, passage)

    def note(self, note: Note) -> None:
        """Note something about the passage that was put last."""
        if self.passages:
            last = self.passages[-1]
            self.passages[-1] = replace(last, notes=(*last.notes, note))

    @property
    def model_texts(self) -> Sequence[tuple[str, Passage]]:
        """The passages that a model wrote, with their texts."""
        pairs = zip(self.texts, self.passages, strict=True)
        return [(text, passage) for text, passage in pairs if passage.kind == "model"]


@dataclass(frozen=True)
class Description:
    """The piece's description, and the call that wrote it, if a model did."""

    text: str
    call: str = ""
