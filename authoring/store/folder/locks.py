"""Locks among the programs that write to one workspace: files in `.authoring/locks` that the system locks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from authoring.errors import Conflict, advice
from authoring.store import WORKSPACE, layout
from authoring.store.folder.tree import Tree
from authoring.text.i18n import _

LOCKS: Final = f"{layout.OWN}/locks"
_POLL: Final = 0.005


class Locks:
    """The locks of a workspace; `patience` is the longest wait for one, in seconds."""

    def __init__(self, tree: Tree, *, patience: float) -> None:
        self._tree = tree
        self.patience = patience

    @contextmanager
    def hold(self, slugs: Collection[str], *, patience: float | None = None) -> Iterator[None]:
        """Lock all these slugs against other writers, in a fixed order, so that two processes cannot block each other.

        Raises `Conflict`.
        """
        with ExitStack() as stack:
            for slug in sorted({*slugs}):
                stack.enter_context(self._locked(slug, "_workspace" if slug == WORKSPACE else slug, patience))
            yield

    @contextmanager
    def named(self, name: str) -> Iterator[None]:
        """Hold the lock of this name. Raises `Conflict` when another process holds it too long."""
        with self._locked(name, f"named/{name.replace('/', '+')}"):
            yield

    @contextmanager
    def _locked(self, name: str, file: str, patience: float | None = None) -> Iterator[None]:
        from filelock import FileLock, Timeout

        path = Path(self._tree.path(f"{LOCKS}/{file}.lock"))
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, timeout=self.patience if patience is None else patience, poll_interval=_POLL)
        try:
            lock.acquire()
        except Timeout:
            raise Conflict(
                _("Another program has been working on “{slug}” for ten seconds.").format(slug=name),
                advice("wait-and-repeat"),
                file=path,
            ) from None
        try:
            yield
        finally:
            lock.release()
