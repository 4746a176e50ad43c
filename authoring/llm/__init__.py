"""Language models: requests, answers, and the protocol of a model.

Back-ends: `langchain` (every provider, and any OpenAI-compatible server), `local` (a model on this machine), `fake`
(for tests), and plug-ins; `backends` says what one is. Only `langchain.py` imports LangChain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

FinishReason = Literal["stop", "length", "refused", "unknown"]


@dataclass(frozen=True)
class AttachedPicture:
    """A picture that goes with a question, as it is sent; `mime_type` is such as `image/jpeg`."""

    content: bytes = field(repr=False)
    mime_type: str

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        import hashlib

        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class CompletionRequest:
    """One question to one model. `parameters` are those of the template's header (temperature, max_tokens…).

    `examples` are questions with their answers, which the model sees as earlier turns of the conversation.
    `pictures` come after the prompt, for a model that can see.
    """

    model: str
    prompt: str
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    examples: tuple[tuple[str, str], ...] = ()
    pictures: tuple[AttachedPicture, ...] = ()

    @property
    def text(self) -> str:
        """All that the model reads."""
        turns = (text for example in self.examples for text in example)
        return "\n".join((self.system, *turns, self.prompt))


def provider_of(model: str) -> str:
    """The part of a model's name that says who answers: what stands before the colon."""
    return model.partition(":")[0]


@dataclass(frozen=True)
class Completion:
    """One answer. Token counts are the provider's, None where it reported none; `seconds` is wall time."""

    text: str
    model: str
    finish: FinishReason = "stop"
    input_tokens: int | None = None
    output_tokens: int | None = None
    seconds: float = 0.0
    attempts: int = 1


class LanguageModel(Protocol):
    """Answers requests. Safe to call from several threads at once."""

    def complete(self, request: CompletionRequest, *, on_text: Callable[[str], None] | None = None) -> Completion:
        """The answer; `on_text` receives its parts as they arrive, in the thread that called.

        An empty part says that the answer broke off and begins again: what came before does not count.

        Raises `ServiceUnavailable` (after its own retries), `ServiceRefused` or `UnusableAnswer`.
        """

    def close(self) -> None:
        """Release what the model uses: servers, connections. Calls that still wait end. May be called twice."""
