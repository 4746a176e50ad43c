"""Computes the figures of a workspace's pieces, with the clock of the context; writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import add
from statistics import median
from zoneinfo import ZoneInfo

from authoring.audit.stats import MonthStats, PieceStats, Statistics, course, share, written
from authoring.audit.stats.call_totals import total
from authoring.editorial.context import Context
from authoring.errors import AuthoringError, Problem
from authoring.model import calls
from authoring.model.calls import Call, CallRecord
from authoring.model.events import Event, models
from authoring.model.local_times import in_zone
from authoring.model.states import OUT
from authoring.store import Key
from authoring.store.addresses import CALLS
from authoring.store.origins import Origins
from authoring.store.pieces import Piece


@dataclass(frozen=True)
class Source:
    """The values from which a piece's figures are computed. `final` is the published body, else the present one."""

    piece: Piece
    outlined: datetime | None
    calls: CallRecord
    written: Sequence[str]
    final: str


def measure(context: Context, slugs: Sequence[str] = ()) -> Statistics:
    """The figures of the named pieces, or of all. Unreadable pieces become problems, and the others are counted.

    Raises `UnknownSlug`.
    """
    pieces = context.repository.pieces()
    sources: list[Source] = []
    problems: list[Problem] = []
    for slug in dict.fromkeys(slugs) or pieces:
        try:
            source = read(context, slug)
        except AuthoringError as error:
            if slug not in pieces:
                raise
            problems += error.problems
            continue
        sources.append(source)
        problems += source.calls.problems
    figures = [of_piece(source, now=context.now) for source in sources]
    all_calls = [call for source in sources for call in source.calls.calls]
    return Statistics(figures, by_month(figures, all_calls, zone=context.settings.zone), problems)


def read(context: Context, slug: str) -> Source:
    """The values from which a piece's figures are computed. Raises the repository's errors for an unreadable piece."""
    repository = context.repository
    piece = repository.piece(slug)
    events = _of_the_live_text(piece)
    last = max((number for number, event in enumerate(events, start=1) if models(event)), default=0)
    live = piece.situation.live
    return Source(
        piece,
        _outlined(context, piece.draft.outline or slug),
        calls.decode(piece.calls, context.store.records.label(slug, CALLS)),
        written.by_model(Origins(context.store, piece).steps(events[:last])),
        repository.live(piece).draft.body if live else piece.draft.body,
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
        calls=total(source.calls.calls, unfinished=source.calls.unfinished),
        share=share.compare(source.written, share.prose(source.final)) if source.written else None,
    )


def by_month(pieces: Iterable[PieceStats], all_calls: Iterable[Call], *, zone: ZoneInfo) -> list[MonthStats]:
    """The months in which a piece was first published or a model was called, oldest first."""
    published: dict[str, list[PieceStats]] = {}
    called: dict[str, list[Call]] = {}
    for piece in pieces:
        if piece.published:
            published.setdefault(_month(piece.published, zone), []).append(piece)
    for call in all_calls:
        called.setdefault(_month(call.time, zone), []).append(call)
    months = sorted({*published, *called})
    return [_of_month(month, published.get(month, []), called.get(month, [])) for month in months]


def _of_month(month: str, pieces: Sequence[PieceStats], its_calls: Iterable[Call]) -> MonthStats:
    seconds = [piece.time_to_publish.total_seconds() for piece in pieces if piece.time_to_publish is not None]
    shares = [piece.share for piece in pieces if piece.share is not None]
    return MonthStats(
        month=month,
        published=len(pieces),
        time_to_publish=timedelta(seconds=median(seconds)) if seconds else None,
        review_rounds=sum(piece.review_rounds for piece in pieces),
        calls=total(its_calls),
        share=reduce(add, shares) if shares else None,
    )


def _of_the_live_text(piece: Piece) -> Sequence[Event]:
    """The events up to the last publication of a published piece: later events do not concern the published text."""
    if not piece.situation.live:
        return piece.events
    last = max(number for number, event in enumerate(piece.events, start=1) if event.action in OUT)
    return piece.events[:last]


def _outlined(context: Context, slug: str) -> datetime | None:
    """When the outline was last written; None when it is missing or unreadable."""
    try:
        outline = context.store.documents.read(Key("outline", slug))
    except AuthoringError:
        return None
    return outline.modified if outline else None


def _month(moment: datetime, zone: ZoneInfo) -> str:
    return in_zone(moment, zone).strftime("%Y-%m")
