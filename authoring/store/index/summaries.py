"""Reads a piece's row for the index by a fast way, with the same result as reading the whole piece.

It skips what a row does not need: the line numbers of pictures, the digests of the history's lines. A piece with
anything unusual is read in the complete way, which also reports its mistakes.
"""

from __future__ import annotations

import re
from typing import Final

from authoring.errors import AuthoringError
from authoring.model import history, loading, manifest
from authoring.model.documents import Draft, Outline, Testimony
from authoring.model.situation import situation_of
from authoring.model.slugs import check_slug
from authoring.sourcing.likely_sources import traces_of
from authoring.store import Key, StoredPiece
from authoring.store.addresses import CALLS
from authoring.store.index import consents
from authoring.store.index.rows import ABSENT, FRESH, Digests, Row
from authoring.store.listing import Entry, entry, entry_of
from authoring.store.pieces import Piece
from authoring.store.repository import Repository

_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_TARGET: Final = re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_TOKEN: Final = re.compile(r"\[\[[^\[\]]*\]\]")
_MARKER: Final = re.compile(r"\s*(?:(?:#{1,6}|>|[-*+]|\d{1,9}[.)])(?:\s+|$))+")
_MARKERS_BEGIN: Final = frozenset("#>-*+0123456789")


def piece_row(repository: Repository, slug: str, *, digests: Digests) -> Row:
    """The row of a piece, or of the mistakes in it; pictures whose digest is known are not read."""
    try:
        check_slug(slug)
        stored = repository.store.documents.piece(slug, records=(CALLS,))
        quick = _glance(repository, slug, stored, digests) if stored else None
        return quick or row_of(repository.piece(slug))
    except AuthoringError as error:
        return Row("piece", slug, problems=tuple(error.problems))


def row_of(piece: Piece) -> Row:
    """The row of a piece that was read whole."""
    return _row(entry_of(piece), piece.draft)


def outline_row(outline: Outline) -> Row:
    """The row of an outline: its title, description, headings and points are searched."""
    parts = (outline.introduction, *outline.sections)
    text = "\n".join(line for part in parts for line in (part.heading, *part.points))
    return Row("outline", outline.slug, outline.title, outline.description, without_markup(text))


def testimony_row(testimony: Testimony) -> Row:
    """The row of a testimony: its words, the traces by which it can concern pieces, and its consent."""
    return Row(
        "testimony",
        testimony.slug,
        testimony.person,
        text=without_markup(testimony.words_spoken),
        traces=traces_of(testimony),
        consent=consents.entry_of(testimony),
    )


def _glance(repository: Repository, slug: str, stored: StoredPiece, known: Digests) -> Row | None:
    """The row of a piece without mistakes; None where there is one."""
    document = loading.document_of(stored.text.content, stored.text.label)
    past = history.decode(stored.events, repository.store.events.label(slug))
    manifests = repository.manifests
    draft = loading.glance(slug, document, default_lang=manifests.default_lang(slug, document.values, past))
    if draft is None:
        return None
    digests: dict[str, str] = {}

    def digest(src: str) -> str:
        name, sha256 = _digest(repository, slug, src, known)
        if name:
            digests[name] = sha256
        return sha256

    content = manifests.current(draft, past, stored.records.get(CALLS, b""), digest=digest)
    situation = situation_of(past, content_hash=manifest.content_hash(content), author=draft.author)
    line = entry(draft, past, situation, stage=stored.stage, modified=stored.text.modified)
    return _row(line, draft, digests)


def _row(line: Entry, draft: Draft, digests: Digests | None = None) -> Row:
    text = without_markup(draft.body)
    return Row("piece", line.slug, draft.title, draft.description, text, line, digests=digests or {})


def _digest(repository: Repository, slug: str, src: str, known: Digests) -> tuple[str, str]:
    """A file's name with its stamp, and its SHA-256; without a name where the piece's own stamp covers the file."""
    blobs, key = repository.store.blobs, Key("piece", slug)
    stamp = blobs.stamp(key, src)
    if stamp and (name := f"{src} {stamp}") in known:
        return name, known[name]
    sha256 = blobs.digest(key, src)
    if not stamp and src.startswith("images/"):
        return "", sha256
    return f"{src} {stamp or (FRESH if sha256 else ABSENT)}", sha256


def without_markup(body: str) -> str:
    """The words of a Markdown text in one line, for searching: no comments, addresses or signs."""
    text = _COMMENT.sub(" ", body) if "<!--" in body else body
    if "](" in text:
        text = _TARGET.sub(r"\1", text.replace("![", "["))
    if "[[" in text:
        text = _TOKEN.sub(" ", text)
    lines = map(_without_marker, text.split("\n"))
    return " ".join("\n".join(lines).replace("*", "").replace("`", "").split())


def _without_marker(line: str) -> str:
    """A line of Markdown without the signs that make it a heading, a quotation or an item of a list."""
    marker = _MARKER.match(line) if line.lstrip()[:1] in _MARKERS_BEGIN else None
    return line[marker.end() :] if marker else line
