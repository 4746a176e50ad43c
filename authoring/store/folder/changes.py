"""What a transaction does to files: one `Change` for each file, and a `Move` for each piece that changes folder."""
# ruff: noqa: PTH104, PTH112  (paths are strings: see `tree`)

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from authoring.store import Stage, layout, version_of
from authoring.store.addresses import HISTORY, INDEX, MANIFEST, REVISIONS
from authoring.store.folder import foreign, kept, stages
from authoring.store.folder.tree import Tree, part_of

State = Literal["done", "due", "foreign"]

_REMOVED: Final = ""


@dataclass(frozen=True)
class Change:
    """One file that is replaced, created or removed.

    `path` starts in the folder of the piece `slug`, wherever that is now; without a slug, at the workspace's root.
    `before` and `after` are SHA-256 values, empty for no file; `size` is the length afterwards.
    """

    slug: str
    path: str
    before: str
    after: str
    size: int

    def relative(self, tree: Tree) -> str:
        """The file's path in the workspace."""
        return (
            f"{layout.piece_folder(self.slug, stages.stage_of(tree, self.slug))}/{self.path}"
            if self.slug
            else self.path
        )

    def state(self, tree: Tree) -> State:
        """Whether the change is done, is still to be done, or somebody else changed the file."""
        relative = self.relative(tree)
        content = tree.read(relative)
        digest = version_of(content) if content is not None else ""
        if digest == self.after or self._has_grown(content):
            return "done"
        return "due" if digest == self.before and self._is_staged(tree, relative) else "foreign"

    @property
    def is_history(self) -> bool:
        """Whether the file is a piece's history."""
        return bool(self.slug) and self.path == HISTORY

    def _has_grown(self, content: bytes | None) -> bool:
        return self.is_history and content is not None and version_of(content[: self.size]) == self.after

    def _is_staged(self, tree: Tree, relative: str) -> bool:
        return self.after == _REMOVED or version_of(tree.read(part_of(relative)) or b"") == self.after

    def apply(self, tree: Tree) -> str:
        """Put the staged content in the file's place; returns the folder to sync."""
        relative = self.relative(tree)
        if self.after == _REMOVED:
            tree.remove(relative)
        else:
            tree.take_part(relative)
        return relative.rpartition("/")[0]


@dataclass(frozen=True)
class Move:
    """Where a piece's folder belongs. `events` is the SHA-256 of the history that requires the move."""

    slug: str
    stage: Stage
    live: str
    events: str

    def apply(self, tree: Tree) -> None:
        """Move the folder, unless the history has changed since; calling it twice is harmless."""
        events = tree.read(layout.history_path(self.slug, stages.stage_of(tree, self.slug))) or b""
        if version_of(events) != self.events:
            return
        stages.refuse_outside(tree, self.slug)
        if self.stage == "out":
            self._move_out(tree)
        else:
            self._move_back(tree)
            self._show_live(tree)
        tree.sync([layout.DRAFTS, layout.PUBLISHED])

    def _move_out(self, tree: Tree) -> None:
        if stages.stage_of(tree, self.slug) == "in_progress" and _has_text(tree, self._drafts):
            self._clear_published(tree)
            tree.make_folder(layout.PUBLISHED)
            os.rename(tree.path(self._drafts), tree.path(self._published))

    def _move_back(self, tree: Tree) -> None:
        if stages.stage_of(tree, self.slug) == "out" and _has_text(tree, self._published):
            _set_aside(tree, self._drafts)
            tree.make_folder(layout.DRAFTS)
            os.rename(tree.path(self._published), tree.path(self._drafts))

    def _show_live(self, tree: Tree) -> None:
        """Write the copy of the published revision into `published/`, or remove it."""
        if not self.live:
            self._clear_published(tree)
        elif not _has_text(tree, self._published):
            _remove_folder(tree, self._published)
            _copy(tree, kept.folder_in(tree, self.slug, self.live, "in_progress"), self._published)

    def _clear_published(self, tree: Tree) -> None:
        """Remove the copy of the published revision; a folder with any other content is set aside instead."""
        if stages.has_history(tree, self.slug, "out") or self._has_more_than_the_copy(tree):
            _set_aside(tree, self._published)
        else:
            _remove_folder(tree, self._published)

    def _has_more_than_the_copy(self, tree: Tree) -> bool:
        """Whether the folder has files that the published revision does not have; the text itself is not compared."""
        revisions = f"{self._drafts}/{REVISIONS}"
        kept_folders = [f"{revisions}/{name}" for name in tree.folders(revisions)]
        return any(
            name != INDEX
            and not foreign.is_litter(name)
            and not _is_in_one_of(tree, kept_folders, name, self._published)
            for name in tree.files(self._published, lambda _name: True)
        )

    @property
    def _drafts(self) -> str:
        return layout.piece_folder(self.slug, "in_progress")

    @property
    def _published(self) -> str:
        return layout.piece_folder(self.slug, "out")


def _has_text(tree: Tree, folder: str) -> bool:
    return os.path.lexists(tree.path(f"{folder}/{INDEX}"))


def _is_in_one_of(tree: Tree, folders: Iterable[str], name: str, place: str) -> bool:
    """Whether one of the folders holds a file of this name with the content that it has in `place`."""
    content = tree.read(f"{place}/{name}")
    return any(tree.read(f"{folder}/{name}") == content for folder in folders)


def _hidden(folder: str, ending: str) -> str:
    above, _slash, name = folder.rpartition("/")
    return f"{above}/.{name}.{ending}"


def _remove_folder(tree: Tree, folder: str) -> None:
    """Rename the folder to a hidden name, then remove it file by file."""
    import shutil

    aside = tree.path(_hidden(folder, "aside"))
    shutil.rmtree(aside, ignore_errors=True)
    try:
        os.rename(tree.path(folder), aside)
    except FileNotFoundError:
        return
    shutil.rmtree(aside, ignore_errors=True)


def _set_aside(tree: Tree, folder: str) -> None:
    """Rename a folder that occupies the piece's own path, with the first free number as its ending."""
    if not os.path.isdir(tree.path(folder)):
        return
    number = 1
    while os.path.lexists(tree.path(f"{folder}.aside-{number}")):
        number += 1
    os.rename(tree.path(folder), tree.path(f"{folder}.aside-{number}"))


def _copy(tree: Tree, revision: str, target: str) -> None:
    """Copy a revision's text and pictures into a new folder, which becomes visible only when it is complete."""
    import shutil

    part = _hidden(target, "part")
    shutil.rmtree(tree.path(part), ignore_errors=True)
    tree.make_folder(part)
    for name in tree.files(revision, lambda name: name != MANIFEST):
        tree.write(f"{part}/{name}", tree.read(f"{revision}/{name}") or b"")
    os.rename(tree.path(part), tree.path(target))
