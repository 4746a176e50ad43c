"""Upgrade: bring a workspace of an older format to that of this version, without changing any history."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from typing import Final

from authoring.editorial.actions import GuardedByPreparation
from authoring.editorial.context import Context
from authoring.errors import InputError
from authoring.model.config import FORMAT
from authoring.store import SETTINGS, WORKSPACE, Expected, Key
from authoring.text.i18n import _

_LINE: Final = f"format = {FORMAT}"
_STATED: Final = re.compile(rb"([ \t]*format[ \t]*=[ \t]*)\d+")
_OBSOLETE: Final = ("cache/", "unrecorded/")  # caches that format 1 kept in the workspace


@dataclass(frozen=True)
class PreparedUpgrade:
    """The old and the new format, the settings to write, and the caches that are not used any more.

    `added` are the labels of the written files with git's rules for line ends; empty before `execute`.
    """

    source: int
    target: int
    settings: bytes = b""
    version: str = ""
    obsolete: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether the workspace has the format of this version already."""
        return self.source >= self.target


@dataclass(frozen=True)
class Upgrade(GuardedByPreparation[PreparedUpgrade, PreparedUpgrade]):
    """Bring the workspace to the format of this version. It needs no role."""

    def prepare(self, context: Context) -> PreparedUpgrade:
        """What would be written and removed. Raises `InputError` for settings that a person has to change by hand."""
        source = context.settings.format
        if source >= FORMAT:
            return PreparedUpgrade(source, FORMAT)
        text = context.store.documents.read(Key("settings", SETTINGS))
        settings = _with_format(text.content) if text else b""
        if text is None or not _states_no_more(settings, text.content):
            raise InputError(
                _("The format cannot be written into these settings by the program."),
                _("Write into them yourself, above the first table: {line}").format(line=_LINE),
                file=context.settings.label,
            )
        obsolete = [name for prefix in _OBSOLETE for name in context.store.records.names(WORKSPACE, prefix)]
        return PreparedUpgrade(source, FORMAT, settings, text.version, tuple(obsolete))

    def execute(self, context: Context, prepared: PreparedUpgrade, *, signature: bytes = b"") -> PreparedUpgrade:
        """Write the format into the settings, which keep all their other bytes, and remove what is not used.

        It also writes git's rules for line ends, even if the format is that of this version already.
        """
        if prepared.source > prepared.target:
            return prepared
        prepared = replace(prepared, added=tuple(context.store.keep_line_ends()))
        if prepared.is_done:
            return prepared
        key = Key("settings", SETTINGS)
        text = context.store.documents.read(key)
        if text is not None and text.content == prepared.settings:
            return prepared
        with context.store.transaction(WORKSPACE, expected=Expected(texts={key: prepared.version})) as change:
            change.write(key, prepared.settings)
            for name in prepared.obsolete:
                change.attach(WORKSPACE, name, None)
        return prepared


def _with_format(content: bytes) -> bytes:
    """The settings with the format: in place of an existing `format`, else above their first key."""
    lines = content.split(b"\n")
    first = len(lines) - 1
    for number, line in enumerate(lines):
        if match := _STATED.match(line):
            lines[number] = match[1] + str(FORMAT).encode() + line[match.end() :]
            return b"\n".join(lines)
        if line.lstrip().startswith(b"["):
            first = min(first, number)
            break
        if line.strip() and not line.lstrip().startswith(b"#"):
            first = min(first, number)
    end = b"\r" if lines[0].endswith(b"\r") else b""
    return b"\n".join([*lines[:first], _LINE.encode() + end, *lines[first:]])


def _states_no_more(settings: bytes, before: bytes) -> bool:
    """Whether the new settings equal the old ones apart from the format."""
    try:
        return tomllib.loads(settings.decode()) == {**tomllib.loads(before.decode()), "format": FORMAT}
    except ValueError:
        return False
