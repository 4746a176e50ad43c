"""What the index keeps of a document, and how a piece's entry becomes one line of text and is read back fast."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol

from authoring.errors import Advice, Problem, Remedy
from authoring.model.workflow import State
from authoring.store.listing import Entry

if TYPE_CHECKING:
    from authoring.sourcing.likely_sources import Traces

Kind = Literal["outline", "testimony", "piece"]
Digests = Mapping[str, str]

_FIELD: Final = "\x1f"
_ITEM: Final = "\x1e"
_STATE: Final = Entry._fields.index("state")
_FIRST_LIST: Final = Entry._fields.index("approvals")
_STATES: Final = {state.value: state for state in State}


class Row(NamedTuple):
    """What the index keeps of a document: what people search, a piece's entry, or the mistakes in its file.

    `digests` are the SHA-256 of a piece's pictures, by name and stat, so that a changed text hashes none of them anew.
    `traces` are the names and words by which it is known whether a testimony can concern a piece.
    """

    kind: Kind
    slug: str
    title: str = ""
    description: str = ""
    text: str = ""
    entry: Entry | None = None
    problems: tuple[Problem, ...] = ()
    digests: Mapping[str, str] = {}
    traces: Traces | None = None


class RowReader(Protocol):
    """What reads the rows of one kind of documents. `about` stands for all else on which the rows depend."""

    @property
    def kind(self) -> Kind:
        """The kind of all its documents."""

    @property
    def about(self) -> str:
        """The settings that the rows depend on: with another text here, all are read again."""

    def stamps(self) -> Mapping[str, str]:
        """For each document a text that changes whenever its row may have changed."""

    def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
        """The rows of these documents, mistakes included. `digests` gives those of pictures that earlier rows had."""


def encode_entry(entry: Entry) -> str:
    """The entry as one line; JSON where a value holds one of the characters that separate the others."""
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
