"""The texts that accompany a piece, as its history has them: each of one kind, for one content hash of the piece."""

from __future__ import annotations

from dataclasses import dataclass, replace

from authoring.model import events
from authoring.model.events import Event, RecordedText
from authoring.model.states import Action


@dataclass(frozen=True)
class AccompanyingText:
    """A text as it was last recorded. `piece` is the content hash of the piece that it goes with.

    `writers` are all who had a hand in these words, since they were last made anew. `approvals` are those of the
    present words alone. `has_model_text` tells that a model wrote some of them.
    """

    kind: str
    sha256: str
    piece: str
    writers: frozenset[str] = frozenset()
    approvals: tuple[str, ...] = ()
    has_model_text: bool = False


class TextCourse:
    """What a history says of such texts so far, event after event."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], AccompanyingText] = {}

    def add(self, event: Event) -> None:
        """Go one line further."""
        if event.action is Action.accompany:
            for text in events.accompaniment(event).texts:
                self._texts[event.hash, text.kind] = self._after(event, text)
        elif event.action is Action.approve_text:
            approval = events.text_approval(event)
            standing = self._texts.get((event.hash, approval.kind))
            if standing is not None and standing.sha256 == approval.sha256:
                approvers = dict.fromkeys([*standing.approvals, event.actor])
                self._texts[event.hash, approval.kind] = replace(standing, approvals=tuple(approvers))

    def of(self, content_hash: str) -> tuple[AccompanyingText, ...]:
        """The texts that accompany the piece with this content, by kind."""
        return tuple(text for (piece, _kind), text in sorted(self._texts.items()) if piece == content_hash)

    def _after(self, event: Event, text: RecordedText) -> AccompanyingText:
        """The text after the line; the same words keep their approvals."""
        before = self._texts.get((event.hash, text.kind))
        is_same = before is not None and before.sha256 == text.sha256
        earlier = before if is_same or not text.is_made else None
        return AccompanyingText(
            text.kind,
            text.sha256,
            event.hash,
            writers=frozenset({event.actor, *(earlier.writers if earlier else ())}),
            approvals=before.approvals if before and is_same else (),
            has_model_text=bool(text.models) or bool(earlier and earlier.has_model_text),
        )
