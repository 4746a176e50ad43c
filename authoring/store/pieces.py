"""A piece as the engine reads it from a store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from authoring.store import Blobs, Key, Stage

if TYPE_CHECKING:
    from authoring.model.documents import Draft
    from authoring.model.events import Event
    from authoring.model.situation import Situation
    from authoring.text.frontmatter import Document


@dataclass(frozen=True)
class Attachments:
    """The pictures and other files beside a text. `added` are files that are not stored yet, by `src`."""

    blobs: Blobs
    key: Key
    added: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, src: str) -> bytes | None:
        """A file's bytes; None when there is none."""
        return self.added[src] if src in self.added else self.blobs.read(self.key, src)

    def head(self, src: str, *, length: int) -> bytes | None:
        """A file's first bytes; None when there is none."""
        return self.added[src][:length] if src in self.added else self.blobs.head(self.key, src, length=length)

    def digest(self, src: str) -> str:
        """The SHA-256 of a file, in hexadecimal; empty when there is none."""
        from authoring.store import version_of

        return version_of(self.added[src]) if src in self.added else self.blobs.digest(self.key, src)

    def find(self, src: str) -> Attachment | None:
        """One file, to be read later; None when there is none."""
        return Attachment(self, src) if self.digest(src) else None

    def holding(self, src: str, sha256: str, *, content: bytes | None = None) -> Attachment:
        """One file that gives the bytes with this digest, and no others: `content`, or what is read later."""
        return Attachment(self, src, sha256, content)

    def names(self) -> Sequence[str]:
        """Every file beside the text, in order."""
        return sorted({*self.added, *self.blobs.names(self.key)})

    def label(self, src: str) -> str:
        """The file's place as messages show it."""
        return self.blobs.label(self.key, src)


@dataclass(frozen=True)
class Attachment:
    """One file beside a text, which is read when its bytes are needed.

    With `approved`, their SHA-256, the bytes are held against it each time, and `InputError` is raised for others.
    `content` are bytes that were held against it already, and need not be read again.
    """

    files: Attachments
    src: str
    approved: str = ""
    content: bytes | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The file's own name, without the folders before it."""
        return self.src.rpartition("/")[2]

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return self.approved or self.files.digest(self.src)

    @property
    def label(self) -> str:
        """How people are told of it."""
        return self.files.label(self.src)

    def read(self) -> bytes:
        """The bytes; none when the file is gone."""
        if self.content is not None:
            return self.content
        content = self.files.read(self.src) or b""
        if self.approved:
            _refuse_other(content, self)
        return content

    def head(self, *, length: int) -> bytes:
        """The first bytes; none when the file is gone."""
        if self.approved:  # the digest needs all bytes
            return self.read()[:length]
        return self.files.head(self.src, length=length) or b""


def _refuse_other(content: bytes, attachment: Attachment) -> None:
    """Raise `InputError` for bytes that are not the approved ones."""
    from authoring.errors import InputError, advice
    from authoring.store import version_of
    from authoring.text.i18n import _

    if version_of(content) != attachment.approved:
        raise InputError(
            _("The file {src} is no longer what was approved; it is not exported.").format(src=attachment.src),
            advice("restore-changed-file"),
            file=attachment.label,
        )


@dataclass(frozen=True)
class Piece:
    """A piece at one moment: its text, its history and its state by that history.

    `manifest` are the bytes whose SHA-256 is the content hash; `checkpoint` is the number of events and the last
    digest, `7-3f2a…`. `version` is that of the stored text, empty for a piece that is not stored yet; `modified` is
    when the text last changed. `calls` is the record of the calls to models.
    """

    slug: str
    document: Document
    draft: Draft
    events: Sequence[Event]
    situation: Situation
    files: Attachments
    modified: datetime
    checkpoint: str = "0"
    manifest: Mapping[str, Any] = field(default_factory=dict)
    stage: Stage = "in_progress"
    version: str = ""
    calls: bytes = b""

    @property
    def hash(self) -> str:
        """The content hash of this text."""
        return self.situation.hash

    @property
    def key(self) -> Key:
        """The address of this text, which may be a kept revision's."""
        return self.files.key

    @property
    def label(self) -> str:
        """The text's place as messages show it."""
        return self.draft.label

    @property
    def is_out(self) -> bool:
        """Whether the piece went out and is not being corrected."""
        return self.stage == "out"
