"""The paths of all files in a workspace: relative, with slashes.

```
outlines/<slug>.md   testimonies/<slug>.md   prompts/<name>   prompts/cases/<name>   authoring.toml   prices.toml
drafts/<slug>/       index.md, images/, history.jsonl, revisions/<hash>/, calls.jsonl, provenance.json
published/<slug>/    the same, once it is out; while a correction is on its way in drafts/, what readers see
.authoring/          the workspace's own records; locks, and the journals of interrupted transactions
```
"""

from __future__ import annotations

from typing import Final

from authoring.store import WORKSPACE, Key, Kind, Stage
from authoring.store.addresses import HISTORY, INDEX, REVISIONS

SETTINGS_FILE: Final = "authoring.toml"
OWN: Final = ".authoring"
DRAFTS: Final = "drafts"
PUBLISHED: Final = "published"
_FOLDERS: Final[dict[Kind, str]] = {
    "outline": "outlines",
    "testimony": "testimonies",
    "prompt": "prompts",
    "case": "prompts/cases",
    "settings": ".",
}
_CASES: Final = "cases/"  # below the prompts
_PLACES: Final[dict[Stage, str]] = {"in_progress": DRAFTS, "out": PUBLISHED}
# the folders into which a target must not write
OWN_FOLDERS: Final = (DRAFTS, PUBLISHED, *(folder for folder in _FOLDERS.values() if folder != "."), OWN, ".git")


def folder_of(kind: Kind) -> str:
    """The folder that all texts of a kind share."""
    return _FOLDERS[kind]


def piece_folder(slug: str, stage: Stage) -> str:
    """The folder of a piece."""
    return f"{_PLACES[stage]}/{slug}"


def revision_folder(slug: str, name: str, stage: Stage) -> str:
    """The folder of a kept revision, by the name under which it is kept."""
    return f"{piece_folder(slug, stage)}/{REVISIONS}/{name}"


def text_path(key: Key, stage: Stage) -> str:
    """The file of a text; `stage` counts for pieces alone."""
    if key.kind == "settings":
        return f"{key.slug}.toml"
    if key.kind in ("prompt", "case"):
        return f"{folder_of(key.kind)}/{key.slug}"
    return f"{place_of(key, stage)}/{INDEX}" if key.kind == "piece" else f"{folder_of(key.kind)}/{key.slug}.md"


def address_of(path: str) -> tuple[Key, str]:
    """The text at a path, or for a picture the text beside it and the picture's `src`.

    A piece's own path is that of one in progress. All outlines share one place for pictures, and so do all
    testimonies: for those the slug is `any`. Raises `ValueError` for a path that no text has.
    """
    folder, _slash, rest = path.partition("/")
    if not rest:
        return Key("settings", path.removesuffix(".toml")), ""
    if folder == DRAFTS:
        slug, _slash, src = rest.partition("/")
        return Key("piece", slug), "" if src == INDEX else src
    kind = next((kind for kind, name in _FOLDERS.items() if name == folder), None)
    if kind is None:
        raise ValueError(f"no text lies at {path}")
    if kind == "prompt":
        inner = rest.removeprefix(_CASES)
        return (Key("case", inner), "") if inner != rest else (Key(kind, rest), "")
    if rest.endswith(".md") and "/" not in rest:
        return Key(kind, rest.removesuffix(".md")), ""
    return Key(kind, "any"), rest


def place_of(key: Key, stage: Stage) -> str:
    """The folder in which the pictures of a text lie."""
    if key.kind == "piece":
        return revision_folder(key.slug, key.revision, stage) if key.revision else piece_folder(key.slug, stage)
    return folder_of(key.kind)


def history_path(slug: str, stage: Stage) -> str:
    """The file of a piece's history."""
    return f"{piece_folder(slug, stage)}/{HISTORY}"


def record_path(slug: str, name: str, stage: Stage) -> str:
    """The file of a record."""
    return f"{OWN}/{name}" if slug == WORKSPACE else f"{piece_folder(slug, stage)}/{name}"
