"""A store that notes which testimonies are read from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from authoring.editorial.context import Context
from authoring.store import Key, Store, StoredText


@dataclass
class NotingDocuments:
    """The documents of a store; notes which testimonies are read."""

    documents: Any
    reads: list[str] = field(default_factory=list)

    def read(self, key: Key) -> StoredText | None:
        if key.kind == "testimony":
            self.reads.append(key.slug)
        text: StoredText | None = self.documents.read(key)
        return text

    def __getattr__(self, name: str) -> Any:
        return getattr(self.documents, name)


@dataclass
class NotingStore:
    """A store whose documents note what is read."""

    store: Store
    documents: NotingDocuments

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


def noting(context: Context) -> tuple[Context, NotingDocuments]:
    """The same workspace, and what is read of it from now on."""
    documents = NotingDocuments(context.store.documents)
    store: Any = NotingStore(context.store, documents)
    return replace(context, store=store), documents
