"""Deterministic fake model: it answers at once, always the same to the same question, and reaches nothing.

Chosen by `use = "fake"`, or handed to the code under test. It writes plain sentences around the bullet points
that it finds in the prompt, places the quotations that the prompt offers, and keeps to a length that is asked for.
"""

from __future__ import annotations

import hashlib
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from authoring.errors import ServiceError
from authoring.llm import Completion, CompletionRequest
from authoring.llm.backends import Capabilities, ModelBackend, Surroundings

Answer = str | Completion | ServiceError

_BULLET: Final = re.compile(r"^\s*[-*•]\s+(.+?)\s*$", re.MULTILINE)
_TOKEN: Final = re.compile(r"\[\[(?:quote|testimony):[^\]\n]+\]\]")
_FROM: Final = re.compile(r"\s*\[\[from:[^\]\n]+\]\]")
_OFFERED: Final = re.compile(r"^\s*(\[\[quote:[^\]\n]+#\d+\]\])\s+\S", re.MULTILINE)
_KEPT: Final = re.compile(r"^\s*(\[\[keep:\d+\]\])", re.MULTILINE)
_ABOUT_MARKS: Final = re.compile(r"\b(?:marque|mark)\b")
_TITLES: Final = re.compile(r"(\d+)\s+(?:\w+\s+)?(?:titres|titles)\b")
_CHARACTERS: Final = re.compile(r"(\d+)\s+(?:characters|caractères)", re.IGNORECASE)
_FAULTS: Final = re.compile(r"^(?:To correct|À corriger)[^\n]*:$", re.MULTILINE)
_BOUNDARY: Final = re.compile(r"^[0-9a-f]{16}$", re.MULTILINE)
_FRENCH: Final = re.compile(r"\b(?:le|la|les|des|une|est|dans|pour|que|vous)\b", re.IGNORECASE)
_ENGLISH: Final = re.compile(r"\b(?:the|a|an|is|are|in|for|that|you|of)\b", re.IGNORECASE)

_FRAMES: Final = {
    "fr": (
        "Commençons par ceci : {point}.",
        "Nous le voyons de près : {point}.",
        "Les membres en parlent souvent : {point}.",
        "Une chose compte aussi beaucoup pour nous : {point}.",
        "Il faut le dire simplement : {point}.",
        "Voilà ce que nous avons appris en chemin : {point}.",
    ),
    "en": (
        "Let us begin here: {point}.",
        "We see it up close: {point}.",
        "Members often speak about it: {point}.",
        "One more thing matters a great deal to us: {point}.",
        "It can be said simply: {point}.",
        "This is what we learned along the way: {point}.",
    ),
}
_TRANSLATION: Final = re.compile(r"numbered lines|lignes numérotées")
_NUMBERED_LINE: Final = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
_UNCHANGED: Final = re.compile(r"\[\[keep:\d+\]\]|\[[^\[\]]*\]\([^()]*\)")
_DENIAL: Final = {"fr": "ce n’est pas tout", "en": "it is not all"}
_NOTHING: Final = {"fr": "ce lieu se construit à plusieurs", "en": "this place is made by many hands"}


class FakeModel:
    """A `LanguageModel` for tests, trials and benchmarks.

    `answers` are given in the order of the calls: a text, a whole completion, or an error to raise; after the last
    one it writes its own. A function instead of a list answers each request, and None leaves it to the model.
    `delay` is the seconds that each answer takes. `requests` holds what was asked, in the order of arrival, and
    `most_at_once` the highest number of calls that ran at the same time.
    """

    def __init__(
        self,
        answers: Sequence[Answer] | Callable[[CompletionRequest], Answer | None] = (),
        *,
        delay: float = 0.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._answer = answers if callable(answers) else _in_order(answers)
        self._delay = delay
        self._sleep = sleep
        self._lock = threading.Lock()
        self._running = 0
        self.requests: list[CompletionRequest] = []
        self.most_at_once = 0
        self.closed = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> FakeModel:
        """The one that `use = "fake"` opens; `AUTHORING_FAKE_DELAY` is the seconds that an answer takes."""
        return cls(delay=float(environment.get("AUTHORING_FAKE_DELAY") or 0))

    def complete(self, request: CompletionRequest, *, on_text: Callable[[str], None] | None = None) -> Completion:
        """The next scripted answer, else sentences made from the request."""
        with self._lock:
            self.requests.append(request)
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
            answer = self._answer(request)
        try:
            return self._give(request, compose(request) if answer is None else answer, on_text)
        finally:
            with self._lock:
                self._running -= 1

    def close(self) -> None:
        """Nothing to release; notes that it was called."""
        self.closed = True

    def _give(self, request: CompletionRequest, answer: Answer, on_text: Callable[[str], None] | None) -> Completion:
        if isinstance(answer, ServiceError):
            self._sleep(self._delay)
            raise answer
        completion = answer if isinstance(answer, Completion) else _counted(request, answer)
        parts = re.findall(r"\S+\s*|\s+", completion.text) or [""]
        for part in parts:
            self._sleep(self._delay / len(parts))
            if on_text:
                on_text(part)
        return replace(completion, seconds=completion.seconds or self._delay)


class FakeBackend(ModelBackend):
    """The back-end of `use = "fake"`."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._environment = surroundings.environment

    def capabilities(self, model: str) -> Capabilities:
        """It reaches nothing."""
        return Capabilities(in_process=True)

    def open(self, on_progress: Callable[[str], None]) -> FakeModel:
        """The fake model."""
        return FakeModel.from_environment(self._environment)


def compose(request: CompletionRequest) -> str:
    """Plain sentences around the request's bullet points, the same for the same request, in its language."""
    prompt = request.prompt
    lang = "fr" if len(_FRENCH.findall(prompt)) > len(_ENGLISH.findall(prompt)) else "en"
    chance = random.Random(_seed(request))  # noqa: S311  sentences, not secrets
    sentences = _sentences(_last_list(prompt) or _enclosed(prompt), lang, chance)
    if _TRANSLATION.search(prompt):
        return _translated(prompt, chance)
    limit, titles = _CHARACTERS.search(prompt), _TITLES.search(prompt)
    if limit:
        return _within(sentences[0], int(limit.group(1)))
    if titles:
        return "\n".join(f"{sentences[0].rstrip('.')} ({number + 1})" for number in range(int(titles.group(1))))
    paragraphs = [" ".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3)]
    return "\n\n".join([*paragraphs, *_marks(prompt, chance)])


def _translated(prompt: str, chance: random.Random) -> str:
    """A sentence for each numbered line: it says nothing but the figures, dates, names and marks of that line."""
    from authoring.sourcing.grounding import literals, negation

    lang = "en" if "into English" in prompt else "fr"
    lines = []
    for number, text in _NUMBERED_LINE.findall(_TRANSLATION.split(prompt)[-1]):
        facts = [*dict.fromkeys(it.text for it in literals.of_sentence(text)), *_UNCHANGED.findall(text)]
        if negation.is_negative(text):
            facts.append(_DENIAL[lang])
        said = _FRAMES[lang][chance.randrange(len(_FRAMES[lang]))].format(point=", ".join(facts) or _NOTHING[lang])
        while len(said.split()) < 0.6 * len(text.split()):
            said = f"{said.rstrip('.')}, {_NOTHING[lang]}."
        lines.append(f"{number}. {said}")
    return "\n".join(lines)


def _sentences(points: Sequence[str], lang: str, chance: random.Random) -> list[str]:
    """One for each point; those that speak of marks are instructions."""
    topics = [_clean(point) for point in points if _clean(point) and not _ABOUT_MARKS.search(point)]
    frames = chance.sample(_FRAMES[lang], len(_FRAMES[lang]))
    origins = ["".join(_FROM.findall(point)) for point in points if _clean(point) and not _ABOUT_MARKS.search(point)]
    return [
        frames[index % len(frames)].format(point=point) + origin
        for index, (point, origin) in enumerate(zip(topics or [_NOTHING[lang]], origins or [""], strict=True))
    ]


def _marks(prompt: str, chance: random.Random) -> list[str]:
    """What the program replaces by words: the marks in the points, else one that is offered, and all to be kept."""
    marks = _TOKEN.findall("\n".join(_last_list(prompt)))
    offered = _OFFERED.findall(prompt)
    if offered and not marks:
        marks = [chance.choice(offered)]
    return list(dict.fromkeys([*marks, *_KEPT.findall(prompt)]))


def _in_order(answers: Sequence[Answer]) -> Callable[[CompletionRequest], Answer | None]:
    remaining: Iterator[Answer] = iter(tuple(answers))
    return lambda _request: next(remaining, None)


def _counted(request: CompletionRequest, text: str) -> Completion:
    words = len(request.text.split())
    return Completion(text, model=request.model, input_tokens=words, output_tokens=len(text.split()))


def _last_list(prompt: str) -> list[str]:
    """The points of the prompt's last list: what comes last is what a prompt asks about, but for what is wrong."""
    runs: list[list[str]] = [[]]
    for line in _FAULTS.split(prompt)[0].splitlines():
        bullet = _BULLET.match(line)
        if bullet:
            runs[-1].append(bullet.group(1))
        elif line.strip() and runs[-1]:
            runs.append([])
    filled = [run for run in runs if run]
    return filled[-1] if filled else []


def _enclosed(prompt: str) -> list[str]:
    """What stands after the frame in the sentences of a text to rewrite: nothing is made up where a text is given."""
    parts = _BOUNDARY.split(prompt)
    lines = parts[1].splitlines() if len(parts) > 2 else []
    sentences = [sentence for line in lines if "[[" not in line for sentence in re.split(r"(?<=[.!?])\s+", line)]
    return [sentence.partition(": ")[2] or sentence for sentence in sentences if len(sentence.split()) > 2]


def _clean(point: str) -> str:
    return _FROM.sub("", _TOKEN.sub("", point)).strip().rstrip(".!?;:").strip()


def _within(sentence: str, limit: int) -> str:
    words = sentence.split()
    while len(" ".join(words)) > limit and len(words) > 1:
        words.pop()
    return " ".join(words)


def _seed(request: CompletionRequest) -> int:
    question = "\0".join((request.model, request.text))
    return int.from_bytes(hashlib.sha256(question.encode("utf-8", "surrogatepass")).digest()[:8], "big")
