"""What a store promises: bytes under logical addresses, labels for people, and transactions.

A store knows no workflow, no provenance and no front matter: the engine parses and encodes. `folder` keeps
everything in plain files, `memory` in dictionaries; `contract.StoreContract` is what every store must pass.

```python
piece = store.documents.piece("garden", records=["provenance.json"])
expected = Expected(texts={piece.text.key: piece.text.version}, events={"garden": 7})
with store.transaction("garden", expected=expected) as change:
    change.append("garden", line)
    change.attach("garden", "provenance.json", record)
```

Every method that writes raises `InputError` for an address that no store accepts (`addresses` says which);
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

WORKSPACE: Final = ""  # in place of a slug: the workspace's own records and lock
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
    """A text's bytes; `label` names its place to people, `modified` is when the store last saw it change (UTC)."""

    key: Key
    content: bytes
    label: str
    modified: datetime

    @property
    def version(self) -> str:
        """The SHA-256 of the content, in hexadecimal: what `Expected.texts` takes."""
        return version_of(self.content)


class StoredPiece(NamedTuple):
    """A piece as of one moment: its text, its history and the requested records belong together.

    `events` are the history's bytes, one event a line; `records` has `b""` for a record that is not there.
    """

    text: StoredText
    events: bytes
    stage: Stage
    records: Mapping[str, bytes]


class SecondCopy(NamedTuple):
    """A second place that holds a text or a history of a piece, by its label; `piece` is the label of the piece's own.

    `has_diverged` where neither history begins with the other: nothing is written of the piece until one is gone.
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

        A name that is no slug is listed too, so that somebody can be told; its text reads as absent.
        """

    def read(self, key: Key) -> StoredText | None:
        """A text; None when there is none.

        Raises `InputError` when it cannot be read: no regular file, permissions, a link out of the store, or longer
        than `MAX_TEXT_BYTES`.
        """

    def label(self, key: Key) -> str:
        """How people are told of the text, also of one that is not there."""

    def piece(self, slug: str, *, records: Collection[str] = ()) -> StoredPiece | None:
        """A piece with its history and the records named, consistent as of one moment; None when there is none.

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
        """How people are told of the history."""

    def without_text(self, texts: Collection[str] = ()) -> Sequence[str]:
        """The slugs of all histories whose piece has lost its text, in order; `texts` are slugs not to be looked at."""

    def second_copies(self) -> Sequence[SecondCopy]:
        """The second places of pieces, in order, such as a folder that somebody restored beside the piece's own."""


class Revisions(Protocol):
    """The kept revisions of each piece, by content hash.

    A revision's text is `documents.read(Key("piece", slug, content_hash))`; its pictures are blobs of the same key.
    A revision is named by its whole hash. Earlier versions named it by the first 16 digits: such a name stands for a
    whole hash only where the manifest below it has that hash, since another text's hash may begin alike.
    """

    def hashes(self, slug: str) -> Sequence[str]:
        """The names under which revisions are kept, in order: their hashes, or the short names of earlier versions."""

    def name(self, slug: str, content_hash: str) -> str:
        """The name under which this revision is kept; its whole hash where it is not kept."""

    def has(self, slug: str, content_hash: str) -> bool:
        """Whether the revision is kept."""

    def manifest(self, slug: str, content_hash: str) -> bytes:
        """The bytes that the content hash is the hash of; empty when there are none."""

    def label(self, slug: str, content_hash: str) -> str:
        """How people are told of the revision."""

    def live_copy(self, slug: str) -> StoredText | None:
        """The copy of what readers see, while its piece is in progress; None when there is none.

        It is made for people to look at, and only `place` changes it: another text was written by somebody by hand.
        """

    def live_digest(self, slug: str, src: str) -> str:
        """The SHA-256 of a picture beside the copy of what readers see, in hexadecimal; empty when there is none."""


class Blobs(Protocol):
    """The pictures beside a text, by `src` as the text names it: `images/a.jpg`, also as an address (`%C3%A9`).

    A text's pictures lie in its place and never leave it: what leads out reads as absent. All outlines share one
    place, and so do all testimonies.
    """

    def read(self, key: Key, src: str) -> bytes | None:
        """A picture's bytes; None when there is none."""

    def head(self, key: Key, src: str, *, length: int) -> bytes | None:
        """A picture's first bytes, which tell its format; None when there is none."""

    def digest(self, key: Key, src: str) -> str:
        """The SHA-256 of a picture, in hexadecimal; empty when there is none."""

    def stamp(self, key: Key, src: str) -> str:
        """An opaque text that changes whenever a picture's bytes may have changed; empty where nothing tells."""

    def names(self, key: Key) -> Sequence[str]:
        """Every file in the text's place that is no text and no record, relative, with slashes, in order."""

    def label(self, key: Key, src: str) -> str:
        """How people are told of the picture."""


class Records(Protocol):
    """Small files of machines: those of a piece, and with the slug `WORKSPACE` the workspace's own.

    `name` is relative, with slashes: `calls.jsonl`, `approvals/3f…/report.json`, `exports/blog.json`.
    """

    def read(self, slug: str, name: str) -> bytes:
        """A record; empty when there is none."""

    def names(self, slug: str, prefix: str = "") -> Sequence[str]:
        """The names of all records that begin with `prefix`, in order."""

    def slugs(self, name: str) -> Sequence[str]:
        """The slugs of all pieces that have a record of this name, in order: also of one without a text."""

    def write(
        self, slug: str, name: str, content: bytes | None, *, private: bool = False, lasting: bool = True
    ) -> None:
        """Write a record at once, whole or not at all; None removes it, and an absent one is no error.

        A private one can be read by its owner alone. One that is not `lasting` may be lost when the power is cut: it
        is for what can be worked out again, and spares waiting for the disk.
        """

    def append(self, slug: str, name: str, line: bytes) -> None:
        """Add a line durably, on a line of its own even after an unfinished one; safe from threads and processes."""

    def label(self, slug: str, name: str) -> str:
        """How people are told of the record."""


class Transaction(Protocol):
    """Changes that happen together or not at all; nothing is visible before the block ends well.

    Changes to one address replace each other: the last one counts. Events are added in the order given.
    """

    def write(self, key: Key, content: bytes) -> None:
        """Replace or make a text; not a kept revision's."""

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
        """Keep a revision; one that is kept already stays as it is, unless an erasure replaces it.

        None stands for a text or a manifest that an erasure removed.
        """

    def attach(self, slug: str, name: str, content: bytes | None) -> None:
        """Replace or make a record; None removes it."""

    def picture(self, key: Key, src: str, content: bytes) -> None:
        """Replace or make a picture beside a text; not a kept revision's."""

    def place(self, slug: str, *, stage: Stage, live: str) -> None:
        """Where the piece belongs after this: still in progress, or out.

        `live` is the content hash of the kept revision that readers see while the piece is in progress; empty when
        they see none. A piece that is out is what readers see.
        """


class Store(Protocol):
    """Outlines, testimonies, pieces, settings and prompts, with everything that is kept beside them."""

    @property
    def location(self) -> str:
        """What tells the store from all others, such as its folder; empty for one that ends with the process."""

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
        """Changes to collect in a `with` block, made together when it ends well; `slug` names what they are about.

        Raises `Conflict` at the end of the block, having changed nothing, when the store is not as expected, when a
        piece has two histories that diverged, or when another writer holds what is to be changed for ten seconds.
        Nothing is locked while the block runs.
        """

    def holding(self, matches: Callable[[bytes], bool]) -> Sequence[str]:
        """The labels of whatever lies in the store, or beside it, and whose bytes match; in order.

        An erasure asks it. A folder store looks at every file of the workspace but git's own.
        """

    def strays(self, slugs: Sequence[str] = (), *, deep: bool = True) -> Sequence[Problem]:
        """What lies among the texts, pictures and records and is none of them, each once, with what to do about it.

        With slugs, what lies beside these pieces alone. With `deep` false, as a long list needs it, only what lies
        among the folders of pieces.
        Nothing of it is read; it is no mistake in the workspace. A store without folders has none.
        """

    def changed_line_ends(self) -> Sequence[str]:
        """The labels of the pieces' machine files whose line ends something else changed, in order.

        They read as they were written. A store that keeps no text files has none.
        """

    def keep_line_ends(self) -> Sequence[str]:
        """Have git keep the line ends of what is hashed and signed; the labels of the files that say so now.

        Lines that people wrote into them stay. None where nothing was missing, or the store keeps no text files.
        """

    def lock(self, name: str) -> AbstractContextManager[None]:
        """A named lock among all who use the store, such as `exports/blog`. Raises `Conflict` after ten seconds."""


def version_of(content: bytes) -> str:
    """The version of a text with this content."""
    import hashlib  # loads OpenSSL, which a list that is remembered does not need

    return hashlib.sha256(content).hexdigest()
