"""The runs of words that models wrote, by piece, so that a copy of a draft is found without reading a file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import NamedTuple

from authoring.store.index.rows import Row


class SharedDraft(NamedTuple):
    """A draft that shares runs of words with a text: `runs` of the draft, of which the text has `shared`."""

    slug: str
    hash: str
    models: tuple[str, ...]
    runs: int
    shared: int


def add(connection: sqlite3.Connection, fresh: Sequence[Row]) -> None:
    """Add the words that models wrote in pieces that have just been read."""
    for row in fresh:
        if row.drafted is not None:
            drafted = row.drafted
            cursor = connection.execute(
                "INSERT INTO drafts (slug, hash, models, runs) VALUES (?, ?, ?, ?)",
                [row.slug, drafted.hash, json.dumps(drafted.models), len(drafted.runs)],
            )
            number = cursor.lastrowid
            connection.executemany(
                "INSERT INTO draft_runs VALUES (?, ?)", sorted((run, number) for run in drafted.runs)
            )


def delete(connection: sqlite3.Connection, keys: Sequence[tuple[str, str]]) -> None:
    """Delete the words that models wrote in these pieces."""
    slugs = [(slug,) for kind, slug in keys if kind == "drafted"]
    connection.executemany("DELETE FROM draft_runs WHERE number IN (SELECT number FROM drafts WHERE slug = ?)", slugs)
    connection.executemany("DELETE FROM drafts WHERE slug = ?", slugs)


def slugs(connection: sqlite3.Connection) -> list[str]:
    """The pieces in which models wrote."""
    return [slug for (slug,) in connection.execute("SELECT slug FROM drafts ORDER BY slug")]


def sharing(connection: sqlite3.Connection, runs: Collection[int]) -> list[SharedDraft]:
    """The drafts that share any of these runs, the one with most of them first."""
    stored = connection.execute(
        "SELECT slug, hash, models, runs, shared FROM drafts JOIN (SELECT number, count(*) AS shared"
        " FROM json_each(?) AS wanted CROSS JOIN draft_runs ON run = wanted.value GROUP BY number) USING (number)"
        " ORDER BY shared DESC, slug",
        [json.dumps(sorted(runs))],
    )
    return [SharedDraft(slug, sha256, tuple(json.loads(names)), *counts) for slug, sha256, names, *counts in stored]
