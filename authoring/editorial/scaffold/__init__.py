"""What `init` and `new` write: a workspace that works at once, and commented files to fill in.

The texts lie beside this module, by language: `workspace/` is laid as it stands, `new/` holds one file a kind.
Nothing here ever replaces a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template
from typing import Final, Literal

from authoring import prompts
from authoring.errors import Conflict, advice
from authoring.model.config import FILE_NAME
from authoring.model.slugs import check_slug, suggest_slug
from authoring.text.i18n import _

Kind = Literal["outline", "testimony"]
FOLDERS: Final = ("drafts", "published", "outlines/images", "testimonies", "prompts")
IGNORED: Final = "# caches, and what can be made again from published/\n.authoring/\n/site/\n/export/\n"
_PLACES: Final[Mapping[Kind, str]] = {"outline": "outlines", "testimony": "testimonies"}
_INVENTED: Final = {"fr": ("Camille Exemple", "Dominique Exemple"), "en": ("Robin Example", "Alex Example")}


@dataclass(frozen=True)
class Founder:
    """Who makes the workspace: its first author and editor. Without a name, somebody invented to replace."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Laid:
    """What was written, what was there already and stays as it is, and the ids of the two people in it."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    person: str
    reviewer: str


def lay_workspace(folder: Path, *, lang: str, founder: Founder, today: date, adopt: bool = False) -> Laid:
    """Make `folder` a workspace; what is there stays, and a workspace gets only what it misses.

    Raises `Conflict` for a folder with other things in it, unless they are to be adopted.
    """
    is_workspace = (folder / FILE_NAME).exists()
    if not (is_workspace or adopt):
        _refuse_strangers(folder)
    values = _people(founder, lang) | {"today": today.isoformat()}
    files = list(_files(lang, values))
    written: list[Path] = []
    kept: list[Path] = []
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, content in files:
        if is_workspace and name.startswith(("outlines/", "testimonies/")):
            continue  # examples are for beginnings: somebody may have deleted them
        path = folder / name
        (written if _write_new(path, content) else kept).append(path)
    return Laid(tuple(written), tuple(kept), values["person_id"], values["reviewer_id"])


def write_outline(root: Path, slug: str, *, lang: str, author: str) -> Path:
    """A new outline with a remark on every key. Raises `Conflict` when there is one of that name."""
    title = slug.replace("-", " ").capitalize()
    return _write_form(root, "outline", slug, lang, {"title": json.dumps(title, ensure_ascii=False), "author": author})


def write_testimony(root: Path, slug: str, *, lang: str, collected_by: str, today: date) -> Path:
    """A new testimony to fill in, with a remark on every key. Raises `Conflict` when there is one of that name."""
    return _write_form(root, "testimony", slug, lang, {"author": collected_by, "today": today.isoformat()})


def _write_form(root: Path, kind: Kind, slug: str, lang: str, values: Mapping[str, str]) -> Path:
    path = root / _PLACES[kind] / f"{check_slug(slug)}.md"
    form = Template((_texts(lang) / "new" / f"{kind}.md").read_text(encoding="utf-8"))
    path.parent.mkdir(parents=True, exist_ok=True)
    if not _write_new(path, form.substitute({"slug": slug, **values})):
        raise Conflict(
            _("There is a file of that name already; it stays as it is."),
            _("Open it, or choose another name."),
            file=path,
        )
    return path


def _refuse_strangers(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Conflict(_("This is a file, not a folder."), _("Name a folder that is empty or new."), file=folder)
    if folder.is_dir() and any(child.name != ".git" for child in folder.iterdir()):
        raise Conflict(
            _("The folder is not empty and is no workspace."),
            advice("adopt-folder"),
            file=folder,
        )


def _people(founder: Founder, lang: str) -> dict[str, str]:
    invented, other = _INVENTED[lang]
    name = founder.name or invented
    identity = suggest_slug(name.split()[0])
    reviewer = other if suggest_slug(other.split()[0]) != identity else invented
    return {
        "person_id": identity,
        "person_name": json.dumps(name, ensure_ascii=False),
        "person_email": json.dumps(founder.email or f"{identity}@example.org", ensure_ascii=False),
        "reviewer_id": suggest_slug(reviewer.split()[0]),
        "reviewer_name": json.dumps(reviewer, ensure_ascii=False),
    }


def _files(lang: str, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    base = _texts(lang) / "workspace"
    for path in sorted(base.rglob("*")):
        if path.is_file():
            yield path.relative_to(base).as_posix(), Template(path.read_text(encoding="utf-8")).substitute(values)
    for path in sorted(prompts.packaged_folder().glob(f"*.{lang}{prompts.SUFFIX}")):
        yield f"prompts/{path.name}", path.read_text(encoding="utf-8")
    yield ".gitignore", IGNORED


def _texts(lang: str) -> Path:
    return Path(__file__).parent / lang


def _write_new(path: Path, content: str) -> bool:
    """Write unless something is there, even if it appears at this very moment; whether it was written."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True
