"""The targets that the settings name."""

from __future__ import annotations

from pathlib import Path

from authoring.errors import InputError
from authoring.model.config import Settings, TargetSettings
from authoring.model.web_addresses import bare_address
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


def site_of(settings: Settings, target: TargetSettings) -> str:
    """The address of the blog that the target is, without its scheme; empty where it is not known."""
    from authoring.exporters.folders.target_folder import locate
    from authoring.model.site_generators import HUGO, JEKYLL, read_settings

    if target.kind not in ("hugo", "jekyll"):
        return bare_address(str(target.options.get("url", "")))
    site = read_settings(Path(locate(settings, target).root), HUGO if target.kind == "hugo" else JEKYLL)
    names = {name.lower(): value for name, value in site.items()}
    if target.kind == "hugo":
        return bare_address(str(names.get("baseurl") or ""))
    return bare_address(f"{names.get('url') or ''}{names.get('baseurl') or ''}")


def is_folder(target: TargetSettings) -> bool:
    """Whether the target is a folder, which can be looked at without asking anybody."""
    return bool(target.folder)
