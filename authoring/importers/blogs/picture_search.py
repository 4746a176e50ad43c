"""The folder of a Hugo or Jekyll site: which files are there, which pictures a post may take, and nothing outside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final
from urllib.parse import unquote, urlsplit

from authoring.errors import InputError
from authoring.model.slugs import suggest_slug

ENDINGS: Final = (".md", ".markdown", ".html", ".htm", ".mkd", ".mkdown")
_PICTURES: Final = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"}
_MOST: Final = 100_000
_LARGEST: Final = 50 * 1024 * 1024


def files_below(root: Path, folder: Path) -> Iterator[Path]:
    """Every file below `folder`, in order; links that lead out of `root` are not followed, and no link to a folder."""
    count = 0
    inside = root.resolve()
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            count += 1
            if count > _MOST:
                return
            if path.is_file() and path.resolve().is_relative_to(inside):
                yield path


@dataclass
class PictureSearch:
    """Finds the pictures of one post and names their copies. `hosts` are addresses that are the site itself.

    `copies` are the files that were found, by the `src` of their copies.
    """

    root: Path
    places: tuple[Path, ...]
    hosts: frozenset[str] = frozenset()
    base: str = ""
    copies: dict[str, Path] = field(default_factory=dict)

    def find(self, address: str, copy: int = 0) -> str | None:
        """The `src` of the picture's copy in a piece, `images/NAME`; None when there is no such picture.

        A picture that is shown with other words at another place needs another `copy`.
        """
        path = self.path(address)
        if path is None or not is_picture(path):
            return None
        return self.src_of(path, copy=copy)

    def src_of(self, path: Path, *, copy: int = 0) -> str:
        """The `src` under which a file is copied; the same file keeps its name, another of that name gets a number."""
        stem, ending = suggest_slug(unquote(path.stem))[:60] + "-again" * copy, path.suffix.lower()
        number = 1
        while True:
            src = f"images/{stem}{f'-{number}' if number > 1 else ''}{ending}"
            if self.copies.setdefault(src, path) == path:
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
                path = _inside(self.root, place / PurePosixPath(variant))
                if path:
                    return path
        return None


def _inside(root: Path, path: Path) -> Path | None:
    try:
        resolved = path.resolve()
        return resolved if resolved.is_relative_to(root.resolve()) and resolved.is_file() else None
    except (OSError, ValueError):
        return None


def is_picture(path: Path) -> bool:
    """Whether a file is a picture that browsers show safely, by what is in it."""
    if path.suffix.lower() not in _PICTURES:
        return False
    from authoring.exporters.rendering.gallery import size_by

    try:
        with path.open("rb") as file:
            size_by(lambda length: _from_start(file, length), name=path.name, label=str(path))
        return path.stat().st_size <= _LARGEST
    except (InputError, OSError):
        return False


def _from_start(file: BinaryIO, length: int) -> bytes:
    file.seek(0)
    return file.read(length)
