"""A workspace's documents in plain folders, the way people see them.

```
outlines/<slug>.md   testimonies/<slug>.md
drafts/<slug>/       index.md, images/, history.jsonl, revisions/<hash>/, calls.jsonl, provenance.json
published/<slug>/    the same, once it is out; while a correction is on its way in drafts/, what readers see
.authoring/          locks and caches: can be deleted at any time when nothing runs
```
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from authoring.errors import AuthoringError, Conflict, InputError, Problem, UnknownSlug
from authoring.model import history, manifest
from authoring.model.config import Settings
from authoring.model.slugs import check_slug, is_slug, suggest_slug
from authoring.store import HISTORY, INDEX, SHORT, Overview, Piece, Search, files
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.model.documents import Outline, Testimony
    from authoring.model.workflow import Event, State
    from authoring.store.index import Index
    from authoring.store.rows import Kind

_RECORDS: Final = ("calls.jsonl", "provenance.json")
_WRITE_RECORDS: Final = ("draft", "revise", "mend")  # they note what a program wrote before the history does


class FolderStore:
    """The `Store` of a workspace's folders."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._root = settings.root

    def outlines(self) -> Sequence[str]:
        return _names(self._root / "outlines")

    def testimonies(self) -> Sequence[str]:
        return _names(self._root / "testimonies")

    def pieces(self) -> Sequence[str]:
        return sorted({*_folders(self._root / "drafts"), *_folders(self._root / "published")})

    def overview(self) -> Overview:
        from authoring.store.folder_rows import PieceRows

        return self._index.overview(PieceRows(self._settings))

    def remembered(
        self, question: str, slugs: Iterable[str], judge: Callable[[str], bool], *, about: str
    ) -> Mapping[str, bool]:
        from authoring.store.folder_rows import PieceRows

        stamps = PieceRows(self._settings).stamps()
        return self._index.remembered(question, {slug: stamps.get(slug, "") for slug in slugs}, judge, about=about)

    def search(self, words: str, *, kinds: Sequence[Kind], limit: int) -> Search:
        from authoring.store.folder_rows import DocumentRows, PieceRows

        readers = [
            PieceRows(self._settings) if kind == "piece" else DocumentRows(self._settings, kind) for kind in kinds
        ]
        return self._index.search(words, readers, limit=limit)

    def forget(self, testimonies: Collection[str], holds: Callable[[str], bool]) -> Sequence[Path]:
        return self._index.erase(testimonies, holds)

    @cached_property
    def _index(self) -> Index:
        from authoring.store.cache import cache_folder, index_path
        from authoring.store.index import Index

        return Index(index_path(str(self._root.resolve()), cache_folder(os.environ)))

    # Reading brings the YAML and Markdown parsers with it: a list that is remembered needs neither.

    def outline(self, slug: str) -> Outline:
        from authoring.store.reading import read_outline

        return read_outline(self._document("outlines", slug), self._settings)

    def testimony(self, slug: str) -> Testimony:
        from authoring.store.reading import read_testimony

        return read_testimony(self._document("testimonies", slug), self._settings)

    def piece(self, slug: str) -> Piece:
        from authoring.store.reading import read_piece

        return read_piece(self.folder(slug), self._settings)

    def kept(self, piece: Piece, hashed: str) -> Piece:
        from authoring.store.reading import read_kept

        return read_kept(piece, hashed, self._settings)

    def live(self, slug: str) -> Piece:
        from authoring.store.reading import read_live

        return read_live(self.folder(slug), self._settings)

    def folder(self, slug: str) -> Path:
        """Where the piece is worked on. Raises `UnknownSlug` when there is none."""
        check_slug(slug)
        for place in ("drafts", "published"):
            folder = self._root.joinpath(place, slug)
            if folder.joinpath(INDEX).is_file():
                return folder
        raise UnknownSlug(
            _("There is no piece “{slug}”.").format(slug=slug), _nearest(slug, self.pieces(), "authoring list")
        )

    def create(self, slug: str, text: str, *, pictures: Mapping[str, Path]) -> Path:
        check_slug(slug)
        folder = self._root / "drafts" / slug
        with self._lock(slug):
            if (folder / INDEX).exists() or (self._root / "published" / slug / INDEX).exists():
                raise Conflict(
                    _("The piece “{slug}” is there already.").format(slug=slug),
                    _("To write it anew beside the text that is there: authoring draft {slug} --new-revision").format(
                        slug=slug
                    ),
                    file=folder / INDEX,
                )
            _copy_pictures(pictures, folder)
            files.write_bytes(folder / INDEX, text.encode())
        return folder / INDEX

    def write(self, piece: Piece, text: str) -> Piece:
        path = piece.folder / INDEX
        with self._lock(piece.slug):
            if path.read_bytes() != piece.document.text.encode():
                raise Conflict(
                    _("The text has been changed by somebody else since it was read; nothing was written."),
                    _("Look at what is there now, then give the command again."),
                    file=path,
                )
            files.write_bytes(path, text.encode())
        return self.piece(piece.slug)

    def append(self, piece: Piece, event: Event) -> Piece:
        path = piece.folder / HISTORY
        with self._lock(piece.slug):
            content = files.read_bytes(path)
            if content.count(b"\n") != len(piece.events):
                raise Conflict(
                    _("Somebody else has just done something to “{slug}”; nothing was recorded.").format(
                        slug=piece.slug
                    ),
                    _("See what happened with authoring log {slug}, then give the command again.").format(
                        slug=piece.slug
                    ),
                    file=path,
                )
            details = {**event.details, **_traced(piece, event), **_records(piece.folder)}
            line = history.encode(history.chain(content, replace(event, details=details), past=piece.events))
            files.write_bytes(path, content + line)
            self._show_state(piece, event.target)
        written = self.piece(piece.slug)
        if written.hash == event.hash:  # who wrote what is found by comparing texts, so each recorded one is kept
            self.snapshot(written)
        return written

    def _show_state(self, piece: Piece, state: State) -> None:
        """The file's `status` is for people; a text that changed meanwhile is left for its writer."""
        path = piece.folder / INDEX
        shown = piece.document.with_values({"status": state.value}).text
        if path.read_bytes() == piece.document.text.encode() and shown != piece.document.text:
            files.write_bytes(path, shown.encode())

    def snapshot(self, piece: Piece) -> Path:
        target = self._revisions(piece.folder) / piece.hash[:SHORT]
        if target.is_dir():
            return target
        with self._lock(piece.slug), files.new_folder(target) as folder:
            (folder / INDEX).write_bytes(piece.document.text.encode())
            (folder / "manifest.json").write_bytes(manifest.encode(piece.manifest))
            pictures = {src: manifest.picture_path(piece.folder, src) for src in manifest.local_sources(piece.draft)}
            _copy_pictures({src: path for src, path in pictures.items() if path}, folder)
        return target

    def attach(self, piece: Piece, records: Mapping[str, bytes]) -> None:
        with self._lock(piece.slug):
            for name, content in records.items():
                files.write_bytes(piece.folder / name, content)

    def revision(self, slug: str, prefix: str) -> Piece:
        piece = self.piece(slug)
        kept = [hashed for hashed in self.revisions(slug) if hashed.startswith(prefix.lower())]
        if len(kept) != 1 or len(prefix) < 4:
            raise InputError(
                _("“{prefix}” names no kept revision of “{slug}”, or more than one.").format(prefix=prefix, slug=slug),
                _("authoring log {slug} lists them; write at least the first eight characters.").format(slug=slug),
            )
        return self.kept(piece, kept[0])

    def revisions(self, slug: str) -> Sequence[str]:
        piece = self.piece(slug)
        seen = dict.fromkeys(event.hash for event in piece.events)
        return [hashed for hashed in seen if self._has(piece, hashed)]

    def looks(self, piece: Piece) -> Mapping[str, str]:
        seen = files.read_object(piece.folder / "looks.json")
        return {who: hashed for who, hashed in seen.items() if isinstance(hashed, str) and self._has(piece, hashed)}

    def note_look(self, piece: Piece, reviewer: str) -> None:
        with self._lock(piece.slug):
            seen = {**self.looks(piece), reviewer: piece.hash}
            files.write_bytes(piece.folder / "looks.json", json.dumps(seen, indent=2, sort_keys=True).encode() + b"\n")

    def _has(self, piece: Piece, hashed: str) -> bool:
        return (self._revisions(piece.folder) / hashed[:SHORT] / INDEX).is_file()

    def move_out(self, slug: str) -> Piece:
        source, target = self._root / "drafts" / slug, self._root / "published" / slug
        with self._lock(slug):
            if (source / INDEX).is_file():
                aside = self._aside(slug)
                if target.exists():
                    target.rename(aside)
                target.parent.mkdir(exist_ok=True)
                source.rename(target)
                files.sync_folder(target.parent)
                shutil.rmtree(aside, ignore_errors=True)
        return self.piece(slug)

    def move_back(self, slug: str, *, keep_live: bool) -> Piece:
        source, target = self._root / "published" / slug, self._root / "drafts" / slug
        with self._lock(slug):
            if not (target / INDEX).is_file():
                target.parent.mkdir(exist_ok=True)
                source.rename(target)
                files.sync_folder(target.parent)
        piece = self.piece(slug)
        if keep_live:
            self.show_live(piece)
        else:
            shutil.rmtree(source, ignore_errors=True)
        return piece

    def show_live(self, piece: Piece) -> None:
        """What readers see, kept in `published/` while a correction is on its way in `drafts/`."""
        target = self._root / "published" / piece.slug
        if piece.is_out or target.exists() or not piece.situation.live:
            return
        live = self.live(piece.slug)
        with files.new_folder(target) as folder:
            shutil.copytree(live.folder, folder, dirs_exist_ok=True)
            (folder / "manifest.json").unlink(missing_ok=True)

    def hide_live(self, slug: str) -> None:
        """Remove the copy of what readers saw, for a piece whose correction was on its way when it was retracted."""
        if (self._root / "drafts" / slug / INDEX).is_file():
            shutil.rmtree(self._root / "published" / slug, ignore_errors=True)

    def strayed(self, piece: Piece) -> Path | None:
        path = self._root / "published" / piece.slug / INDEX
        if piece.is_out or not piece.situation.live or not path.is_file():
            return None
        return path if files.read_bytes(path) != files.read_bytes(self.live(piece.slug).folder / INDEX) else None

    def problems(self) -> list[Problem]:
        found: list[Problem] = []
        for read, slugs in ((self.outline, self.outlines()), (self.testimony, self.testimonies())):
            for slug in slugs:
                try:
                    read(slug)
                except AuthoringError as error:
                    found.extend(error.problems)
        return found + list(self.overview().problems)

    def _document(self, kind: str, slug: str) -> Path:
        path = self._root / kind / f"{slug}.md"
        if is_slug(slug) and path.is_file():
            return path
        message = {
            "outlines": _("There is no outline “{slug}”."),
            "testimonies": _("There is no testimony “{slug}”."),
        }[kind]
        command = f"authoring new {'outline' if kind == 'outlines' else 'testimony'} {suggest_slug(slug)}"
        raise UnknownSlug(message.format(slug=slug), _nearest(slug, _names(self._root / kind), command))

    @contextmanager
    def _lock(self, slug: str) -> Iterator[None]:
        from filelock import FileLock, Timeout

        path = self._root / ".authoring" / "locks" / f"{slug}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(path, timeout=10):
                yield
        except Timeout:
            raise Conflict(
                _("Another program has been working on “{slug}” for ten seconds.").format(slug=slug),
                _("Wait until it has finished, then give the command again."),
                file=path,
            ) from None

    def _aside(self, slug: str) -> Path:
        folder = self._root / ".authoring" / "aside"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder / slug, ignore_errors=True)
        return folder / slug

    @staticmethod
    def _revisions(folder: Path) -> Path:
        return folder / "revisions"


def _traced(piece: Piece, event: Event) -> dict[str, Any]:
    """Bring the record of who wrote what up to date; one that somebody changed is worked out anew, and that is said."""
    from authoring.sourcing import provenance
    from authoring.store import tracing

    is_known = tracing.is_whole(piece) or event.details.get("models") or event.action.value in _WRITE_RECORDS
    files.write_bytes(piece.folder / provenance.NAME, tracing.recorded(piece, event).encode())
    return {} if is_known else {"unvouched": [provenance.NAME]}


def _records(folder: Path) -> dict[str, Any]:
    """The length and SHA-256 of the records beside the text, so that the history vouches for them too."""
    import hashlib

    held = {}
    for name in _RECORDS:
        content = files.read_bytes(folder / name)
        if content:
            held[name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return {"records": held} if held else {}


def _copy_pictures(pictures: Mapping[str, Path], folder: Path) -> None:
    for src, path in pictures.items():
        target = (folder / src).resolve()
        if target.is_relative_to(folder.resolve()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.md")) if folder.is_dir() else []


def _folders(folder: Path) -> list[str]:
    return [path.parent.name for path in folder.glob(f"*/{INDEX}")] if folder.is_dir() else []


def _nearest(slug: str, known: Sequence[str], otherwise: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(slug, known, n=1, cutoff=0.5)
    if near:
        return _("Did you mean “{near}”?").format(near=near[0])
    return _("See what is there, or make it: {command}").format(command=otherwise)
