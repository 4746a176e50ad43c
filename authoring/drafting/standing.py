"""The text that a piece has before it is drafted again: what each section was written from, and what people edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from authoring.errors import AuthoringError
from authoring.model.events import sections_written
from authoring.model.states import Action
from authoring.sourcing import provenance
from authoring.sourcing.provenance import Provenance
from authoring.store import Key
from authoring.store.origins import Origins
from authoring.store.pieces import Piece
from authoring.store.repository import Repository
from authoring.text import frontmatter, markdown
from authoring.text.frontmatter import Document


@dataclass(frozen=True)
class StandingSection:
    """A section as it stands: `text` with its heading, byte for byte.

    `basis` is the digest of what it was written from, empty where no record has one; `is_edited` tells that people
    changed it since a program wrote it, or wrote it themselves. `quoted` are the sentences that it quotes.
    """

    heading: str
    text: str
    basis: str
    is_edited: bool
    quoted: frozenset[tuple[str, int]] = frozenset()

    @property
    def place(self) -> str:
        """The key of the section, empty for the introduction."""
        return provenance.place(self.heading)


@dataclass(frozen=True)
class StandingText:
    """A piece's text, section by section; `edited_keys` are the keys of its front matter that people changed."""

    piece: Piece
    sections: Sequence[StandingSection]
    edited_keys: frozenset[str]

    @property
    def has_basis(self) -> bool:
        """Whether a record says what the sections were written from; older records do not."""
        return any(section.basis for section in self.sections)

    @property
    def is_edited(self) -> bool:
        """Whether people edited anything since programs wrote it."""
        return bool(self.edited_keys) or any(section.is_edited for section in self.sections)


def standing_text(repository: Repository, piece: Piece) -> StandingText:
    """The text of a stored piece, compared with its record and its kept revisions."""
    record = Origins(repository.store, piece).stored()
    body = piece.draft.body
    drafts = list(_drafts(repository, piece))
    sections = [
        StandingSection(
            section.heading,
            text := body[section.start : section.end],
            _basis(section.heading, section.text_of(body), record),
            _is_edited(section.heading, text, drafts),
            frozenset(_quoted(section.text_of(body), record)),
        )
        for section in markdown.sections(body)
    ]
    return StandingText(piece, sections, frozenset(_edited_keys(repository, piece)))


@dataclass(frozen=True)
class _DraftedText:
    """What a draft left: the sections that it wrote, None for all, and its texts by the keys of their sections."""

    wrote: Sequence[str] | None
    texts: Mapping[str, Sequence[str]]


def _drafts(repository: Repository, piece: Piece) -> Iterator[_DraftedText]:
    """The drafts of a piece, newest first, back to the last one that wrote the whole text."""
    for event in reversed(piece.events):
        if event.action is not Action.draft:
            continue
        wrote, texts = sections_written(event), defaultdict(list)
        document = _kept(repository, piece, event.hash)
        body = document.body if document else ""
        for section in markdown.sections(body):
            texts[provenance.place(section.heading)].append(_plain(body[section.start : section.end]))
        yield _DraftedText(wrote, texts)
        if wrote is None:
            return


def _is_edited(heading: str, text: str, drafts: Sequence[_DraftedText]) -> bool:
    """Whether a section differs from what the last draft that wrote it had made of it."""
    key = provenance.place(heading)
    last = next((draft for draft in drafts if draft.wrote is None or key in draft.wrote), None)
    if last is None or key not in last.texts:
        return bool(text.strip())
    return _plain(text) not in last.texts[key]


def _basis(heading: str, text: str, record: Provenance) -> str:
    """What a section was written from: by its passages that still stand, else by the last ones with its heading."""
    key = provenance.place(heading)
    stated = [passage for passage in record.passages if passage.basis]
    digests = {block.sha256 for block in provenance.blocks(text)}
    present = [passage for passage in stated if passage.sha256 in digests]
    for candidates in (
        [it for it in present if it.section == key],
        [it for it in stated if it.section == key],
        present,
    ):
        if candidates:
            return max(enumerate(candidates), key=lambda pair: (pair[1].event, pair[0]))[1].basis
    return ""


def _quoted(text: str, record: Provenance) -> Iterator[tuple[str, int]]:
    for passage in provenance.passages(text, record):
        if passage.kind == "quote":
            for reference in passage.sources_of(""):
                slug, _mark, number = reference.removeprefix("testimony:").partition("#")
                if number.isdecimal():
                    yield slug, int(number)


def _edited_keys(repository: Repository, piece: Piece) -> set[str]:
    """The keys of the front matter that changed otherwise than by a draft, since the last whole draft."""
    events = list(piece.events)
    first = next(
        (
            index
            for index in reversed(range(len(events)))
            if events[index].action is Action.draft and sections_written(events[index]) is None
        ),
        None,
    )
    if first is None:
        return set(piece.document.values)
    edited: set[str] = set()
    before: Mapping[str, Any] | None = None
    for event in events[first:]:
        document = _kept(repository, piece, event.hash)
        if document is None:
            continue
        if before is not None and event.action is not Action.draft:
            edited |= _changed_keys(before, document.values)
        before = document.values
    return edited | (_changed_keys(before, piece.document.values) if before is not None else set())


def _changed_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    return {key for key in {*before, *after} if key != "status" and before.get(key) != after.get(key)}


def _kept(repository: Repository, piece: Piece, content_hash: str) -> Document | None:
    """A kept revision's text; None where it is not kept, or cannot be read, which `verify` reports."""
    try:
        text = repository.store.documents.read(Key("piece", piece.slug, content_hash)) if content_hash else None
        return frontmatter.parse(text.content.decode("utf-8")) if text else None
    except (ValueError, AuthoringError):
        return None


def _plain(text: str) -> str:
    """The text as it is compared: white space around it and the form of line ends do not count."""
    return text.replace("\r\n", "\n").strip()
