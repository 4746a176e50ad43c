"""What can be added from outside: checks and exporters, by entry point; ours register in the same form.

An entry point in the group `authoring.checks` or `authoring.exporters` names a class by `module:attribute`.
Nothing is scanned at import or for `--help`, only when a command needs the things themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import Any, cast

from authoring.checks import Check
from authoring.checks.builtin import BUILT_IN as CHECKS
from authoring.config import Settings, TargetSettings
from authoring.errors import InputError
from authoring.exporters import Exporter
from authoring.exporters.builtin import BUILT_IN as EXPORTERS
from authoring.i18n import _


def checks() -> list[Check]:
    """Every check, ours first, strangers' in the order of their names."""
    return [cast(Check, load()()) for load in _registered("authoring.checks", CHECKS).values()]


def exporter(settings: Settings, target: TargetSettings) -> Exporter:
    """The exporter of a target. Raises `InputError` for a kind that nobody registered."""
    kinds = _registered("authoring.exporters", EXPORTERS)
    if target.kind not in kinds:
        raise InputError(
            _("The target “{name}” is of the kind “{kind}”, which does not exist.").format(
                name=target.name, kind=target.kind
            ),
            _("Write one of: {words}.").format(words=", ".join(kinds)),
            file=settings.root / "authoring.toml",
        )
    return cast(Exporter, kinds[target.kind]()(settings, target))


def _registered(group: str, built_in: Iterable[tuple[str, str]]) -> dict[str, Callable[[], Any]]:
    """What is registered, by name; each is loaded when it is asked for. Nobody can take the name of one of ours."""
    from importlib.metadata import entry_points

    ours = {name: partial(_attribute, reference) for name, reference in built_in}
    strangers = sorted(entry_points(group=group), key=lambda entry: entry.name)
    return {**ours, **{entry.name: partial(_plug_in, group, entry) for entry in strangers if entry.name not in ours}}


def _plug_in(group: str, entry: Any) -> Any:
    try:
        return entry.load()
    except Exception as error:
        raise InputError(
            _("The plug-in “{name}” ({group}) cannot be loaded: {reason}.").format(
                name=entry.name, group=group, reason=error
            ),
            _("Update it or remove it: pip uninstall {package}").format(package=entry.dist.name if entry.dist else "…"),
        ) from error


def _attribute(reference: str) -> Any:
    module, _colon, name = reference.partition(":")
    return getattr(import_module(module), name)
