"""One call to a model with all that belongs to it: the cache, the budget, the line in `calls.jsonl`, the progress."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol

from authoring.drafting import cleaning
from authoring.drafting.budget import Ledger, Price, estimated_tokens
from authoring.errors import AuthoringError, ServiceError, UnusableAnswer
from authoring.llm import Completion, CompletionRequest, LanguageModel
from authoring.model import manifest
from authoring.model.config import is_local
from authoring.privacy.gate import Door, Outgoing
from authoring.privacy.pseudonyms import BrokenPlaceholder, Restoring
from authoring.privacy.sent import CALLS, SentRecords
from authoring.prompts import RenderedPrompt
from authoring.text.i18n import _

# French takes some two tokens a word from a small model; four, and room to end the sentence, stop nobody who would
_TOKENS_PER_WORD: Final = 4
_TO_END_ON: Final = 120
_SEEDS: Final = 2**31 - 1


class Cache(Protocol):
    """Answers by what was asked; `store` is durable when it returns."""

    def lookup(self, request: CompletionRequest) -> Completion | None:
        """The answer to this very question, if it is there."""

    def store(self, request: CompletionRequest, completion: Completion) -> None:
        """Keep the answer."""

    def key(self, request: CompletionRequest) -> str:
        """The question's hash."""


class Progress(Protocol):
    """Whoever watches. Called from several threads."""

    def begin(self, part: str) -> None:
        """A part is being asked for."""

    def text(self, part: str, text: str) -> None:
        """More of its answer has arrived; an empty text means that the answer begins again."""

    def end(self, part: str, outcome: str) -> None:
        """It is done: `written`, `cached`, or `failed`."""


class Unwatched:
    """A `Progress` that nobody watches."""

    def begin(self, part: str) -> None:
        """Says nothing."""

    def text(self, part: str, text: str) -> None:
        """Says nothing."""

    def end(self, part: str, outcome: str) -> None:
        """Says nothing."""


class Interrupted(Exception):
    """The run was stopped while an answer was arriving."""


@dataclass(frozen=True)
class Answer:
    """A completion and its record."""

    completion: Completion
    call: str
    is_cached: bool
    line: Mapping[str, Any]


@dataclass
class Totals:
    """What a run of calls came to. `cost` is empty where it is not known."""

    calls: int = 0
    cached: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    models: set[str] = field(default_factory=set)
    costs: list[tuple[str, str] | None] = field(default_factory=list)

    def add(self, line: Mapping[str, Any]) -> None:
        """Count a line."""
        if line["outcome"] in ("ok", "truncated"):
            self.models.add(str(line["model_reported"] or line["model"]))
        if line["cached"]:
            self.cached += 1
            return
        self.calls += 1
        self.input_tokens += line["input_tokens"] or 0
        self.output_tokens += line["output_tokens"] or 0
        self.costs.append(None if line["cost"] is None else (line["cost"], line["currency"]))

    @property
    def cost(self) -> str | None:
        """Such as `0.012 USD`, one amount per currency; None as soon as one call's cost is not known."""
        from decimal import Decimal

        known = [cost for cost in self.costs if cost is not None]
        if len(known) < len(self.costs):
            return None
        sums: dict[str, Decimal] = {}
        for amount, currency in known:
            sums[currency] = sums.get(currency, Decimal(0)) + Decimal(amount)
        return " + ".join(f"{amount} {currency}".strip() for currency, amount in sums.items()) or "0"


class Calls:
    """Asks a model on behalf of one piece. Safe for several threads."""

    def __init__(
        self,
        folder: Path,
        *,
        model: LanguageModel,
        cache: Cache,
        ledger: Ledger,
        price: Price,
        clock: Callable[[], datetime],
        progress: Progress,
        door: Door,
        sent: SentRecords,
        fresh: bool = False,
    ) -> None:
        self._path = folder / CALLS
        self._door = door
        self._sent = sent
        self._model = model
        self._cache = cache
        self._ledger = ledger
        self._price = price
        self._clock = clock
        self._progress = progress
        self._fresh = fresh
        self._writing = threading.Lock()
        self._stopped = threading.Event()
        self._count = 0
        self.totals = Totals()

    def stop(self) -> None:
        """Let no further call begin, and give up those that are on their way."""
        self._stopped.set()
        self._model.close()

    def ask(self, prompt: RenderedPrompt, *, model: str, part: str, section: int = 0, words: int = 0) -> Answer:
        """The answer, from the cache if it was given before. Raises what the model raises, with the part's name.

        An answer is on disk before this returns. `words` is how long it should be: a small model on this machine that
        cannot find an end is stopped at some twice that. `section` is the number of the part, for the record.
        """
        request = CompletionRequest(model, prompt.text, prompt.system, _bounded(prompt.parameters, model, words))
        if self._stopped.is_set():
            raise Interrupted
        self._progress.begin(part)
        try:
            question = _Question(prompt, self._door.let_out(request, lang=prompt.lang), part, section)
            answer = self._known(question) or self._asked(question)
        except ServiceError as error:
            self._progress.end(part, "failed")
            raise _about(error, part) from error
        except BaseException:
            self._progress.end(part, "failed")
            raise
        self._progress.end(part, "cached" if answer.is_cached else "written")
        return answer

    def _known(self, question: _Question) -> Answer | None:
        completion = None if self._fresh else self._cache.lookup(question.outgoing.request)
        if completion is None:
            return None
        try:
            named = _named(completion, question)
        except BrokenPlaceholder:  # kept by a version that did not look
            return None
        line = self._line(question, completion, outcome=_outcome(completion), cached=True)
        return self._kept(named, line)

    def _asked(self, question: _Question) -> Answer:
        """The model's answer; one that is empty, refuses in words or breaks a placeholder is asked for once more."""
        seed = int(self._clock().timestamp()) % _SEEDS if self._fresh else None
        answer = self._answered(question, seed=seed)
        if answer.line["outcome"] in ("empty", "declined", "broken"):
            self._progress.text(question.part, "")
            answer = self._answered(question, seed=(seed or 0) + 1)
        _refuse_unusable(answer)
        return answer

    def _answered(self, question: _Question, *, seed: int | None) -> Answer:
        """One call with its line. A good answer is kept under the question as it was put, whatever the seed.

        What is about to leave is kept first, so that it can be shown whatever happens.
        """
        request = question.outgoing.request
        estimate = self._ledger.reserve(request)
        line: dict[str, Any] = {}
        try:
            if question.outgoing.leaves:
                self._sent.keep(request)
            restoring = question.outgoing.sealed.restoring()
            completion = self._model.complete(_sown(request, seed), on_text=self._watched(question, restoring))
            if last := restoring.rest():
                self._progress.text(question.part, last)
            outcome, named = _judged(completion, question)
            if outcome in ("ok", "truncated"):
                self._cache.store(request, completion)
            line = self._line(question, completion, outcome=outcome)
        except AuthoringError as error:
            line = self._line(question, None, outcome=type(error).__name__)
            self._keep(line)
            raise
        finally:
            self._ledger.settle(estimate, line)
        return self._kept(named, line)

    def _watched(self, question: _Question, restoring: Restoring) -> Callable[[str], None]:
        def arrived(text: str) -> None:
            if self._stopped.is_set():
                raise Interrupted
            shown = restoring.take(text)
            if shown or not text:
                self._progress.text(question.part, shown)

        return arrived

    def _kept(self, completion: Completion, line: dict[str, Any]) -> Answer:
        self._keep(line)
        return Answer(completion, line["id"], line["cached"], line)

    def _line(
        self, question: _Question, completion: Completion | None, *, outcome: str, cached: bool = False
    ) -> dict[str, Any]:
        """The record of a call: hashes and counts, no text of the prompt, none of the answer, and no heading."""
        prompt, request = question.prompt, question.outgoing.request
        key = self._sent.hash_of(request)
        tokens = (0, 0) if cached or completion is None else _tokens(request, completion)
        cost = None if completion is None else self._price(request.model, *tokens)
        with self._writing:
            self._count += 1
            now = self._clock()
            seed = f"{now.isoformat()} {key} {self._count}"
        return {
            "id": hashlib.sha256(seed.encode()).hexdigest()[:16],
            "time": now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "prompt": prompt.name,
            "section": question.section,
            "template": prompt.template_hash,
            "variables": prompt.variables_hash,
            "prompt_hash": key,
            "model": request.model,
            "model_reported": completion.model if completion else None,
            "parameters": dict(request.parameters),
            "input_tokens": 0 if cached else completion.input_tokens if completion else None,
            "output_tokens": 0 if cached else completion.output_tokens if completion else None,
            "counted_tokens": sum(tokens),
            "cost": "0" if cached else str(cost.amount) if cost else None,
            "currency": cost.currency if cost else "",
            "seconds": 0 if cached else round(completion.seconds, 3) if completion else None,
            "attempts": 0 if cached else completion.attempts if completion else None,
            "outcome": outcome,
            "cached": cached,
            "server": question.outgoing.server,
            "names": len(question.outgoing.sealed.names),
            **_offers(prompt, completion),
        }

    def _keep(self, line: Mapping[str, Any]) -> None:
        """Append the line durably, on a line of its own even after one that a killed program left unfinished."""
        content = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        with self._writing:
            self.totals.add(line)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a+b") as file:
                if file.tell() and _last_byte(file.fileno(), file.tell()) != b"\n":
                    content = b"\n" + content
                file.write(content)
                file.flush()
                os.fsync(file.fileno())


@dataclass(frozen=True)
class _Question:
    """What is asked for a part, as it was rendered and as it may be sent."""

    prompt: RenderedPrompt
    outgoing: Outgoing
    part: str
    section: int


def _named(completion: Completion, question: _Question) -> Completion:
    """The completion with names in the place of placeholders. Raises `BrokenPlaceholder`."""
    return replace(completion, text=question.outgoing.sealed.restore(completion.text, lang=question.prompt.lang))


def _judged(completion: Completion, question: _Question) -> tuple[str, Completion]:
    """What became of the call, and the answer with its names."""
    try:
        return _outcome(completion), _named(completion, question)
    except BrokenPlaceholder:
        return "broken", completion


def _offers(prompt: RenderedPrompt, completion: Completion | None) -> dict[str, list[str]]:
    """The digests of the titles, descriptions or texts offered: whether one was taken shows later, without a text."""
    if prompt.name not in manifest.OFFERED or completion is None:
        return {}
    lines = (cleaning.line(raw) for raw in completion.text.splitlines() if raw.strip())
    return {"offers": list(dict.fromkeys(manifest.offer_digest(line) for line in lines))}


def _bounded(parameters: Mapping[str, Any], model: str, words: int) -> Mapping[str, Any]:
    if not words or not is_local(model):
        return parameters
    return {**parameters, "max_tokens": min(int(parameters["max_tokens"]), _TOKENS_PER_WORD * words + _TO_END_ON)}


def _last_byte(descriptor: int, size: int) -> bytes:
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1)


def _tokens(request: CompletionRequest, completion: Completion) -> tuple[int, int]:
    """What the provider counted; where it counted nothing, an estimate that is not too low."""
    asked, answered = completion.input_tokens, completion.output_tokens
    return (
        estimated_tokens(request.system + request.prompt) if asked is None else asked,
        estimated_tokens(completion.text) if answered is None else answered,
    )


def _outcome(completion: Completion) -> str:
    if completion.finish == "refused":
        return "refused"
    if not completion.text.strip():
        return "empty"
    if cleaning.is_refusal(completion.text):
        return "declined"
    return "truncated" if completion.finish == "length" else "ok"


def _sown(request: CompletionRequest, seed: int | None) -> CompletionRequest:
    """The question with a seed for a model on this machine, which would otherwise say the same again."""
    if seed is None or not is_local(request.model):
        return request
    return replace(request, parameters={**request.parameters, "seed": seed})


def _refuse_unusable(answer: Answer) -> None:
    if answer.line["outcome"] in ("refused", "declined"):
        raise UnusableAnswer(
            _("The model refused to answer."), _("Reword the points of this part, or choose another model.")
        )
    if answer.line["outcome"] == "broken":
        raise UnusableAnswer(
            _("The answer holds a broken placeholder, so it is not certain whose name belongs there."),
            _("Give the command again, or choose another model."),
        )
    if answer.line["outcome"] == "empty":
        raise UnusableAnswer(
            _("The model gave an empty answer."), _("Give the command again, or choose another model.")
        )


def _about(error: ServiceError, part: str) -> ServiceError:
    """The same failure, saying which part it was about."""
    message = _("{part}: {message}").format(part=part, message=error.problem.message)
    return type(error)(message, error.problem.remedy)
