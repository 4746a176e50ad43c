"""What lists and searches show: a line for each piece or consent, and the documents that hold some words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from authoring.errors import Problem
from authoring.model.states import Action, State

if TYPE_CHECKING:  # a list from the index reads no piece
    from authoring.model.documents import Consent, Draft, Testimony
    from authoring.model.events import Event
    from authoring.model.situation import Situation
    from authoring.store import Stage
    from authoring.store.pieces import Piece


class Entry(NamedTuple):
    """A piece in a list. `live` is the hash that readers see, empty when they see none.

    `scheduled_at` is when a scheduled piece goes out, `published` when readers were first given a text, both in ISO
    8601 and empty where there is no such time; `approvals` are the ids of those who approved the present content.
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
    approvals: tuple[str, ...] = ()
    testimonies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Overview:
    """All pieces that can be read, and the mistakes in the others."""

    entries: Sequence[Entry]
    problems: Sequence[Problem]


class ConsentEntry(NamedTuple):
    """What a person allowed with one testimony, and the names by which they are found.

    `consent` lacks `evidence` and `sha256`: what proves it stays in the testimony's file.
    """

    slug: str
    person: str
    aliases: tuple[str, ...]
    consent: Consent


@dataclass(frozen=True)
class ConsentOverview:
    """The consents of all testimonies that can be read, by slug, and the mistakes in the others."""

    entries: Sequence[ConsentEntry]
    problems: Sequence[Problem]


@dataclass(frozen=True)
class Hit:
    """A document that holds the words of a search. `marks` are the offsets in `snippet` where they stand.

    `state` is a piece's, and empty for an outline or a testimony.
    """

    kind: str
    slug: str
    title: str
    state: str
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Search:
    """What a search gives, the nearest first, and the mistakes in documents that could not be searched."""

    hits: Sequence[Hit]
    problems: Sequence[Problem]


def consent_entry_of(testimony: Testimony) -> ConsentEntry:
    """What a list of consents shows of a testimony."""
    consent = replace(testimony.consent, evidence="", sha256="")
    return ConsentEntry(testimony.slug, testimony.person, testimony.aliases, consent)


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
        updated=moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        hash=situation.hash,
        live=situation.live,
        scheduled_at=situation.scheduled_at.isoformat() if situation.scheduled_at else "",
        published=_first_time_out(past),
        outline=draft.outline,
        approvals=situation.approvals,
        testimonies=draft.testimonies,
        tags=draft.tags,
    )


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
