"""What a model did to a piece, from its record: the history's events, and proposals that were taken as they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from authoring.model import manifest
from authoring.model.documents import Draft
from authoring.model.workflow import Action, Event, is_imported
from authoring.store.files import read_bytes
from authoring.text.strict_json import decode_json

Part = Literal["drafted", "revised", "title", "description", "alternatives"]

_CALLS = "calls.jsonl"


def took_part(events: Iterable[Event], draft: Draft, folder: Path) -> bool:
    """Whether a model wrote any of what readers will see."""
    return any(event.details.get("models") for event in events) or bool(_taken(draft, folder))


def disclosed(events: Sequence[Event], draft: Draft, folder: Path) -> str:
    """The kind of disclosure that the record bears out; of a post from elsewhere it says nothing, unless a model
    has worked on it here since."""
    if took_part(events, draft, folder):
        return "ai-assisted"
    return "not-recorded" if is_imported(events) else "human-only"


def parts(events: Sequence[Event], draft: Draft, folder: Path) -> tuple[Part, ...]:
    """What a model did, in the order in which readers are told."""
    written = {event.action for event in events if event.details.get("models")}
    found: list[Part] = []
    if Action.draft in written:
        found.append("drafted")
    if written - {Action.draft}:
        found.append("revised")
    return (*found, *_taken(draft, folder))


def _taken(draft: Draft, folder: Path) -> list[Part]:
    """What stands in the piece as a model proposed it; the record knows proposals by their digests."""
    offered = _offered(folder)
    if not offered:
        return []
    standing: list[tuple[Part, Iterable[str]]] = [
        ("title", [draft.title]),
        ("description", [draft.description]),
        ("alternatives", [picture.alt for picture in draft.images]),
    ]
    return [part for part, texts in standing if any(text and manifest.offer_digest(text) in offered for text in texts)]


def _offered(folder: Path) -> frozenset[str]:
    """The digests of every title, description and alternative text that a model has offered for the piece."""
    content = read_bytes(folder / _CALLS)
    if b'"offers"' not in content:
        return frozenset()
    found: set[str] = set()
    for line in content.splitlines():
        if b'"offers"' not in line:
            continue
        try:
            found.update(decode_json(line).get("offers", ()))
        except (ValueError, AttributeError, TypeError):  # a line that was cut off, which `stats` names
            continue
    return frozenset(found)
