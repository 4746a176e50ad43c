"""What a model did to a piece, from its record: the history's events, and proposals that were taken as they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from authoring.model import calls as model_calls
from authoring.model import manifest
from authoring.model.documents import Draft
from authoring.model.events import Event, models
from authoring.model.situation import is_imported
from authoring.model.states import Action

Part = Literal["drafted", "revised", "title", "description", "alternatives"]
PROPOSALS: Final = frozenset({"title", "description", "alternatives"})


def took_part(events: Iterable[Event], draft: Draft, calls: bytes) -> bool:
    """Whether a model wrote any of what readers will see."""
    return any(models(event) for event in events) or bool(_taken(draft, calls))


def disclosed(events: Sequence[Event], draft: Draft, calls: bytes) -> str:
    """The kind of disclosure that the record bears out; of a post from elsewhere it says nothing, unless a model
    has worked on it here since."""
    if took_part(events, draft, calls):
        return "ai-assisted"
    return "not-recorded" if is_imported(events) else "human-only"


def parts(events: Sequence[Event], draft: Draft, calls: bytes) -> tuple[Part, ...]:
    """What a model did, in the order in which readers are told."""
    written = {event.action for event in events if models(event)}
    parts_of_text: list[Part] = []
    if Action.draft in written:
        parts_of_text.append("drafted")
    if written - {Action.draft}:
        parts_of_text.append("revised")
    return (*parts_of_text, *_taken(draft, calls))


def _taken(draft: Draft, calls: bytes) -> list[Part]:
    """What stands in the piece as a model proposed it; the record knows proposals by their digests."""
    offered = model_calls.offered(calls)
    if not offered:
        return []
    standing: list[tuple[Part, Iterable[str]]] = [
        ("title", [draft.title]),
        ("description", [draft.description]),
        ("alternatives", [picture.alt for picture in draft.images]),
    ]
    return [part for part, texts in standing if any(text and manifest.offer_digest(text) in offered for text in texts)]
