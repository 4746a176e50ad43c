"""Where things lie in a sample workspace: what measurements must know of its files, they know from here.

Texts are written through the program's own store, so that they lie where it looks for them.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

SEARCHED: Final = ("drafts", "published")  # the folders that `authoring search` covers, for its peers
_TEXT: Final = "index.md"
# what `grep -r` needs to read the texts that the program's index holds, and no record or kept revision
ONLY_TEXTS: Final = (f"--include={_TEXT}", "--exclude-dir=revisions")
SITE: Final = "site"  # where the target of that name lies
TARGET: Final = f'\n[targets.site]\nkind = "site"\nfolder = "{SITE}"\n'
EXPORTED: Final = (SITE, ".authoring/exports")  # the site, and the record of what lies in it
_OWN: Final = ".authoring"
_SETTINGS: Final = "authoring.toml"


def write(
    folder: Path,
    *,
    settings: str,
    outlines: Mapping[str, str] | None = None,
    testimonies: Mapping[str, str] | None = None,
    pieces: Mapping[str, str] | None = None,
) -> None:
    """Make a workspace of these texts, by their slugs."""
    from authoring.store import SETTINGS, WORKSPACE, Key
    from authoring.store.folder import FolderStore

    folder.mkdir(parents=True, exist_ok=True)
    texts = {Key("settings", SETTINGS): settings}
    texts |= {Key("outline", slug): text for slug, text in (outlines or {}).items()}
    texts |= {Key("testimony", slug): text for slug, text in (testimonies or {}).items()}
    texts |= {Key("piece", slug): text for slug, text in (pieces or {}).items()}
    with FolderStore(folder).transaction(WORKSPACE) as change:
        for key, text in texts.items():
            change.write(key, text.encode())


def write_settings(folder: Path, text: str) -> None:
    """Replace the settings."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _SETTINGS).write_text(text, "utf-8")


def settings(folder: Path) -> str:
    """The text of the settings."""
    return (folder / _SETTINGS).read_text("utf-8")


def texts_in_progress(folder: Path) -> list[Path]:
    """The texts of all pieces that are not out, in order; the folder of each bears its slug."""
    return sorted(folder.glob(f"{SEARCHED[0]}/*/{_TEXT}"))


def texts(folder: Path) -> list[Path]:
    """The text of each piece, in order: of one that is being corrected the text in progress."""
    by_slug = {path.parent.name: path for path in sorted(folder.glob(f"*/*/{_TEXT}"), reverse=True)}
    return [by_slug[slug] for slug in sorted(by_slug)]


def published(folder: Path) -> list[str]:
    """The slugs of the pieces that are out, in order."""
    return sorted(path.name for path in (folder / SEARCHED[1]).iterdir())


def pictures(text: Path) -> list[Path]:
    """The pictures beside a piece's text."""
    return sorted((text.parent / "images").iterdir())


def forget_pieces(folder: Path) -> None:
    """Remove every piece, and the answers of models that the workspace keeps."""
    for name in (*SEARCHED, _OWN):
        shutil.rmtree(folder / name, ignore_errors=True)
