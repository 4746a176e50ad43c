"""How a piece was written, by its record: what a model did to it, or what people declared.

The history's events know who drafted and revised with a model, and what a submission declared; the record of calls
knows proposals that were taken as they were. Where neither says anything, nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from authoring.model import calls as model_calls
from authoring.model import manifest
from authoring.model.documents import Draft
from authoring.model.events import Event, approval, copied_models, models, written
from authoring.model.situation import is_imported
from authoring.model.states import Action

Part = Literal["drafted", "revised", "title", "description", "alternatives"]
PROPOSALS: Final = frozenset({"title", "description", "alternatives"})


def took_part(events: Iterable[Event], draft: Draft, calls: bytes) -> bool:
    """Whether a model wrote any of what readers will see."""
    return any(models(event) or copied_models(event) for event in events) or bool(_taken(draft, calls))


def disclosed(events: Sequence[Event], draft: Draft, calls: bytes) -> str:
    """The kind of disclosure that the record bears out.

    That people alone wrote a text is a person's declaration, and holds for the very words that it is about. Of a post
    from elsewhere nobody here can declare it.
    """
    if took_part(events, draft, calls):
        return "ai-assisted"
    return "human-only" if not is_imported(events) and _is_human_only(events, draft) else "not-recorded"


def declared_text(draft: Draft) -> str:
    """The SHA-256 of the words that a declaration is about: all that a reader sees, pictures by their names."""
    pictures = [[it.src, it.alt, it.caption, it.credit] for it in draft.images]
    words = {"title": draft.title, "description": draft.description, "images": pictures}
    return manifest.text_digest(manifest.encode({**words, "body": manifest.text_digest(draft.body)}).decode())


def _is_human_only(events: Sequence[Event], draft: Draft) -> bool:
    """Whether the last submission declares it of these words.

    A text of an earlier version, which took it for granted, stays as it was approved until it is handed in again.
    """
    number = next((it for it in reversed(range(len(events))) if events[it].action is Action.submit), None)
    if number is None:
        return False
    how = written(events[number])
    if how is None:
        approvals = [event for event in events[number:] if event.action is Action.approve]
        return any(not approval(event).states_origin for event in approvals)
    is_person = events[number].kind == "person"
    return is_person and how.declaration is not None and how.declaration.text == declared_text(draft)


def parts(events: Sequence[Event], draft: Draft, calls: bytes) -> tuple[Part, ...]:
    """What a model did, in the order in which readers are told."""
    actions = {event.action for event in events if models(event)}
    parts_of_text: list[Part] = []
    if Action.draft in actions or any(copied_models(event) for event in events):
        parts_of_text.append("drafted")
    if actions - {Action.draft}:
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
