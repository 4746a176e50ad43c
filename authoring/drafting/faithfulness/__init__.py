"""Whether a sentence says one point of the outline: all of it, nothing else, and in good form.

A strict judge, for models that cannot be trusted with a plan. It refuses good sentences sooner than it lets a wrong
one pass: where nothing passes, the outline's own words stand.
"""

from __future__ import annotations

from authoring.drafting.faithfulness import form, relations, statements, vocabulary
from authoring.drafting.faithfulness.tasks import Fault, FaultKind, SentenceTask, bare
from authoring.drafting.faithfulness.vocabulary import has_verb
from authoring.sourcing import points

__all__ = ["Fault", "FaultKind", "SentenceTask", "faults", "has_verb", "is_copy"]


def faults(sentence: str, task: SentenceTask) -> list[Fault]:
    """What is wrong with a sentence that is to say the task's point; nothing where it may stand."""
    return [
        *form.form(sentence, task),
        *form.language(sentence, task.lang),
        *form.grammar(sentence, task.lang),
        *form.misspelt(sentence, task),
        *form.other_mood(sentence, task),
        *vocabulary.strange_words(sentence, task),
        *vocabulary.lost_words(sentence, task),
        *statements.facts(sentence, task),
        *statements.conditions(sentence, task),
        *statements.reasons(sentence, task),
        *relations.relations(sentence, task),
    ]


def is_copy(sentence: str, point: str) -> bool:
    """Whether a sentence is the point's own words, apart from case, typography and the full stop."""
    return bare(sentence) == bare(points.without_notes(point))
