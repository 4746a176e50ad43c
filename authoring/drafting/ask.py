"""Asks a model on behalf of one piece: the gate, the cache, the budget, the record of each call, the progress."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from authoring.drafting import cleaning
from authoring.drafting.budget import Ledger, Price, estimated_tokens, most_tokens
from authoring.drafting.calls import Answer, Cache, Interrupted, Progress, Totals, Unwatched
from authoring.drafting.questions import Question
from authoring.errors import AuthoringError, ServiceError, UnusableAnswer, advice
from authoring.llm import Completion, CompletionRequest, LanguageModel
from authoring.llm.backends import Capabilities
from authoring.llm.plausible import plausible
from authoring.model import calls as model_calls
from authoring.model import manifest
from authoring.model.calls import ANSWERED, Call
from authoring.model.config import Money
from authoring.privacy.gate import PrivacyGate, ReleasedRequest
from authoring.privacy.pseudonyms import BrokenPlaceholder, Restoring
from authoring.privacy.sent import SentRecords
from authoring.prompts import RenderedPrompt
from authoring.store import Records
from authoring.store.addresses import CALLS
from authoring.text.encodable import encodable
from authoring.text.i18n import _

# a small model needs about two tokens for a French word; four, and some to end the sentence, are always enough
_TOKENS_PER_WORD: Final = 4
_TO_END_ON: Final = 120
_MOST_CHARACTERS_PER_TOKEN: Final = 20  # no tokenizer has so few tokens for a text of words
_SEEDS: Final = 2**31 - 1
_ASKED_AGAIN: Final = ("empty", "declined", "broken")


@dataclass(frozen=True)
class PlannedRequest:
    """A request as it would be sent now. `server` is empty when it would stay on this machine.

    `names` is the number of names that placeholders replace; `tokens` is the most that it and its answer can have.
    `is_answered` tells that the cache has its answer, so that nothing would be sent. `section` is the number of the
    part; `cost` is the most that it can cost, None where the price is not known.
    """

    part: str
    prompt: RenderedPrompt
    request: CompletionRequest
    server: str
    names: int
    tokens: int
    is_answered: bool
    section: int = 0
    cost: Money | None = None


class Asker:
    """Asks models on behalf of one piece. Safe for several threads.

    `fresh` asks again for what the cache holds.
    """

    def __init__(
        self,
        slug: str,
        *,
        records: Records,
        model: LanguageModel,
        capabilities: Callable[[str], Capabilities],
        cache: Cache,
        ledger: Ledger,
        price: Price,
        clock: Callable[[], datetime],
        progress: Progress,
        gate: PrivacyGate,
        sent: SentRecords,
        fresh: bool = False,
    ) -> None:
        self._slug = slug
        self._records = records
        self._model = model
        self._capabilities = capabilities
        self._cache = cache
        self._ledger = ledger
        self._price = price
        self._clock = clock
        self._progress = progress
        self._gate = gate
        self._sent = sent
        self._fresh = fresh
        self._counting = threading.Lock()
        self._stopped = threading.Event()
        self._count = 0
        self.totals = Totals()

    def stop(self) -> None:
        """Start no more calls, and cancel those in progress."""
        self._stopped.set()
        self._model.close()

    def begin(self, part: str) -> None:
        """Tell who follows the run that a part begins whose questions are many."""
        self._progress.begin(part)

    def end(self, part: str) -> None:
        """Tell who follows the run that all of such a part is there."""
        self._progress.end(part, "written")

    def announce(self, part: str, round_number: int, reason: str) -> None:
        """Tell who follows the run that a part is asked for once more, and why."""
        self._progress.again(part, round_number, reason)

    def show(self, part: str, text: str) -> None:
        """Show who follows the run a sentence that has passed."""
        self._progress.passed(part, text)

    def preview(self, question: Question) -> PlannedRequest:
        """The requests that would be sent. Raises `NotPossibleNow` for words that the model may not read."""
        released = self._released(question)
        most = most_tokens(released.request, self._capabilities(question.model))
        is_answered = not self._fresh and self._cache.lookup(released.request) is not None
        names = len(released.sealed.names)
        return PlannedRequest(
            question.part,
            question.prompt,
            released.request,
            released.server,
            names,
            sum(most),
            is_answered,
            question.section,
            self._price(released.request.model, *most),
        )

    def ask(self, question: Question) -> Answer:
        """The answer, from the cache if it is there. Raises the model's errors, with the part's name.

        An answer and the record of its call are durable before this returns.
        """
        if self._stopped.is_set():
            raise Interrupted
        progress = Unwatched() if question.is_try else self._progress
        progress.begin(question.part)
        try:
            outgoing = _Outgoing(question, self._released(question))
            answer = self._cached(outgoing) or self._fresh_answer(outgoing)
        except ServiceError as error:
            progress.end(question.part, "failed")
            raise _about(error, question.part) from error
        except BaseException:
            progress.end(question.part, "failed")
            raise
        progress.end(question.part, "cached" if answer.call.is_cached else "written")
        return answer

    def _released(self, question: Question) -> ReleasedRequest:
        """The request as it may be sent; a model that may not stop by itself gets a limit of some twice the words."""
        prompt, parameters = question.prompt, question.prompt.parameters
        if question.words and self._capabilities(question.model).needs_length_limit:
            limit = _TOKENS_PER_WORD * question.words + _TO_END_ON
            parameters = {**parameters, "max_tokens": min(int(parameters["max_tokens"]), limit)}
        request = CompletionRequest(
            question.model, prompt.text, prompt.system, parameters, prompt.examples, question.pictures
        )
        return self._gate.release(request, lang=prompt.lang)

    def _cached(self, outgoing: _Outgoing) -> Answer | None:
        completion = None if self._fresh else self._cache.lookup(outgoing.request)
        if completion is None:
            return None
        try:
            named = outgoing.named(completion)
        except BrokenPlaceholder:  # cached by a version that did not check placeholders
            return None
        call = self._call(outgoing, completion, outcome=_outcome(completion), is_cached=True)
        self._record(call)
        return Answer(named, call)

    def _fresh_answer(self, outgoing: _Outgoing) -> Answer:
        """The model's answer; after one that is empty, is a refusal or damages a placeholder, it asks once more."""
        seed = int(self._clock().timestamp()) % _SEEDS if self._fresh else None
        answer = self._answer(outgoing, seed=seed)
        if answer.call.outcome in _ASKED_AGAIN:
            if not outgoing.question.is_try:
                self._progress.text(outgoing.question.part, "")
            answer = self._answer(outgoing, seed=(seed or 0) + 1)
        _refuse_unusable(answer)
        return answer

    def _answer(self, outgoing: _Outgoing, *, seed: int | None) -> Answer:
        """The answer of one call, which is recorded. A usable answer is cached under the question without its seed.

        A request that leaves the machine is stored before it is sent, so that it can be shown even after a crash.
        """
        estimate = self._ledger.reserve(outgoing.request)
        call: Call | None = None
        try:
            if outgoing.released.leaves_machine:
                self._sent.keep(outgoing.request)
            completion = self._complete(outgoing, seed=seed)
            outcome, named = outgoing.judged(completion)
            if outcome in ANSWERED:
                self._cache.store(outgoing.request, completion)
            call = self._call(outgoing, completion, outcome=outcome)
            self._record(call)
        except AuthoringError as error:
            call = call or self._call(outgoing, None, outcome=type(error).__name__)
            self._record(call)
            raise
        finally:
            self._ledger.settle(estimate, call)
        return Answer(named, call)

    def _complete(self, outgoing: _Outgoing, *, seed: int | None) -> Completion:
        restoring = outgoing.released.sealed.restoring()
        request = self._seeded(outgoing.request, seed)
        question = outgoing.question
        watched = self._watched(question.part, restoring, is_try=question.is_try)
        completion = plausible(self._model.complete(request, on_text=watched))
        if (rest := restoring.rest()) and not question.is_try:
            self._progress.text(outgoing.question.part, rest)
        return completion

    def _seeded(self, request: CompletionRequest, seed: int | None) -> CompletionRequest:
        """The request with a seed for a model that would otherwise give the same answer again."""
        if seed is None or not self._capabilities(request.model).needs_seed:
            return request
        own = int(request.parameters.get("seed", 0))
        return replace(request, parameters={**request.parameters, "seed": (own + seed) % _SEEDS})

    def _watched(self, part: str, restoring: Restoring, *, is_try: bool) -> Callable[[str], None]:
        def on_text(text: str) -> None:
            if self._stopped.is_set():
                raise Interrupted
            restored = restoring.take(encodable(text))
            if (restored or not text) and not is_try:
                self._progress.text(part, restored)

        return on_text

    def _call(
        self, outgoing: _Outgoing, completion: Completion | None, *, outcome: str, is_cached: bool = False
    ) -> Call:
        """The record of a call: hashes and numbers, without any text of the prompt, the answer or the heading."""
        prompt, request = outgoing.question.prompt, outgoing.request
        tokens = (0, 0) if is_cached or completion is None else _counted(request, completion)
        cost = None if completion is None else self._price(request.model, *tokens)
        moment, prompt_hash = self._clock(), self._sent.hash_of(request)
        return Call(
            id=self._next_id(moment, prompt_hash),
            time=moment,
            prompt=prompt.name,
            section=outgoing.question.section,
            template=prompt.template_hash,
            variables=prompt.variables_hash,
            prompt_hash=prompt_hash,
            model=request.model,
            model_reported=completion.model if completion else None,
            parameters=dict(request.parameters),
            counted_tokens=sum(tokens),
            cost=Decimal(0) if is_cached else cost.amount if cost else None,
            currency=cost.currency if cost else "",
            outcome=outcome,
            is_cached=is_cached,
            server=outgoing.released.server,
            names=len(outgoing.released.sealed.names),
            offers=_offers(prompt, completion),
            **_counts(completion, is_cached=is_cached),
        )

    def _next_id(self, moment: datetime, prompt_hash: str) -> str:
        with self._counting:
            self._count += 1
            number = self._count
        return hashlib.sha256(f"{moment.isoformat()} {prompt_hash} {number}".encode()).hexdigest()[:16]

    def _record(self, call: Call) -> None:
        self._records.append(self._slug, CALLS, model_calls.encode(call))
        with self._counting:
            self.totals.add(call)


@dataclass(frozen=True)
class _Outgoing:
    """A question and its request as it may be sent."""

    question: Question
    released: ReleasedRequest

    @property
    def request(self) -> CompletionRequest:
        return self.released.request

    def named(self, completion: Completion) -> Completion:
        """The completion with names in the place of placeholders. Raises `BrokenPlaceholder`."""
        text = self.released.sealed.restore(completion.text, lang=self.question.prompt.lang)
        return replace(completion, text=text)

    def judged(self, completion: Completion) -> tuple[str, Completion]:
        """The outcome of the call, and the answer with its names."""
        try:
            return _outcome(completion), self.named(completion)
        except BrokenPlaceholder:
            return "broken", completion


def _outcome(completion: Completion) -> str:
    if completion.finish == "refused":
        return "refused"
    if not completion.text.strip():
        return "empty"
    if cleaning.is_refusal(completion.text):
        return "declined"
    return "truncated" if completion.finish == "length" else "ok"


def _offers(prompt: RenderedPrompt, completion: Completion | None) -> tuple[str, ...] | None:
    """The digests of the proposed titles, descriptions or texts, by which a used one is recognised later."""
    if prompt.name not in manifest.OFFERED or completion is None:
        return None
    lines = (cleaning.line(raw) for raw in completion.text.splitlines() if raw.strip())
    return tuple(dict.fromkeys(manifest.offer_digest(line) for line in lines))


def _counts(completion: Completion | None, *, is_cached: bool) -> Mapping[str, Any]:
    """The counted and measured values; zero for an answer from the cache."""
    if is_cached or completion is None:
        value = 0 if is_cached else None
        return {"input_tokens": value, "output_tokens": value, "seconds": value, "attempts": value}
    return {
        "input_tokens": completion.input_tokens,
        "output_tokens": completion.output_tokens,
        "seconds": round(completion.seconds, 3),
        "attempts": completion.attempts,
    }


def _counted(request: CompletionRequest, completion: Completion) -> tuple[int, int]:
    """The provider's number of tokens; without one that can be, an estimate that is not too low."""
    return _credible(completion.input_tokens, request.text), _credible(completion.output_tokens, completion.text)


def _credible(count: int | None, text: str) -> int:
    return count if count and count >= len(text) // _MOST_CHARACTERS_PER_TOKEN else estimated_tokens(text)


def _refuse_unusable(answer: Answer) -> None:
    outcome = answer.call.outcome
    if outcome in ("refused", "declined"):
        raise UnusableAnswer(
            _("The model refused to answer."), _("Reword the points of this part, or choose another model.")
        )
    if outcome == "broken":
        raise UnusableAnswer(
            _("The answer holds a broken placeholder, so it is not certain whose name belongs there."),
            advice("repeat-or-change-model"),
        )
    if outcome == "empty":
        raise UnusableAnswer(_("The model gave an empty answer."), advice("repeat-or-change-model"))


def _about(error: ServiceError, part: str) -> ServiceError:
    """The same error, with the name of the part."""
    message = _("{part}: {message}").format(part=part, message=error.problem.message)
    return type(error)(message, error.problem.remedy)
