"""Accompany: texts that go with a piece are made by a model, or recorded as a person wrote them.

```python
prepared = Accompany("garden", ("mastodon",), tools).prepare(context)    # what would be made; nothing is asked
outcome = Accompany("garden", ("mastodon",), tools).execute(context, prepared)
```
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authoring.drafting import accompany
from authoring.drafting.accompany import MadeText
from authoring.drafting.tools import DraftingTools
from authoring.editorial import accompanying
from authoring.editorial.accompanying import TextView
from authoring.editorial.actions import EditorialAction, event_of
from authoring.editorial.context import Context
from authoring.errors import AuthoringError, InputError, NotPossibleNow, Stopped, advice
from authoring.model import workflow
from authoring.model.events import Accompaniment, RecordedText
from authoring.model.states import Action
from authoring.model.text_kinds import KINDS, TextKind, kind_named, kind_title, text_hash
from authoring.store.pieces import Piece
from authoring.store.recording import Additions, record
from authoring.text.i18n import _


@dataclass(frozen=True)
class PreparedTexts:
    """The kinds that will be made; those of which a text is on record for the present words are left as they are."""

    piece: Piece
    kinds: tuple[TextKind, ...]
    standing: tuple[TextKind, ...]


@dataclass(frozen=True)
class Accompanied:
    """The piece as it was left, what was made of each kind, and the kinds that stood already."""

    piece: Piece
    made: tuple[MadeText, ...]
    standing: tuple[TextKind, ...] = ()


@dataclass(frozen=True)
class Accompany(EditorialAction[PreparedTexts, Accompanied]):
    """Have texts made by a model from the text in review or approved, all kinds where none is named.

    `anew` makes also those that are on record for the present words of the piece.
    """

    slug: str
    kinds: tuple[str, ...]
    tools: DraftingTools
    anew: bool = False

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the actor may not have texts made now; None when they may."""
        return _refusal(context, self.slug)

    def prepare(self, context: Context) -> PreparedTexts:
        """What will be made. Raises `NotPossibleNow` for a text that somebody has changed and not recorded."""
        piece = _permitted(context, self.slug)
        wanted = [kind_named(name) for name in dict.fromkeys(self.kinds or KINDS)]
        post = accompanying.post_of(context, piece)
        standing = []
        for kind in wanted:
            text = accompanying.read(context, self.slug, kind)
            seen = accompanying.view(context, piece, kind, text, post) if text is not None else None
            _refuse_unrecorded(self.slug, seen)
            if seen and seen.standing != "outdated" and not self.anew:
                standing.append(kind)
        return PreparedTexts(piece, tuple(it for it in wanted if it not in standing), tuple(standing))

    def execute(self, context: Context, prepared: PreparedTexts, *, signature: bytes = b"") -> Accompanied:
        """Ask the model and record what it made. Raises what models raise, and `Conflict`."""
        post = accompanying.post_of(context, prepared.piece)
        made = tuple(accompany.make(self.tools, post, kind) for kind in prepared.kinds)
        fit = [it for it in made if it.is_kept]
        if not fit:
            return Accompanied(prepared.piece, made, prepared.standing)
        entries = tuple(RecordedText(it.kind.name, text_hash(it.text), True, it.models) for it in fit)
        files = {accompanying.record_name(it.kind): f"{it.text}\n".encode() for it in fit}
        piece = _recorded(context, prepared.piece, Accompaniment(entries).as_details(), files)
        return Accompanied(piece, made, prepared.standing)


@dataclass(frozen=True)
class RecordText(EditorialAction[TextView, TextView]):
    """Put on record what the actor wrote into the file of a text: they are a writer of it from then on."""

    slug: str
    kind: str

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the actor may not record a text now; None when they may."""
        return _refusal(context, self.slug)

    def prepare(self, context: Context) -> TextView:
        """The text as it lies there. Raises `InputError` where there is none."""
        return text_beside(context, _permitted(context, self.slug), kind_named(self.kind))

    def execute(self, context: Context, prepared: TextView, *, signature: bytes = b"") -> TextView:
        """Record it; what is on record already is left as it is."""
        piece = _permitted(context, self.slug)
        if prepared.recorded is None or prepared.recorded.sha256 != prepared.hash:
            entry = RecordedText(prepared.kind.name, prepared.hash)
            piece = _recorded(context, piece, Accompaniment((entry,)).as_details(), {})
        return text_beside(context, piece, prepared.kind)


def text_beside(context: Context, piece: Piece, kind: TextKind) -> TextView:
    """The text of a kind beside a piece. Raises `InputError` where there is none."""
    text = accompanying.read(context, piece.slug, kind)
    if text is None:
        raise InputError(
            _("“{slug}” has no such text: {kind}.").format(slug=piece.slug, kind=kind_title(kind.name)),
            advice("make-text", slug=piece.slug, kind=kind.name),
        )
    return accompanying.view(context, piece, kind, text, accompanying.post_of(context, piece))


def _recorded(context: Context, piece: Piece, details: Mapping[str, Any], files: Mapping[str, bytes | None]) -> Piece:
    target = piece.situation.state
    named, event = event_of(context, piece, Action.accompany, target=target, details=details)
    return record(context.repository, named, event, additions=Additions(records=files))


def _refusal(context: Context, slug: str) -> AuthoringError | None:
    try:
        _permitted(context, slug)
    except (Stopped, InputError) as refusal:
        return refusal
    return None


def _permitted(context: Context, slug: str) -> Piece:
    piece = context.repository.piece(slug)
    workflow.permit(Action.accompany, now=piece.situation, actor=context.actor)
    return piece


def _refuse_unrecorded(slug: str, seen: TextView | None) -> None:
    if seen and seen.standing in ("edited", "unrecorded"):
        raise NotPossibleNow(
            _("Somebody has changed this text, and it is not on record; it would be lost."),
            advice("record-text", slug=slug, kind=seen.kind.name),
            file=seen.label,
        )
