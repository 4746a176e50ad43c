"""What a blog holds of a piece, as we last saw it: a file for each target, beside the piece, kept with it in git.

A write is noted before it is begun and after it is done, so that a run that was cut off is known as such.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from authoring.errors import Conflict
from authoring.model.config import Settings, TargetSettings
from authoring.model.slugs import check_slug
from authoring.store import files
from authoring.text.i18n import _

_FORMAT: Final = 1
_PATIENCE: Final = 60
_PLACES: Final = ("drafts", "published")


@dataclass(frozen=True)
class Known:
    """A piece at a blog. `key` names the revision, `look` all else that shaped what was sent.

    `fields` is what the blog stored of it, in words that can be compared and shown. `intent` is the key of a write
    that was begun and not seen to end, `intended` what it sends. `state` is `down` once we took the piece away.
    `overwritten` keeps each text of somebody else's that ours went over, with who decided it and why.
    """

    id: str = ""
    url: str = ""
    state: str = ""
    key: str = ""
    look: str = ""
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
class PieceLedger:
    """The records of one target. Those of another `site` under the same name count as none."""

    root: Path
    target: str
    site: str

    @classmethod
    def of(cls, settings: Settings, target: TargetSettings, *, site: str) -> PieceLedger:
        """The records of a target of this workspace."""
        return cls(settings.root, quote(target.name, safe=""), site)

    def read(self, slug: str) -> Known | None:
        """What is known of a piece; None when it was never sent. An unreadable record counts as none."""
        held = files.read_object(self._path(slug))
        if (held.get("format"), held.get("site")) != (_FORMAT, self.site):
            return None
        values = {name: held[name] for name in Known.__dataclass_fields__ if name in held}
        lists = {name: tuple(values.get(name, ())) for name in ("notes", "overwritten")}
        return Known(**{**values, **lists})

    def write(self, slug: str, known: Known) -> None:
        """Keep what is known of a piece."""
        values = {"format": _FORMAT, "site": self.site, **asdict(known)}
        content = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
        if files.read_bytes(self._path(slug)) != content:
            files.write_bytes(self._path(slug), content)

    def forget(self, slug: str) -> None:
        """The piece was never sent, as far as we know."""
        self._path(slug).unlink(missing_ok=True)

    def all(self) -> dict[str, Known]:
        """Everything that was sent, by slug."""
        found = {path.parts[-3] for place in _PLACES for path in self.root.glob(f"{place}/*/exports/{self._name}")}
        records = {slug: self.read(slug) for slug in sorted(found)}
        return {slug: known for slug, known in records.items() if known is not None}

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One export to a target at a time."""
        import filelock

        lock = self.root / ".authoring" / "exports" / f"{self.target}.lock"
        lock.parent.mkdir(parents=True, exist_ok=True)
        try:
            with filelock.FileLock(lock, timeout=_PATIENCE):
                yield
        except filelock.Timeout:
            raise Conflict(
                _("Another export to this target has been running for a minute."),
                _("Wait until it has ended; if none is running, delete the file named here."),
                file=lock,
            ) from None

    @property
    def _name(self) -> str:
        return f"{self.target}.json"

    def _path(self, slug: str) -> Path:
        """PieceLedger the text that is worked on: a correction on its way takes the record with it."""
        check_slug(slug)
        folders = [self.root / place / slug for place in _PLACES]
        worked_on = next((folder for folder in folders if (folder / "index.md").is_file()), folders[-1])
        return worked_on / "exports" / self._name
