"""Parts that plug-ins can add by entry point; the built-in parts register in the same form.

An entry point in a group such as `authoring.checks` names a class by `module:attribute`. Entry points are read only
when a command needs the parts, not at import or for `--help`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import Any

from authoring.errors import InputError
from authoring.text.i18n import _


def part(group: str, built_in: Iterable[tuple[str, str]], name: str) -> Callable[[], Any] | None:
    """The loader of one part; None for an unregistered name. For a built-in part no entry points are read."""
    references = dict(built_in)
    if name in references:
        return partial(_attribute, references[name])
    return registered(group, built_in).get(name)


def registered(group: str, built_in: Iterable[tuple[str, str]]) -> dict[str, Callable[[], Any]]:
    """A loader per name: the built-in parts first, then plug-ins by name. No plug-in replaces a built-in part."""
    from importlib.metadata import entry_points

    ours = {name: partial(_attribute, reference) for name, reference in built_in}
    plug_ins = sorted(entry_points(group=group), key=lambda entry: entry.name)
    return {**ours, **{entry.name: partial(_plug_in, group, entry) for entry in plug_ins if entry.name not in ours}}


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
