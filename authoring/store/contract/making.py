"""The method by which the contract's tests get a store."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path

from authoring.store import Store


class StoreMaker:
    """Tests that need a store."""

    @abstractmethod
    def make_store(self, root: Path) -> Store:
        """An empty store that waits at most half a second for another writer; `root` is an empty folder of its own."""
