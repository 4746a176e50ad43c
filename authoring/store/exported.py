"""What each target shows of a piece: `exports.json` beside the piece, so that every clone of the workspace has it.

```
{"format": 1, "targets": [{"target": "site", "place": "site", "state": "out", "key": "3f2a…", "where": …, …}]}
```

A target that does not show the piece any more stays in the record, with the number of events that the history had at
that time: a later publication makes the entry void. An unreadable record counts as absent. The workspace also keeps a
register of all that this machine sent (`DELIVERIES`), so that a piece whose folder is lost is still reported. The
register can be deleted; the next export writes it again.
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
}  # the keys in the file
_OUT: Final = "out"
_DOWN: Final = "down"


class Exported(NamedTuple):
    """A piece at a target, as it was last seen there.

    `place` is the folder or address of the target as the settings have it, `key` names the revision as the target holds
    it, `where` is the post's path or address. `events` is how many events the history had; `time` is in ISO 8601. `by`
    is the person who stated the entry for a target that cannot be read any more; empty for what the program saw.
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
        """Whether both entries are equal apart from `time`, and apart from `events` while the post is not down."""
        return self._replace(time="", events=0) == other._replace(time="", events=0) and (
            not self.is_down or self.events == other.events
        )


class ExportRecords:
    """The records of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def read(self, slug: str) -> tuple[Exported, ...]:
        """The piece's entries, one a target; empty when there is no readable record."""
        entries = decode_object(self.store.records.read(slug, EXPORTS))
        targets = entries.get("targets")
        if entries.get("format") != _FORMAT or not isinstance(targets, list):
            return ()
        return tuple(it for it in map(_exported, targets) if it is not None)

    def write(self, exports: Mapping[str, Exported]) -> None:
        """Write the present entries of these pieces; a record that has them already is not written again.

        If this is interrupted, the next export looks at the piece again: a piece enters the register only after its
        record is written, and its record says that it is down only after it has left the register.
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
        """The entries that are not in the register yet."""
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
        # not synced: a piece whose record is lost is only looked at again, and thousands of syncs would take minutes
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
