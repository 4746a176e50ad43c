"""Where approved revisions go: the protocol of an exporter, what it takes and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol, overload

from authoring.documents import Picture

DisclosureKind = Literal["human-only", "ai-assisted", "ai-autonomous", "not-recorded"]
ExportOutcome = Literal["created", "updated", "unchanged", "retracted", "blocked"]


@dataclass(frozen=True)
class Disclosure:
    """What readers are told about the part that a model took, in the post's language.

    `text` is the sentence above the post; empty for `human-only` and for
    `not-recorded`, a post that was imported from elsewhere. `parts` is what the model did, `reviewers` are the
    people who approved this very text, `editor` is who put it out, `sources` counts the testimonies it is based on.
    """

    kind: DisclosureKind
    text: str = ""
    responsible: str = ""
    contact: str = ""
    parts: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    editor: str = ""
    sources: int = 0


@dataclass(frozen=True)
class ApprovedRevision:
    """A revision that people approved, with everything a target needs; nothing else can be exported.

    `body` is the approved Markdown. `pictures` maps the `src` used in the text and front matter to a file;
    `images` holds their alternative texts, captions and credits. Times carry their zone. `aliases`
    are paths below the site's root under which readers knew the piece before, such as `/2020/01/a-day/`.
    """

    slug: str
    hash: str
    title: str
    description: str
    lang: str
    author: str
    body: str
    published: datetime
    updated: datetime
    disclosure: Disclosure
    tags: tuple[str, ...] = ()
    images: tuple[Picture, ...] = ()
    pictures: dict[str, Path] = field(default_factory=dict)
    checkpoint: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What an export did for one piece: `where` is a path or address, `hash` the content sent.

    `blocked` is a piece that was not sent because a consent does not allow it; `where` says which.
    """

    target: str
    slug: str
    hash: str
    outcome: ExportOutcome
    where: str


class Revisions(Sequence[ApprovedRevision]):
    """Revisions that are read only when they are looked at, by whoever looks.

    An exporter may share a long batch out between processes: a slice is lazy again, so each reads its own part.
    `load` must then be picklable: a method of a frozen value or a function of a module.
    """

    def __init__(self, slugs: Sequence[str], load: Callable[[str], ApprovedRevision]) -> None:
        self._slugs = slugs
        self._load = load

    def __len__(self) -> int:
        return len(self._slugs)

    @overload
    def __getitem__(self, index: int) -> ApprovedRevision: ...
    @overload
    def __getitem__(self, index: slice) -> Revisions: ...
    def __getitem__(self, index: int | slice) -> ApprovedRevision | Revisions:
        if isinstance(index, slice):
            return Revisions(self._slugs[index], self._load)
        return self._load(self._slugs[index])


class Exporter(Protocol):
    """One target. The same revisions give the same bytes; what has not changed is not written again."""

    name: str

    def known(self) -> Mapping[str, str]:
        """The content hash of every piece that the target holds whole and as it would be written now, by slug.

        A piece that is missing here, or whose hash differs, is to be given to `export`; the others need not be.
        """

    def export(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        """Bring the target to hold exactly these live revisions of these pieces; others stay as they are."""

    def retract(self, slugs: Iterable[str]) -> Sequence[Receipt]:
        """Take these pieces down from the target; one that is not there is no error."""
