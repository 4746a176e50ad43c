"""`history.jsonl`: one hash-chained line per event.

Each line ends with `digest`, the SHA-256 of the line without it, and has the digest of the line before in `prev`; the
first line's `prev` is empty. A change to any line, or its removal, breaks the chain. Removing the last lines does not:
that is why a checkpoint (count and last digest) is worth storing elsewhere.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, get_args

from authoring.errors import InputError, Problem, advice
from authoring.model.events import Event
from authoring.model.people import ActorKind
from authoring.model.states import Action, State
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json

_TEXTS: Final = ("time", "actor", "kind", "hash", "note")
_DIGEST: Final = ',"digest":"'
_MARK: Final = _DIGEST.encode()
_ACTIONS: Final = frozenset(action.value for action in Action)
_STATES: Final = frozenset(state.value for state in State)
_SOURCES: Final = _STATES | {None, ""}
_KINDS: Final = frozenset(get_args(ActorKind))
_GIT: Final = re.compile(rb"(?:<{7}|>{7}|\|{7}) ")
_SURROGATE: Final = b"\\ud"  # a surrogate escaped in JSON, which is not a character; `encode` never writes one
_DEEPEST: Final = 50
_MALFORMED: Final = (ValueError, KeyError, TypeError, OverflowError)


def encode(event: Event) -> bytes:
    """The event's line, with its digest and its line end."""
    plain = json.dumps(as_json(event), ensure_ascii=False, separators=(",", ":"))
    return f'{plain[:-1]}{_DIGEST}{_digest(plain)}"}}\n'.encode()


def as_json(event: Event) -> dict[str, Any]:
    """The event for other programs, without its digest."""
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
        "prev": event.prev if isinstance(event.prev, str) else list(event.prev),
    }


def digest_of(line: bytes) -> str:
    """The digest in a complete line."""
    return str(decode_json(line)["digest"])


def decode(content: bytes, label: str) -> list[Event]:
    """The events of a history. Raises `InputError` at the first line that is not an event."""
    events = []
    for number, line in enumerate(_lines(content), start=1):
        try:
            events.append(_event(_values(line)))
        except _MALFORMED:
            raise InputError(
                _("The history holds a line that is not an event."),
                advice("restore-history"),
                file=label,
                line=number,
            ) from None
    return events


def problems(content: bytes, label: str) -> list[Problem]:
    """The errors in a history: unreadable lines, wrong digests, broken links, gaps in the numbers."""
    from hashlib import sha256  # loads OpenSSL, which a list that is remembered does not need

    mistakes = []
    before = ""
    remedy = _("Somebody changed this record after it was written. Compare it with a backup or with git.")
    merging = _marks_of_git(content, label)
    if merging:
        return merging
    if content and not content.endswith(b"\n"):
        mistakes.append(Problem(_("The history’s last line is cut off."), remedy, label, content.count(b"\n") + 1))
    for number, raw in enumerate(_lines(content), start=1):
        plain, _mark, rest = raw.rpartition(_MARK)
        try:
            values = _values(raw)
            stated = values["digest"]
            _refuse_other(values)
        except _MALFORMED:
            mistakes.append(Problem(_("This line is not an event."), remedy, label, number))
            continue
        digest = sha256(plain + b"}").hexdigest()
        if stated != digest or rest != f'{digest}"}}'.encode():
            mistakes.append(Problem(_("This line does not match its digest."), remedy, label, number))
        if (values["prev"] if isinstance(values["prev"], str) else values["prev"][0]) != before:
            mistakes.append(Problem(_("This line does not follow the line before it."), remedy, label, number))
        if values["seq"] != number:
            message = _("This line is numbered {seq}, and it is line {number}.")
            mistakes.append(Problem(message.format(seq=values["seq"], number=number), remedy, label, number))
        before = stated
    return mistakes


def _marks_of_git(content: bytes, label: str) -> list[Problem]:
    """The lines in which git marks two versions that it could not merge; nothing else can be judged before they go."""
    message = _("Git could not merge two versions of this history: both are here, between its marks.")
    remedy = _("Keep one side whole, with its other records, and let the other person act again.")
    numbers = [number for number, line in enumerate(_lines(content), start=1) if _GIT.match(line)]
    return [Problem(message, remedy, label, number) for number in numbers[:1]]


def checkpoint(content: bytes) -> str:
    """The count of events and the last digest, such as `7-3f2a…`; `0` for an empty history."""
    lines = _lines(content)
    return f"{len(lines)}-{digest_of(lines[-1])}" if lines else "0"


def against(content: bytes, stated: str, label: str) -> Problem | None:
    """Why a history without `problems` does not contain a checkpoint stored elsewhere; None when it does.

    Each line has the digest of the one before, so that comparing the line at the checkpoint proves all lines before it.
    """
    count, _hyphen, digest = stated.partition("-")
    lines = _lines(content)
    remedy = _("Compare the history with a backup or with git, and ask who could write to it.")
    if int(count) > len(lines):
        message = _("The history has {lines} lines, and had {count} at the checkpoint: its end was cut off.")
        return Problem(message.format(lines=len(lines), count=count), remedy, label, len(lines) or None)
    if digest and not lines[int(count) - 1].endswith(f'{_DIGEST}{digest}"}}'.encode()):
        message = _("Line {count} of the history is not the one that the checkpoint names: it was rewritten.")
        return Problem(message.format(count=count), remedy, label, int(count))
    return None


def _lines(content: bytes) -> list[bytes]:
    """The lines; only a line feed ends a line, every other byte is part of it."""
    lines = content.split(b"\n")
    return lines if lines[-1] else lines[:-1]


def following(checkpoint: str, event: Event) -> Event:
    """`event` as the next line after a checkpoint, with its number and the digest of the line before."""
    count, _hyphen, digest = checkpoint.partition("-")
    return replace(event, seq=int(count) + 1, prev=digest)


def _values(line: bytes) -> Any:
    """The values of a line. Raises `ValueError` for invalid JSON, and for a text that UTF-8 cannot encode."""
    values = decode_json(line.decode())
    if _SURROGATE in line.lower():
        json.dumps(values, ensure_ascii=False).encode()
    if line.count(b"[") + line.count(b"{") > _DEEPEST:
        _refuse_deep(values)
    return values


def _refuse_deep(values: Any) -> None:
    """Raises `ValueError` for values nested so deep that other programs could not write them again."""
    layer = [values]
    for _level in range(_DEEPEST):
        containers = [it for it in layer if isinstance(it, dict | list)]
        layer = [inner for it in containers for inner in (it.values() if isinstance(it, dict) else it)]
        if not layer:
            return
    raise ValueError("nested too deep")


def _refuse_other(values: dict[str, Any]) -> None:
    """Raises one of `_MALFORMED` for a line that is not an event; creates no `Event`, since that takes longer."""
    if not isinstance(values["details"], dict) or not all(isinstance(values[key], str) for key in _TEXTS):
        raise TypeError("a value of another type")
    if type(values["seq"]) is not int:
        raise TypeError("a line without its number")
    if not (isinstance(values["prev"], str) or _is_digests(values["prev"])):
        raise TypeError("a line that follows something else")
    moment = datetime.fromisoformat(values["time"])
    if moment.utcoffset() is None or not moment.astimezone(UTC) or values["kind"] not in _KINDS:
        raise ValueError("a moment without its offset from UTC, or an unknown kind of actor")
    if values["action"] not in _ACTIONS or values["to"] not in _STATES or values["from"] not in _SOURCES:
        raise ValueError("an unknown action or state")


def _is_digests(stated: Any) -> bool:
    """Whether a line merges branches: it has the digest of the line before it, then those of the other branches."""
    return isinstance(stated, list) and len(stated) > 1 and all(isinstance(digest, str) for digest in stated)


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
        prev=values["prev"] if isinstance(values["prev"], str) else tuple(values["prev"]),
    )


def _digest(line: str) -> str:
    import hashlib  # loads OpenSSL, which a list that is remembered does not need

    return hashlib.sha256(line.encode()).hexdigest()
