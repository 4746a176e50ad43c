"""All pieces at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from authoring.errors import AuthoringError, Problem
from authoring.model.workflow import State
from authoring.store.pieces import Piece
from authoring.store.repository import Repository


@dataclass(frozen=True)
class Entry:
    """A piece in a list. `live` is the hash that readers see, empty when they see none."""

    slug: str
    place: str
    title: str
    state: State
    lang: str
    author: str
    assignee: str
    due: str
    updated: str
    hash: str
    live: str


@dataclass(frozen=True)
class Overview:
    """All pieces that can be read, and the mistakes in the others."""

    entries: Sequence[Entry]
    problems: Sequence[Problem]


def entry_of(piece: Piece) -> Entry:
    """The line that a list shows of a piece; `updated` is the time of its last event or of a later edit."""
    situation = piece.situation
    is_recorded = situation.last is not None and situation.last.hash == piece.hash
    moment = situation.last.time if situation.last is not None and is_recorded else piece.modified
    return Entry(
        slug=piece.slug,
        place=piece.stage,
        title=piece.draft.title,
        state=situation.state,
        lang=piece.draft.lang,
        author=piece.draft.author,
        assignee=situation.assignee,
        due=situation.due,
        updated=moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        hash=piece.hash,
        live=situation.live,
    )


def overview(repository: Repository) -> Overview:
    """Every piece by slug, and the mistakes in those that cannot be read."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for slug in repository.pieces():
        try:
            entries.append(entry_of(repository.piece(slug)))
        except AuthoringError as error:
            problems.extend(error.problems)
    return Overview(entries, problems)
