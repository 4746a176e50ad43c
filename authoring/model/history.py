"""`history.jsonl`: one hash-chained line per event.

Each line ends with `digest`, the SHA-256 of the line without it, and carries the digest of the line
before in `prev`; the first line's `prev` is empty. A change to any line, or its removal, breaks the
chain; a cut tail does not, which is why a checkpoint (count and last digest) is worth keeping elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from authoring.errors import InputError, Problem, advice
from authoring.model.workflow import Action, Event, State
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json

_TEXTS: Final = ("time", "actor", "kind", "hash", "note", "prev")
_DIGEST: Final = ',"digest":"'
_MARK: Final = _DIGEST.encode()
_ACTIONS: Final = frozenset(action.value for action in Action)
_STATES: Final = frozenset(state.value for state in State)
_SOURCES: Final = _STATES | {None, ""}


def encode(event: Event) -> bytes:
    """The event's line, with its digest and its line end."""
    plain = json.dumps(as_json(event), ensure_ascii=False, separators=(",", ":"))
    return f'{plain[:-1]}{_DIGEST}{_digest(plain)}"}}\n'.encode()


def as_json(event: Event) -> dict[str, Any]:
    """The event as other programs see it, without its digest."""
    return {
        "seq": event.seq,
        "time": event.time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "actor": event.actor,
        "kind": event.kind,
        "action": event.action.value,
        "from": event.source.value if event.source else None,
        "to": event.target.value,
        "hash": event.hash,
        "note": event.note,
        "details": dict(event.details),
        "prev": event.prev,
    }


def digest_of(line: bytes) -> str:
    """The digest that a whole line carries."""
    return str(decode_json(line)["digest"])


def decode(content: bytes, path: Path) -> list[Event]:
    """The events of a history. Raises `InputError` at the first line that is no event."""
    events = []
    for number, line in enumerate(_lines(content), start=1):
        try:
            events.append(_event(decode_json(line)))
        except (ValueError, KeyError, TypeError):
            raise InputError(
                _("The history holds a line that is not an event."),
                advice("restore-history"),
                file=path,
                line=number,
            ) from None
    return events


def problems(content: bytes, path: Path) -> list[Problem]:
    """What does not hold in a history: unreadable lines, wrong digests, broken links, gaps in the count."""
    from hashlib import sha256  # loads OpenSSL, which a list that is remembered does not need

    found = []
    before = ""
    remedy = _("Somebody changed this record after it was written. Compare it with a backup or with git.")
    if content and not content.endswith(b"\n"):
        found.append(Problem(_("The history’s last line is cut off."), remedy, path, content.count(b"\n") + 1))
    for number, raw in enumerate(_lines(content), start=1):
        plain, _mark, rest = raw.rpartition(_MARK)
        try:
            values = decode_json(raw.decode())
            stated = values["digest"]
            _refuse_other(values)
        except (ValueError, KeyError, TypeError, RecursionError):
            found.append(Problem(_("This line is not an event."), remedy, path, number))
            continue
        digest = sha256(plain + b"}").hexdigest()
        if stated != digest or rest != f'{digest}"}}'.encode():
            found.append(Problem(_("This line does not match its digest."), remedy, path, number))
        if values["prev"] != before:
            found.append(Problem(_("This line does not follow the line before it."), remedy, path, number))
        if values["seq"] != number:
            message = _("This line is numbered {seq}, and it is line {number}.")
            found.append(Problem(message.format(seq=values["seq"], number=number), remedy, path, number))
        before = stated
    return found


def checkpoint(content: bytes) -> str:
    """The count of events and the last digest, such as `7-3f2a…`; `0` for an empty history."""
    lines = _lines(content)
    return f"{len(lines)}-{digest_of(lines[-1])}" if lines else "0"


def against(content: bytes, stated: str, path: Path) -> Problem | None:
    """Why a history that has no `problems` does not pass through a checkpoint kept elsewhere; None when it does.

    Each line carries the digest of the one before, so that the line at the checkpoint stands for all before it.
    """
    count, _hyphen, digest = stated.partition("-")
    lines = _lines(content)
    remedy = _("Compare the history with a backup or with git, and ask who could write to it.")
    if int(count) > len(lines):
        message = _("The history has {lines} lines, and had {count} at the checkpoint: its end was cut off.")
        return Problem(message.format(lines=len(lines), count=count), remedy, path, len(lines) or None)
    if digest and not lines[int(count) - 1].endswith(f'{_DIGEST}{digest}"}}'.encode()):
        message = _("Line {count} of the history is not the one that the checkpoint names: it was rewritten.")
        return Problem(message.format(count=count), remedy, path, int(count))
    return None


def _lines(content: bytes) -> list[bytes]:
    """The lines, which a line feed alone ends: any other byte belongs to them."""
    lines = content.split(b"\n")
    return lines if lines[-1] else lines[:-1]


def chain(content: bytes, event: Event, *, past: Sequence[Event]) -> Event:
    """`event` with its number and the digest of the line it follows."""
    lines = _lines(content)
    return Event(
        seq=len(past) + 1,
        time=event.time,
        actor=event.actor,
        kind=event.kind,
        action=event.action,
        source=event.source,
        target=event.target,
        hash=event.hash,
        note=event.note,
        details=event.details,
        prev=digest_of(lines[-1]) if lines else "",
    )


def _refuse_other(values: dict[str, Any]) -> None:
    """Raises `ValueError`, `KeyError` or `TypeError` for what is no event; makes none, since many are looked at."""
    if not isinstance(values["details"], dict) or not all(isinstance(values[key], str) for key in _TEXTS):
        raise TypeError("a value of another type")
    if not isinstance(values["seq"], int):
        raise TypeError("a line without its number")
    datetime.fromisoformat(values["time"])
    if values["action"] not in _ACTIONS or values["to"] not in _STATES or values["from"] not in _SOURCES:
        raise ValueError("an unknown action or state")


def _event(values: dict[str, Any]) -> Event:
    _refuse_other(values)
    return Event(
        seq=values["seq"],
        time=datetime.fromisoformat(values["time"]),
        actor=values["actor"],
        kind=values["kind"],
        action=Action(values["action"]),
        source=State(values["from"]) if values["from"] else None,
        target=State(values["to"]),
        hash=values["hash"],
        note=values["note"],
        details=values["details"],
        prev=values["prev"],
    )


def _digest(line: str) -> str:
    import hashlib  # loads OpenSSL, which a list that is remembered does not need

    return hashlib.sha256(line.encode()).hexdigest()
