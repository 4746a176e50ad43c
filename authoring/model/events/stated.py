"""Writes an event's entries again from its typed values: if they differ, this program did not write the line."""

from __future__ import annotations

import json
from typing import Any, Final

from authoring.model.events.content_format import stated_format, stating_format
from authoring.model.events.erasures import Erased, Erasure
from authoring.model.events.event import Event
from authoring.model.events.every_line import authority, naming_piece, piece_named, unvouched_records, vouched_records
from authoring.model.events.going_out import imported, publication, scheduling
from authoring.model.events.review import Acceptance, Accepted, approval, assignment, writing
from authoring.model.events.submission import written
from authoring.model.events.texts import accompaniment, text_approval
from authoring.model.events.untyped import entries_in, texts_in
from authoring.model.states import Action

_ENCODER: Final = json.JSONEncoder(sort_keys=True)  # makes 1 and true two values, which they are in a line


def foreign_entries(event: Event, *, is_first: bool) -> list[str]:
    """The names of the entries that are unexpected, missing or malformed."""
    expected = {
        **_of_every_line(event, is_first=is_first),
        **stating_format(event, stated_format(event)),
        **_of_action(event),
    }
    names = dict.fromkeys([*event.details, *expected])
    return [name for name in names if not _is_same(event.details, expected, name)]


def _is_same(stated: Any, expected: dict[str, Any], name: str) -> bool:
    if (name in stated) != (name in expected):
        return False
    if isinstance(stated[name], str) and isinstance(expected[name], str):
        return bool(stated[name] == expected[name])
    return _ENCODER.encode(stated[name]) == _ENCODER.encode(expected[name])


def _of_every_line(event: Event, *, is_first: bool) -> dict[str, Any]:
    entitled, slug = authority(event), piece_named(event)
    records = {name: {"bytes": it.bytes, "sha256": it.sha256} for name, it in vouched_records(event).items()}
    unvouched = list(unvouched_records(event))
    return {
        **(naming_piece(slug or "") if is_first else {}),
        **(entitled.as_details() if entitled else {}),
        "records": records,
        **({"unvouched": unvouched} if unvouched else {}),
    }


def _of_action(event: Event) -> dict[str, Any]:
    """The entries that belong to the event's action."""
    details = event.details
    match event.action:
        case Action.draft | Action.revise:
            return writing(event).as_details()
        case Action.submit:
            how = written(event)
            return {**assignment(event).as_details(), **(how.as_details() if how else {})}
        case Action.assign:
            return assignment(event).as_details()
        case Action.accept:
            return Acceptance(tuple(_accepted(it) for it in entries_in(details.get("accepts")))).as_details()
        case Action.approve | Action.accompany | Action.approve_text:
            return _of_approval_or_text(event)
        case Action.schedule:
            moment = scheduling(event)
            return moment.as_details() if moment else {"at": ""}
        case Action.publish:
            return publication(event).as_details()
        case Action.import_:
            origin = imported([event])
            return origin.as_details() if origin else {"import": {}}
        case Action.erase:
            records = tuple(_erased(it) for it in entries_in(details.get("erased")))
            return Erasure(texts_in(details.get("testimonies")), records).as_details()
        case _:
            return {}


def _of_approval_or_text(event: Event) -> dict[str, Any]:
    """The entries of an approval, and of what goes with the piece."""
    if event.action is Action.approve:
        return approval(event).as_details()
    return (text_approval if event.action is Action.approve_text else accompaniment)(event).as_details()


def _accepted(entry: dict[str, Any]) -> Accepted:
    kind, check, sha256, source = (str(entry.get(name, "")) for name in ("kind", "check", "sha256", "source"))
    return Accepted(kind, check, sha256, source)


def _erased(entry: dict[str, Any]) -> Erased:
    file, before, after = (str(entry.get(name, "")) for name in ("file", "before", "after"))
    return Erased(file, before, after)
