"""Where approved revisions go: the protocol of an exporter, what it takes and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, Protocol, overload, runtime_checkable

from authoring.errors import Remedy
from authoring.model.documents import Picture
from authoring.sourcing.disclosure import Disclosure
from authoring.store.pieces import Attachment

ExportOutcome = Literal[
    "created",
    "updated",
    "scheduled",
    "unchanged",
    "retracted",
    "deleted",
    "blocked",
    "conflict",
    "failed",
    "waiting",
    "missing",
]
Condition = Literal["as-sent", "edited", "gone", "taken-down", "unfinished"]


@dataclass(frozen=True)
class ApprovedRevision:
    """A revision that people approved, with everything a target needs; nothing else can be exported.

    `body` is the approved Markdown. `pictures` maps the `src` used in the text and front matter to a picture;
    `images` holds their alternative texts, captions and credits. Times carry their zone. `author_id` is the author
    as `[people]` knows them. `is_scheduled` is a piece that readers see from `published` on, and not before.
    `aliases` are paths below the site's root under which readers knew it before, such as `/2020/01/a-day/`.
    `translation_of` is the slug of the original of a translation; `translations` are the slugs of what readers see of
    the same text in other languages, the original among them, by language.
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
    pictures: Mapping[str, Attachment] = field(default_factory=dict)
    checkpoint: str = ""
    author_id: str = ""
    is_scheduled: bool = False
    aliases: tuple[str, ...] = ()
    translation_of: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What `known` says of a target that holds it: the hash, with the time for one that is to be shown later."""
        return revision_key(self.hash, shown_from=self.published if self.is_scheduled else None)


def revision_key(content_hash: str, *, shown_from: datetime | None = None) -> str:
    """How `known` names a revision: by its hash alone once readers see it, with the time of that until then."""
    if shown_from is None:
        return content_hash
    return f"{content_hash} {shown_from.astimezone(UTC).isoformat(timespec='seconds')}"


@dataclass(frozen=True)
class Difference:
    """One field of a piece in three versions: as it was sent, as it stands there now, as it would be sent now."""

    field: str
    sent: str
    there: str
    ours: str


@dataclass(frozen=True)
class Receipt:
    """What an export did for one piece: `where` is a path or address, `hash` the content sent.

    `scheduled` is a piece that the target holds and shows later. `blocked` is one that was not sent because a consent
    does not allow it, or because it was imported and nobody else stands for it, `failed` one that the target refused,
    and `waiting` one whose picture or kept revision is damaged here; `where` says which and why. `missing` is a piece
    that stands at the target and cannot be read here, or is not here: it stays there as it is. `conflict` is one that
    somebody edited there: nothing was overwritten, and `differences` holds the three versions. `notes` tells what else
    is worth knowing: what the target changed in what was sent, or what a plan would write. `remedy` is what to do
    about a blocked or missing one. With `owed`, readers may still see a piece there that was taken back.
    """

    target: str
    slug: str
    hash: str
    outcome: ExportOutcome
    where: str
    notes: tuple[Remedy, ...] = ()
    differences: tuple[Difference, ...] = ()
    remedy: Remedy = ""
    owed: bool = False


@dataclass(frozen=True)
class Observed:
    """A piece as it stands at a target, compared with what was last sent there, whose content hash is `hash`.

    `gone` was taken away by somebody there, `taken-down` by us. `unfinished` is one that a cut-off run may have left.
    In `differences`, `ours` is empty: it is not known here.
    """

    slug: str
    hash: str
    condition: Condition
    where: str
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Probe:
    """One thing that a target needs and whether it is there; `remedy` says what to do where it is not.

    Without one that is not `is_needed` exports work all the same, and say what they left out.
    """

    what: str
    is_fine: bool
    remedy: Remedy = ""
    is_needed: bool = True


@dataclass(frozen=True)
class Pulled:
    """The text of a piece as somebody edited it at a target, as our Markdown; `notes` is what could not be carried."""

    slug: str
    title: str
    description: str
    body: str
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Revisions(Sequence[ApprovedRevision]):
    """Revisions that are read only when they are looked at, by whoever looks.

    An exporter may share a long batch out between processes: a slice is lazy again, so each reads its own part.
    That takes a `load` that can be pickled: a function of a module, or a method of a frozen value over a store in
    folders. A store in memory cannot be; one process then does all the work.
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
    """One target. The same revisions give the same bytes; what has not changed is not written again.

    `schedules` tells whether the target can hold a piece and show it later by itself.
    """

    name: str
    schedules: bool

    def known(self) -> Mapping[str, str]:
        """The revision's `key` of every piece that the target holds whole and as it would be written now, by slug.

        A piece that is missing here, or whose key differs, is to be given to `export`; the others need not be.
        This asks our own record alone, never the target.
        """

    def plan(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        """The receipts that `export` would give, with what it would write in `notes`; nothing is written anywhere."""

    def export(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        """Bring the target to hold exactly these live revisions of these pieces; others stay as they are."""

    def retract(self, slugs: Iterable[str], *, delete: bool = False) -> Sequence[Receipt]:
        """Take these pieces down from the target; one that is not there is no error.

        Where the target has drafts or a bin they go there; with `delete` they are removed for good.
        """

    def inspect(self, slugs: Iterable[str] | None = None) -> Sequence[Observed]:
        """Look at what the target holds of these pieces, or of all that were sent there; nothing is written."""

    def probe(self) -> Sequence[Probe]:
        """Whether all that an export needs is there; nothing is written at the target."""


@runtime_checkable
class LocalExporter(Exporter, Protocol):
    """A target that is a folder, which can be looked at without asking anybody."""

    def is_here(self) -> bool:
        """Whether the folder is on this machine: it may have been written on another one."""

    def shows(self, slug: str) -> bool:
        """Whether readers of the folder are shown the piece, as its files are now."""


@runtime_checkable
class PlacedExporter(Exporter, Protocol):
    """A target that knows where a piece stands without asking anybody."""

    def where(self, slug: str) -> str:
        """The path or address of a piece that was sent; empty where it is not known."""


@runtime_checkable
class SharedExporter(Exporter, Protocol):
    """A target where people write too: `export` never overwrites what they did, and gives a `conflict` instead."""

    def pull(self, revision: ApprovedRevision) -> Pulled:
        """Their text of the piece, against our live revision. Raises `UnknownSlug` when nothing stands there."""

    def accept(self, slug: str) -> None:
        """Take what stands there as the version that our next one builds on, so that it is no conflict any more."""

    def overwrite(self, revision: ApprovedRevision, *, by: str, reason: str) -> Receipt:
        """Send ours over theirs; who decided it and why is kept with their text, beside the piece."""


@runtime_checkable
class Mailer(Exporter, Protocol):
    """A target that can send a piece by mail as it publishes it; it does so only when it is asked to."""

    def readers(self, newsletter: str) -> int:
        """How many people get this newsletter. Raises `InputError` for one that is not there."""

    def publish_by_mail(self, revision: ApprovedRevision, *, newsletter: str) -> Receipt:
        """Publish a piece that readers do not see there yet, and have it sent. Never tried twice."""
