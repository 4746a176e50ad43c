"""Keeps the record of who wrote what up to date with a piece's history, and works it out anew from what is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from authoring.errors import AuthoringError, Problem, advice
from authoring.model.details import erased
from authoring.model.workflow import WRITING, Action, Event
from authoring.sourcing import provenance
from authoring.sourcing.provenance import Provenance, Sentence, sentences_of
from authoring.sourcing.provenance.tracing import Revision, advance
from authoring.store import INDEX, SHORT, Piece, files
from authoring.text import frontmatter
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json


@dataclass(frozen=True)
class Step:
    """The record after an event, with the sentences that it is of."""

    event: Event
    sentences: Sequence[Sentence]
    record: Provenance


def recorded(piece: Piece, event: Event) -> Provenance:
    """The record with the piece's text as `event` is about to record it."""
    number = len(piece.events) + 1
    record, before = _caught_up(piece)
    record = replace(record, passages=tuple(replace(each, event=each.event or number) for each in record.passages))
    return advance(record, before, _revision(replace(event, seq=number), _present(piece), piece.draft.author))


def present(piece: Piece) -> Provenance:
    """The record for the text as it lies there now: what no event has recorded yet has no person's name."""
    record, before = _caught_up(piece)
    return advance(record, before, Revision(piece.hash, _present(piece)))


def written(piece: Piece) -> Provenance:
    """The record beside the piece; one of the first format gets the digests of this one, by the texts that are kept."""
    record = provenance.read(piece.folder)
    if record.events or not any(each.event for each in record.passages):
        return record
    for hashed in dict.fromkeys(event.hash for event in piece.events):
        try:
            text = (piece.folder / "revisions" / hashed[:SHORT] / INDEX).read_bytes().decode("utf-8")
            record = record.upgraded(frontmatter.parse(text).body)
        except (OSError, ValueError, AuthoringError):
            continue
    return record.upgraded(piece.draft.body)


def rebuilt(piece: Piece, *, events: int | None = None) -> Provenance:
    """The record worked out anew from the kept revisions, up to a line of the history; passages are as recorded."""
    record = written(piece)
    return _followed(Provenance(record.passages), (), piece, piece.events[:events])[0]


def is_whole(piece: Piece) -> bool:
    """Whether the record beside the piece is the one that the history vouched for last."""
    for event in reversed(piece.events):
        if held := event.details.get("records"):
            content = files.read_bytes(piece.folder / provenance.NAME)
            stated = held.get(provenance.NAME, {"sha256": hashlib.sha256(b"").hexdigest()})
            digest = hashlib.sha256(content).hexdigest()
            return bool(digest == stated["sha256"])
    return not piece.events


def problems(piece: Piece) -> Iterator[Problem]:
    """What does not hold in the record: sentences that the kept revisions do not bear out, and changes by hand."""
    path = piece.folder / provenance.NAME
    for event in piece.events:
        if provenance.NAME in event.details.get("unvouched", ()):
            yield Problem(
                _("This record was not the one that the history had vouched for when line {line} was written.").format(
                    line=event.seq
                ),
                _("Compare the passages in it with a backup or with git."),
                path,
            )
    record = provenance.read(piece.folder)
    if not record.events or erased(piece.events):
        return  # words that their person took back are not there to be compared any more
    anew = rebuilt(piece, events=record.events)
    if (record.revision, record.sentences, record.gone) != (anew.revision, anew.sentences, anew.gone):
        stated = {each.sha256: each for each in record.sentences}
        wrong = [each.section for each in anew.sentences if stated.get(each.sha256) != each]
        yield Problem(
            _("{count} sentences come from elsewhere than this record says, by the kept revisions.").format(
                count=max(1, len(wrong))
            ),
            advice("trace-sentences", slug=piece.slug),
            path,
        )


def texts(piece: Piece) -> Iterator[Sequence[Sentence]]:
    """The sentences of every kept revision, oldest first, and of the present text."""
    for hashed in dict.fromkeys(event.hash for event in piece.events):
        kept = _kept(piece.folder, hashed)
        if kept:
            yield kept[0]
    yield _present(piece)


def _caught_up(piece: Piece) -> tuple[Provenance, Sequence[Sentence]]:
    """The record after the last event, with the sentences that it is of; begun anew when it cannot be trusted."""
    record = written(piece)
    kept = _kept(piece.folder, record.revision) if record.revision else None
    if not kept or record.events > len(piece.events) or not is_whole(piece) or not _fits(record, kept[0]):
        return _followed(Provenance(record.passages), (), piece, piece.events)
    return _followed(record, kept[0], piece, piece.events[record.events :])


def _fits(record: Provenance, sentences: Sequence[Sentence]) -> bool:
    return [each.sha256 for each in record.sentences] == [each.sha256 for each in sentences]


def steps(piece: Piece, events: Sequence[Event]) -> Iterator[Step]:
    """The record worked out anew, as it stood after each of these events, which begin with the first."""
    yield from _steps(Provenance(written(piece).passages), (), piece, events)


def _steps(record: Provenance, before: Sequence[Sentence], piece: Piece, events: Sequence[Event]) -> Iterator[Step]:
    for event in events:
        known = (before, "") if event.hash == record.revision else _kept(piece.folder, event.hash)
        if known:
            now = _revision(event, *known)
            record, before = advance(record, before, now), now.sentences
            yield Step(event, before, record)


def _followed(
    record: Provenance, before: Sequence[Sentence], piece: Piece, events: Sequence[Event]
) -> tuple[Provenance, Sequence[Sentence]]:
    for step in _steps(record, before, piece, events):
        record, before = step.record, step.sentences
    return replace(record, events=events[-1].seq) if events else record, before


def _revision(event: Event, sentences: Sequence[Sentence], author: str) -> Revision:
    return Revision(
        event.hash,
        sentences,
        event=event.seq,
        actor=event.actor,
        kind=event.kind,
        writes=event.action in WRITING,
        models=bool(event.details.get("models")),
        is_whole=event.action is Action.draft,
        imports=event.action is Action.import_,
        author=author,
        found=_found(event.details.get("found")),
    )


def _found(stated: object) -> dict[str, str]:
    """The sources that an event's line says were found; none where it says something else."""
    held = stated.items() if isinstance(stated, dict) else ()
    return {sha256: source for sha256, source in held if isinstance(source, str)}


def _present(piece: Piece) -> Sequence[Sentence]:
    draft = piece.draft
    return sentences_of(draft.body, title=draft.title, description=draft.description)


def _kept(folder: Path, hashed: str) -> tuple[Sequence[Sentence], str] | None:
    """The sentences of a kept revision and its author; None when it is not there."""
    kept = folder / "revisions" / hashed[:SHORT]
    try:
        listed = decode_json((kept / "manifest.json").read_bytes())
        body = frontmatter.parse((kept / INDEX).read_bytes().decode("utf-8")).body
        found = sentences_of(body, title=listed["title"], description=listed["description"])
        return found, str(listed["author"])
    except (OSError, ValueError, KeyError, TypeError, AuthoringError):
        return None
