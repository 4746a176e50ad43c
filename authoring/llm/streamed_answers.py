"""One answer put together from the parts in which a provider sends it, whatever words the provider has for its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from authoring.llm import Completion, FinishReason, failures
from authoring.llm.failures import Place
from authoring.llm.plausible import token_count
from authoring.llm.providers import Address

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk

_FINISHES: Final[Mapping[str, FinishReason]] = {
    "stop": "stop",
    "end_turn": "stop",
    "stop_sequence": "stop",
    "complete": "stop",
    "completed": "stop",
    "length": "length",
    "max_tokens": "length",
    "max_output_tokens": "length",
    "model_length": "length",
    "incomplete": "length",
    "content_filter": "refused",
    "refusal": "refused",
    "safety": "refused",
    "prohibited_content": "refused",
    "blocklist": "refused",
}


@dataclass
class StreamedAnswer:
    """What has arrived of one answer, which may have `most` characters."""

    most: int
    parts: list[str] = field(default_factory=list)
    length: int = 0
    chunks: int = 0
    finish: str = ""
    model: str = ""
    counts: list[tuple[int | None, int | None]] = field(default_factory=list)

    def take(self, chunk: AIMessageChunk) -> str:
        """Note a chunk; returns its text."""
        self.chunks += 1
        metadata = chunk.response_metadata
        self.model = str(metadata.get("model_name") or metadata.get("model") or self.model)
        self.finish = _finish(metadata) or self.finish
        if usage := chunk.usage_metadata:  # providers that report twice report increments
            self.counts.append((token_count(usage.get("input_tokens")), token_count(usage.get("output_tokens"))))
        text = str(chunk.text)
        if text:
            self.parts.append(text)
        self.length += len(text)
        return text

    @property
    def is_too_long(self) -> bool:
        """Whether more has arrived than the tokens that were asked for can hold."""
        return self.length > self.most

    def completion(self, address: Address, place: Place, *, names_its_end: bool) -> Completion:
        """The answer as a whole. Raises when it never was one, was refused, or broke off.

        `names_its_end` says that the provider names the end of every whole answer.
        """
        if not self.chunks:
            raise failures.not_an_answer(place)
        if names_its_end and not self.finish:
            raise failures.cut_short(place)
        finish = _FINISHES.get(self.finish, "unknown")
        if finish == "refused":
            raise failures.content_refused(place)
        return Completion(
            "".join(self.parts),
            self.model or address.name,
            finish,
            input_tokens=_sum([prompt for prompt, _answer in self.counts]),
            output_tokens=_sum([answer for _prompt, answer in self.counts]),
        )


def _sum(counts: Sequence[int | None]) -> int | None:
    """The sum of the reported increments; None when there is none, or when one of them cannot be."""
    stated = [count for count in counts if count is not None]
    return sum(stated) if counts and len(stated) == len(counts) else None


def _finish(metadata: Mapping[str, Any]) -> str:
    """The provider's word for why the answer ended; empty as long as it has not."""
    details = metadata.get("incomplete_details")
    if isinstance(details, Mapping) and details.get("reason"):
        return str(details["reason"]).lower()
    for name in ("finish_reason", "stop_reason", "stopReason", "done_reason", "status"):
        if metadata.get(name):
            return str(metadata[name]).lower()
    return ""
