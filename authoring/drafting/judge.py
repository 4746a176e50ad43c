"""Examines an answer: what of it can be used, and whether it says enough that the prompt did not say already."""

from __future__ import annotations

from typing import Final

from authoring.drafting import citations, cleaning, quotes
from authoring.drafting.calls import Answer
from authoring.drafting.parts import Part, Prose
from authoring.llm.backends import Capabilities
from authoring.sourcing.provenance import Note
from authoring.text import words as language

RUNAWAY: Final = 1.6  # times the words that were planned: further on, a small model only says things again
OWN: Final = 0.4  # of its words: with fewer, an answer is the prompt given back


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
    """Whether the prose says something itself; some models may give back the notes that they were given."""
    if not capabilities.may_echo or not part.number:  # notes that are questions may well be the introduction
        return bool(prose.text)
    return bool(prose.text) and prose.own_words >= OWN * len(language.words(prose.text))


def best(first: Prose, second: Prose) -> Prose:
    """The one that says more of its own; the first of two that say as much."""
    return max(first, second, key=lambda prose: prose.own_words)
