"""Reads the settings from `authoring.toml`: defaults, then the file, then the environment."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from authoring.errors import InputError, InvalidDocuments
from authoring.model.config import tables
from authoring.model.config.settings import Settings
from authoring.model.fields import Fields
from authoring.text.i18n import LANGUAGES, _

TABLES: Final = (
    *("lang", "timezone", "site", "model", "people", "review", "style", "budget", "drafting", "targets"),
    *("privacy", "disclosure", "format", "store"),
)


def parse(content: bytes, *, label: str, base: Path, environment: Mapping[str, str]) -> Settings:
    """The settings that an `authoring.toml` states. Raises `InvalidDocuments` with all mistakes and their lines.

    `AUTHORING_MODEL`, `AUTHORING_BASE_URL` and `AUTHORING_LANG` of the environment win over the file. `base` is the
    folder that the folders named in it are relative to.
    """
    text = _decode(content, label)
    values = _parse(text, label)
    fields = Fields(values, label=label, locate=_Locator(text), sign=" = ")
    settings = Settings(
        base=base,
        label=label,
        format=fields.number("format", 1, minimum=1),
        store=fields.text("store"),
        lang=tables.first(environment.get("AUTHORING_LANG"), fields.choice("lang", LANGUAGES, "fr")),
        timezone=tables.timezone_of(fields),
        site=tables.site_of(fields.below("site")),
        model=tables.model_of(fields.below("model"), environment),
        people=tables.people_of(fields.below("people")),
        review=tables.review_of(fields.below("review")),
        style=tables.style_of(fields.below("style")),
        budget=tables.budget_of(fields.below("budget")),
        drafting=tables.drafting_of(fields.below("drafting")),
        targets=tables.targets_of(fields.below("targets")),
        privacy=tables.privacy_of(fields.below("privacy")),
        disclosure=tables.disclosure_of(fields.below("disclosure")),
    )
    fields.refuse_rest(TABLES)
    _known_people(settings, fields)
    _own_keys(settings, fields)
    if fields.problems:
        raise InvalidDocuments(fields.problems)
    return settings


def _decode(content: bytes, label: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            _("The settings cannot be read: {reason}.").format(reason=error),
            _("Save the file as UTF-8 text and check its permissions."),
            file=label,
        ) from None


def _parse(text: str, label: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise InputError(
            _("The settings are not valid TOML: {reason}.").format(reason=error),
            _("Texts stand between quotes, lists between square brackets, and each key on its own line."),
            file=label,
            line=int(line.group(1)) if line else text.count("\n") + 1,
        ) from None


class _Locator:
    """Finds the line of a TOML key: the table's header first, then the key below it."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def __call__(self, *keys: str | int) -> int:
        names = [str(key) for key in keys if not isinstance(key, int)]
        for depth in range(len(names), -1, -1):
            header = self._header(names[:depth])
            if header is None:
                continue
            if depth == len(names):
                return max(header, 1)
            for number in range(header, len(self._lines)):
                line = self._lines[number]
                if re.match(rf"\s*[\"']?{re.escape(names[depth])}[\"']?\s*[.=]", line):
                    return number + 1
                if number > header and line.lstrip().startswith("["):
                    break
            return max(header, 1)
        return 1

    def _header(self, names: list[str]) -> int | None:
        if not names:
            return 0
        wanted = re.compile(r"\s*\[\[?\s*" + r"\s*\.\s*".join(rf"[\"']?{re.escape(n)}[\"']?" for n in names) + r"\s*\]")
        return next((n + 1 for n, line in enumerate(self._lines) if wanted.match(line)), None)


def _known_people(settings: Settings, fields: Fields) -> None:
    responsible = settings.site.responsible
    if responsible and responsible not in settings.people:
        fields.note(
            _("`site.responsible` names “{id}”, who is not in [people].").format(id=responsible),
            _("Write the id of somebody in [people]: {ids}.").format(ids=", ".join(settings.people) or "—"),
            "site",
            "responsible",
        )


def _own_keys(settings: Settings, fields: Fields) -> None:
    """Note a mistake for a key of two people: a key proves who signed, even a former one."""
    owners: dict[str, str] = {}
    for person in settings.people.values():
        if not person.ssh_keys:
            continue
        from authoring.model.ssh_keys import fingerprint

        for key in person.ssh_keys:
            owner = owners.setdefault(fingerprint(key), person.id)
            if owner != person.id:
                fields.note(
                    _("“{id}” and “{other}” have the same SSH key.").format(id=owner, other=person.id),
                    _("A signature must say who approved: give each person a key of their own, or remove one entry."),
                    *("people", person.id, "ssh_key" if key == person.ssh_key else "former_ssh_keys"),
                )
