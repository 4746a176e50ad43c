"""The rows of a workspace's folders: stamps from the files' stats, many pieces read in two processes."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from authoring.errors import AuthoringError
from authoring.model.config import Settings
from authoring.store import INDEX
from authoring.store.rows import Digests, Kind, Row
from authoring.text import i18n

PLACES: Final = ("drafts", "published")
_FOLDERS: Final = {"outline": "outlines", "testimony": "testimonies"}
_RECORDS: Final = frozenset({"revisions", "approvals", "exports", "proposals", "provenance.json", "looks.json"})
_WORTH_TWO_PROCESSES: Final = 1500
_IN_A_PORTION: Final = 250
_TICK: Final = 20_000_000  # nanoseconds within which two changes of a file may carry the same time


@dataclass(frozen=True)
class PieceRows:
    """The rows of all pieces: of each the one in `drafts/`, where that holds its text, else the one in `published/`."""

    settings: Settings
    kind: Kind = field(default="piece", init=False)

    @property
    def about(self) -> str:
        """A piece that names no language is in the workspace's."""
        return self.settings.lang

    @cached_property
    def _pieces(self) -> dict[str, tuple[str, str]]:
        """Each piece's folder and stamp."""
        pieces: dict[str, tuple[str, str]] = {}
        for place in PLACES:
            folder = f"{self.settings.root}/{place}"
            for name in _names(folder):
                slug = _printable(name)
                stamp = "" if slug in pieces else _stamp(f"{folder}/{name}")
                if stamp:
                    pieces[slug] = (f"{folder}/{name}", stamp)
        return pieces

    def stamps(self) -> Mapping[str, str]:
        """Of each piece: its text, history, calls and pictures, by name, size, times and place on the disk."""
        return {slug: stamp for slug, (_folder, stamp) in self._pieces.items()}

    def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
        """Their rows; two processes read when that is worth it."""
        known = digests()
        work = [(slug, self._pieces[slug][0], known.get(slug, {})) for slug in slugs]
        if len(work) < _WORTH_TWO_PROCESSES:
            return _rows(work, self.settings, i18n.current())
        return _in_two_processes(work, self.settings)


@dataclass(frozen=True)
class DocumentRows:
    """The rows of all outlines, or of all testimonies."""

    settings: Settings
    kind: Kind

    @property
    def about(self) -> str:
        """What is searched does not depend on settings, and mistakes do not either."""
        return ""

    @cached_property
    def _folder(self) -> Path:
        return self.settings.root / _FOLDERS[self.kind]

    def stamps(self) -> Mapping[str, str]:
        """Of each file: its size, times and place on the disk."""
        names = [name for name in _names(str(self._folder)) if name.endswith(".md")]
        return {_printable(name[:-3]): _digest(_file_stamp(f"{self._folder}/{name}")) for name in names}

    def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
        """Their rows; there are no pictures in them, so that `digests` is not asked."""
        return map(self._row, slugs)

    def _row(self, slug: str) -> Row:
        from authoring.store import summaries
        from authoring.store.reading import read_outline, read_testimony

        path = self._folder / f"{slug}.md"
        try:
            if self.kind == "outline":
                return summaries.outline_row(read_outline(path, self.settings))
            return summaries.testimony_row(read_testimony(path, self.settings))
        except AuthoringError as error:
            return Row(self.kind, slug, problems=tuple(error.problems))


_Work = tuple[str, str, Digests]  # slug, folder, and what is known of the pictures


def _rows(work: Sequence[_Work], settings: Settings, language: str) -> list[Row]:
    """The rows of some pieces; mistakes are worded in `language`, also in a process of its own."""
    from authoring.store.summaries import piece_row

    i18n.use(language)
    return [piece_row(Path(folder), slug, settings=settings, digests=known) for slug, folder, known in work]


def _in_two_processes(work: Sequence[_Work], settings: Settings) -> Iterator[Row]:
    from concurrent.futures import ProcessPoolExecutor

    portions = [work[start : start + _IN_A_PORTION] for start in range(0, len(work), _IN_A_PORTION)]
    with ProcessPoolExecutor(max_workers=2) as pool:
        for rows in pool.map(_rows, portions, [settings] * len(portions), [i18n.current()] * len(portions)):
            yield from rows


def _names(folder: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))  # noqa: PTH208  names alone
    except (FileNotFoundError, NotADirectoryError):
        return []


def _printable(name: str) -> str:
    """A file's name as text that can be stored and printed, also where its bytes are not UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode()


def _stamp(folder: str) -> str:
    """A piece's stamp; empty where the folder holds no text."""
    if not os.path.isfile(f"{folder}/{INDEX}"):  # noqa: PTH113  a Path for each of 50,000 costs a second
        return ""
    return _digest(*sorted(_file_stamps(folder)))


def _file_stamps(folder: str, *, is_piece: bool = True) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except OSError:  # nobody may look into it
        entries = []
    for entry in entries:
        if is_piece and entry.name in _RECORDS:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _file_stamps(entry.path, is_piece=False)
        else:
            yield _file_stamp(entry.path)


def _file_stamp(path: str) -> str:
    try:
        held = os.stat(path)  # noqa: PTH116  as above
    except OSError:
        return f"{path} -"
    # a file that changed just now may change again without another time, so that this stamp is never met again
    moment = time.time_ns()
    unsettled = moment if moment - held.st_ctime_ns < _TICK else 0
    return f"{path} {held.st_size} {held.st_mtime_ns} {held.st_ctime_ns} {held.st_ino} {unsettled}"


def _digest(*texts: str) -> str:
    content = "\n".join(texts).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(content, digest_size=12).hexdigest()
