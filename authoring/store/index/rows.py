"""What the index keeps of a document, and what reads it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

from authoring.errors import Problem
from authoring.store.listing import Entry

if TYPE_CHECKING:
    from authoring.sourcing.likely_sources import Traces
    from authoring.store.drafted import DraftedWords
    from authoring.store.index.consents import ConsentEntry

ABSENT: Final = "0 0 0 0 0"  # in place of the stamp of a file that is not there,
FRESH: Final = "- - - - -"  # and of one that has just changed, so that it is looked at again

Searched = Literal["outline", "testimony", "piece"]
Kind = Searched | Literal["drafted"]
Digests = Mapping[str, str]


class Row(NamedTuple):
    """What the index keeps of a document: what people search, a piece's entry, or the mistakes in its file.

    `digests` are the SHA-256 of a piece's files, by name and stat, so that a changed text hashes none of them anew.
    `traces` are the names and words by which it is known whether a testimony can concern a piece, `consent` what its
    person allowed. `drafted` is what models wrote in a piece: rows of that kind hold nothing else.
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
    """What reads the rows of one kind of documents. `about` stands for all else on which the rows depend."""

    @property
    def kind(self) -> Kind:
        """The kind of all its documents."""

    @property
    def about(self) -> str:
        """The settings that the rows depend on: with another text here, all are read again."""

    def stamps(self) -> Mapping[str, str]:
        """For each document a text that changes whenever its row may have changed."""

    def file_stamp(self, slug: str, src: str) -> str:
        """The stamp of a file beside a document, as its row's `digests` name it; another text where nothing tells."""

    def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
        """The rows of these documents, mistakes included. `digests` gives those of pictures that earlier rows had."""
