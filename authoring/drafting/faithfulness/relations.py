"""Whether the words of a point stand to each other in the sentence as they do in the point."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from authoring.drafting.faithfulness.tasks import Fault, SentenceTask, bare
from authoring.drafting.faithfulness.vocabulary import everyday, has_verb
from authoring.sourcing.coverage.stems import stem
from authoring.sourcing.coverage.terms import terms
from authoring.text.words import FUNCTION_WORDS

_INDEFINITE: Final = {"fr": r"(?:un|une)", "en": r"(?:a|an|one)"}
_DEFINITE: Final = {"fr": r"(?:le|la|l|au|du|ce|cet|cette)", "en": r"(?:the|this|that)"}
_PRONOUNS: Final = {
    "fr": re.compile(
        r"\b(?:il|elle|ils|elles|nous|vous|lui|leur)\b"
        r"(?! y a\b| n y a\b| ne faut\b| faut\b| faudra| est possible| a fallu)"
    ),
    "en": re.compile(r"\b(?:he|she|we|us|him|her)\b"),
}
_TO_READERS: Final = {"fr": frozenset({"vous", "on"}), "en": frozenset({"you"})}
_BEFORE_PRONOUN: Final = 4
_STEM: Final = 3
_MOMENTS: Final = frozenset(
    """
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi
    vendredi samedi dimanche matin midi soir minuit january february march april may june july august september october
    november december monday tuesday wednesday thursday friday saturday sunday morning noon evening midnight
    """.split()
)


def relations(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Words that act, count or belong otherwise than in the point, and words that come again."""
    yield from _other_actors(sentence, task)
    yield from _made_definite(sentence, task)
    yield from _said_twice(sentence, task.lang)
    yield from _oftener(sentence, task)
    yield from _moved(sentence, task)
    yield from _parted(sentence, task)


def _other_actors(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Pronouns that the point does not have, unless they take up what the sentence named, or speak to readers."""
    own, given = bare(sentence), bare(task.point)
    is_note = not has_verb(task.point, task.lang)
    for match in _PRONOUNS[task.lang].finditer(own):
        is_for_readers = is_note and match.group() in _TO_READERS[task.lang]
        if not re.search(rf"\b{match.group()}\b", given) and not is_for_readers and not _stands_for(match, own):
            yield Fault("changed", match.group())


def _made_definite(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """One of several that became the only one: `un samedi`, `le samedi`."""
    own = bare(sentence)
    for match in re.finditer(rf"\b{_INDEFINITE[task.lang]} (\w+)", bare(task.point)):
        if re.search(rf"\b{_DEFINITE[task.lang]} {match.group(1)}\b", own):
            yield Fault("changed", match.group())


def _stands_for(pronoun: re.Match[str], own: str) -> bool:
    """Whether a pronoun takes up what the sentence has named before: `…, and it is open`."""
    return len(own[: pronoun.start()].split()) >= _BEFORE_PRONOUN and pronoun.group() in ("il", "elle", "ils", "elles")


def _oftener(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Words that a sentence uses oftener than its point: a relation that the point does not state."""
    stated = Counter(term.stem for term in terms(task.point, task.lang))
    used = Counter(term.stem for term in terms(sentence, task.lang) if term.word not in everyday(task.lang))
    for name, count in used.items():
        if count > max(1, stated[name]) and len(name) >= _STEM:
            yield Fault("repeated", name)


def _said_twice(sentence: str, lang: str) -> Iterator[Fault]:
    """Two words in a row that carry meaning and come again: `in November, … and in November`."""
    stems = [term.stem for term in terms(sentence, lang)]
    pairs = Counter(pairwise(stems))
    yield from (Fault("repeated", " ".join(pair)) for pair, count in pairs.items() if count > 1)


def _moved(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Days, months and numbers that stand beside other words than in the point: `hands in April, cans in August`."""
    stated, used = (_neighbours(text, task.lang) for text in (task.point, sentence))
    for name in stated.keys() & used.keys() if len(stated) > 1 else ():
        if not any(mine == theirs for mine, theirs in zip(stated[name], used[name], strict=True)):
            yield Fault("changed", name)


def _neighbours(text: str, lang: str) -> dict[str, tuple[str, str]]:
    """The words before and after each day, month and number of a text; one that comes twice is left out."""
    idle = everyday(lang) | FUNCTION_WORDS[lang]
    names = [word for word in bare(text).split() if word not in idle]
    stems = ["", *(stem(word, lang) for word in names), ""]
    return {
        name: (stems[index], stems[index + 2])
        for index, name in enumerate(names)
        if names.count(name) == 1 and (name.isdigit() or name in _MOMENTS)
    }


def _parted(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Words that stand side by side in the point and apart in the sentence: `an invented town`, `invented in the town`.

    A note without a verb is made a sentence by parting them: `vault rebuilt`, `the vault was rebuilt`.
    """
    if not has_verb(task.point, task.lang):
        return
    stated, used = (_pairs_side_by_side(text, task.lang) for text in (task.point, sentence))
    kept = {frozenset(pair) for pair in used}
    spoken = {term.stem for term in terms(sentence, task.lang)}
    for pair in stated:
        if spoken.issuperset(pair) and frozenset(pair) not in kept:
            yield Fault("changed", " ".join(pair))


def _pairs_side_by_side(text: str, lang: str) -> list[tuple[str, str]]:
    """The stems of terms between which stands nothing but a space."""
    in_order = terms(text, lang)
    return [
        (first.stem, second.stem)
        for first, second in pairwise(in_order)
        if second.start - first.end == 1 and first.word not in everyday(lang) and second.word not in everyday(lang)
    ]
