"""Locks of a target: against other exports, and against other deliveries while the work is planned."""

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
_WAITS: Final = 6  # attempts of ten seconds each, the time that a store waits for a lock


def record_name(target: TargetSettings) -> str:
    """The name of a target's records, without an extension: `exports/blog`."""
    return f"exports/{quote(target.name, safe='')}"


@contextmanager
def export_lock(store: Store, target: TargetSettings) -> Iterator[None]:
    """Lock the target against other exports. Raises `Conflict` after a minute."""
    with ExitStack() as stack:
        _enter(stack, store, "exports", target.name)
        yield


@contextmanager
def delivery_lock(store: Store, target: str) -> Iterator[None]:
    """Lock the target against other deliveries while one is planned and done. Raises `Conflict` after a minute."""
    with ExitStack() as stack:
        _enter(stack, store, "deliveries", target)
        yield


def _enter(stack: ExitStack, store: Store, about: str, target: str) -> None:
    for _wait in range(_WAITS):
        try:
            stack.enter_context(store.lock(f"{about}/{_NO_LOCK_NAME.sub('_', target)}"))
        except Conflict as conflict:
            label = conflict.problem.file
        else:
            return
    raise Conflict(
        _("Another export to this target has been running for a minute."),
        advice("wait-and-repeat"),
        file=label,
        code="locked",
        values={"target": target},
    )
