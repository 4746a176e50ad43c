"""Searches the pieces, outlines and testimonies for words."""

from __future__ import annotations

from typing import Final

from authoring.editorial.context import Context
from authoring.errors import UsageError
from authoring.store.index.readers import DocumentRows, PieceRows
from authoring.store.index.rows import RowReader, Searched
from authoring.store.index.search import Search
from authoring.text.i18n import _

KINDS: Final[tuple[Searched, ...]] = ("piece", "outline", "testimony")


def search(context: Context, words: str, *, kind: str = "", limit: int = 20) -> Search:
    """The documents with all of these words, regardless of accents and case, the best match first.

    The last word may be the beginning of one. `kind` limits the search to one kind. Raises `UsageError` for a kind
    that cannot be searched. The mistakes in documents that could not be read come with the hits.
    """
    if kind and kind not in KINDS:
        raise UsageError(
            _("“{kind}” is nothing that can be searched.").format(kind=kind),
            _("Write one of: {words}.").format(words=", ".join(KINDS)),
        )
    readers = [_reader(context, name) for name in KINDS if kind in ("", name)]
    return context.index.search(words, readers, limit=limit)


def _reader(context: Context, kind: Searched) -> RowReader:
    return PieceRows(context.repository) if kind == "piece" else DocumentRows(context.repository, kind)
