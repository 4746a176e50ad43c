"""Making a folder a workspace: the folders that people expect, and the texts to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from authoring.store import layout
from authoring.store.folder import line_ends

_FOLDERS: Final = (layout.DRAFTS, layout.PUBLISHED, "outlines/images", "testimonies", "prompts")
_EXAMPLES: Final = ("outlines/", "testimonies/")  # for beginnings: in a workspace, somebody may have deleted them
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


def lay(folder: Path, texts: Mapping[str, str]) -> tuple[list[Path], list[Path]]:
    """Write the texts that are not there; which were written, and which were there and stay as they are."""
    had_settings = is_workspace(folder)
    written: list[Path] = []
    existing: list[Path] = []
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    git = {".gitignore": _IGNORED, line_ends.ATTRIBUTES_FILE: line_ends.with_rules(b"").decode()}
    for name, content in {**texts, **git}.items():
        if not (had_settings and name.startswith(_EXAMPLES)):
            path = folder / name
            (written if _write_new(path, content) else existing).append(path)
    return written, existing


def outline_named(folder: Path, path: Path) -> str:
    """The slug of the outline that a file holds; empty for another file."""
    return path.stem if path.parent == folder / "outlines" else ""


def _write_new(path: Path, content: str) -> bool:
    """Write unless something is there, even if it appears at this very moment; whether it was written."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True
