"""The folder of a Hugo or Jekyll site: which files are there, which pictures a post may take, and nothing outside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from authoring.errors import AuthoringError
from authoring.importers import Loss
from authoring.model.slugs import suggest_slug

ENDINGS: Final = (".md", ".markdown", ".html", ".htm", ".mkd", ".mkdown")
_PICTURES: Final = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"}
_MOST: Final = 100_000
_LARGEST: Final = 50 * 1024 * 1024


def files_below(root: Path, folder: Path) -> Iterator[Path]:
    """Every file below `folder`, in order; links that lead out of `root` are not followed, and no link to a folder."""
    seen = 0
    inside = root.resolve()
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            seen += 1
            if seen > _MOST:
                return
            if path.is_file() and path.resolve().is_relative_to(inside):
                yield path


@dataclass
class Shelf:
    """Finds the pictures of one post and names their copies. `hosts` are addresses that are the site itself."""

    root: Path
    places: tuple[Path, ...]
    hosts: frozenset[str] = frozenset()
    base: str = ""
    taken: dict[str, Path] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)

    def find(self, address: str, copy: int = 0) -> str | None:
        """The `src` of the picture's copy in a piece, `images/NAME`; None when there is no such picture.

        A picture that is shown with other words at another place needs another `copy`.
        """
        path = self.path(address)
        if path is None or not is_picture(path):
            return None
        return self.take(path, copy=copy)

    def take(self, path: Path, *, copy: int = 0) -> str:
        """The `src` under which a file is copied; the same file keeps its name, another of that name gets a number."""
        stem, ending = suggest_slug(unquote(path.stem))[:60] + "-again" * copy, path.suffix.lower()
        number = 1
        while True:
            src = f"images/{stem}{f'-{number}' if number > 1 else ''}{ending}"
            if self.taken.setdefault(src, path) == path:
                return src
            number += 1

    def path(self, address: str) -> Path | None:
        """The file that an address names below the site's folder, if it is one."""
        parts = urlsplit(address)
        if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc not in self.hosts):
            return None
        name = unquote(parts.path)
        if "\\" in name or "\0" in name or not name:
            return None
        for place in self.places:
            for variant in dict.fromkeys((name.lstrip("/"), name.removeprefix(self.base).lstrip("/"))):
                found = _inside(self.root, place / PurePosixPath(variant))
                if found:
                    return found
        return None


def _inside(root: Path, path: Path) -> Path | None:
    try:
        found = path.resolve()
        return found if found.is_relative_to(root.resolve()) and found.is_file() else None
    except (OSError, ValueError):
        return None


def is_picture(path: Path) -> bool:
    """Whether a file is a picture that browsers show safely, by what is in it."""
    from authoring.exporters.rendering.gallery import size

    try:
        return path.suffix.lower() in _PICTURES and path.stat().st_size <= _LARGEST and min(size(path)) > 0
    except (AuthoringError, OSError):
        return False
