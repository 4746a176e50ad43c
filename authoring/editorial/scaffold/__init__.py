"""The texts that `init` and `new` write: a working workspace, and commented texts to fill in.

The texts lie beside this module, by language: `workspace/` is copied, `new/` has one text for each kind. An existing
text is never replaced.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template
from typing import Final

from authoring import prompts
from authoring.editorial.context import Context
from authoring.errors import Conflict, advice
from authoring.model.loading import document_of
from authoring.model.slugs import check_slug, suggest_slug
from authoring.store import Expected, Key
from authoring.store.folder import laying
from authoring.store.layout import OWN, text_path
from authoring.text.frontmatter import Document
from authoring.text.i18n import _

_INVENTED: Final = {"fr": ("Camille Exemple", "Dominique Exemple"), "en": ("Robin Example", "Alex Example")}


@dataclass(frozen=True)
class Founder:
    """The first author and editor of the workspace. Without a name, an invented person, to be replaced."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Laid:
    """The written paths, the existing paths that stay unchanged, and the ids of the two people in the workspace.

    `outline` is the slug of the example's outline, empty when it was not written.
    """

    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    person: str
    reviewer: str
    outline: str


def lay_workspace(folder: Path, *, lang: str, founder: Founder, today: date, adopt: bool = False) -> Laid:
    """Make `folder` a workspace. Existing texts stay, and an existing workspace gets only the texts that it lacks.

    A second call completes one that was interrupted. Raises `Conflict` for a folder with other content, unless `adopt`.
    """
    if not (adopt or laying.is_workspace(folder) or laying.is_begun(folder)):
        _refuse_strangers(folder)
    values = _people(founder, lang) | {"today": today.isoformat()}
    written, existing = laying.lay(folder, dict(_files(lang, values)))
    outline = next((slug for path in written if (slug := laying.outline_named(folder, path))), "")
    return Laid(tuple(written), tuple(existing), values["person_id"], values["reviewer_id"], outline)


def outline_text(slug: str, *, lang: str, author: str) -> str:
    """A new outline to fill in, with a comment on every key."""
    title = slug.replace("-", " ").capitalize()
    return _form("outline", slug, lang, {"title": json.dumps(title, ensure_ascii=False), "author": author})


def testimony_text(slug: str, *, lang: str, collected_by: str, today: date) -> str:
    """A new testimony to fill in, with a comment on every key."""
    return _form("testimony", slug, lang, {"author": collected_by, "today": today.isoformat()})


def new_outline(context: Context, slug: str, *, lang: str, author: str) -> Document:
    """Write a new outline. Raises `Conflict` when one of that name exists."""
    return _write_new(context, Key("outline", check_slug(slug)), outline_text(slug, lang=lang, author=author))


def new_testimony(context: Context, slug: str, *, lang: str, collected_by: str) -> Document:
    """Write a new testimony. Raises `Conflict` when one of that name exists."""
    text = testimony_text(slug, lang=lang, collected_by=collected_by, today=context.today)
    return _write_new(context, Key("testimony", check_slug(slug)), text)


def _write_new(context: Context, key: Key, text: str) -> Document:
    documents = context.store.documents
    try:
        with context.store.transaction(key.slug, expected=Expected(texts={key: ""})) as change:
            change.write(key, text.encode())
    except Conflict:
        raise Conflict(
            _("There is a file of that name already; it stays as it is."),
            _("Open it, or choose another name."),
            file=documents.label(key),
            code="exists",
        ) from None
    return document_of(text.encode(), documents.label(key))


def _form(kind: str, slug: str, lang: str, values: Mapping[str, str]) -> str:
    form = Template((_texts(lang) / "new" / f"{kind}.md").read_text(encoding="utf-8"))
    return form.substitute({"slug": slug, **values})


def _refuse_strangers(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Conflict(_("This is a file, not a folder."), _("Name a folder that is empty or new."), file=folder)
    if folder.is_dir() and any(child.name not in (".git", OWN) for child in folder.iterdir()):
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
        yield text_path(Key("prompt", path.name), "in_progress"), path.read_text(encoding="utf-8")


def _texts(lang: str) -> Path:
    return Path(__file__).parent / lang
