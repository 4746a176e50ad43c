"""The record of a piece at a blog, as it was last seen: one for each target, beside the piece.

A write is recorded before and after, so that an interrupted run is recognised.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from authoring.exporters.export_lock import export_lock, record_name
from authoring.exporters.folders.ledger import is_same_folder
from authoring.model.config import TargetSettings
from authoring.store import Store
from authoring.text.strict_json import decode_object

DOWN: Final = "down"  # the state of a piece that the program took down
_FORMAT: Final = 1
_FINGERPRINT: Final = "look"  # the keys of the record


@dataclass(frozen=True)
class RemoteRecord:
    """A piece at a blog. `key` names the revision, `fingerprint` is a digest of all else that shaped the post.

    `fields` are the values that the blog stored, as texts to compare and show. `intent` is the key of an unfinished
    write, `intended` are its values. `state` is `down` once the program took the piece down. `overwritten` has each
    text of another person that was overwritten, with the decision.
    """

    id: str = ""
    url: str = ""
    state: str = ""
    key: str = ""
    fingerprint: str = ""
    token: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    intent: str = ""
    intended: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    overwritten: tuple[Mapping[str, Any], ...] = ()

    @property
    def hash(self) -> str:
        """The content hash of what was sent."""
        return self.key.partition(" ")[0]


@dataclass(frozen=True)
class RemoteRecords:
    """The records of one target. Those of another `site` under the same name are ignored.

    For a folder, `site` is its path on this machine; the record has its name in the settings.
    """

    store: Store
    target: TargetSettings
    site: str

    def read(self, slug: str) -> RemoteRecord | None:
        """The record of a piece; None when it was never sent. An unreadable record counts as absent."""
        entries = decode_object(self.store.records.read(slug, self._name))
        if entries.get("format") != _FORMAT or not self._is_ours(entries.get("site")):
            return None
        keys = {name: _key_of(name) for name in RemoteRecord.__dataclass_fields__}
        values = {name: entries[key] for name, key in keys.items() if key in entries}
        lists = {name: tuple(values.get(name, ())) for name in ("notes", "overwritten")}
        return RemoteRecord(**{**values, **lists})

    def write(self, slug: str, record: RemoteRecord) -> None:
        """Write the record of a piece."""
        entries = {_key_of(name): value for name, value in asdict(record).items()}
        values = {"format": _FORMAT, "site": self.target.folder or self.site, **entries}
        content = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
        if self.store.records.read(slug, self._name) != content:
            self.store.records.write(slug, self._name, content)

    def forget(self, slug: str) -> None:
        """Remove the record of a piece, which then counts as never sent."""
        self.store.records.write(slug, self._name, None)

    def all(self) -> dict[str, RemoteRecord]:
        """The records of all sent pieces, by slug, including those whose text was deleted here."""
        records = {slug: self.read(slug) for slug in self.store.records.slugs(self._name)}
        return {slug: record for slug, record in records.items() if record is not None}

    def locked(self) -> AbstractContextManager[None]:
        """Lock the target against other exports. Raises `Conflict` after a minute."""
        return export_lock(self.store, self.target)

    def _is_ours(self, site: object) -> bool:
        if not self.target.folder or not isinstance(site, str):
            return site == self.site
        return is_same_folder(site, self.target.folder, root=self.site)

    @property
    def _name(self) -> str:
        return f"{record_name(self.target)}.json"


def _key_of(name: str) -> str:
    return _FINGERPRINT if name == "fingerprint" else name
