"""Which sentences a model wrote, by the record that follows them: its last draft’s, and what it revised since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from authoring.audit.stats.share import is_prose, words_of
from authoring.model.workflow import Action
from authoring.sourcing.provenance import Provenance, Sentence
from authoring.store.tracing import Step


def by_model(steps: Iterable[Step]) -> list[str]:
    """The model's sentences as it last gave them, whatever people did to them since.

    A draft replaces everything. A revision replaces the model's sentences in the sections that it wrote in.
    """
    known: dict[str, list[str]] = {}
    for step in steps:
        if not step.event.details.get("models"):
            continue
        if step.event.action is Action.draft:
            known = _by_section(step.sentences, step.record)
        else:
            now = _by_section(step.sentences, step.record)
            fresh = {
                each.section
                for each in step.record.sentences
                if each.kind == "model" and each.revision == step.event.hash
            }
            known |= {place: texts for place, texts in now.items() if place in fresh}
    return [text for texts in known.values() for text in texts]


def _by_section(sentences: Sequence[Sentence], record: Provenance) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for sentence, origin in zip(sentences, record.sentences, strict=True):
        if origin.kind == "model" and is_prose(sentence):
            found.setdefault(sentence.place, []).append(words_of(sentence))
    return found
