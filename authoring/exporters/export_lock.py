"""One export to a target at a time, whoever runs it; and one delivery, which reads anew what is to be exported."""

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
        _enter(stack, store, "exports", target.name)
        yield


@contextmanager
def delivery_lock(store: Store, target: str) -> Iterator[None]:
    """Keep other deliveries to the target out while it is decided what goes there. Raises `Conflict` after a minute."""
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
