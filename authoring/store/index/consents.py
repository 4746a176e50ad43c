"""The consents of all testimonies in one table, so that one query gives them without reading a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from authoring.errors import Problem

if TYPE_CHECKING:  # a list of pieces needs no consent
    from authoring.model.documents import Consent, Testimony

_DAYS: Final = frozenset({"granted", "withdrawn", "expires", "erased"})
_LISTS: Final = frozenset({"channels", "providers"})


class ConsentEntry(NamedTuple):
    """The consent in one testimony, and the names by which its person is found.

    `consent` is without `evidence` and `sha256`: the proof stays in the testimony's file only.
    """

    slug: str
    person: str
    aliases: tuple[str, ...]
    consent: Consent


class ConsentOverview(NamedTuple):
    """The consents of all testimonies that can be read, by slug, and the mistakes in the others."""

    entries: Sequence[ConsentEntry]
    problems: Sequence[Problem]


def entry_of(testimony: Testimony) -> ConsentEntry:
    """What a list of consents shows of a testimony."""
    consent = replace(testimony.consent, evidence="", sha256="")
    return ConsentEntry(testimony.slug, testimony.person, testimony.aliases, consent)


def add(connection: sqlite3.Connection, consents: Iterable[ConsentEntry]) -> None:
    """Add the consents of testimonies that the table does not have yet."""
    connection.executemany("INSERT INTO consents VALUES (?, ?, ?, ?)", map(encode_entry, consents))


def delete(connection: sqlite3.Connection, keys: Sequence[tuple[str, str]]) -> None:
    """Delete the consents of these testimonies; keys of other kinds are passed over."""
    slugs = [(slug,) for kind, slug in keys if kind == "testimony"]
    connection.executemany("DELETE FROM consents WHERE slug = ?", slugs)


def entries(connection: sqlite3.Connection) -> list[ConsentEntry]:
    """The consents of all testimonies, by slug."""
    rows = connection.execute("SELECT slug, person, aliases, consent FROM consents ORDER BY slug")
    return [decode_entry(*row) for row in rows]


def texts(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """For each testimony its slug, and all values in which a person's words may occur, as one text."""
    yield from connection.execute("SELECT slug, person || char(10) || aliases || char(10) || consent FROM consents")


def encode_entry(entry: ConsentEntry) -> tuple[str, str, str, str]:
    """The entry as four texts; of the consent only the values that are not the defaults."""
    import json

    stated = {it.name: (getattr(entry.consent, it.name), it.default) for it in fields(entry.consent)}
    values = {name: value for name, (value, default) in stated.items() if value != default}
    aliases = json.dumps(entry.aliases, ensure_ascii=False) if entry.aliases else ""
    return entry.slug, entry.person, aliases, json.dumps(values, ensure_ascii=False, default=date.isoformat)


def decode_entry(slug: str, person: str, aliases: str, consent: str) -> ConsentEntry:
    """The entry that four texts hold."""
    return ConsentEntry(slug, person, _aliases(aliases) if aliases else (), _consent(consent))


@lru_cache(maxsize=16384)
def _consent(text: str) -> Consent:
    """A consent; cached, since thousands of people gave the same consent on a few hundred days."""
    import json

    from authoring.model.documents import Consent

    values: dict[str, Any] = json.loads(text)
    for name in values.keys() & _DAYS:
        values[name] = date.fromisoformat(values[name])
    for name in values.keys() & _LISTS:
        values[name] = tuple(values[name])
    return Consent(**values)


def _aliases(text: str) -> tuple[str, ...]:
    import json

    return tuple(json.loads(text))
