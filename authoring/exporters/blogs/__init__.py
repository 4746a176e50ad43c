"""What WordPress and Ghost have in common: the protocol of a blog, and a piece as it is sent and as it stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from authoring.errors import ServiceError
from authoring.exporters import ApprovedRevision, Probe, Pulled

RemoteState = Literal["live", "scheduled", "draft", "bin"]


class Collision(ServiceError):
    """Somebody changed the piece at the blog since we looked; nothing was overwritten."""

    code = "edited-there"


@dataclass(frozen=True)
class Post:
    """A piece as it is sent. `fields` can be compared with those of a `Remote`; `media` is what was uploaded.

    `notes` tells what was done differently from what was asked, and what a rehearsal would do besides.
    """

    slug: str
    fields: Mapping[str, str]
    payload: Mapping[str, Any]
    media: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remote:
    """A piece as it stands at the blog. `token` changes with every change there.

    `piece` and `revision` are what our mark in the text says, empty where there is none. `is_untouched` holds while
    nobody has changed it since it was made. `versions` are how many the blog keeps, and the number of the last one.
    """

    id: str
    url: str
    slug: str
    state: RemoteState
    token: str
    fields: Mapping[str, str]
    piece: str = ""
    revision: str = ""
    is_untouched: bool = False
    versions: tuple[int, int] = (0, 0)

    @property
    def is_shown(self) -> bool:
        """Whether readers see it, or will at its time."""
        return self.state in ("live", "scheduled")


class Blog(Protocol):
    """One blog's interface. Writing raises `web.NoAnswer` when it is unknown whether it was done."""

    address: str

    def find(self, slug: str) -> Sequence[Remote]:
        """All that has our mark for this piece, in any state, oldest first; more than one only by accident."""

    def read(self, identity: str) -> Remote | None:
        """The piece with this id; None when it is there no more."""

    def read_all(self, identities: Iterable[str]) -> Mapping[str, Remote]:
        """Those of the pieces that are there, by id, in few requests."""

    def rehearse(self, revision: ApprovedRevision, media: Mapping[str, Any]) -> Post:
        """The piece as `prepare` would give it; nothing is written."""

    def prepare(self, revision: ApprovedRevision, media: Mapping[str, Any]) -> Post:
        """The piece ready to be sent; pictures and terms that are not there yet are made.

        `media` is what was uploaded before.
        """

    def create(self, post: Post) -> Remote:
        """Make the piece."""

    def update(self, identity: str, post: Post, *, expected: Remote) -> Remote:
        """Replace the piece, which stood there as `expected` just now.

        Raises `Collision` where the blog itself notices a change.
        """

    def confirm(self, written: Remote, *, expected: Remote) -> Remote:
        """The piece after an update, where nobody else saved it since it was read as `expected`.

        Raises `Collision` where somebody did.
        """

    def take_down(self, identity: str, *, expected: Remote) -> Remote:
        """Make it invisible to readers."""

    def delete(self, identity: str) -> None:
        """Remove it for good."""

    def pulled(self, remote: Remote, revision: ApprovedRevision, sent: Mapping[str, str]) -> Pulled:
        """Its text as our Markdown; `sent` is what it held before somebody edited it."""

    def close(self) -> None:
        """Close the connection; the next request opens another."""

    def probe(self) -> Iterable[Probe]:
        """Whether all is there that an export needs."""
