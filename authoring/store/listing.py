"""All pieces at a glance, read once and remembered: what has not changed on disk is not read again.

The memory is a cache: it is keyed by the size and time of every file that a piece's state depends on, and
can be deleted at any moment.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final

from authoring import __version__
from authoring.errors import AuthoringError
from authoring.model import manifest
from authoring.model.workflow import State
from authoring.store import HISTORY, INDEX, Entry, Overview, Piece, files
from authoring.text import i18n
from authoring.text.strict_json import decode_json

PLACES: Final = ("drafts", "published")
_WORTH_TWO_PROCESSES: Final = 1500

Stamp = list[list[str | int]]


def entry_of(piece: Piece) -> Entry:
    """The line that a list shows of a piece; `updated` is the time of its last event or of a later edit."""
    now = piece.situation
    edited = now.last is None or now.last.hash != piece.hash
    moment = (
        datetime.fromtimestamp((piece.folder / INDEX).stat().st_mtime, UTC)
        if edited or now.last is None
        else now.last.time
    )
    return Entry(
        slug=piece.slug,
        place=piece.folder.parent.name,
        title=piece.draft.title,
        state=now.state,
        lang=piece.draft.lang,
        author=piece.draft.author,
        assignee=now.assignee,
        due=now.due,
        updated=moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        hash=piece.hash,
        live=now.live,
    )


class Listing:
    """The entries of all pieces below `root`. `read` loads one piece; its mistakes are kept as problems."""

    def __init__(self, root: Path, read: Callable[[str], Piece]) -> None:
        self._root = root
        self._read = read
        self._cache = root / ".authoring" / "cache" / "list.json"

    def overview(self) -> Overview:
        """Every piece that can be read, by slug, and the mistakes in the others."""
        known = self._load()
        folders = _folders(self._root)
        fresh = {slug: known[slug] for slug, folder in folders.items() if _is_fresh(known.get(slug), folder)}
        places = [slug for slug, folder in folders.items() if slug in fresh or _has_text(folder)]
        stale = [slug for slug in places if slug not in fresh]
        read = dict(zip(stale, self._read_all(stale), strict=True))
        if stale or len(known) != len(fresh):
            self._save({**fresh, **{slug: row for slug, row in read.items() if "entry" in row}})
        rows = [fresh.get(slug) or read[slug] for slug in places]
        found = [Entry(**{**row["entry"], "state": State(row["entry"]["state"])}) for row in rows if "entry" in row]
        return Overview(found, [problem for row in rows for problem in row.get("problems", ())])

    def _read_all(self, slugs: Sequence[str]) -> Iterable[dict[str, Any]]:
        if len(slugs) < _WORTH_TWO_PROCESSES:
            return [_row(self._read, slug) for slug in slugs]
        from concurrent.futures import ProcessPoolExecutor

        halves = [slugs[: len(slugs) // 2], slugs[len(slugs) // 2 :]]
        with ProcessPoolExecutor(max_workers=len(halves)) as pool:
            speaking = [i18n.current()] * len(halves)
            return list(chain.from_iterable(pool.map(_rows, speaking, [self._read] * len(halves), halves)))

    def _load(self) -> dict[str, Any]:
        try:
            held = decode_json(self._cache.read_bytes())
            return dict(held["pieces"]) if held["version"] == __version__ else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _save(self, rows: dict[str, Any]) -> None:
        content = json.dumps({"version": __version__, "pieces": rows}, ensure_ascii=False, separators=(",", ":"))
        files.write_bytes(self._cache, content.encode())


def _rows(lang: str, read: Callable[[str], Piece], slugs: Sequence[str]) -> list[dict[str, Any]]:
    with i18n.speaking(lang):
        return [_row(read, slug) for slug in slugs]


def _row(read: Callable[[str], Piece], slug: str) -> dict[str, Any]:
    try:
        piece = read(slug)
    except AuthoringError as error:
        return {"problems": list(error.problems)}
    sources = manifest.local_sources(piece.draft)
    return {"entry": asdict(entry_of(piece)), "stamp": stamp(str(piece.folder), [INDEX, HISTORY, *sources])}


def _folders(root: Path) -> dict[str, str]:
    """The folder where each piece would be, by slug: the one in `drafts/` where both hold its text."""
    found: dict[str, str] = {}
    for place in reversed(PLACES):
        try:
            with os.scandir(root / place) as entries:
                names = [entry.name for entry in entries if not entry.name.startswith(".")]
        except FileNotFoundError:
            continue
        at = f"{root}/{place}"
        found.update((name, f"{at}/{name}") for name in names if name not in found or _has_text(f"{at}/{name}"))
    return {slug: found[slug] for slug in sorted(found)}


def _has_text(folder: str) -> bool:
    return os.path.isfile(f"{folder}/{INDEX}")  # noqa: PTH113  a Path for each of 50,000 costs a second


def _is_fresh(row: dict[str, Any] | None, folder: str) -> bool:
    return row is not None and row["stamp"] == stamp(folder, [str(name) for name, *_ in row["stamp"]])


def stamp(folder: str, names: Iterable[str]) -> Stamp:
    """Each file's name, time of change and size; zeros for one that is not there."""
    stamps: Stamp = []
    for name in names:
        try:
            held = os.stat(f"{folder}/{name}")  # noqa: PTH116  as above
            stamps.append([name, held.st_mtime_ns, held.st_size])
        except OSError:
            stamps.append([name, 0, 0])
    return stamps
