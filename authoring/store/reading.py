"""From a workspace's files to outlines, testimonies and pieces."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from authoring import files, loading, manifest, workflow
from authoring.config import Settings
from authoring.documents import Outline, Testimony
from authoring.store import HISTORY, INDEX, SHORT, Piece, history


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
    events = history.decode(files.read_bytes(folder / HISTORY), folder / HISTORY)
    kind = "ai-assisted" if any(event.details.get("models") for event in events) else "human-only"
    listed = manifest.build(draft, digests=manifest.picture_digests(draft, folder), disclosure=kind)
    now = workflow.situation(events, content_hash=manifest.content_hash(listed), author=draft.author)
    return Piece(slug, folder, document, draft, events, now, listed)


def read_kept(piece: Piece, hashed: str, settings: Settings) -> Piece:
    """A kept revision of a piece, with the piece's history and the stated hash. Raises `InputError` when it is gone."""
    folder = piece.folder / "revisions" / hashed[:SHORT]
    document = loading.read_document(folder / INDEX)
    draft = loading.load_draft(folder / INDEX, slug=piece.slug, default_lang=settings.lang, document=document)
    listed = json.loads(files.read_bytes(folder / "manifest.json") or b"{}")
    return Piece(piece.slug, folder, document, draft, piece.events, replace(piece.situation, hash=hashed), listed)
