"""The protocol of a store: bytes under logical addresses, labels for people, and transactions.

A store knows no workflow, no provenance and no front matter: the engine parses and encodes. `folder` keeps
everything in plain files, `memory` in dictionaries; `contract.StoreContract` is what every store must pass.

```python
piece = store.documents.piece("garden", records=["provenance.json"])
expected = Expected(texts={piece.text.key: piece.text.version}, events={"garden": 7})
with store.transaction("garden", expected=expected) as change:
    change.append("garden", line)
    change.attach("garden", "provenance.json", record)
```

Every method that writes raises `InputError` for an address that no store accepts (see the module `addresses`);
every method that reads answers such an address as if nothing were there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from authoring.errors import Problem

Kind = Literal["outline", "testimony", "piece", "settings", "prompt", "case"]
Stage = Literal["in_progress", "out"]

WORKSPACE: Final = ""  # used as a slug for the workspace's own records and lock
SETTINGS: Final = "authoring"  # the texts of kind "settings": the workspace's settings,
PRICES: Final = "prices"  # and its own list of what models cost
MAX_TEXT_BYTES: Final = 2 * 1024 * 1024


class Key(NamedTuple):
    """The address of a text, or of the pictures that lie beside it.

    `slug` is a slug for outlines, testimonies and pieces, `authoring` or `prices` for settings, and a file's name such
    as `section.fr.md.j2` for a prompt or `hours.fr.md` for a case that tests prompts. `revision` is the content hash of
    a kept revision of a piece.
    """

    kind: Kind
    slug: str
    revision: str = ""


class StoredText(NamedTuple):
    """A text's bytes; `label` is its place as messages show it, `modified` when the store last saw it change (UTC)."""

    key: Key
    content: bytes
    label: str
    modified: datetime

    @property
    def version(self) -> str:
        """The SHA-256 of the content, in hexadecimal: what `Expected.texts` takes."""
        return version_of(self.content)


class StoredPiece(NamedTuple):
    """A piece at one moment: its text, its history and the requested records, read without a change between them.

    `events` are the history's bytes, one event a line; `records` has `b""` for a record that does not exist.
    """

    text: StoredText
    events: bytes
    stage: Stage
    records: Mapping[str, bytes]


class SecondCopy(NamedTuple):
    """A second place that holds a text or a history of a piece, by its label; `piece` is the label of the piece's own.

    `has_diverged` is true where neither history begins with the other: then every change to the piece is refused
    until one of the two has been removed.
    """

    slug: str
    label: str
    piece: str
    has_diverged: bool


class Expected(NamedTuple):
    """What the caller saw: the version of each text (`""`: there is none), the number of events of each piece."""

    texts: Mapping[Key, str] = {}
    events: Mapping[str, int] = {}


NOTHING_EXPECTED: Final = Expected()


class Documents(Protocol):
    """The texts that people write and read."""

    def slugs(self, kind: Kind) -> Sequence[str]:
        """The names under which texts of a kind lie, in order.

        A name that is not a valid slug is listed too, so that it can be reported; `read` returns None for it.
        """

    def read(self, key: Key) -> StoredText | None:
        """A text; None when there is none.

        Raises `InputError` when it cannot be read: no regular file, permissions, a link out of the store, or longer
        than `MAX_TEXT_BYTES`.
        """

    def label(self, key: Key) -> str:
        """The text's place as messages show it, for example its path; also for a text that does not exist."""

    def piece(self, slug: str, *, records: Collection[str] = ()) -> StoredPiece | None:
        """A piece with its history and the named records, all of one moment; None when there is no such piece.

        Raises `InputError` as `read` does.
        """

    def stamps(self, kind: Kind) -> Mapping[str, str]:
        """An opaque stamp for each name of `slugs`.

        It changes whenever the text may have changed, and for a piece its history, its record of calls or a picture
        beside it as well. It is short, and cheap for 10,000 pieces and all their outlines and testimonies.
        """


class Events(Protocol):
    """The history of each piece."""

    def read(self, slug: str) -> bytes:
        """The history's lines; empty when there is none."""

    def label(self, slug: str) -> str:
        """The history's place as messages show it."""

    def without_text(self, texts: Collection[str] = ()) -> Sequence[str]:
        """The slugs of all pieces with a history and no text, in order; `texts` are slugs to leave out."""

    def second_copies(self) -> Sequence[SecondCopy]:
        """The second places of pieces, in order, such as a folder that somebody restored beside the piece's own."""


class Revisions(Protocol):
    """The kept revisions of each piece, by content hash.

    A revision's text is `documents.read(Key("piece", slug, content_hash))`; its pictures are blobs of the same key.
    A revision is stored under its whole hash. Earlier versions used the first 16 digits, with which another text's
    hash may begin too: such a name counts as the revision only if the manifest stored there has the whole hash.
    """

    def hashes(self, slug: str) -> Sequence[str]:
        """The names under which revisions are kept, in order: their hashes, or the short names of earlier versions."""

    def name(self, slug: str, content_hash: str) -> str:
        """The name under which this revision is kept; its whole hash where it is not kept."""

    def has(self, slug: str, content_hash: str) -> bool:
        """Whether the revision is kept."""

    def manifest(self, slug: str, content_hash: str) -> bytes:
        """The manifest: the bytes whose SHA-256 is the content hash; empty when it is not stored."""

    def label(self, slug: str, content_hash: str) -> str:
        """The revision's place as messages show it."""

    def live_copy(self, slug: str) -> StoredText | None:
        """The copy of what readers see, while its piece is in progress; None when there is none.

        It is for people to look at, and only `Transaction.place` writes it: if it differs from the kept revision,
        somebody changed it by hand.
        """

    def live_digest(self, slug: str, src: str) -> str:
        """The SHA-256 of a picture beside the copy of what readers see, in hexadecimal; empty when there is none."""


class Blobs(Protocol):
    """The pictures beside a text, by `src` as the text names it: `images/a.jpg`, also as an address (`%C3%A9`).

    A text's pictures lie in its place. A `src` that leads out of that place reads as absent. All outlines share one
    place, and so do all testimonies.
    """

    def read(self, key: Key, src: str) -> bytes | None:
        """A picture's bytes; None when there is none."""

    def head(self, key: Key, src: str, *, length: int) -> bytes | None:
        """A picture's first bytes, enough to recognise its format; None when it does not exist."""

    def digest(self, key: Key, src: str) -> str:
        """The SHA-256 of a picture, in hexadecimal; empty when there is none."""

    def stamp(self, key: Key, src: str) -> str:
        """An opaque text that changes whenever a picture's bytes may have changed; empty when that is unknown."""

    def names(self, key: Key) -> Sequence[str]:
        """The relative paths, with slashes, of all files in the text's place except texts and records, in order."""

    def label(self, key: Key, src: str) -> str:
        """The picture's place as messages show it."""


class Records(Protocol):
    """Small files that only the program writes: a piece's, and with the slug `WORKSPACE` the workspace's own.

    `name` is relative, with slashes: `calls.jsonl`, `approvals/3f…/report.json`, `exports/blog.json`.
    """

    def read(self, slug: str, name: str) -> bytes:
        """A record; empty when there is none."""

    def names(self, slug: str, prefix: str = "") -> Sequence[str]:
        """The names of all records that begin with `prefix`, in order."""

    def slugs(self, name: str) -> Sequence[str]:
        """The slugs of all pieces that have a record of this name, in order; a piece may have no text any more."""

    def write(
        self, slug: str, name: str, content: bytes | None, *, private: bool = False, lasting: bool = True
    ) -> None:
        """Write a record at once, whole or not at all. None removes it; removing an absent one does nothing.

        With `private`, only the owner of the file can read it. Without `lasting`, the write does not wait for the
        disk and may be lost when the power fails: for records that can be computed again.
        """

    def append(self, slug: str, name: str, line: bytes) -> None:
        """Add a line durably, on a line of its own even after an unfinished one; safe from threads and processes."""

    def label(self, slug: str, name: str) -> str:
        """The record's place as messages show it."""


class Transaction(Protocol):
    """Changes that happen together or not at all; none is visible before the `with` block ends without an error.

    Changes to one address replace each other: the last one counts. Events are added in the order given.
    """

    def write(self, key: Key, content: bytes) -> None:
        """Replace or create a text, except that of a kept revision."""

    def append(self, slug: str, line: bytes) -> None:
        """Add one event's line to a piece's history."""

    def keep(
        self,
        slug: str,
        content_hash: str,
        *,
        text: bytes | None,
        manifest: bytes | None,
        pictures: Mapping[str, bytes],
        replace: bool = False,
    ) -> None:
        """Keep a revision. One that is kept already stays as it is, unless `replace` says that an erasure rewrites it.

        None stands for a text or a manifest that an erasure removed.
        """

    def attach(self, slug: str, name: str, content: bytes | None) -> None:
        """Replace or create a record; None removes it."""

    def picture(self, key: Key, src: str, content: bytes) -> None:
        """Replace or create a picture beside a text, except those of a kept revision."""

    def place(self, slug: str, *, stage: Stage, live: str) -> None:
        """Set the piece's stage after this transaction: in progress, or out.

        `live` is the content hash of the kept revision that readers see while the piece is in progress; empty when
        they see none. Of a piece that is out, readers see its own text.
        """


class Store(Protocol):
    """Outlines, testimonies, pieces, settings and prompts, with everything that is kept beside them."""

    @property
    def location(self) -> str:
        """An identifier of the store, such as its folder; empty for a store that ends with the process."""

    @property
    def documents(self) -> Documents:
        """The texts."""

    @property
    def events(self) -> Events:
        """The histories."""

    @property
    def revisions(self) -> Revisions:
        """The kept revisions."""

    @property
    def blobs(self) -> Blobs:
        """The pictures."""

    @property
    def records(self) -> Records:
        """The machines' records."""

    def transaction(self, slug: str, *, expected: Expected = NOTHING_EXPECTED) -> AbstractContextManager[Transaction]:
        """Collects changes in a `with` block and makes them together at its end; `slug` is the piece they concern.

        Raises `Conflict` at the end of the block, having changed nothing, when the store is not as expected, when a
        piece has two histories that diverged, or when another writer holds what is to be changed for ten seconds.
        Nothing is locked while the block runs.
        """

    def holding(self, matches: Callable[[bytes], bool]) -> Sequence[str]:
        """The labels of all files in the store, or beside it, whose bytes `matches` accepts; in order.

        An erasure uses it to report remaining copies. A folder store reads every file of the workspace except git's.
        """

    def strays(self, slugs: Sequence[str] = (), *, deep: bool = True) -> Sequence[Problem]:
        """The files among the texts, pictures and records that the program does not use, and what to do about each.

        With `slugs`, only those beside these pieces. With `deep` false, which is faster, only those among the folders
        of pieces. They are not errors in the workspace. A store without folders has none.
        """

    def changed_line_ends(self) -> Sequence[str]:
        """The labels of the pieces' machine files whose line ends something else changed, in order.

        `read` gives them with the original line ends. A store that keeps no text files has none.
        """

    def keep_line_ends(self) -> Sequence[str]:
        """Write the rules by which git keeps the line ends of hashed files; the labels of the files that were written.

        Existing lines stay. Empty when no rule was missing, or when the store keeps no text files.
        """

    def lock(self, name: str) -> AbstractContextManager[None]:
        """A named lock among all who use the store, such as `exports/blog`. Raises `Conflict` after ten seconds."""


def version_of(content: bytes) -> str:
    """The version of a text with this content."""
    import hashlib  # loads OpenSSL, which a list read from the index does not need

    return hashlib.sha256(content).hexdigest()
