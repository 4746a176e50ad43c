"""How a text was written, in the event of its submission: the author's declaration, or the copied draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from authoring.model.events.event import Event
from authoring.model.events.untyped import texts_in
from authoring.model.states import Action


@dataclass(frozen=True)
class Declaration:
    """The declaration at the submission that only people wrote the text.

    `words` is the declared sentence, `text` the SHA-256 of the words that it is about.
    """

    words: str
    text: str

    def as_json(self) -> dict[str, str]:
        """The values as the event states them."""
        return {"words": self.words, "text": self.text}


@dataclass(frozen=True)
class CopiedDraft:
    """A draft of another piece that the text copies: its slug, its content hash, and the names of its models."""

    slug: str
    hash: str
    models: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The values as the event states them."""
        return {"slug": self.slug, "hash": self.hash, "models": list(self.models)}


@dataclass(frozen=True)
class Written:
    """How a text was written; both values are empty when nobody declared anything."""

    declaration: Declaration | None = None
    draft: CopiedDraft | None = None

    def as_json(self) -> dict[str, Any]:
        """The values in the event, and in the statement of an approval."""
        return {
            **({"declares": self.declaration.as_json()} if self.declaration else {}),
            **({"draft": self.draft.as_json()} if self.draft else {}),
        }

    def as_details(self) -> dict[str, Any]:
        """The entry of the event's details."""
        return {"written": self.as_json()}


def written(event: Event) -> Written | None:
    """How the text was written, by its submission; None for an event of an earlier version or of another action."""
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
    """The same for the last submission; None when there is none, or when an earlier version recorded it."""
    last = next((event for event in reversed([*past]) if event.action is Action.submit), None)
    return written(last) if last else None


def copied_models(event: Event) -> tuple[str, ...]:
    """The models of the draft that the text copies."""
    stated = written(event)
    return stated.draft.models if stated and stated.draft else ()


def _text(stated: dict[str, Any], name: str) -> str:
    value = stated.get(name)
    return value if isinstance(value, str) else ""
