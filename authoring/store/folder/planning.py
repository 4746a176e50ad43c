"""Turns a transaction's operations into changes of files, with the new contents staged beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from authoring.store import Key, layout, operations, version_of
from authoring.store.addresses import HISTORY, INDEX, MANIFEST, REVISIONS
from authoring.store.folder import kept, line_ends, stages
from authoring.store.folder.changes import Change, Move
from authoring.store.folder.tree import Tree, part_of
from authoring.store.operations import KeptRevision, Operations

Content = bytes | None


@dataclass(frozen=True)
class _Write:
    """A file and its new content; None removes it."""

    slug: str
    path: str
    content: Content


def plan(tree: Tree, changes: Operations) -> tuple[list[tuple[Change, Content]], list[Move]]:
    """The changes and moves that the operations need in the present workspace. Raises `InputError` for one that is
    impossible.

    The caller has the locks.
    """
    moves = list(_moves(tree, changes))
    planned = []
    for write in _writes(tree, changes):
        present = _read(tree, write.slug, write.path)
        if present != write.content:
            change = Change(write.slug, write.path, _digest(present), _digest(write.content), len(write.content or b""))
            tree.writable(change.relative(tree))
            planned.append((change, write.content))
    return planned, moves


def stage(tree: Tree, planned: list[tuple[Change, Content]]) -> None:
    """Write all contents beside their files, synced; on an error all of them are removed again."""
    paths = [(change.relative(tree), content) for change, content in planned]
    try:
        for path, content in paths:
            if content is not None:
                tree.stage_part(path, content)
        tree.sync(path.rpartition("/")[0] for path, content in paths if content is not None)
    except BaseException:
        unstage(tree, planned)
        raise


def unstage(tree: Tree, planned: list[tuple[Change, Content]]) -> None:
    """Remove the staged contents."""
    for change, _content in planned:
        tree.remove(part_of(change.relative(tree)))


def sweep(tree: Tree, slugs: Iterable[str]) -> None:
    """Remove the staged contents that killed writers of these pieces left.

    The caller has the locks, and no journal is left to complete.
    """
    for slug in slugs:
        for stage in ("in_progress", "out"):
            for relative in tree.parts_below(layout.piece_folder(slug, stage)):
                tree.remove(relative)


def _writes(tree: Tree, changes: Operations) -> Iterator[_Write]:
    for (slug, content_hash), revision in changes.revisions.items():
        name = kept.name_in(tree, slug, content_hash, stages.stage_of(tree, slug))
        if name == content_hash or (slug, name) not in changes.revisions:
            yield from _revision(tree, slug, name, revision)
    for (key, src), picture in changes.pictures.items():
        yield _beside(key, src, picture)
    for (slug, name), record in changes.records.items():
        yield _Write(slug, name if slug else layout.record_path(slug, name, "in_progress"), record)
    for slug, lines in changes.events.items():
        yield _Write(slug, HISTORY, operations.with_line(_history(tree, slug), *lines))
    for key, text in changes.texts.items():
        if key.kind == "piece":
            yield _Write(key.slug, INDEX, text)
        else:
            yield _Write("", layout.text_path(key, "in_progress"), text)


def _beside(key: Key, src: str, content: bytes) -> _Write:
    if key.kind == "piece":
        return _Write(key.slug, src, content)
    return _Write("", f"{layout.place_of(key, 'in_progress')}/{src}", content)


def _revision(tree: Tree, slug: str, name: str, revision: KeptRevision) -> Iterator[_Write]:
    folder = f"{REVISIONS}/{name}"
    present = layout.revision_folder(slug, name, stages.stage_of(tree, slug))
    is_kept = tree.read(f"{present}/{INDEX}") is not None
    if is_kept and not revision.replace:
        return
    contents: dict[str, Content] = {INDEX: revision.text, MANIFEST: revision.manifest, **revision.pictures}
    for path in tree.files(present, lambda _name: True):
        if path not in contents:
            yield _Write(slug, f"{folder}/{path}", None)
    for path, content in contents.items():
        yield _Write(slug, f"{folder}/{path}", content)


def _moves(tree: Tree, changes: Operations) -> Iterator[Move]:
    for slug, placement in changes.placements.items():
        stages.refuse_outside(tree, slug)
        stage = stages.stage_of(tree, slug)
        if Key("piece", slug) not in changes.texts and _read(tree, slug, INDEX) is None:
            raise operations.refuse_absent(slug)
        if placement.stage == "in_progress" and placement.live:
            folder = kept.folder_in(tree, slug, placement.live, stage)
            if (slug, placement.live) not in changes.revisions and tree.read(f"{folder}/{INDEX}") is None:
                raise operations.refuse_lost(slug, tree.path(folder))
        if slug in changes.events:
            history = operations.with_line(_history(tree, slug), *changes.events[slug])
        else:
            history = _read(tree, slug, HISTORY) or b""
        yield Move(slug, placement.stage, placement.live, version_of(history))


def _history(tree: Tree, slug: str) -> bytes:
    return line_ends.as_written(HISTORY, _read(tree, slug, HISTORY) or b"")


def _read(tree: Tree, slug: str, path: str) -> Content:
    return tree.read(f"{layout.piece_folder(slug, stages.stage_of(tree, slug))}/{path}" if slug else path)


def _digest(content: Content) -> str:
    return "" if content is None else version_of(content)
