"""The texts of a workspace, and for each a stamp that changes when anything it depends on may have changed.

No file is read: a stamp has names, times, sizes and inode numbers only. It covers the pictures in `images/`, where they
usually lie; the index itself compares any other file that a text names.
"""
# ruff: noqa: PTH116  (paths are strings: see `tree`)

from __future__ import annotations

import os
from typing import Final

from authoring.store import PRICES, SETTINGS, Key, Kind, layout
from authoring.store.addresses import CALLS, HISTORY, INDEX
from authoring.store.folder import foreign, stages, strays
from authoring.store.folder.presence import may_lie_at
from authoring.store.folder.tree import Tree, refuse_unreadable
from authoring.text.encodable import encodable

_MARKDOWN: Final = ".md"
_ABSENT: Final = "-"
_IMAGES: Final = "images"


def piece_slugs(tree: Tree) -> list[str]:
    """The names of all folders that hold a piece's text, in order."""
    return sorted(_piece_folders(tree))


def text_slugs(tree: Tree, kind: Kind) -> list[str]:
    """The names of all outlines, testimonies, prompts, cases or settings, in order."""
    if kind == "settings":
        return [slug for slug in (SETTINGS, PRICES) if os.path.lexists(_settings_path(tree, slug))]
    folder = layout.folder_of(kind)
    names = _names(tree.path(folder))
    if kind in ("prompt", "case"):
        own = [name for name in names if f"{folder}/{name}" != layout.folder_of("case")]
        return sorted(name for name in own if not (foreign.kind_of(name) or foreign.is_page(name)))
    siblings = {*names}
    return sorted(name.removesuffix(_MARKDOWN) for name in names if strays.is_text_name(tree, folder, name, siblings))


def piece_stamps(tree: Tree) -> dict[str, str]:
    """The stamp of each piece: of its text, its history, its record of calls and the pictures beside it."""
    stamps: dict[str, str] = {}
    for place, names in _names_by_place(tree):
        above = tree.path(place)
        for name in names:
            folder = f"{above}/{name}"
            text = _stamp(f"{folder}/{INDEX}")
            if text != _ABSENT or may_lie_at(f"{folder}/{INDEX}"):
                history, calls = _stamp(f"{folder}/{HISTORY}"), _stamp(f"{folder}/{CALLS}")
                stamps[name] = f"{place}|{text}|{history}|{calls}|{_pictures(f'{folder}/{_IMAGES}')}"
    return dict(sorted(stamps.items()))


def text_stamps(tree: Tree, kind: Kind) -> dict[str, str]:
    """The stamp of each outline, testimony, prompt, case or of the settings: of its text alone."""
    slugs = text_slugs(tree, kind)
    if kind == "settings":
        return {slug: _stamp(_settings_path(tree, slug)) for slug in slugs}
    folder = tree.path(layout.folder_of(kind))
    ending = "" if kind in ("prompt", "case") else _MARKDOWN
    return {slug: _stamp(f"{folder}/{slug}{ending}") for slug in slugs}


def _piece_folders(tree: Tree) -> dict[str, str]:
    """The folder of each piece by slug."""
    folders: dict[str, str] = {}
    for place, names in _names_by_place(tree):
        above = tree.path(place)
        for name in names:
            folder = f"{above}/{name}"
            if may_lie_at(f"{folder}/{INDEX}"):
                folders[name] = folder
    return folders


def _names_by_place(tree: Tree) -> list[tuple[str, list[str]]]:
    """The names of the pieces' folders, by place; a piece with folders in both counts only where its own one is."""
    published, drafts = (_piece_names(tree.path(place)) for place in (layout.PUBLISHED, layout.DRAFTS))
    doubles = {name: stages.stage_of(tree, name) for name in {*published}.intersection(drafts)}
    return [
        (layout.PUBLISHED, [name for name in published if doubles.get(name) != "in_progress"]),
        (layout.DRAFTS, [name for name in drafts if doubles.get(name) != "out"]),
    ]


def record_slugs(tree: Tree, name: str) -> list[str]:
    """The names of all folders of pieces in which a record lies, in order; a folder may hold no text yet."""
    slugs = {slug for place in (layout.PUBLISHED, layout.DRAFTS) for slug in _names(tree.path(place))}
    return sorted(
        slug
        for slug in slugs
        if os.path.lexists(tree.path(layout.record_path(slug, name, stages.stage_of(tree, slug))))
    )


def _settings_path(tree: Tree, slug: str) -> str:
    return tree.path(layout.text_path(Key("settings", slug), "in_progress"))


def _piece_names(folder: str) -> list[str]:
    """The names in a folder of pieces, without copies of a piece's folder."""
    names = _names(folder)
    siblings = {*names}
    return [name for name in names if not foreign.kind_of_text(name, "", siblings)]


def _names(folder: str) -> list[str]:
    """The names in a folder. Raises `InputError` when the system does not permit reading it."""
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if not entry.name.startswith(".")]
    except PermissionError as error:
        raise refuse_unreadable(folder, error) from None
    except OSError:
        return []


def _pictures(folder: str) -> str:
    """The name and stamp of every file in a folder of pictures and below it."""
    try:
        with os.scandir(folder) as entries:
            pictures = [f"{encodable(entry.name)}:{_picture(folder, entry)}" for entry in entries]
    except OSError:
        return _ABSENT
    return "|".join(sorted(pictures))


def _picture(folder: str, entry: os.DirEntry[str]) -> str:
    path = f"{folder}/{entry.name}"
    return f"({_pictures(path)})" if entry.is_dir(follow_symlinks=False) else _stamp(path)


def _stamp(path: str) -> str:
    """The inode number, time and size of a file; links are followed."""
    try:
        status = os.stat(path)
    except OSError:
        return _ABSENT
    return f"{status.st_ino}.{status.st_mtime_ns}.{status.st_size}"
