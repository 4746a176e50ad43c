"""What a reviewer proposes in a returned Word file: their changes and comments, compared with what was printed.

Nothing here changes a piece. A changed testimony or quote is shown and never part of the proposed text; where the
piece has moved on since it was printed, a change is proposed only to passages that are still as they were.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final, Literal

from authoring.errors import InputError, advice
from authoring.exporters.review_files import sheet
from authoring.exporters.review_files.body import GUARDED, Body, Passage, read
from authoring.importers.word import pairing, paragraphs, returned, to_markdown, word_file
from authoring.importers.word.returned import Comment, Row
from authoring.importers.word.splicing import Splice
from authoring.importers.word.word_file import WordFile
from authoring.store.pieces import Piece
from authoring.store.repository import Repository
from authoring.text.i18n import _
from authoring.text.office import nodes
from authoring.text.office.nodes import Node

Kind = Literal["reworded", "reformatted", "inserted", "deleted", "moved"]
MAX_PARAGRAPHS: Final = 2000
_FRONT: Final = ("title", "description")
_WORDS_ONLY: Final = (*_FRONT, "caption", "code", *GUARDED)  # in which formatting such as bold has no meaning


@dataclass(frozen=True)
class Change:
    """One change. `before` and `after` are Markdown; `people` are who made it and when, as the file says.

    `is_tracked` is false where the file's own record does not tell of it. `is_guarded` marks somebody else's words;
    `is_proposed` says whether the proposed text has it.
    """

    kind: Kind
    what: str
    number: int
    before: str
    after: str
    people: Sequence[tuple[str, str]]
    is_tracked: bool
    is_guarded: bool
    is_proposed: bool = False


@dataclass(frozen=True)
class Proposal:
    """All that a returned file says, compared with the revision `printed`.

    `is_known` is false where the file does not say which revision that was, or it was not kept: it is then held
    against the text as it is now. `is_behind` says that the piece has changed since. `text` is the whole file of the
    piece with what is proposed; empty when nothing is.
    """

    slug: str
    printed: str
    is_known: bool
    is_behind: bool
    changes: Sequence[Change]
    comments: Sequence[Comment]
    text: str

    @property
    def says_nothing(self) -> bool:
        """Whether the file came back as it went."""
        return not self.changes and not self.comments


def printed_from(content: WordFile) -> tuple[str, str]:
    """The slug and the content hash that a file carries; empty where it carries none."""
    content_hash = sheet.hash_in(content.properties.get(sheet.PROPERTY_HASH, ""))
    return content.properties.get(sheet.PROPERTY_SLUG, ""), content_hash or sheet.hash_in(
        nodes.text(list(content.blocks))
    )


def proposal_in(file: Path, slug: str, repository: Repository) -> Proposal:
    """What a returned file says about a piece. Raises `InputError` for a file of another piece, or not from Word."""
    content = word_file.read(file)
    if content.kind != "docx":
        raise InputError(
            _("A review comes back as a Word file: in OpenDocument its changes and comments cannot be told apart."),
            _("Open it in LibreOffice and save it as .docx; changes and comments stay."),
            file=file,
        )
    name, content_hash = printed_from(content)
    if name and name != slug:
        raise InputError(
            _("This file was printed from “{name}”, not from “{slug}”.").format(name=name, slug=slug),
            advice("import-as-review-of-other", name=name, file=file.name),
            file=file,
        )
    piece = repository.piece(slug)
    if sum(1 for _line in paragraphs.lines(content.blocks)) > MAX_PARAGRAPHS:
        raise InputError(
            _("The file has more than {count} paragraphs.").format(count=MAX_PARAGRAPHS),
            _("Check that it is the file that the reviewer meant to send."),
            file=file,
        )
    printed = _kept(repository, piece, content_hash)
    return proposal_of(content, printed=printed or piece, piece=piece, is_known=printed is not None)


def _kept(repository: Repository, piece: Piece, content_hash: str) -> Piece | None:
    if content_hash == piece.hash:
        return piece
    try:
        return repository.kept(piece, content_hash) if content_hash else None
    except InputError:
        return None


def proposal_of(content: WordFile, *, printed: Piece, piece: Piece, is_known: bool = True) -> Proposal:
    """What the file proposes, for the piece as it is now. `printed` is the revision that it was made from."""
    passages, source = _passages(printed, _body(printed)), _body(piece)
    placed_changes = _placed_changes(passages, content)
    places = _same(passages, _passages(piece, source))
    splice, front = Splice(source), dict[str, str]()
    changes = [replace(it.change, is_proposed=_put(it, places, splice, front)) for it in placed_changes]
    text = piece.document.with_values(front).with_body(splice.text()).text
    return Proposal(
        slug=piece.slug,
        printed=printed.hash,
        is_known=is_known,
        is_behind=printed.hash != piece.hash,
        changes=changes,
        comments=returned.comments(content),
        text=text if any(change.is_proposed for change in changes) else "",
    )


@dataclass(frozen=True)
class _PlacedChange:
    """A change with its place: the passage that it is about, and the one that it stands behind now."""

    change: Change
    here: int | None = None
    behind: int | None = None
    row: Row | None = None


def _body(piece: Piece) -> Body:
    return read(piece.draft.body, images=piece.draft.images)


def _passages(piece: Piece, body: Body) -> list[Passage]:
    """The title, the description and the passages of the body."""
    draft = piece.draft
    title = Passage("title", draft.title, source=draft.title, inlines=nodes.words(draft.title))
    inlines = nodes.words(draft.description)
    description = Passage("description", draft.description, source=draft.description, inlines=inlines)
    return [title, *([description] if draft.description else []), *body.passages]


def _same(printed: Sequence[Passage], present: Sequence[Passage]) -> Mapping[int, Passage]:
    """For each passage as printed, by index, the one that still says the same."""
    keys = [[(passage.kind, passage.source) for passage in passages] for passages in (printed, present)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    return {
        block.a + step: present[block.b + step] for block in matcher.get_matching_blocks() for step in range(block.size)
    }


def _placed_changes(printed: Sequence[Passage], content: WordFile) -> list[_PlacedChange]:
    """Every change in the order of the returned file, then what is gone from it."""
    rows, untouched = returned.rows(content, "after"), returned.rows(content, "before")
    pairs = pairing.pairs(printed, rows)
    moved = pairing.moved(pairs)
    originals = {here: untouched[there] for there, here in pairing.pairs(printed, untouched).items()}
    changes: list[_PlacedChange] = []
    behind: int | None = None
    for index, row in enumerate(rows):
        here = pairs.get(index)
        if here is None:
            changes.append(_PlacedChange(_inserted(row), behind=behind, row=row))
            continue
        change = _change(printed[here], row, originals.get(here), is_moved=index in moved)
        changes += [_PlacedChange(change, here, behind, row)] if change else []
        behind = behind if index in moved else here
    missing = [here for here in range(len(printed)) if here not in pairs.values() and printed[here].text.strip()]
    return changes + [_PlacedChange(_deleted(printed[here], originals.get(here)), here) for here in missing]


def _inserted(row: Row) -> Change:
    after = _markdown(row.kind, row.inlines)
    return Change("inserted", row.kind, 0, "", after, row.people, bool(row.people), row.kind in GUARDED)


def _change(passage: Passage, row: Row, original: Row | None, *, is_moved: bool) -> Change | None:
    before, after = _markdown(passage.kind, passage.inlines), _markdown(passage.kind, row.inlines)
    is_tracked = bool(row.people) and original is not None and _comparable(original.text) == _comparable(passage.text)
    if _comparable(passage.text) != _comparable(row.text):
        kind: Kind = "moved" if is_moved else "reworded"
    elif is_moved:
        kind, is_tracked = "moved", bool(row.people)
    elif before != after:
        kind, is_tracked = "reformatted", bool(row.people)
    else:
        return None
    return Change(kind, passage.kind, passage.number, before, after, row.people, is_tracked, passage.is_guarded)


def _deleted(passage: Passage, original: Row | None) -> Change:
    people = original.people if original else ()
    before = _markdown(passage.kind, passage.inlines)
    return Change("deleted", passage.kind, passage.number, before, "", people, bool(people), passage.is_guarded)


def _markdown(kind: str, inlines: Sequence[Node]) -> str:
    if kind in _WORDS_ONLY:
        return _comparable(nodes.text(list(inlines)))
    return to_markdown.line(inlines)


def _comparable(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")


def _put(placed: _PlacedChange, places: Mapping[int, Passage], splice: Splice, front: dict[str, str]) -> bool:
    """Make the change in the proposed text, where it can be made there; whether it was."""
    change, row = placed.change, placed.row
    place = places.get(placed.here) if placed.here is not None else None
    if change.is_guarded or (placed.here is not None and place is None):
        return False
    if change.kind == "inserted" and row is not None:
        return _insert(placed, row, places, splice)
    if place is None:
        return False
    if change.what in _FRONT and change.after:
        front[change.what] = change.after
        return True
    if change.kind == "deleted":
        return splice.remove(place)
    if change.kind == "moved" and row is not None:
        return change.what == "paragraph" and splice.remove(place) and _insert(placed, row, places, splice)
    return splice.reword(place, change.after)


def _insert(placed: _PlacedChange, row: Row, places: Mapping[int, Passage], splice: Splice) -> bool:
    behind = places.get(placed.behind) if placed.behind is not None else None
    if placed.behind is not None and behind is None:
        return False
    after = None if behind is None or behind.kind in _FRONT else behind
    return splice.insert(row, placed.change.after, after=after)
