"""Upgrade: a workspace of an older format gets that of this version; no history changes by a byte."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from authoring.editorial.actions import EditorialAction
from authoring.editorial.context import Context
from authoring.errors import AuthoringError
from authoring.model.config import FORMAT
from authoring.store import SETTINGS, WORKSPACE, Expected, Key, version_of

_STATED: Final = re.compile(rb"^format[ \t]*=[ \t]*\d+", re.MULTILINE)
_FIRST_KEY: Final = re.compile(rb"^(?=[A-Za-z\[])", re.MULTILINE)
_OBSOLETE: Final = ("cache/", "unrecorded/")  # what format 1 kept in the workspace, and can be made again


@dataclass(frozen=True)
class PreparedUpgrade:
    """From which format to which, the settings to write, and the caches that are not used any more."""

    source: int
    target: int
    settings: bytes
    version: str
    obsolete: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        """Whether the workspace has the format of this version already."""
        return self.source >= self.target


@dataclass(frozen=True)
class Upgrade(EditorialAction[PreparedUpgrade, PreparedUpgrade]):
    """Bring the workspace to the format of this version. Whoever may write its settings may do it."""

    def allowed(self, context: Context) -> AuthoringError | None:
        """Nothing keeps anybody from it who can write the settings."""
        return None

    def prepare(self, context: Context) -> PreparedUpgrade:
        """What would be written and removed."""
        text = context.store.documents.read(Key("settings", SETTINGS))
        content = text.content if text else b""
        obsolete = [name for prefix in _OBSOLETE for name in context.store.records.names(WORKSPACE, prefix)]
        stated = f"format = {FORMAT}".encode()
        if _STATED.search(content):
            content = _STATED.sub(stated, content, count=1)
        else:
            content = _FIRST_KEY.sub(stated + b"\n", content, count=1)
        version = text.version if text else version_of(b"")
        return PreparedUpgrade(context.settings.format, FORMAT, content, version, tuple(obsolete))

    def execute(self, context: Context, prepared: PreparedUpgrade, *, signature: bytes = b"") -> PreparedUpgrade:
        """Write the format into the settings, which keep all their other bytes, and remove what is not used."""
        if prepared.is_done:
            return prepared
        key = Key("settings", SETTINGS)
        with context.store.transaction(WORKSPACE, expected=Expected(texts={key: prepared.version})) as change:
            change.write(key, prepared.settings)
            for name in prepared.obsolete:
                change.attach(WORKSPACE, name, None)
        return prepared
