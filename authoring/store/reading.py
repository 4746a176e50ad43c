"""From a workspace's files to outlines, testimonies and pieces."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from authoring.model import history, loading, manifest
from authoring.model.config import Settings
from authoring.model.documents import Outline, Testimony
from authoring.model.events import Event
from authoring.model.situation import live_hash, situation_of
from authoring.sourcing import authorship
from authoring.store import HISTORY, INDEX, SHORT, Piece, files


def read_outline(path: Path, settings: Settings) -> Outline:
    """The outline in a file. Raises `InvalidDocuments`."""
    return loading.load_outline(path, default_lang=settings.lang)


def read_testimony(path: Path, settings: Settings) -> Testimony:
    """The testimony in a file. Raises `InvalidDocuments`."""
    return loading.load_testimony(path, default_lang=settings.lang)


def read_piece(folder: Path, settings: Settings) -> Piece:
    """The piece in a folder, as it is now. Raises `InvalidDocuments`, or `InputError` for a broken history."""
    slug = folder.name
    document = loading.read_document(folder / INDEX)
    draft = loading.load_draft(folder / INDEX, slug=slug, default_lang=settings.lang, document=document)
    events, checkpoint = _read_history(folder)
    kind = authorship.disclosed(events, draft, folder)
    listed = manifest.build(draft, digests=manifest.picture_digests(draft, folder), disclosure=kind)
    now = situation_of(events, content_hash=manifest.content_hash(listed), author=draft.author)
    return Piece(slug, folder, document, draft, events, now, checkpoint, listed)


def read_kept(piece: Piece, hashed: str, settings: Settings) -> Piece:
    """A kept revision of a piece, with the piece's history and the stated hash. Raises `InputError` when it is gone."""
    return _read_kept(piece.folder, hashed, settings, piece.events, piece.checkpoint)


def read_live(folder: Path, settings: Settings) -> Piece:
    """The kept revision that readers see of the piece in a folder; the text that lies there now is not read."""
    events, checkpoint = _read_history(folder)
    return _read_kept(folder, live_hash(events), settings, events, checkpoint)


def _read_history(folder: Path) -> tuple[Sequence[Event], str]:
    path = folder / HISTORY
    content = files.read_bytes(path)
    return history.decode(content, path), history.checkpoint(content)


def _read_kept(folder: Path, hashed: str, settings: Settings, events: Sequence[Event], checkpoint: str) -> Piece:
    slug, kept = folder.name, folder.joinpath("revisions", hashed[:SHORT])
    document = loading.read_document(path := kept / INDEX)
    draft = loading.load_draft(path, slug=slug, default_lang=settings.lang, document=document)
    listed = files.read_object(kept / "manifest.json")
    situation = situation_of(events, content_hash=hashed, author=draft.author)
    return Piece(slug, kept, document, draft, events, situation, checkpoint, listed)
