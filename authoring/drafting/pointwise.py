"""Writes a part one point at a time: a small model that cannot hold a plan can turn one point into one sentence.

Each point is asked for with different beginnings until a sentence passes the strict judge of `faithfulness`. Where none
does, the outline's own words stand, set as a sentence: they are right by nature, and the record says whose they are.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from authoring.drafting import cleaning, faithfulness
from authoring.drafting.ask import Asker
from authoring.drafting.calls import Answer
from authoring.drafting.faithfulness import SentenceTask
from authoring.drafting.parallel import run_all
from authoring.drafting.parts import Part, Prose
from authoring.drafting.questions import Question, Questions
from authoring.errors import UnusableAnswer
from authoring.sourcing import points
from authoring.sourcing.provenance import digest

CANDIDATES: Final = 4
ROUNDS: Final = 1  # more beginnings and another temperature, for points of which nothing passed
_WARM: Final = 0.6
_SEED: Final = 20_261_129
_PARAGRAPH: Final = 4  # sentences
_LONGEST_START: Final = 8  # words
_OPENS: Final = re.compile(
    r"(?:en|à|au|aux|le|la|les|l['’]|un|une|depuis|sans|dans|derrière|devant|pour|chaque|tous|toutes|avec|par|sur|sous|dès"
    r"|jusqu['’]|entre|chez|après|avant|pendant|du|on|one|in|at|from|since|every|for|with|without|last|behind|before"
    r"|after|under|during|the|until|next|between)\b",
    re.IGNORECASE,
)
_PHRASE: Final = re.compile(
    r"(?<!et)(?<!ou)(?<!and)(?<!or)(?<=\s)"
    r"(?:en|à|au|aux|depuis|sans|dans|derrière|devant|pour|chaque|avec|sous|dès|chez|après|avant|pendant|entre"
    r"|in|at|from|since|every|for|with|without|behind|before|after|under|during|on|until|between) ",
    re.IGNORECASE,
)
_JOINS: Final = re.compile(r"\b(?:et|ou|and|or)\b", re.IGNORECASE)  # half of what is joined would be left behind
_TWO: Final = 2
_PAUSE: Final = re.compile(r"\s*[,;:()–—]\s*|\s-\s")

AskSentence = Callable[[str, str, float, int], Answer]
"""Asks for a note as a sentence: the note, the beginning, the temperature, the seed."""


@dataclass(frozen=True)
class PointTask:
    """A point of a part that is to be said: its reference and its words as they stand in the outline."""

    part: Part
    reference: str
    words: str
    lang: str


@dataclass(frozen=True)
class SaidPoint:
    """A point as it will stand in the text. `call` is empty where the words are the outline's own."""

    reference: str
    sentence: str
    call: str = ""


def starts(note: str) -> list[str]:
    """Beginnings from the note's own words: a sentence that begins elsewhere than its note is no copy of it.

    >>> starts("The hives sleep all winter, behind the chapel")
    ['Behind the chapel', 'All winter']
    """
    phrases = [phrase for phrase in _PAUSE.split(note) if phrase]
    proposals = [phrases[-1]] if len(phrases) == _TWO and _OPENS.match(phrases[-1]) else []
    if len(phrases) == 1:  # a phrase of one clause among several would be moved into another one
        matches = [(match.group().casefold(), note[match.start() :]) for match in _PHRASE.finditer(note)]
        first_words = [word for word, _phrase in matches]  # `in April and … in August`: each belongs to its own part
        proposals += [phrase for word, phrase in reversed(matches) if first_words.count(word) == 1]
    fitting = [text for text in proposals if 0 < len(text.split()) <= _LONGEST_START and not _JOINS.search(text)]
    return list(dict.fromkeys(text[:1].upper() + text[1:] for text in fitting))


def say(point: PointTask, ask: AskSentence, *, candidates: int, rounds: int) -> SaidPoint:
    """The best sentence for a point; the outline's own words, and no call, where none passes.

    Asks no further than the first sentence in words of its own that has no fault.
    """
    own_words = points.as_sentence(point.words)
    if points.is_question(point.words):
        return SaidPoint(point.reference, own_words)
    note, same_words = points.without_notes(point.words), ""
    task = SentenceTask(note, point.lang, point.part.section.heading)
    for start, temperature, seed in _tries(note, candidates, rounds):
        try:
            answer = ask(note, start, temperature, seed)
        except UnusableAnswer:  # it refused, or said nothing
            continue
        sentence = _sentence(answer.completion.text)
        if faithfulness.faults(sentence, task):
            continue
        if not faithfulness.is_copy(sentence, point.words):
            return SaidPoint(point.reference, sentence, answer.call.id)
        same_words = same_words or sentence  # the outline's words, with a comma for a colon
    return SaidPoint(point.reference, same_words or own_words)


def _tries(note: str, candidates: int, rounds: int) -> Iterator[tuple[str, float, int]]:
    """Beginnings, temperatures and seeds in the order in which they are tried, `candidates` in each round."""
    beginnings = starts(note)
    first, rest = beginnings[:1], beginnings[1:]
    cold = [(start, 0.0, _SEED) for start in (*first, "", *rest)]
    warm = [(start, _WARM, _SEED + 1 + number) for number in range(candidates) for start in ("", *beginnings)]
    yield from [*cold, *warm][: candidates * (1 + rounds)]


def _prose(said: Sequence[SaidPoint]) -> Prose:
    """A part's points as paragraphs, each sentence with its call and its point."""
    sentences = [it.sentence for it in said]
    paragraphs = [" ".join(group) for group in _grouped(sentences)]
    calls = {digest(it.sentence): it.call for it in said}
    sources = {digest(it.sentence): (it.reference,) for it in said}
    first = next((it.call for it in said if it.call), "")
    return Prose("\n\n".join(paragraphs), call=first, sources=sources, calls=calls, own_words=0)


def _grouped(sentences: Sequence[str]) -> Iterator[Sequence[str]]:
    """Paragraphs of about the same length."""
    count = max(1, -(-len(sentences) // _PARAGRAPH))
    size = -(-len(sentences) // count) or 1
    for start in range(0, len(sentences), size):
        yield sentences[start : start + size]


def _sentence(answer: str) -> str:
    """The answer's sentence, without what a model writes around it."""
    text = cleaning.line(answer)
    return text[:1].upper() + text[1:] if text else ""


class PointWriter:
    """Writes parts from their points. `candidates` are tried for each point, and as many again in each of `rounds`."""

    def __init__(self, asker: Asker, questions: Questions, *, candidates: int, rounds: int, concurrency: int) -> None:
        self._asker = asker
        self._questions = questions
        self._candidates = candidates
        self._rounds = rounds
        self._concurrency = concurrency
        self._counting = threading.Lock()

    def write(self, parts: Sequence[Part], lang: str) -> dict[int, Prose]:
        """The prose of each part by its number; points of all parts are asked for side by side."""
        tasks = [task for part in parts for task in _tasks_of(part, lang)]
        waiting = Counter(task.part.number for task in tasks)
        begun: set[int] = set()

        def say(task: PointTask) -> SaidPoint:
            with self._counting:
                if task.part.number not in begun:
                    begun.add(task.part.number)
                    self._asker.begin(task.part.name)
            said = self._said(task)
            with self._counting:
                self._asker.show(task.part.name, said.sentence)
                waiting[task.part.number] -= 1
                if not waiting[task.part.number]:
                    self._asker.end(task.part.name)
            return said

        said = run_all(tasks, say, stop=self._asker.stop, concurrency=self._concurrency)
        by_part: dict[int, list[SaidPoint]] = {part.number: [] for part in parts}
        for task, sentence in zip(tasks, said, strict=True):
            by_part[task.part.number].append(sentence)
        return {number: _prose(sentences) for number, sentences in by_part.items()}

    def first_questions(self, parts: Sequence[Part], lang: str) -> list[Question]:
        """What is asked first for each point; further questions depend on the answers."""
        tasks = [task for part in parts for task in _tasks_of(part, lang) if not points.is_question(task.words)]
        notes = [(task, points.without_notes(task.words)) for task in tasks]
        tries = [(task, note, next(_tries(note, self._candidates, self._rounds))) for task, note in notes]
        return [
            self._questions.about_point(task.part, note, start, lang=lang, temperature=temperature, seed=seed)
            for task, note, (start, temperature, seed) in tries
        ]

    def _said(self, task: PointTask) -> SaidPoint:
        def ask(note: str, start: str, temperature: float, seed: int) -> Answer:
            question = self._questions.about_point(
                task.part, note, start, lang=task.lang, temperature=temperature, seed=seed
            )
            return self._asker.ask(question)

        return say(task, ask, candidates=self._candidates, rounds=self._rounds)


def _tasks_of(part: Part, lang: str) -> list[PointTask]:
    """A part's points."""
    return [
        PointTask(part, f"point:{part.number}.{number}", point, lang)
        for number, point in enumerate(part.section.points, start=1)
        if not points.is_note(point)
    ]
