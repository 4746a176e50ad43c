"""The protocol of a check, which finds problems in a piece without a model, and the subject that it gets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, Protocol

from authoring.checks.support.quoting import placed
from authoring.checks.support.reading import Reading, read
from authoring.errors import Remedy
from authoring.model.config import Settings
from authoring.model.documents import Draft, Outline, Picture, Testimony
from authoring.model.events import CopiedDraft
from authoring.model.findings import Finding, Severity
from authoring.sourcing.provenance import Provenance
from authoring.sourcing.quotations.agreements import Agreements
from authoring.sourcing.quotations.marks import Quotation
from authoring.sourcing.quotations.placing import Placement
from authoring.sourcing.translation import Original
from authoring.store.origins import Origins
from authoring.store.pieces import Attachments, Piece
from authoring.store.repository import Repository
from authoring.text import markdown
from authoring.text.frontmatter import Document
from authoring.text.markdown import BodySection

__all__ = ["Check", "Finding", "Severity", "Subject"]

_NONE_ANSWERED: Final = Agreements()
_NOTHING_RECORDED: Final = Provenance()


@dataclass(frozen=True)
class Subject:
    """A piece with everything that checks compare it with. `outline` is None when its file does not exist.

    `agreements` are what people answered about edited quotations, `files` the pictures and other files beside the
    text, `document` the whole text, `provenance` the record of who wrote what. `pieces` gives the slugs of all pieces.
    `copied` is the draft by a model that the text is, of another piece. `drafted` has, for each testimony that holds
    words which a model wrote in a draft, this draft and the words. `original` is what a translation translates.

    Values that several checks need are computed once: the body with unified line ends, its Markdown, its quotations
    and its sentences. Without `today`, no consent counts as expired.
    """

    draft: Draft
    files: Attachments
    settings: Settings
    outline: Outline | None = None
    testimonies: Mapping[str, Testimony] = field(default_factory=dict)
    today: date | None = None
    agreements: Agreements = _NONE_ANSWERED
    document: Document | None = None
    provenance: Provenance = _NOTHING_RECORDED
    pieces: Callable[[], Collection[str]] = tuple
    copied: CopiedDraft | None = None
    original: Original | None = None
    drafted: Mapping[str, tuple[CopiedDraft, str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        piece: Piece,
        *,
        repository: Repository,
        outline: Outline | None = None,
        testimonies: Mapping[str, Testimony],
        today: date | None = None,
        agreements: Agreements = _NONE_ANSWERED,
    ) -> Subject:
        """The subject for a piece of a repository."""
        record = Origins(repository.store, piece).stored()
        return cls(
            piece.draft,
            piece.files,
            repository.settings,
            outline,
            testimonies,
            today=today,
            agreements=agreements,
            document=piece.document,
            provenance=record,
            pieces=repository.pieces,
        )

    @property
    def is_translation(self) -> bool:
        """Whether the piece says in another language what another piece says."""
        return bool(self.draft.translation_of)

    @cached_property
    def reading(self) -> Reading:
        """The body as checks read it; all offsets are into `reading.body`."""
        return read(self.draft.body)

    @cached_property
    def sections(self) -> list[BodySection]:
        """The introduction and the sections of the body; offsets into `reading.body`."""
        return markdown.sections(self.reading.body)

    @cached_property
    def texts(self) -> list[tuple[tuple[str | int, ...], str]]:
        """The texts of the front matter that readers see: for each its keys, and the text."""
        pictures = [
            (("images", index, key), text)
            for index, picture in enumerate(self.draft.images)
            for key, text in (("alt", picture.alt), ("caption", picture.caption), ("credit", picture.credit))
        ]
        own: list[tuple[tuple[str | int, ...], str]] = [
            (("title",), self.draft.title),
            (("description",), self.draft.description),
            (("disclosure",), self.draft.disclosure),
        ]
        return [(place, text) for place, text in own + pictures if text]

    @cached_property
    def beside_prose(self) -> list[tuple[int, str]]:
        """What readers get besides the body's prose and code, with the file's lines: see `texts`, and titles and
        alternative texts in the body.
        """
        front = [(self.line_of(*place), text) for place, text in self.texts]
        return [*front, *((self.body_line(line), text) for text, line in self.reading.attributes)]

    @cached_property
    def shown_words(self) -> list[str]:
        """All words that readers get, but for whole testimonies: prose, code, and what stands beside them."""
        return [self.reading.prose, self.reading.shown_code, *(text for _line, text in self.beside_prose)]

    @cached_property
    def placements(self) -> list[tuple[Quotation, Placement]]:
        """Every quotation of the body, in order, and where its words come from."""
        return placed(self)

    def picture(self, src: str) -> tuple[int, Picture] | None:
        """The index of a picture in the front matter's `images`, and its entry; None without an entry."""
        return next(((index, entry) for index, entry in enumerate(self.draft.images) if entry.src == src), None)

    def line_at(self, offset: int) -> int:
        """The file's line of an offset in `reading.body`."""
        return self.body_line(bisect_right(self.reading.line_starts, offset, hi=len(self.reading.line_starts) - 1))

    def body_line(self, line: int) -> int:
        """The file's line of a line of the body, both counted from 1."""
        return max(1, min(self.draft.body_line + line - 1, self._last_line))

    @cached_property
    def _last_line(self) -> int:
        """The file's last line; without a body, that of the front matter."""
        body = self.draft.body
        return self.draft.body_line + body.count("\n") - (not body or body.endswith("\n"))

    @property
    def first_line(self) -> int:
        """The file's line on which the text begins: the line of findings about the whole text."""
        body = self.reading.body
        return self.line_at(len(body) - len(body.lstrip()))

    def line_of(self, *keys: str | int) -> int:
        """The file's line of a key in the front matter, or of the nearest existing key above it."""
        return self.document.line_of(*keys) if self.document else 1

    def finding(
        self,
        check: str,
        severity: Severity,
        message: str,
        remedy: Remedy,
        *,
        line: int = 1,
        passage: str = "",
        kind: str = "",
    ) -> Finding:
        """A finding about the piece's own file."""
        return Finding(check, severity, message, remedy, self.draft.label, line, passage, kind)


class Check(Protocol):
    """One family of findings. Stateless; the same subject gives the same findings in the same order.

    A check that needs more than ten seconds for one text states its limit as `seconds`.
    """

    @property
    def name(self) -> str:
        """The name of the check, in findings and in the list of checks."""

    def run(self, subject: Subject) -> Iterable[Finding]:
        """The findings about the piece."""
