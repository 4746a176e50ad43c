"""One export to a target at a time, whoever runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final
from urllib.parse import quote

from authoring.errors import Conflict, advice
from authoring.model.config import TargetSettings
from authoring.store import Store
from authoring.text.i18n import _

_NO_LOCK_NAME: Final = re.compile(r"[^A-Za-z0-9_-]")
_WAITS: Final = 6  # of ten seconds each, as long as a store waits for a lock


def record_name(target: TargetSettings) -> str:
    """The name of a target's records, without an ending: `exports/blog`."""
    return f"exports/{quote(target.name, safe='')}"


@contextmanager
def export_lock(store: Store, target: TargetSettings) -> Iterator[None]:
    """Keep other exports to the target out. Raises `Conflict` after a minute."""
    with ExitStack() as stack:
        _enter(stack, store, target)
        yield


def _enter(stack: ExitStack, store: Store, target: TargetSettings) -> None:
    for _wait in range(_WAITS):
        try:
            stack.enter_context(store.lock(f"exports/{_NO_LOCK_NAME.sub('_', target.name)}"))
        except Conflict as conflict:
            label = conflict.problem.file
        else:
            return
    raise Conflict(
        _("Another export to this target has been running for a minute."),
        advice("wait-and-repeat"),
        file=label,
        code="locked",
        values={"target": target.name},
    )
