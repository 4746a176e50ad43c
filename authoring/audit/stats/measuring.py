"""From a workspace's pieces to their figures. The clock comes in; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import add
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from authoring.audit.stats import MonthStats, PieceStats, Statistics, calls, course, share, written
from authoring.audit.stats.calls import Call, Calls
from authoring.errors import AuthoringError, Problem
from authoring.model.events import Event
from authoring.model.workflow import OUT
from authoring.store import Piece, Store, tracing


@dataclass(frozen=True)
class Source:
    """All that the figures of a piece are made of. `final` is what readers see, else the present body."""

    piece: Piece
    outlined: datetime | None
    calls: Calls
    written: Sequence[str]
    final: str


def measure(store: Store, slugs: Sequence[str] = (), *, outlines: Path, zone: ZoneInfo, now: datetime) -> Statistics:
    """The figures of the named pieces, or of all. What cannot be read is a problem, and the rest is counted.

    `outlines` is the folder whose files' times say when the work began. Raises `UnknownSlug`.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    for slug in dict.fromkeys(slugs) or store.pieces():
        store.folder(slug)
        try:
            source = read(store, slug, outlines=outlines)
        except AuthoringError as error:
            problems += error.problems
            continue
        sources.append(source)
        problems += source.calls.problems
    pieces = [of_piece(source, now=now) for source in sources]
    made = [call for source in sources for call in source.calls.known]
    return Statistics(pieces, by_month(pieces, made, zone=zone), problems)


def read(store: Store, slug: str, *, outlines: Path) -> Source:
    """What the figures of a piece are made of. Raises what the store raises for files that cannot be read."""
    piece = store.piece(slug)
    events = _of_the_live_text(piece)
    last = max((at for at, event in enumerate(events, start=1) if event.details.get("models")), default=0)
    live = piece.situation.live
    return Source(
        piece,
        _outlined(outlines / f"{piece.draft.outline or slug}.md"),
        calls.read(piece.folder),
        written.by_model(tracing.steps(piece, events[:last])),
        store.kept(piece, live).draft.body if live else piece.draft.body,
    )


def of_piece(source: Source, *, now: datetime) -> PieceStats:
    """The figures of one piece."""
    piece, events = source.piece, source.piece.events
    started, beginning = course.started(events, source.outlined)
    return PieceStats(
        slug=piece.slug,
        title=piece.draft.title,
        state=piece.situation.state,
        started=started,
        beginning=beginning,
        published=course.first_published(events),
        time_in_states=course.time_in_states(events, present=piece.situation.state, now=now),
        review_rounds=course.review_rounds(events),
        calls=calls.total(source.calls.known, torn=source.calls.torn),
        share=share.compare(source.written, share.prose(source.final)) if source.written else None,
    )


def by_month(pieces: Iterable[PieceStats], made: Iterable[Call], *, zone: ZoneInfo) -> list[MonthStats]:
    """The months in which a piece was first published or a model was called, oldest first."""
    published: dict[str, list[PieceStats]] = {}
    called: dict[str, list[Call]] = {}
    for piece in pieces:
        if piece.published:
            published.setdefault(_month(piece.published, zone), []).append(piece)
    for call in made:
        called.setdefault(_month(call.time, zone), []).append(call)
    months = sorted({*published, *called})
    return [_of_month(month, published.get(month, []), called.get(month, [])) for month in months]


def _of_month(month: str, pieces: Sequence[PieceStats], made: Iterable[Call]) -> MonthStats:
    seconds = [piece.time_to_publish.total_seconds() for piece in pieces if piece.time_to_publish is not None]
    shares = [piece.share for piece in pieces if piece.share is not None]
    return MonthStats(
        month=month,
        published=len(pieces),
        time_to_publish=timedelta(seconds=median(seconds)) if seconds else None,
        review_rounds=sum(piece.review_rounds for piece in pieces),
        calls=calls.total(made),
        share=reduce(add, shares) if shares else None,
    )


def _of_the_live_text(piece: Piece) -> Sequence[Event]:
    """The events up to the last publication while a text is out: what a model wrote since is not in it yet."""
    if not piece.situation.live:
        return piece.events
    last = max(at for at, event in enumerate(piece.events) if event.action in OUT)
    return piece.events[: last + 1]


def _outlined(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None


def _month(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m")
