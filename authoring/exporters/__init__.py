"""The protocol of an exporter, the revisions that it gets and the receipts that it returns."""

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

    `body` is the approved Markdown. `pictures` maps the `src` used in the text and front matter to a picture, `files`
    the names by which links lead to other files beside the text;
    `images` holds their alternative texts, captions and credits. Times carry their zone. `author_id` is the author
    as `[people]` knows them. `is_scheduled` is a piece that readers see from `published` on, and not before.
    `aliases` are paths below the site's root under which readers knew it before, such as `/2020/01/a-day/`.
    `translation_of` is the slug of the original of a translation;
    `translations` are the slugs of what readers see of the same text in other languages, by language.
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
    files: Mapping[str, Attachment] = field(default_factory=dict)
    checkpoint: str = ""
    author_id: str = ""
    is_scheduled: bool = False
    aliases: tuple[str, ...] = ()
    translation_of: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key that `known` returns for a target with this revision: the hash, with the time if it is scheduled."""
        return revision_key(self.hash, shown_from=self.published if self.is_scheduled else None)


def revision_key(content_hash: str, *, shown_from: datetime | None = None) -> str:
    """The key of a revision in `known`: its hash once readers see it; until then the hash and the time."""
    if shown_from is None:
        return content_hash
    return f"{content_hash} {shown_from.astimezone(UTC).isoformat(timespec='seconds')}"


@dataclass(frozen=True)
class Difference:
    """One field of a piece in three versions: as it was sent, as it is there now, as it would be sent now."""

    field: str
    sent: str
    there: str
    ours: str


@dataclass(frozen=True)
class Receipt:
    """The result of an export for one piece: `where` is a path or address, `hash` the content sent.

    Outcomes: `scheduled`: the target has the piece and shows it later. `blocked`: not sent, because a consent does not
    allow it, or because it was imported and no second person has signed for it. `failed`: the target refused it.
    `waiting`: a picture or the kept revision is damaged here; `where` says which and why. `missing`: the piece is at
    the target and cannot be read here; it stays there unchanged. `conflict`: somebody edited it there; nothing was
    overwritten, and `differences` has the three versions.

    `notes` are remarks, such as what the target changed in the text, or what a plan would write. `remedy` is the next
    step for a blocked or missing piece. `owed` tells that readers may still see a retracted piece there.
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
    """A piece at a target, compared with what was last sent there, whose content hash is `hash`.

    States: `gone`: removed by somebody there; `taken-down`: removed by this program; `unfinished`: perhaps left by an
    interrupted run. In `differences`, `ours` is empty, since it is unknown here.
    """

    slug: str
    hash: str
    condition: Condition
    where: str
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Probe:
    """One thing that a target needs and whether it is available; `remedy` is the next step when it is not.

    If `is_needed` is false, exports work without it, and report what they left out.
    """

    what: str
    is_fine: bool
    remedy: Remedy = ""
    is_needed: bool = True


@dataclass(frozen=True)
class Pulled:
    """The text of a piece as somebody edited it at a target, as Markdown; `notes` is what could not be converted."""

    slug: str
    title: str
    description: str
    body: str
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Revisions(Sequence[ApprovedRevision]):
    """A sequence of revisions, each of which is read at its first use, in the process that uses it.

    An exporter may divide a long batch among processes: a slice is lazy too, so that each process reads its own part.
    For that, `load` must be picklable: a function of a module, or a method of a frozen value over a store in folders.
    A store in memory is not picklable; then one process does all the work.
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
    """One target. The same revisions give the same bytes; unchanged content is not written again.

    `schedules` tells whether the target can publish a piece by itself at a later time.
    """

    name: str
    schedules: bool

    def known(self) -> Mapping[str, str]:
        """The revision's `key` of every piece that the target has complete and in its present form, by slug.

        A piece that is not in the result, or whose key differs, has to be passed to `export`; others need not be. This
        reads only the program's own record, never the target.
        """

    def plan(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        """The receipts that `export` would return; their `notes` are what it would write. Nothing is written."""

    def export(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        """Bring these pieces at the target to exactly these live revisions; other pieces stay unchanged."""

    def retract(self, slugs: Iterable[str], *, delete: bool = False) -> Sequence[Receipt]:
        """Take these pieces down from the target; an absent one is no error.

        They become drafts or go to the bin if the target has one; with `delete` they are removed permanently.
        """

    def inspect(self, slugs: Iterable[str] | None = None) -> Sequence[Observed]:
        """The state of these pieces at the target, or of all that were sent there; nothing is written."""

    def probe(self) -> Sequence[Probe]:
        """What an export needs, and whether it is available; nothing is written at the target."""


@runtime_checkable
class LocalExporter(Exporter, Protocol):
    """A target that is a folder, which can be read without a request."""

    def is_here(self) -> bool:
        """Whether the folder is on this machine; another machine may have written it."""

    def shows(self, slug: str) -> bool:
        """Whether the present files of the folder show the piece to readers."""


@runtime_checkable
class PlacedExporter(Exporter, Protocol):
    """A target that knows the place of a piece without a request."""

    def where(self, slug: str) -> str:
        """The path or address of a sent piece; empty when it is unknown."""


@runtime_checkable
class SharedExporter(Exporter, Protocol):
    """A target in which people can edit: `export` never overwrites their edits, and returns a `conflict` instead."""

    def pull(self, revision: ApprovedRevision) -> Pulled:
        """The edited text of the piece, based on our live revision. Raises `UnknownSlug` for an absent piece."""

    def accept(self, slug: str) -> None:
        """Record the target's version as the base of our next one, so that it is not a conflict any more."""

    def overwrite(self, revision: ApprovedRevision, *, by: str, reason: str) -> Receipt:
        """Overwrite their edits with ours; the decision and their text are kept beside the piece."""


@runtime_checkable
class Mailer(Exporter, Protocol):
    """A target that can mail a piece to readers when it publishes it, on request only."""

    def readers(self, newsletter: str) -> int:
        """The number of readers of this newsletter. Raises `InputError` for an unknown one."""

    def publish_by_mail(self, revision: ApprovedRevision, *, newsletter: str) -> Receipt:
        """Publish a piece that readers do not see there yet, and have it mailed. Never tried twice."""
