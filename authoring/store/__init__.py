"""The one door to documents and their history: the protocol of a store and what it hands out.

`folder` keeps everything in plain files; another implementation would keep the same promises: every write
is whole or not at all, a history only grows, and a writer who has not seen the latest text is told so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from authoring.errors import Problem
    from authoring.model.documents import Draft, Outline, Testimony
    from authoring.model.workflow import Event, Situation, State
    from authoring.store.rows import Kind
    from authoring.text.frontmatter import Document

INDEX: Final = "index.md"
HISTORY: Final = "history.jsonl"
# a kept revision's folder is named by the beginning of its hash
SHORT: Final = 16


@dataclass(frozen=True)
class Piece:
    """A piece as it is now: its text, its history and where that puts it.

    `folder` is where it is worked on: `drafts/<slug>`, or `published/<slug>` once it is out. `manifest` is
    what the content hash is the hash of; `checkpoint` is the count of events and the last one's digest, `7-3f2a…`.
    """

    slug: str
    folder: Path
    document: Document
    draft: Draft
    events: Sequence[Event]
    situation: Situation
    checkpoint: str = "0"
    manifest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """The content hash of what lies in the file now."""
        return self.situation.hash

    @property
    def is_out(self) -> bool:
        """Whether the piece lies in `published/`."""
        return self.folder.parent.name == "published"


class Entry(NamedTuple):
    """A piece in a list. `live` is the hash that readers see, empty when they see none.

    `scheduled_at` is when a scheduled piece goes out, `published` when readers were first given a text, both in ISO
    8601 and empty where there is no such time; `approvals` are the ids of those who approved the present content.
    """

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


class Store(Protocol):
    """Outlines, testimonies and pieces. Paths are for showing and for pictures; texts go through here."""

    def outlines(self) -> Sequence[str]:
        """The slugs of all outlines, in order."""

    def testimonies(self) -> Sequence[str]:
        """The slugs of all testimonies, in order."""

    def pieces(self) -> Sequence[str]:
        """The slugs of all pieces, drafts and published ones, in order."""

    def overview(self) -> Overview:
        """Every piece at a glance, by slug, and the mistakes in those that cannot be read."""

    def remembered(
        self, question: str, slugs: Iterable[str], judge: Callable[[str], bool], *, about: str
    ) -> Mapping[str, bool]:
        """What `judge` finds of what readers see of each piece; asked again once it or its history has changed.

        `about` stands for all else that the answers hang on: another one, and all are asked again.
        """

    def search(self, words: str, *, kinds: Sequence[Kind], limit: int) -> Search:
        """The documents of these kinds that hold all of these words, accents and case aside."""

    def forget(self, testimonies: Collection[str], holds: Callable[[str], bool]) -> Sequence[Path]:
        """Take out of all memory these testimonies and every text that `holds` says yes to.

        Returns the files of this memory that still hold them.
        """

    def outline(self, slug: str) -> Outline:
        """One outline. Raises `UnknownSlug` or `InvalidDocuments`."""

    def testimony(self, slug: str) -> Testimony:
        """One testimony. Raises `UnknownSlug` or `InvalidDocuments`."""

    def piece(self, slug: str) -> Piece:
        """One piece as it is now. Raises `UnknownSlug` or `InvalidDocuments`."""

    def folder(self, slug: str) -> Path:
        """Where the piece is worked on. Raises `UnknownSlug`."""

    def create(self, slug: str, text: str, *, pictures: Mapping[str, Path]) -> Path:
        """A new piece's `index.md`, with copies of its pictures. Raises `Conflict` when one is there."""

    def write(self, piece: Piece, text: str) -> Piece:
        """Replace the piece's text. Raises `Conflict` when the file is no longer what `piece` was read from."""

    def append(self, piece: Piece, event: Event) -> Piece:
        """Add an event to the history and show the new state in the file.

        The store fills in `seq` and `prev`. Raises `Conflict` when the history has grown since `piece` was read.
        """

    def snapshot(self, piece: Piece) -> Path:
        """Keep the piece's present content for good, under its hash; once is enough."""

    def attach(self, piece: Piece, records: Mapping[str, bytes]) -> None:
        """Keep files beside the piece, by their path below its folder; each is whole or not there."""

    def revision(self, slug: str, prefix: str) -> Piece:
        """A kept revision by the beginning of its hash. Raises `InputError` when none or several fit."""

    def revisions(self, slug: str) -> Sequence[str]:
        """The hashes of the kept revisions, oldest first."""

    def move_out(self, slug: str) -> Piece:
        """From `drafts/` to `published/`, replacing what was live."""

    def move_back(self, slug: str, *, keep_live: bool) -> Piece:
        """From `published/` to `drafts/`; with `keep_live` what readers see stays behind."""

    def kept(self, piece: Piece, hashed: str) -> Piece:
        """The kept revision of `piece` with exactly this hash. Raises `InputError` when it is gone."""

    def live(self, slug: str) -> Piece:
        """The kept revision that readers see. Raises `InputError` when they see none, or it is gone."""

    def looks(self, piece: Piece) -> Mapping[str, str]:
        """The hash that each reviewer saw when they last looked, by their id."""

    def note_look(self, piece: Piece, reviewer: str) -> None:
        """Remember that a reviewer has now seen this revision."""

    def show_live(self, piece: Piece) -> None:
        """While a correction is on its way, keep what readers see in `published/`."""

    def hide_live(self, slug: str) -> None:
        """Take away what `show_live` keeps, when the piece is retracted."""

    def strayed(self, piece: Piece) -> Path | None:
        """The copy of what readers see, where somebody wrote into it while the piece's correction is on its way."""

    def problems(self) -> Iterable[Problem]:
        """Mistakes in any outline, testimony or piece."""
