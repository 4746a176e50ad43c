"""What is exported where: a record beside each piece, `exports.json`, that travels with it to every clone.

```
{"format": 1, "targets": [{"target": "site", "place": "site", "state": "out", "key": "3f2a…", "where": …, …}]}
```

A target that shows the piece no more stays in the record with the number of events that the history had when that was
seen: a later publication makes it void. What cannot be read counts as not recorded. Beside it the workspace keeps a
register of all that this machine sent (`DELIVERIES`), so that a piece whose folder is lost is still missed. The
register can be deleted, and is made again by the next export.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from authoring.store import WORKSPACE, Store
from authoring.store.addresses import DELIVERIES, EXPORTS
from authoring.text.strict_json import decode_object

_LOCK: Final = "export-records"
_FORMAT: Final = 1
_TEXTS: Final = {
    "target": "target",
    "place": "place",
    "key": "key",
    "where": "where",
    "time": "seen",
}  # as the file has it
_OUT: Final = "out"
_DOWN: Final = "down"


class Exported(NamedTuple):
    """A piece at a target, as it was last seen there.

    `place` is the folder or address of the target as the settings have it, `key` names the revision as the target holds
    it, `where` is the post's path or address. `events` is how many events the history had; `time` is in ISO 8601. `by`
    is who vouched for what nobody can look at.
    """

    target: str
    place: str
    key: str
    where: str
    time: str
    events: int
    is_down: bool = False
    by: str = ""

    def is_like(self, other: Exported) -> bool:
        """Whether both say the same of the same place, whenever that was; one that is down says since when."""
        return self._replace(time="", events=0) == other._replace(time="", events=0) and (
            not self.is_down or self.events == other.events
        )


class ExportRecords:
    """The records of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def read(self, slug: str) -> tuple[Exported, ...]:
        """Where the piece was exported to; nothing where no record can be read."""
        entries = decode_object(self.store.records.read(slug, EXPORTS))
        targets = entries.get("targets")
        if entries.get("format") != _FORMAT or not isinstance(targets, list):
            return ()
        return tuple(it for it in map(_exported, targets) if it is not None)

    def write(self, exports: Mapping[str, Exported]) -> None:
        """Enter where these pieces are now; a record that says so already is not written again.

        Where that is cut off, the piece is still missed or owed, and looked at again: the register has a piece only
        once its record does, and the record is down only once the register has the piece no more.
        """
        with self.store.lock(_LOCK):
            self._register({slug: it for slug, it in exports.items() if it.is_down})
            for slug, exported in exports.items():
                self._write(slug, exported)
            self._register({slug: it for slug, it in exports.items() if not it.is_down})

    def _register(self, exports: Mapping[str, Exported]) -> None:
        register = self.register() if exports else {}
        for slug, exported in exports.items():
            places = {**register.get(slug, {}), exported.target: _registered(exported)}
            if exported.is_down:
                places.pop(exported.target)
            register[slug] = dict(sorted(places.items()))
        content = _encoded(
            {"format": _FORMAT, "pieces": {slug: register[slug] for slug in sorted(register) if register[slug]}}
        )
        if exports and self.store.records.read(WORKSPACE, DELIVERIES) != content:
            self.store.records.write(WORKSPACE, DELIVERIES, content)

    def register(self) -> dict[str, dict[str, list[str]]]:
        """Of each piece that this machine sent and that is not down, by target: place, key and where."""
        entries = decode_object(self.store.records.read(WORKSPACE, DELIVERIES))
        pieces = entries.get("pieces")
        if entries.get("format") != _FORMAT or not isinstance(pieces, dict):
            return {}
        return {slug: places for slug, places in pieces.items() if _is_register(places)}

    def unrecorded(self, exports: Mapping[str, Exported]) -> dict[str, Exported]:
        """Those of these that the register does not have yet."""
        register = self.register()
        return {slug: it for slug, it in exports.items() if register.get(slug, {}).get(it.target) != _registered(it)}

    def _write(self, slug: str, exported: Exported) -> None:
        before = self.read(slug)
        same_place = [it for it in before if (it.target, it.place) == (exported.target, exported.place)]
        if any(it.is_like(exported) for it in same_place):
            return
        entries = sorted(
            [*(it for it in before if it not in same_place), exported], key=lambda it: (it.target, it.place)
        )
        # without its record a piece counts as not looked at, so that thousands need not wait for the disk
        self.store.records.write(slug, EXPORTS, _record(entries), lasting=exported.is_down)


def _record(exports: Iterable[Exported]) -> bytes:
    return _encoded({"format": _FORMAT, "targets": [_entry(it) for it in exports]}, indent=1)


def _entry(exported: Exported) -> dict[str, Any]:
    return {
        "target": exported.target,
        "place": exported.place,
        "state": _DOWN if exported.is_down else _OUT,
        "key": exported.key,
        "where": exported.where,
        "events": exported.events,
        "seen": exported.time,
        **({"by": exported.by} if exported.by else {}),
    }


def _exported(entry: object) -> Exported | None:
    if not isinstance(entry, dict):
        return None
    texts = {name: entry.get(key) for name, key in _TEXTS.items()}
    events, state = entry.get("events"), entry.get("state")
    if (
        not all(isinstance(text, str) for text in texts.values())
        or not isinstance(events, int)
        or state not in (_OUT, _DOWN)
    ):
        return None
    plain = {name: str(text) for name, text in texts.items()}
    return Exported(**plain, events=events, is_down=state == _DOWN, by=str(entry.get("by", "")))


def _registered(exported: Exported) -> list[str]:
    return [exported.place, exported.key, exported.where]


def _is_register(places: object) -> bool:
    return isinstance(places, dict) and all(
        isinstance(place, list) and len(place) == 3 and all(isinstance(text, str) for text in place)
        for place in places.values()
    )


def _encoded(values: Mapping[str, Any], *, indent: int | None = None) -> bytes:
    import json

    return json.dumps(values, ensure_ascii=False, indent=indent).encode() + b"\n"
