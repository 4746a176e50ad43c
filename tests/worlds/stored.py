"""The whole content of a store, for comparisons."""

from __future__ import annotations

from typing import Final, get_args

from authoring.store import WORKSPACE, Key, Kind, Store

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


def everything(store: Store) -> dict[str, bytes]:
    """The bytes of every text, picture, history, kept revision and record, and the place of each piece."""
    contents: dict[str, bytes] = {}
    for kind in KINDS:
        for slug in store.documents.slugs(kind):
            contents |= _beside(store, Key(kind, slug))
    for slug in store.documents.slugs("piece"):
        piece = store.documents.piece(slug)
        contents[f"{slug}: stage"] = piece.stage.encode() if piece else b""
        contents[store.events.label(slug)] = store.events.read(slug)
        copy = store.revisions.live_copy(slug)
        contents[f"{slug}: live copy"] = copy.content if copy else b""
        for name in store.revisions.hashes(slug):
            contents |= _beside(store, Key("piece", slug, name))
            contents[f"{store.revisions.label(slug, name)}: manifest"] = store.revisions.manifest(slug, name)
    for slug in (WORKSPACE, *store.documents.slugs("piece")):
        for name in store.records.names(slug):
            contents[f"{store.records.label(slug, name)}: record"] = store.records.read(slug, name)
    return contents


def _beside(store: Store, key: Key) -> dict[str, bytes]:
    text = store.documents.read(key)
    pictures = {store.blobs.label(key, src): store.blobs.read(key, src) or b"" for src in store.blobs.names(key)}
    return {store.documents.label(key): text.content if text else b"", **pictures}
