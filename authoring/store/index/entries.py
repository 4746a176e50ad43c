"""Encodes a piece's entry as one line of text that is fast to read, and the mistakes in a document as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from authoring.errors import Advice, Problem, Remedy
from authoring.model.states import State
from authoring.store.listing import Entry

_FIELD: Final = "\x1f"
_ITEM: Final = "\x1e"
_STATE: Final = Entry._fields.index("state")
_FIRST_LIST: Final = Entry._fields.index("approvals")
_STATES: Final = {state.value: state for state in State}


def encode_entry(entry: Entry) -> str:
    """The entry as one line: its values separated by a character, or JSON when a value contains that character."""
    values = [_ITEM.join(value) if isinstance(value, tuple) else str(value) for value in entry]
    line = _FIELD.join(values)
    items = sum(max(len(value) - 1, 0) for value in entry if isinstance(value, tuple))
    if line.count(_FIELD) == len(entry) - 1 and line.count(_ITEM) == items and ("",) not in entry:
        return line
    import json

    return _ITEM + json.dumps(entry)


def decode_entry(line: str) -> Entry:
    """The entry that a line holds."""
    if line[0] == _ITEM:
        import json

        values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in json.loads(line[1:])]
    else:
        fields = line.split(_FIELD)
        values = [*fields[:_FIRST_LIST], *map(_items, fields[_FIRST_LIST:])]
    values[_STATE] = _STATES[values[_STATE]]
    return Entry._make(values)


@lru_cache(maxsize=4096)
def _items(value: str) -> tuple[str, ...]:
    return tuple(value.split(_ITEM)) if value else ()


def encode_problems(problems: Iterable[Problem]) -> str:
    """The problems as JSON; empty where there is none."""
    import json

    values = [(it.message, _remedy(it.remedy), it.file, it.line) for it in problems]
    return json.dumps(values) if values else ""


def decode_problems(text: str) -> list[Problem]:
    """The problems that a JSON text holds."""
    import json

    return [Problem(message, _stored_remedy(remedy), file, line) for message, remedy, file, line in json.loads(text)]


def _remedy(remedy: Remedy) -> Any:
    return remedy if isinstance(remedy, str) else [remedy.code, list(remedy.pairs)]


def _stored_remedy(value: Any) -> Remedy:
    if isinstance(value, str):
        return value
    code, pairs = value
    return Advice(code, tuple((name, text) for name, text in pairs))
