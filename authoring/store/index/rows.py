"""A row of the index, and the protocol of what reads rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

from authoring.errors import Problem
from authoring.store.listing import Entry

if TYPE_CHECKING:
    from authoring.sourcing.likely_sources import Traces
    from authoring.store.drafted import DraftedWords
    from authoring.store.index.consents import ConsentEntry

ABSENT: Final = "0 0 0 0 0"  # the stamp of an absent file,
FRESH: Final = "- - - - -"  # and of one that has just changed, so that it is compared again

Searched = Literal["outline", "testimony", "piece"]
Kind = Searched | Literal["drafted"]
Digests = Mapping[str, str]


class Row(NamedTuple):
    """What the index keeps of a document: the words to search, a piece's entry, or the mistakes in its file.

    `digests` are the SHA-256 of a piece's files, by name and stamp, so that unchanged files are not hashed again.
    `traces` are the names and words of a testimony that decide whether it can concern a piece, `consent` is its
    consent. `drafted` are the words that models wrote in a piece: rows of that kind have no other value.
    """

    kind: Kind
    slug: str
    title: str = ""
    description: str = ""
    text: str = ""
    entry: Entry | None = None
    problems: tuple[Problem, ...] = ()
    digests: Mapping[str, str] = {}
    traces: Traces | None = None
    consent: ConsentEntry | None = None
    drafted: DraftedWords | None = None


class RowReader(Protocol):
    """Reads the rows of one kind of documents."""

    @property
    def kind(self) -> Kind:
        """The kind of all its documents."""

    @property
    def about(self) -> str:
        """The settings that the rows depend on, as one text: when it changes, all rows are read again."""

    def stamps(self) -> Mapping[str, str]:
        """For each document a text that changes whenever its row may have changed."""

    def file_stamp(self, slug: str, src: str) -> str:
        """The stamp of a file beside a document, as in its row's `digests`; any other text when it is unknown."""

    def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
        """The rows of these documents, mistakes included. `digests` returns the digests in their earlier rows."""
