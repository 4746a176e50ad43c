"""The targets that the settings name."""

from __future__ import annotations

from authoring.errors import InputError
from authoring.model.config import Settings, TargetSettings
from authoring.text.i18n import _


def target_named(settings: Settings, name: str) -> TargetSettings:
    """One target by its name. Raises `InputError` for one that is not there."""
    if name not in settings.targets:
        raise InputError(
            _("There is no target “{name}”.").format(name=name),
            _("The targets in authoring.toml are: {names}.").format(names=", ".join(settings.targets) or "—"),
            file=settings.label,
        )
    return settings.targets[name]


def place_of(target: TargetSettings) -> str:
    """The target's folder or address, as the settings have it: the same in every clone."""
    return target.folder or str(target.options.get("url", "")).rstrip("/") or target.name


def is_folder(target: TargetSettings) -> bool:
    """Whether the target is a folder, which can be looked at without asking anybody."""
    return bool(target.folder)
