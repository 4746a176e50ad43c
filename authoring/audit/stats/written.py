"""Finds the sentences that a model wrote, by the record of provenance: its last draft, and later revisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from authoring.audit.stats.share import is_prose, words_of
from authoring.model.events import models
from authoring.model.states import Action
from authoring.sourcing.provenance import Provenance, Sentence
from authoring.store.origins import Step


def by_model(steps: Iterable[Step]) -> list[str]:
    """The model's sentences as it last wrote them, regardless of later edits.

    A draft replaces all of them. A revision replaces the model's sentences in the sections that it rewrote.
    """
    by_section: dict[str, list[str]] = {}
    for step in steps:
        if not models(step.event):
            continue
        if step.event.action is Action.draft:
            by_section = _by_section(step.sentences, step.record)
        else:
            rewritten = {
                origin.section
                for origin in step.record.sentences
                if origin.kind == "model" and origin.revision == step.event.hash
            }
            texts_now = _by_section(step.sentences, step.record)
            by_section |= {place: texts for place, texts in texts_now.items() if place in rewritten}
    return [text for texts in by_section.values() for text in texts]


def _by_section(sentences: Sequence[Sentence], record: Provenance) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for sentence, origin in zip(sentences, record.sentences, strict=True):
        if origin.kind == "model" and is_prose(sentence):
            texts.setdefault(sentence.place, []).append(words_of(sentence))
    return texts
