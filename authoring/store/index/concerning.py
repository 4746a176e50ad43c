"""Finds the testimonies that can concern a text, by their names and runs of words, without reading a file."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from authoring.store.index.rows import Row

if TYPE_CHECKING:
    from authoring.sourcing.likely_sources import Clues, NameKey

_PEOPLE: Final = 2  # two, so that one of them is not the person whom the text names already


def add(connection: sqlite3.Connection, fresh: Sequence[Row]) -> None:
    """Add the traces of testimonies whose texts have just been added."""
    traced = [(row, row.traces) for row in fresh if row.traces]
    connection.executemany(
        "INSERT INTO names VALUES (?, ?, ?)",
        [(_name(name), row.slug, row.title) for row, traces in traced for name in traces.names],
    )
    numbers = dict(_numbers(connection, [row.slug for row, _traces in traced]))
    runs = ((run, numbers[row.slug]) for row, traces in traced for run in traces.runs)
    connection.executemany("INSERT INTO runs VALUES (?, ?)", sorted(runs))


def delete(connection: sqlite3.Connection, keys: Sequence[tuple[str, str]]) -> None:
    """Delete the traces of testimonies; to be called before their texts are deleted."""
    slugs = [slug for kind, slug in keys if kind == "testimony"]
    numbers = [number for _slug, number in _numbers(connection, slugs)]
    if numbers:
        connection.executemany("DELETE FROM names WHERE slug = ?", [(slug,) for slug in slugs])
        connection.execute("DELETE FROM runs WHERE number IN (SELECT value FROM json_each(?))", [_json(numbers)])


def slugs(connection: sqlite3.Connection, clues: Clues) -> set[str]:
    """The testimonies that can concern a text."""
    return {
        *_with_words(connection, clues),
        *_called(connection, clues.everybody),
        *(slug for name in clues.anybody for slug in _first(connection, name)),
    }


def _with_words(connection: sqlite3.Connection, clues: Clues) -> Iterator[str]:
    shared: defaultdict[int, list[int]] = defaultdict(list)
    for run, number in connection.execute(
        "SELECT runs.run, number FROM json_each(?) AS wanted CROSS JOIN runs ON runs.run = wanted.value",
        [_json([*clues.runs])],
    ):
        shared[number].append(run)
    chosen = list(clues.concerned(shared))
    yield from (
        slug
        for (slug,) in connection.execute(
            "SELECT slug FROM json_each(?) AS wanted CROSS JOIN texts ON texts.id = wanted.value", [_json(chosen)]
        )
    )


def _called(connection: sqlite3.Connection, names: Collection[NameKey]) -> Iterator[str]:
    wanted = _json([_name(name) for name in names])
    for (slug,) in connection.execute(
        "SELECT slug FROM json_each(?) AS wanted CROSS JOIN names ON name = wanted.value", [wanted]
    ):
        yield slug


def _first(connection: sqlite3.Connection, name: NameKey) -> Iterator[str]:
    """The first testimonies with a name, of two people, so that one is not a person whom the text names already."""
    people: set[str] = set()
    for slug, person in connection.execute(
        "SELECT slug, person FROM names WHERE name = ? ORDER BY slug", [_name(name)]
    ):
        if person not in people:
            people.add(person)
            yield slug
        if len(people) == _PEOPLE:
            return


def _numbers(connection: sqlite3.Connection, slugs: Sequence[str]) -> list[tuple[str, int]]:
    return connection.execute(
        "SELECT slug, texts.id FROM json_each(?) AS wanted"
        " CROSS JOIN texts ON kind = 'testimony' AND slug = wanted.value",
        [_json(slugs)],
    ).fetchall()


def _name(name: NameKey) -> str:
    kind, words = name
    return f"{kind} {words}"


def _json(values: Sequence[object]) -> str:
    """The values as a parameter for SQLite's `json_each`."""
    import json  # imported here, since a list of pieces does not need it

    return json.dumps(values)
