"""What the lines state of the texts that accompany a piece: newsletter paragraph, posts for networks, press release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authoring.model.events.event import Event
from authoring.model.events.untyped import entries_in, texts_in


@dataclass(frozen=True)
class RecordedText:
    """A text that accompanies the piece with the line's hash: its kind, and the SHA-256 of its words.

    `is_made` tells that nothing of an earlier text is left in it: a model wrote it, or the program took the post's own
    words. `models` are those that wrote it; without `is_made`, a person recorded what they changed.
    """

    kind: str
    sha256: str
    is_made: bool = False
    models: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As the line states it."""
        stated: dict[str, Any] = {"kind": self.kind, "sha256": self.sha256}
        if self.is_made:
            stated["made"] = True
        return {**stated, "models": sorted(set(self.models))} if self.models else stated


@dataclass(frozen=True)
class Accompaniment:
    """The texts that a line records."""

    texts: tuple[RecordedText, ...]

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        return {"texts": [text.as_json() for text in self.texts]}


@dataclass(frozen=True)
class TextApproval:
    """The statement by which a text was approved, None where the line records none, and its signature's SHA-256."""

    statement: Mapping[str, Any] | None = None
    signature: str = ""

    def as_details(self) -> dict[str, Any]:
        """As the line states it: the very bytes that are signed stand in it, in canonical JSON."""
        signed = {"signature": self.signature} if self.signature else {}
        return {"text": dict(self.statement or {}), **signed}

    @property
    def kind(self) -> str:
        """The kind of text that was approved; empty where nothing says."""
        return str((self.statement or {}).get("kind", ""))

    @property
    def sha256(self) -> str:
        """The SHA-256 of the words that were approved; empty where nothing says."""
        return str((self.statement or {}).get("hash", ""))


def accompaniment(event: Event) -> Accompaniment:
    """The texts that the line records."""
    return Accompaniment(tuple(_recorded(entry) for entry in entries_in(event.details.get("texts"))))


def text_approval(event: Event) -> TextApproval:
    """What the line says of an approved text."""
    statement, signature = event.details.get("text"), event.details.get("signature", "")
    return TextApproval(
        statement if isinstance(statement, dict) else None, signature if isinstance(signature, str) else ""
    )


def _recorded(entry: Mapping[str, Any]) -> RecordedText:
    return RecordedText(
        str(entry.get("kind", "")),
        str(entry.get("sha256", "")),
        entry.get("made") is True,
        texts_in(entry.get("models")),
    )
