"""What a blog holds of a piece, as we last saw it: a record for each target, beside the piece.

A write is noted before it is begun and after it is done, so that a run that was cut off is known as such.
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

DOWN: Final = "down"  # the state of a piece that we took away
_FORMAT: Final = 1
_FINGERPRINT: Final = "look"  # as the record has it


@dataclass(frozen=True)
class RemoteRecord:
    """A piece at a blog. `key` names the revision, `fingerprint` all else that shaped what was sent.

    `fields` is what the blog stored of it, in words that can be compared and shown. `intent` is the key of a write
    that was begun and not seen to end, `intended` what it sends. `state` is `down` once we took the piece away.
    `overwritten` has each text of somebody else's that ours went over, with who decided it and why.
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
    """The records of one target. Those of another `site` under the same name count as none.

    Where the target is a folder, `site` is its path on this machine, and what is recorded is its name in the settings.
    """

    store: Store
    target: TargetSettings
    site: str

    def read(self, slug: str) -> RemoteRecord | None:
        """What is known of a piece; None when it was never sent. An unreadable record counts as none."""
        entries = decode_object(self.store.records.read(slug, self._name))
        if entries.get("format") != _FORMAT or not self._is_ours(entries.get("site")):
            return None
        keys = {name: _key_of(name) for name in RemoteRecord.__dataclass_fields__}
        values = {name: entries[key] for name, key in keys.items() if key in entries}
        lists = {name: tuple(values.get(name, ())) for name in ("notes", "overwritten")}
        return RemoteRecord(**{**values, **lists})

    def write(self, slug: str, record: RemoteRecord) -> None:
        """Keep what is known of a piece."""
        entries = {_key_of(name): value for name, value in asdict(record).items()}
        values = {"format": _FORMAT, "site": self.target.folder or self.site, **entries}
        content = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
        if self.store.records.read(slug, self._name) != content:
            self.store.records.write(slug, self._name, content)

    def forget(self, slug: str) -> None:
        """The piece was never sent, as far as we know."""
        self.store.records.write(slug, self._name, None)

    def all(self) -> dict[str, RemoteRecord]:
        """Everything that was sent, by slug: also a piece whose text was deleted here."""
        records = {slug: self.read(slug) for slug in self.store.records.slugs(self._name)}
        return {slug: record for slug, record in records.items() if record is not None}

    def locked(self) -> AbstractContextManager[None]:
        """One export to the target at a time. Raises `Conflict` after a minute."""
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
