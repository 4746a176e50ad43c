"""What the line of a submission states of how the text was written: what its author declared, and what it equals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from authoring.model.events.event import Event
from authoring.model.events.untyped import texts_in
from authoring.model.states import Action


@dataclass(frozen=True)
class Declaration:
    """Whoever handed the text in declared that people alone wrote it.

    `words` is the sentence that they declared, `text` the SHA-256 of the very words that it is about.
    """

    words: str
    text: str

    def as_json(self) -> dict[str, str]:
        """As the line states it."""
        return {"words": self.words, "text": self.text}


@dataclass(frozen=True)
class CopiedDraft:
    """The text is one that models wrote for another piece: its slug, its content hash, and the models' names."""

    slug: str
    hash: str
    models: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As the line states it."""
        return {"slug": self.slug, "hash": self.hash, "models": list(self.models)}


@dataclass(frozen=True)
class Written:
    """What is stated of how a text was written; nothing where nobody declared anything."""

    declaration: Declaration | None = None
    draft: CopiedDraft | None = None

    def as_json(self) -> dict[str, Any]:
        """As the line states it, and the statement of an approval after it."""
        return {
            **({"declares": self.declaration.as_json()} if self.declaration else {}),
            **({"draft": self.draft.as_json()} if self.draft else {}),
        }

    def as_details(self) -> dict[str, Any]:
        """The entry of the line's details."""
        return {"written": self.as_json()}


def written(event: Event) -> Written | None:
    """What a submission states of how the text was written; None for a line of an earlier version, or another's."""
    stated = event.details.get("written")
    if event.action is not Action.submit or not isinstance(stated, dict):
        return None
    declares, draft = stated.get("declares"), stated.get("draft")
    return Written(
        Declaration(_text(declares, "words"), _text(declares, "text")) if isinstance(declares, dict) else None,
        CopiedDraft(_text(draft, "slug"), _text(draft, "hash"), texts_in(draft.get("models")))
        if isinstance(draft, dict)
        else None,
    )


def last_written(past: Iterable[Event]) -> Written | None:
    """What the last submission states; None where there is none, or where an earlier version recorded it."""
    last = next((event for event in reversed([*past]) if event.action is Action.submit), None)
    return written(last) if last else None


def copied_models(event: Event) -> tuple[str, ...]:
    """The models that wrote the draft which the text equals."""
    stated = written(event)
    return stated.draft.models if stated and stated.draft else ()


def _text(stated: dict[str, Any], name: str) -> str:
    value = stated.get(name)
    return value if isinstance(value, str) else ""
