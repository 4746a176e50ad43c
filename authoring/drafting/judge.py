"""Examines an answer: what of it can be used, and whether enough of its words are not in the prompt."""

from __future__ import annotations

from typing import Final

from authoring.drafting import citations, cleaning, quotes
from authoring.drafting.calls import Answer
from authoring.drafting.parts import Part, Prose
from authoring.llm.backends import Capabilities
from authoring.sourcing.provenance import Note
from authoring.text import words as language

RUNAWAY: Final = 1.6  # times the planned words: beyond them, a small model only repeats itself
OWN: Final = 0.4  # share of its words that are its own: with fewer, an answer only repeats the prompt


def prose(answer: Answer, part: Part, *, prompt: str) -> Prose:
    """The answer's own text, cleaned and cut back to whole sentences, and what is to be said of it."""
    section, prompt_text = part.section, citations.without(prompt)
    cleaned = cleaning.clean(
        citations.without(answer.completion.text), heading=section.heading, points=section.points, prompt=prompt_text
    )
    text = quotes.marked(cleaned.text, part.quotables)
    notes = [Note("tidied", {"what": ", ".join(cleaned.removed)})] if cleaned.removed else []
    if answer.is_cut:
        text = cleaning.whole_sentences(text)
        notes.append(Note("truncated", passage=text[-60:]))
    count = len(language.words(text))
    if count > RUNAWAY * part.words:
        text = cleaning.shortened(text, part.words)
        notes.append(Note("shortened", {"what": str(count), "planned": str(part.words)}, text[-60:]))
    sources = citations.read(answer.completion.text, part)
    return Prose(text, tuple(notes), answer.call.id, sources, cleaning.own_words(text, prompt))


def says_enough(prose: Prose, part: Part, capabilities: Capabilities) -> bool:
    """Whether the prose has enough words of its own: some models may only repeat the notes in the prompt."""
    if not capabilities.may_echo or not part.number:  # the questions of an introduction may well stand in it
        return bool(prose.text)
    return bool(prose.text) and prose.own_words >= OWN * len(language.words(prose.text))


def best(first: Prose, second: Prose) -> Prose:
    """The one with more words of its own; the first one where both have as many."""
    return max(first, second, key=lambda prose: prose.own_words)
