"""The records of a case: beside no piece, among the workspace's own.

What is asked for a test is recorded as for any piece: each call, and each request that leaves this machine. The budget
of a month counts it too.
"""

from __future__ import annotations

from collections.abc import Sequence

from authoring.store import WORKSPACE, Records
from authoring.store.addresses import PROMPT_TESTS


class CaseRecords:
    """The `Records` of a workspace, in which those of one case's slug lie among the workspace's own."""

    def __init__(self, records: Records, slug: str) -> None:
        self._records = records
        self._slug = slug

    def read(self, slug: str, name: str) -> bytes:
        return self._records.read(*self._address(slug, name))

    def names(self, slug: str, prefix: str = "") -> Sequence[str]:
        owner, inner = self._address(slug, prefix)
        outer = inner.removesuffix(prefix)
        return [name.removeprefix(outer) for name in self._records.names(owner, inner)]

    def slugs(self, name: str) -> Sequence[str]:
        return self._records.slugs(name)

    def write(
        self, slug: str, name: str, content: bytes | None, *, private: bool = False, lasting: bool = True
    ) -> None:
        owner, inner = self._address(slug, name)
        self._records.write(owner, inner, content, private=private, lasting=lasting)

    def append(self, slug: str, name: str, line: bytes) -> None:
        owner, inner = self._address(slug, name)
        self._records.append(owner, inner, line)

    def label(self, slug: str, name: str) -> str:
        return self._records.label(*self._address(slug, name))

    def _address(self, slug: str, name: str) -> tuple[str, str]:
        return (WORKSPACE, f"{PROMPT_TESTS}/{slug}/{name}") if slug == self._slug else (slug, name)
