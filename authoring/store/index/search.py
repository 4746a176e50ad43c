"""Full-text search: the words of all documents in an FTS5 table, and the query that a person's words become.

A document's text is stored when it is read and added to the FTS5 table by the next search: a list does not need it.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from authoring.errors import Problem
from authoring.store.index import entries
from authoring.store.index.rows import Row

_WEIGHTS: Final = "8.0, 4.0, 1.0"  # of title, description and text
_SNIPPET: Final = 24  # words
_BEGIN: Final = "\x02"
_END: Final = "\x03"
_WORD: Final = re.compile(r"[^\W_]+")
_ELIDED: Final = re.compile(r"\b(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['’ʼ](?=\w)", re.IGNORECASE)
_CONTROLS: Final = re.compile("[\x00-\x03]")  # among them the signs that mark matches
_LIGATURES: Final = (("œ", "oe"), ("æ", "ae"))


class Hit(NamedTuple):
    """A document that contains the words of a search. `marks` are the offsets of these words in `snippet`.

    `state` is a piece's, and empty for an outline or a testimony.
    """

    kind: str
    slug: str
    title: str
    state: str
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()


class Search(NamedTuple):
    """The results of a search, the best match first, and the mistakes in documents that could not be searched."""

    hits: Sequence[Hit]
    problems: Sequence[Problem]


def add(connection: sqlite3.Connection, fresh: Sequence[Row]) -> None:
    """Add the texts of documents that the table does not have yet; documents with mistakes have none."""
    connection.executemany(
        "INSERT INTO texts (kind, slug, title, description, text) VALUES (?, ?, ?, ?, ?)",
        [(row.kind, row.slug, *_texts(row)) for row in fresh if not row.problems],
    )


def _texts(row: Row) -> Iterator[str]:
    return (_CONTROLS.sub("", text) for text in (row.title, row.description, row.text))


def delete(connection: sqlite3.Connection, keys: Sequence[tuple[str, str]]) -> None:
    """Delete documents and their words."""
    connection.executemany(
        "INSERT INTO words (words, rowid, title, description, text) SELECT 'delete', id, title, description, text"
        " FROM texts WHERE kind = ? AND slug = ? AND is_searchable",
        keys,
    )
    connection.executemany("DELETE FROM texts WHERE kind = ? AND slug = ?", keys)


def forget_deleted(connection: sqlite3.Connection) -> None:
    """Merge the full-text index into one segment, which drops the words of deleted documents."""
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")


def hits(connection: sqlite3.Connection, words: str, *, kinds: Sequence[str], limit: int) -> list[Hit]:
    """The documents of these kinds with all words, of which the last may be incomplete; the best match first."""
    question = query(words)
    if not question:
        return []
    _make_searchable(connection)
    nearest = connection.execute(
        f"""
        SELECT texts.id FROM words JOIN texts ON texts.id = words.rowid
        WHERE words MATCH ? AND texts.kind IN ({", ".join("?" * len(kinds))})
        ORDER BY bm25(words, {_WEIGHTS}), texts.kind, texts.slug LIMIT ?
        """,  # noqa: S608  constants and question marks
        [question, *kinds, limit],
    ).fetchall()
    hits = (_hit(connection, question, number) for (number,) in nearest)
    return [hit for hit in hits if hit]


def _hit(connection: sqlite3.Connection, question: str, number: int) -> Hit | None:
    """One document with its snippet, which is too slow to make for every match.

    None when another process has deleted the document meanwhile.
    """
    row = connection.execute(
        f"""
        SELECT texts.kind, texts.slug, texts.title, rows.entry,
            snippet(words, -1, '{_BEGIN}', '{_END}', '…', {_SNIPPET})
        FROM words JOIN texts ON texts.id = words.rowid JOIN rows ON (rows.kind, rows.slug) = (texts.kind, texts.slug)
        WHERE words MATCH ? AND words.rowid = ?
        """,  # noqa: S608  constants
        [question, number],
    ).fetchone()
    if row is None:
        return None
    kind, slug, title, entry, snippet = row
    return Hit(kind, slug, title, _state(entry), *_marked(snippet))


def query(words: str) -> str:
    """The FTS5 query for what a person typed: all words, the last as a prefix, without elided articles (l’, d’)."""
    text = unicodedata.normalize("NFC", words).casefold()
    terms = _WORD.findall(_ELIDED.sub(" ", text)) or _WORD.findall(text)
    ends = [""] * (len(terms) - 1) + ["*"]
    return " AND ".join(f"({' OR '.join(_spellings(term, end))})" for term, end in zip(terms, ends, strict=False))


def _spellings(term: str, end: str) -> Iterator[str]:
    """The term in quotes, so that no word is read as an operator, with its ligatures joined and split (œ, oe)."""
    variants = {term: None}
    for joined, apart in _LIGATURES:
        variants |= dict.fromkeys(variant.replace(apart, joined) for variant in list(variants))
        variants |= dict.fromkeys(variant.replace(joined, apart) for variant in list(variants))
    return (f'"{variant}"{end}' for variant in variants)


def _make_searchable(connection: sqlite3.Connection) -> None:
    from authoring.store.index.database import transaction

    if connection.execute("SELECT 1 FROM texts WHERE NOT is_searchable LIMIT 1").fetchone() is None:
        return
    with transaction(connection):
        connection.execute(
            "INSERT INTO words (rowid, title, description, text)"
            " SELECT id, title, description, text FROM texts WHERE NOT is_searchable"
        )
        connection.execute("UPDATE texts SET is_searchable = 1 WHERE NOT is_searchable")


def _state(entry: str) -> str:
    return entries.decode_entry(entry).state.value if entry else ""


def _marked(snippet: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The snippet without the signs around its matches, and the offsets of these."""
    before, *parts = snippet.split(_BEGIN)
    text, marks = before, []
    for part in parts:
        word, _sign, rest = part.partition(_END)
        marks.append((len(text), len(text) + len(word)))
        text += word + rest
    return text, tuple(marks)
