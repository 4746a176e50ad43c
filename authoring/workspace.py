"""Opens a workspace: a context with its store, its settings and the plug-ins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from authoring.errors import InputError, UnknownActor, advice
from authoring.model import config
from authoring.model.people import NOBODY, Person
from authoring.store import SETTINGS, Key, Store
from authoring.store.layout import SETTINGS_FILE
from authoring.text.i18n import _, current

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.model.config import Settings


def find_root(start: Path) -> Path | None:
    """The nearest folder at or above `start` that holds an `authoring.toml`."""
    for folder in (start, *start.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    return None


def open_workspace(
    folder: Path,
    environment: Mapping[str, str],
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    actor: Person = NOBODY,
    language: str = "",
) -> Context:
    """A context for the workspace that `folder` lies in; its actor is `NOBODY` until `acting_as` names one.

    Raises `InputError` when the folder is not in a workspace.
    """
    from authoring.editorial.context import Context
    from authoring.model.caches import cache_folder
    from authoring.store.opening import open_store

    root = find_root(folder.resolve())
    if root is None:
        raise InputError(
            _("There is no authoring.toml here or in a folder above, so this is not a workspace."),
            advice("make-workspace"),
            file=folder,
        )
    store = open_store(str(root), label=str(root))
    settings = settings_of(store, base=root, environment=environment)
    if settings.store:
        store = open_store(settings.store, label=settings.label)
    context = Context(writable(store, settings), settings, clock, actor, language or current())
    return replace(context, caches=cache_folder(environment))


def writable(store: Store, settings: Settings) -> Store:
    """The store; read-only if the workspace has a format that this version does not know."""
    if settings.format <= config.FORMAT:
        return store
    from authoring.store.read_only import ReadOnlyStore

    return ReadOnlyStore(store, written_format=settings.format, label=settings.label)


def settings_of(store: Store, *, base: Path, environment: Mapping[str, str]) -> Settings:
    """The settings in a store. Raises `InputError` when there are none, or `InvalidDocuments`."""
    key = Key("settings", SETTINGS)
    text = store.documents.read(key)
    if text is None:
        raise InputError(
            _("There is no authoring.toml here, so this folder is not a workspace."),
            advice("make-workspace"),
            file=store.documents.label(key),
        )
    return config.parse(text.content, label=text.label, base=base, environment=environment)


def person_named(settings: Settings, name: str) -> Person:
    """The entry of `[people]` with this id or address. Raises `UnknownActor` when there is none."""
    people = settings.people
    if name in people:
        return people[name]
    owners = [person for person in people.values() if name and person.email.casefold() == name.casefold()]
    if len(owners) == 1:
        return owners[0]
    if owners:
        ids = ", ".join(person.id for person in owners)
        raise UnknownActor(
            _("{address} is the address of several people: {ids}.").format(address=name, ids=ids),
            advice("say-who", ids=ids),
        )
    raise UnknownActor(
        _("“{name}” is not among the people of this workspace.").format(name=name)
        if name
        else _("Who you are is not known."),
        advice("say-who", ids=", ".join(people) or _("nobody yet; add them below [people] in authoring.toml")),
    )
