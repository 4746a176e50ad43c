"""A read-only view of a store, for a workspace whose format is newer than this version knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import NoReturn

from authoring.errors import InputError, Problem, advice
from authoring.store import NOTHING_EXPECTED, Expected, Records, Store, Transaction
from authoring.text.i18n import _


class ReadOnlyStore:
    """Another store, in which every change raises an error; `written_format` is the workspace's format."""

    def __init__(self, store: Store, *, written_format: int, label: str) -> None:
        self._store = store
        self._format = written_format
        self._label = label
        self.location = store.location
        self.documents = store.documents
        self.events = store.events
        self.revisions = store.revisions
        self.blobs = store.blobs
        self.records = _ReadOnlyRecords(store.records, self._refuse)

    def transaction(self, slug: str, *, expected: Expected = NOTHING_EXPECTED) -> AbstractContextManager[Transaction]:
        self._refuse()

    def holding(self, matches: Callable[[bytes], bool]) -> Sequence[str]:
        return self._store.holding(matches)

    def strays(self, slugs: Sequence[str] = (), *, deep: bool = True) -> Sequence[Problem]:
        return self._store.strays(slugs, deep=deep)

    def changed_line_ends(self) -> Sequence[str]:
        return self._store.changed_line_ends()

    def keep_line_ends(self) -> Sequence[str]:
        self._refuse()

    def lock(self, name: str) -> AbstractContextManager[None]:
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise InputError(
            _("This workspace has the format {format}, which this version of the program cannot write.").format(
                format=self._format
            ),
            advice("update-program"),
            file=self._label,
            code="newer-format",
            values={"format": self._format},
        )


class _ReadOnlyRecords:
    """The records of a read-only store."""

    def __init__(self, records: Records, refuse: Callable[[], NoReturn]) -> None:
        self._records = records
        self._refuse = refuse

    def read(self, slug: str, name: str) -> bytes:
        return self._records.read(slug, name)

    def names(self, slug: str, prefix: str = "") -> Sequence[str]:
        return self._records.names(slug, prefix)

    def slugs(self, name: str) -> Sequence[str]:
        return self._records.slugs(name)

    def write(
        self, slug: str, name: str, content: bytes | None, *, private: bool = False, lasting: bool = True
    ) -> None:
        self._refuse()

    def append(self, slug: str, name: str, line: bytes) -> None:
        self._refuse()

    def label(self, slug: str, name: str) -> str:
        return self._records.label(slug, name)
