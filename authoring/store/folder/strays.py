"""Finds the files in a workspace that the program does not use, by the names in `foreign`."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from authoring.errors import Problem
from authoring.model.slugs import is_slug
from authoring.store import layout
from authoring.store.addresses import composed
from authoring.store.folder import foreign
from authoring.store.folder.tree import Tree

_MARKDOWN: Final = ".md"
_FRONT_MATTER: Final = b"---"
_TEXTS: Final = tuple(layout.folder_of(kind) for kind in ("outline", "testimony"))
_IMAGES: Final = "images"
_SETTINGS: Final = (layout.SETTINGS_FILE, "prices.toml")
_DEEPEST: Final = 12  # folders

Entries = list[os.DirEntry[str]]


def strays(tree: Tree, slugs: Sequence[str] = (), *, deep: bool = True) -> Iterator[Problem]:
    """The files that the program does not use, each once; unless `deep`, only those among the pieces' folders."""
    walk = _Walk(tree)
    for relative, kind in walk.pieces(slugs) if slugs else walk.root() if deep else walk.among_pieces():
        yield foreign.problem(kind, tree.path(relative))


def is_text_name(tree: Tree, folder: str, name: str, siblings: Collection[str]) -> bool:
    """Whether a file among outlines or testimonies is probably one, perhaps with an invalid name."""
    if not name.endswith(_MARKDOWN) or foreign.kind_of_text(name, _MARKDOWN, siblings):
        return False
    return not (foreign.is_page(name) and not _begins_like_a_text(tree, f"{folder}/{name}"))


def _begins_like_a_text(tree: Tree, relative: str) -> bool:
    return (tree.read(relative) or b"").removeprefix(b"\xef\xbb\xbf").startswith(_FRONT_MATTER)


class _Walk:
    """A walk through the folders of a workspace; it gives relative paths and what lies there."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def root(self) -> Iterator[tuple[str, foreign.Kind]]:
        yield from self._settings()
        for folder in _TEXTS:
            yield from self._texts(folder)
        yield from self._beside(layout.folder_of("prompt"))
        yield from self.among_pieces(deep=True)

    def among_pieces(self, *, deep: bool = False) -> Iterator[tuple[str, foreign.Kind]]:
        for folder in (layout.DRAFTS, layout.PUBLISHED):
            yield from self._pieces(folder, deep=deep)

    def pieces(self, slugs: Sequence[str]) -> Iterator[tuple[str, foreign.Kind]]:
        for folder in (layout.DRAFTS, layout.PUBLISHED):
            for slug in filter(is_slug, slugs):
                yield from self._beside(f"{folder}/{slug}", deep=True)

    def _settings(self) -> Iterator[tuple[str, foreign.Kind]]:
        """Copies of the settings and of the workspace's folders; all else at the root belongs to the team."""
        entries = self._entries("")
        names = _names(entries)
        own = [name.removesuffix(".toml") for name in (*_SETTINGS, *layout.OWN_FOLDERS) if not name.startswith(".")]
        for name in sorted(names):
            kind = foreign.kind_beside_a_text(name, names, is_folder=True)
            if kind in ("copy", "editor") and any(part in name for part in own):
                yield name, kind

    def _texts(self, folder: str) -> Iterator[tuple[str, foreign.Kind]]:
        entries = self._entries(folder)
        names = _names(entries)
        for name in _twins(names):
            yield f"{folder}/{name}", "twin"
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.name.endswith(_MARKDOWN) and not entry.name.startswith("."):
                kind = foreign.kind_of_text(entry.name, _MARKDOWN, names)
                if kind is None and not is_text_name(self._tree, folder, entry.name, names):
                    kind = "page"
                if kind:
                    yield path, kind
            else:
                yield from self._other(entry, path, names)

    def _pieces(self, folder: str, *, deep: bool) -> Iterator[tuple[str, foreign.Kind]]:
        entries = self._entries(folder)
        names = _names(entries)
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if is_slug(entry.name) and entry.is_dir(follow_symlinks=False):
                if deep:
                    yield from self._beside(path, deep=True)
                continue
            if entry.is_dir(follow_symlinks=False):
                kind = foreign.kind_of_text(entry.name, "", names)
            else:
                kind = foreign.kind_beside_a_text(entry.name, names, is_folder=False)
            if kind:
                yield path, kind

    def _beside(self, folder: str, *, deep: bool = False) -> Iterator[tuple[str, foreign.Kind]]:
        entries = self._entries(folder)
        names = _names(entries)
        for name in _twins(names):
            yield f"{folder}/{name}", "twin"
        for entry in entries:
            yield from self._other(entry, f"{folder}/{entry.name}", names, deep=deep)

    def _other(
        self, entry: os.DirEntry[str], path: str, names: Collection[str], *, deep: bool = True
    ) -> Iterator[tuple[str, foreign.Kind]]:
        is_folder = entry.is_dir(follow_symlinks=False)
        kind = foreign.kind_beside_a_text(entry.name, names, is_folder=is_folder)
        if kind and not (kind in ("copy", "page") and self._is_named(path)):
            yield path, kind
        elif not kind and deep and is_folder and not entry.name.startswith(".") and path.count("/") < _DEEPEST:
            yield from self._beside(path, deep=True)

    def _is_named(self, path: str) -> bool:
        """Whether a text in a folder above links to the file: then it is that text's picture, under any name."""
        folder, _slash, name = path.rpartition("/")
        spellings = [unicodedata.normalize(form, name).encode() for form in ("NFC", "NFD")]
        while folder and folder not in (layout.DRAFTS, layout.PUBLISHED):
            for entry in self._entries(folder):
                if entry.name.endswith(_MARKDOWN) and entry.name != name:
                    content = self._tree.read(f"{folder}/{entry.name}") or b""
                    if any(spelling in content for spelling in spellings):
                        return True
            folder = folder.rpartition("/")[0]
        return False

    def _entries(self, folder: str) -> Entries:
        try:
            with os.scandir(self._tree.path(folder)) as scan:
                return sorted(scan, key=lambda entry: entry.name)
        except OSError:
            return []


def _twins(names: Collection[str]) -> list[str]:
    """The names that differ from another only in their Unicode form, in order; one of each pair."""
    first: dict[str, str] = {}
    return [name for name in sorted(names) if not name.isascii() and first.setdefault(composed(name), name) != name]


def _names(entries: Entries) -> set[str]:
    return {entry.name for entry in entries}
