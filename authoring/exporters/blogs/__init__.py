"""The protocol of a blog (WordPress, Ghost), and a piece as it is sent and as it is read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from authoring.errors import ServiceError
from authoring.exporters import ApprovedRevision, Probe, Pulled

RemoteState = Literal["live", "scheduled", "draft", "bin"]


class Collision(ServiceError):
    """Somebody changed the piece at the blog since it was read; nothing was overwritten."""

    code = "edited-there"


@dataclass(frozen=True)
class Post:
    """A piece as it is sent. `fields` can be compared with those of a `Remote`; `media` is what was uploaded.

    `notes` are deviations from the request, and in a rehearsal what else would be done.
    """

    slug: str
    fields: Mapping[str, str]
    payload: Mapping[str, Any]
    media: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remote:
    """A piece as it is at the blog. `token` changes with every change there.

    `piece` and `revision` come from the program's mark in the text, and are empty without it. `is_untouched` tells that
    nobody has changed it since it was created. `versions` are the number of versions at the blog, and that of the last.
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
        """Whether readers see it, or will see it at its scheduled time."""
        return self.state in ("live", "scheduled")


class Blog(Protocol):
    """The interface of one blog. Methods that write raise `web.NoAnswer` when their effect is unknown."""

    address: str

    def find(self, slug: str) -> Sequence[Remote]:
        """All posts with the mark of this piece, in any state, oldest first; more than one only after an error."""

    def read(self, identity: str) -> Remote | None:
        """The piece with this id; None when it does not exist any more."""

    def read_all(self, identities: Iterable[str]) -> Mapping[str, Remote]:
        """The existing ones of these pieces, by id, in few requests."""

    def rehearse(self, revision: ApprovedRevision, media: Mapping[str, Any]) -> Post:
        """The result that `prepare` would return; nothing is written."""

    def prepare(self, revision: ApprovedRevision, media: Mapping[str, Any]) -> Post:
        """The piece ready to be sent; creates missing pictures and terms.

        `media` is what was uploaded before.
        """

    def create(self, post: Post) -> Remote:
        """Make the piece."""

    def update(self, identity: str, post: Post, *, expected: Remote) -> Remote:
        """Replace the piece, which was read as `expected` just before.

        Raises `Collision` when the blog itself notices a change.
        """

    def confirm(self, written: Remote, *, expected: Remote) -> Remote:
        """The piece after an update, if nobody else saved it since it was read as `expected`.

        Raises `Collision` if somebody did.
        """

    def take_down(self, identity: str, *, expected: Remote) -> Remote:
        """Make it invisible to readers."""

    def delete(self, identity: str) -> None:
        """Delete it permanently."""

    def pulled(self, remote: Remote, revision: ApprovedRevision, sent: Mapping[str, str]) -> Pulled:
        """Its text as Markdown; `sent` are the fields before somebody edited it."""

    def close(self) -> None:
        """Close the connection; the next request opens another."""

    def probe(self) -> Iterable[Probe]:
        """What an export needs, and whether it is available."""
