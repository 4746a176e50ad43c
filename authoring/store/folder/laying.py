"""Makes a folder a workspace: the usual folders, and the first texts."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from authoring.store import files, layout
from authoring.store.folder import line_ends

_FOLDERS: Final = (layout.DRAFTS, layout.PUBLISHED, "outlines/images", "testimonies", "prompts")
_BEGUN: Final = f"{layout.OWN}/begun"
_EXAMPLES: Final = (
    "outlines/",
    "testimonies/",
)  # for new workspaces only: from an older one, somebody may have deleted them
_LITTER: Final = """# what systems, editors and office programs leave
.DS_Store
._*
Thumbs.db
desktop.ini
*~
.*.sw?
~$*
.~lock.*
"""
_IGNORED: Final = f"# caches, and what can be made again from published/\n{layout.OWN}/\n/site/\n/export/\n{_LITTER}"


def is_workspace(folder: Path) -> bool:
    """Whether the folder is a workspace already."""
    return (folder / layout.SETTINGS_FILE).exists()


def is_begun(folder: Path) -> bool:
    """Whether an earlier `lay` of this folder was interrupted."""
    return (folder / _BEGUN).exists()


def lay(folder: Path, texts: Mapping[str, str]) -> tuple[list[Path], list[Path]]:
    """Write the texts that do not exist yet; returns the paths written, and those that existed and stay unchanged.

    A second call completes one that was interrupted.
    """
    had_settings = is_workspace(folder) and not is_begun(folder)
    if not had_settings:
        _begin(folder)
    written: list[Path] = []
    existing: list[Path] = []
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    git = {".gitignore": _IGNORED, line_ends.ATTRIBUTES_FILE: line_ends.with_rules(b"").decode()}
    for name, content in {**texts, **git}.items():
        if not (had_settings and name.startswith(_EXAMPLES)):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            (written if files.write_new(path, content.encode()) else existing).append(path)
    _end(folder)
    return written, existing


def _begin(folder: Path) -> None:
    (folder / layout.OWN).mkdir(parents=True, exist_ok=True)
    (folder / _BEGUN).touch()


def _end(folder: Path) -> None:
    (folder / _BEGUN).unlink(missing_ok=True)
    with suppress(OSError):  # an existing workspace has more in it
        (folder / layout.OWN).rmdir()


def outline_named(folder: Path, path: Path) -> str:
    """The slug of the outline that a file holds; empty for another file."""
    return path.stem if path.parent == folder / "outlines" else ""
