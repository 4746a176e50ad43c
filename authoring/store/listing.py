"""The line of a list for each piece."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from authoring.errors import Problem
from authoring.model.local_times import in_zone
from authoring.model.states import Action, State

if TYPE_CHECKING:  # a list from the index reads no piece
    from authoring.model.documents import Draft
    from authoring.model.events import Event
    from authoring.model.situation import Situation
    from authoring.store import Stage
    from authoring.store.pieces import Piece


class Entry(NamedTuple):
    """A piece in a list. `live` is the hash of the revision that readers see, empty when they see none.

    `scheduled_at` is when a scheduled piece goes out, `published` when a text was first published, both in ISO 8601 and
    empty when there is no such time. `imported` is the kind of blog that an imported post came from, as long as
    readers see it and nobody has reviewed it. `approvals` are the ids of those who approved the present content.
    `texts` are those that accompany it, each as `TextLine` writes it. `translation_of` is the piece that it translates,
    `translated` the content hash of that piece when it was.
    """

    slug: str
    stage: str
    title: str
    state: State
    lang: str
    author: str
    assignee: str
    due: str
    updated: str
    hash: str
    live: str
    scheduled_at: str = ""
    published: str = ""
    outline: str = ""
    imported: str = ""
    translation_of: str = ""
    translated: str = ""
    approvals: tuple[str, ...] = ()
    testimonies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


class TextLine(NamedTuple):
    """A text that accompanies a piece, in a list. `barred` are the ids of those who may not approve it, or did."""

    kind: str
    approvals: int
    barred: tuple[str, ...]

    @classmethod
    def read(cls, line: str) -> TextLine:
        """The text that a line of an entry stands for."""
        kind, approvals, *barred = line.split(" ")
        return cls(kind, int(approvals), tuple(barred))

    def written(self) -> str:
        """The line that stands for it."""
        return " ".join([self.kind, str(self.approvals), *self.barred])


class Overview(NamedTuple):
    """All pieces that can be read, and the mistakes in the others."""

    entries: Sequence[Entry]
    problems: Sequence[Problem]


def entry_of(piece: Piece) -> Entry:
    """The line that a list shows of a piece; `updated` is the time of its last event or of a later edit."""
    return entry(piece.draft, piece.events, piece.situation, stage=piece.stage, modified=piece.modified)


def entry(draft: Draft, past: Sequence[Event], situation: Situation, *, stage: Stage, modified: datetime) -> Entry:
    """The line of a piece with this text and this history; `modified` is when its text last changed."""
    is_recorded = situation.last is not None and situation.last.hash == situation.hash
    moment = situation.last.time if situation.last is not None and is_recorded else modified
    return Entry(
        slug=draft.slug,
        stage=stage,
        title=draft.title,
        state=situation.state,
        lang=draft.lang,
        author=draft.author,
        assignee=situation.assignee,
        due=situation.due,
        updated=in_zone(moment, UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        hash=situation.hash,
        live=situation.live,
        scheduled_at=situation.scheduled_at.isoformat() if situation.scheduled_at else "",
        published=_first_time_out(past),
        outline=draft.outline,
        imported=_imported(past),
        translation_of=draft.translation_of,
        translated=_translated(past),
        approvals=situation.approvals,
        testimonies=draft.testimonies,
        tags=draft.tags,
        texts=_texts(situation),
    )


def _texts(situation: Situation) -> tuple[str, ...]:
    return tuple(
        TextLine(
            text.kind, len(text.approvals), tuple(sorted({*situation.writers, *text.writers, *text.approvals}))
        ).written()
        for text in situation.texts
    )


def _translated(past: Sequence[Event]) -> str:
    from authoring.model.events import translated

    original = translated(past)
    return original.hash if original else ""


def _imported(past: Sequence[Event]) -> str:
    from authoring.model.situation import unreviewed_import

    origin = unreviewed_import(past)
    return origin.source if origin else ""


def _first_time_out(past: Sequence[Event]) -> str:
    """When readers were first given a text; empty where they never were."""
    from authoring.model.events import imported

    for event in past:
        if event.action is Action.publish:
            return event.time.isoformat()
        if event.action is Action.import_:
            origin = imported([event])
            return origin.published.isoformat() if origin else ""
    return ""
