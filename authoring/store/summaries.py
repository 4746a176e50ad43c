"""A piece's row for the index, read as fast as it can be and equal to what reading the whole piece gives.

What a row does not need is not done: the lines of pictures, the digests of the history's lines. Where anything is out
of the ordinary the piece is read in the usual way, which also words its mistakes.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from authoring.errors import AuthoringError
from authoring.model import history, loading, manifest, workflow
from authoring.model.config import Settings
from authoring.model.documents import Draft, Outline, Testimony
from authoring.model.slugs import check_slug
from authoring.model.workflow import Action, Event, Situation
from authoring.sourcing import authorship
from authoring.store import HISTORY, INDEX, Entry, Piece, files
from authoring.store.reading import read_piece
from authoring.store.rows import Digests, Row, without_markup


def entry_of(piece: Piece) -> Entry:
    """The line that a list shows of a piece; `updated` is the time of its last event or of a later edit."""
    return _entry(piece.folder, piece.draft, piece.events, piece.situation)


def piece_row(folder: Path, slug: str, *, settings: Settings, digests: Digests) -> Row:
    """The row of the piece in a folder, or of the mistakes in it; pictures whose digest is known are not read."""
    try:
        check_slug(slug)
        return _glance(folder, slug, settings, digests) or row_of(read_piece(folder, settings))
    except AuthoringError as error:
        return Row("piece", slug, problems=tuple(error.problems))


def row_of(piece: Piece) -> Row:
    """The row of a piece that was read whole."""
    return _row(entry_of(piece), piece.draft)


def outline_row(outline: Outline) -> Row:
    """What people search of an outline: its title, description, headings and points."""
    parts = (outline.introduction, *outline.sections)
    text = "\n".join(line for part in parts for line in (part.heading, *part.points))
    return Row("outline", outline.slug, outline.title, outline.description, without_markup(text))


def testimony_row(testimony: Testimony) -> Row:
    """What people search of a testimony: who gave it, and their words."""
    return Row("testimony", testimony.slug, testimony.person, "", without_markup(testimony.words_spoken))


def _glance(folder: Path, slug: str, settings: Settings, known: Digests) -> Row | None:
    """The row of a piece without mistakes; None where there is one, or a picture's name leads anywhere unusual."""
    document = loading.read_document(folder / INDEX)
    draft = loading.glance(document, slug=slug, default_lang=settings.lang)
    if draft is None:
        return None
    path = folder / HISTORY
    past = history.decode(files.read_bytes(path), path)
    pictures = [(src, *_digest(folder, src, known)) for src in manifest.local_sources(draft)]
    listed = manifest.build(
        draft,
        digests={src: digest for src, _signature, digest in pictures},
        disclosure=authorship.disclosed(past, draft, folder),
    )
    now = workflow.situation(past, content_hash=manifest.content_hash(listed), author=draft.author)
    kept = {signature: digest for _src, signature, digest in pictures if signature}
    return _row(_entry(folder, draft, past, now), draft, kept)


def _row(entry: Entry, draft: Draft, digests: Digests | None = None) -> Row:
    return Row(
        "piece", entry.slug, draft.title, draft.description, without_markup(draft.body), entry, digests=digests or {}
    )


def _entry(folder: Path, draft: Draft, past: Sequence[Event], now: Situation) -> Entry:
    edited = now.last is None or now.last.hash != now.hash
    moment = (
        datetime.fromtimestamp((folder / INDEX).stat().st_mtime, UTC) if edited or now.last is None else now.last.time
    )
    return Entry(
        slug=draft.slug,
        place=folder.parent.name,
        title=draft.title,
        state=now.state,
        lang=draft.lang,
        author=draft.author,
        assignee=now.assignee,
        due=now.due,
        updated=moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        hash=now.hash,
        live=now.live,
        scheduled_at=now.scheduled_at.isoformat() if now.scheduled_at else "",
        published=_first_time_out(past),
        outline=draft.outline,
        approvals=now.approvals,
        testimonies=draft.testimonies,
        tags=draft.tags,
    )


def _first_time_out(past: Sequence[Event]) -> str:
    """When readers were first given a text; empty where they never were, or a record from elsewhere names no time."""
    for event in past:
        if event.action is Action.publish:
            return event.time.isoformat()
        if event.action is Action.import_:
            with suppress(ValueError):
                return datetime.fromisoformat(str(event.details.get("published"))).isoformat()
    return ""


def _digest(folder: Path, src: str, known: Digests) -> tuple[str, str]:
    """A picture's name with its stat, and its SHA-256; no name where it is no ordinary file below the folder."""
    path = f"{folder}/{src}"
    held = _ordinary(str(folder), src)
    if held is None:
        return "", manifest.picture_digest(folder, src)
    signature = f"{src} {held.st_size} {held.st_mtime_ns} {held.st_ctime_ns} {held.st_ino}"
    if signature in known:
        return signature, known[signature]
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  a Path for each of 20,000 costs
        return signature, hashlib.sha256(file.read()).hexdigest()


def _ordinary(folder: str, src: str) -> os.stat_result | None:
    """The stat of the file `src` where neither it nor a folder on the way is a link, a device or a step upwards."""
    if "\0" in src or "\\" in src or ":" in src:
        return None
    paths = list(_ways(folder, src))
    try:
        stats = [os.lstat(path) for path in paths]
    except OSError:
        return None
    if not stats or not all(stat.S_ISDIR(each.st_mode) for each in stats[:-1]) or not stat.S_ISREG(stats[-1].st_mode):
        return None
    return stats[-1]


def _ways(folder: str, src: str) -> Iterator[str]:
    """Each step from the folder to the file; none where a step is empty or a dot."""
    parts = src.split("/")
    if not {"", ".", ".."}.isdisjoint(parts):
        return
    path = folder
    for part in parts:
        path = f"{path}/{part}"
        yield path
