"""A cache of all documents for lists, searches and deliveries: one SQLite file that can be deleted at any moment.

Each query first compares stamps and reads again the documents that may have changed, so that its result is always that
of the documents themselves, even if the file was deleted or damaged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from authoring import __version__
from authoring.errors import Problem
from authoring.store.index import entries
from authoring.store.index.database import Database, transaction
from authoring.store.index.schema import SCHEMA
from authoring.store.listing import Overview
from authoring.text import i18n

if TYPE_CHECKING:
    from authoring.sourcing.likely_sources import Clues
    from authoring.store.index.consents import ConsentOverview
    from authoring.store.index.drafts import SharedDraft
    from authoring.store.index.rows import Digests, Row, RowReader
    from authoring.store.index.search import Search

_FORMAT: Final = 6
_STAMP_FIELDS: Final = 5  # of a file's stamp, which stands behind its name
_AT_ONCE: Final = 500  # rows in a transaction: so many are lost when the program is killed


class Index:
    """The index in the file `path`; in memory when that is None, cannot be written, or is locked for seconds."""

    def __init__(self, path: Path | None) -> None:
        self._database = Database(path, schema=SCHEMA, version=f"{__version__} {_FORMAT}")

    def overview(self, pieces: RowReader) -> Overview:
        """Every piece's entry, by slug, and the mistakes in those that cannot be read."""

        def work(connection: sqlite3.Connection) -> Overview:
            _refresh(connection, pieces)
            stored = connection.execute("SELECT entry FROM rows WHERE kind = 'piece' AND entry != '' ORDER BY slug")
            lines = [line for (line,) in stored]
            return Overview([*map(entries.decode_entry, lines)], list(_problems(connection, [pieces.kind])))

        return self._database.run(work)

    def search(self, words: str, readers: Sequence[RowReader], *, limit: int = 20) -> Search:
        """The documents that contain all of these words, the best match first, and the mistakes in unreadable ones."""
        from authoring.store.index import search

        def work(connection: sqlite3.Connection) -> Search:
            for reader in readers:
                _refresh(connection, reader)
            kinds = [reader.kind for reader in readers]
            hits = search.hits(connection, words, kinds=kinds, limit=limit)
            return search.Search(hits, list(_problems(connection, kinds)))

        return self._database.run(work)

    def testimonies_concerning(self, clues: Clues, testimonies: RowReader) -> list[str]:
        """The slugs of the testimonies that can concern a text, in order; testimonies with mistakes are left out."""
        from authoring.store.index import concerning

        def work(connection: sqlite3.Connection) -> list[str]:
            _refresh(connection, testimonies)
            return sorted(concerning.slugs(connection, clues))

        return self._database.run(work)

    def consents(self, testimonies: RowReader) -> ConsentOverview:
        """What every person allowed, by testimony, and the mistakes in testimonies that cannot be read."""

        from authoring.store.index import consents

        def work(connection: sqlite3.Connection) -> ConsentOverview:
            _refresh(connection, testimonies)
            problems = list(_problems(connection, [testimonies.kind]))
            return consents.ConsentOverview(consents.entries(connection), problems)

        return self._database.run(work)

    def drafts_sharing(self, runs: Collection[int], drafted: RowReader) -> tuple[list[SharedDraft], list[str]]:
        """The drafts by models that share runs of words with a text, and all pieces in which models wrote."""
        from authoring.store.index import drafts

        def work(connection: sqlite3.Connection) -> tuple[list[SharedDraft], list[str]]:
            _refresh(connection, drafted)
            return drafts.sharing(connection, runs), drafts.slugs(connection)

        return self._database.run(work)

    def cached_answers(
        self, question: str, stamps: Mapping[str, str], judge: Callable[[Sequence[str]], Sequence[bool]], *, about: str
    ) -> dict[str, bool]:
        """The answer to a question about each of these documents; `judge` is asked of those whose stamp has changed.

        `about` is a text for everything else that the results depend on: when it changes, all are computed again.
        """

        def work(connection: sqlite3.Connection) -> dict[str, bool]:
            earlier = _answers(connection, question) if _is_about(connection, question, about) else {}
            stale = [slug for slug, stamp in stamps.items() if earlier.get(slug, ("", 0))[0] != stamp]
            answers = dict(zip(stale, judge(stale), strict=True))
            if stale:
                _keep_answers(connection, question, about, [(slug, stamps[slug], answers[slug]) for slug in stale])
            return {slug: answers[slug] if slug in answers else bool(earlier[slug][1]) for slug in stamps}

        return self._database.run(work)

    def erase(self, slugs: Collection[str], holds: Callable[[str], bool]) -> list[Path]:
        """Delete the testimonies `slugs` and all documents whose text `holds` accepts, also from the file's free pages.

        The next query reads their rows again. Returns the files that could not be cleaned.
        """
        from authoring.store.index import search

        def work(connection: sqlite3.Connection) -> bool:
            with transaction(connection):
                _delete(connection, list(_holding(connection, slugs, holds)))
                search.forget_deleted(connection)
            return _compact(connection)

        if not self._database.exists:
            return []
        return [] if self._database.run(work) and not self._database.is_in_memory else self._database.delete()


def _refresh(connection: sqlite3.Connection, reader: RowReader) -> None:
    """Read the documents that may have changed; those with mistakes also when the language of messages changes."""
    stamps, kind, language = reader.stamps(), reader.kind, i18n.current()
    stored: dict[str, str] = dict(connection.execute("SELECT slug, stamp FROM rows WHERE kind = ?", [kind]))
    if not _is_about(connection, kind, reader.about):
        with transaction(connection):
            _delete(connection, [(kind, slug) for slug in stored])
            _note_about(connection, kind, reader.about)
        stored = {}
    for slug in _with_changed_files(connection, reader):
        stored.pop(slug, None)
    if stored == stamps:
        return
    gone = [(kind, slug) for slug in stored.keys() - stamps.keys()]
    if gone:
        with transaction(connection):
            _delete(connection, gone)
    stale = [slug for slug, stamp in stamps.items() if stored.get(slug) not in (stamp, f"{stamp} {language}")]
    if stale:
        fresh = iter(reader.read(stale, lambda: _digests(connection, kind, stale) if stored else {}))
        while some := list(islice(fresh, _AT_ONCE)):
            _write(connection, some, stamps, language)


def _with_changed_files(connection: sqlite3.Connection, reader: RowReader) -> list[str]:
    """The slugs with changed files outside `images/`, which the stamps of documents do not cover."""
    apart = connection.execute(
        "SELECT slug, picture FROM digests WHERE kind = ? AND picture NOT GLOB 'images/*'", [reader.kind]
    )
    files = [(slug, name.rsplit(" ", _STAMP_FIELDS)) for slug, name in apart]
    return [
        slug
        for slug, parts in files
        if len(parts) > _STAMP_FIELDS and reader.file_stamp(slug, parts[0]) != " ".join(parts[1:])
    ]


def _write(connection: sqlite3.Connection, fresh: Sequence[Row], stamps: Mapping[str, str], language: str) -> None:
    from authoring.store.index import concerning, consents, drafts, search

    keys = [(row.kind, row.slug) for row in fresh]
    with transaction(connection):
        _delete(connection, keys)
        connection.executemany(
            "INSERT INTO rows VALUES (?, ?, ?, ?, ?)",
            [
                (
                    row.kind,
                    row.slug,
                    f"{stamps[row.slug]} {language}" if row.problems else stamps[row.slug],
                    entries.encode_entry(row.entry) if row.entry else "",
                    entries.encode_problems(row.problems),
                )
                for row in fresh
            ],
        )
        connection.executemany(
            "INSERT INTO digests VALUES (?, ?, ?, ?)",
            [(row.kind, row.slug, *digest) for row in fresh for digest in row.digests.items()],
        )
        search.add(connection, [row for row in fresh if row.kind != "drafted"])
        concerning.add(connection, fresh)
        consents.add(connection, [row.consent for row in fresh if row.consent])
        drafts.add(connection, fresh)


def _delete(connection: sqlite3.Connection, keys: Sequence[tuple[str, str]]) -> None:
    from authoring.store.index import concerning, consents, drafts, search

    concerning.delete(connection, keys)
    consents.delete(connection, keys)
    drafts.delete(connection, keys)
    search.delete(connection, keys)
    for table in ("rows", "digests"):
        connection.executemany(f"DELETE FROM {table} WHERE kind = ? AND slug = ?", keys)  # noqa: S608  two names of ours


def _digests(connection: sqlite3.Connection, kind: str, slugs: Sequence[str]) -> dict[str, Digests]:
    """The digests of these documents' pictures."""
    import json

    digests: dict[str, dict[str, str]] = {}
    stored = connection.execute(
        "SELECT slug, picture, sha256 FROM json_each(?) AS wanted"
        " CROSS JOIN digests ON kind = ? AND slug = wanted.value",
        [json.dumps(slugs), kind],
    )
    for slug, picture, sha256 in stored:
        digests.setdefault(slug, {})[picture] = sha256
    return dict(digests)


def _problems(connection: sqlite3.Connection, kinds: Sequence[str]) -> Iterator[Problem]:
    for kind in kinds:
        for (text,) in connection.execute(
            "SELECT problems FROM rows WHERE kind = ? AND problems != '' ORDER BY slug", [kind]
        ):
            yield from entries.decode_problems(text)


def _is_about(connection: sqlite3.Connection, subject: str, about: str) -> bool:
    stated = connection.execute("SELECT value FROM meta WHERE name = ?", [f"about {subject}"]).fetchone()
    return bool(stated == (about,))


def _note_about(connection: sqlite3.Connection, subject: str, about: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [f"about {subject}", about])


def _answers(connection: sqlite3.Connection, question: str) -> dict[str, tuple[str, int]]:
    rows = connection.execute("SELECT slug, stamp, answer FROM answers WHERE question = ?", [question])
    return {slug: (stamp, answer) for slug, stamp, answer in rows}


def _keep_answers(
    connection: sqlite3.Connection, question: str, about: str, answers: Iterable[tuple[str, str, bool]]
) -> None:
    with transaction(connection):
        if not _is_about(connection, question, about):
            connection.execute("DELETE FROM answers WHERE question = ?", [question])
            _note_about(connection, question, about)
        connection.executemany(
            "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", [(question, *answer) for answer in answers]
        )


def _holding(
    connection: sqlite3.Connection, slugs: Collection[str], holds: Callable[[str], bool]
) -> Iterator[tuple[str, str]]:
    """The keys of all rows that an erasure deletes, including old rows of texts without these words now."""
    from authoring.store.index import consents

    for kind, slug, *texts in connection.execute("SELECT kind, slug, title, description, text FROM texts"):
        if (kind == "testimony" and slug in slugs) or any(map(holds, texts)):
            yield kind, slug
    yield from (("testimony", slug) for slug, text in consents.texts(connection) if holds(text))
    for kind, slug, problems in connection.execute("SELECT kind, slug, problems FROM rows WHERE problems != ''"):
        if (kind == "testimony" and slug in slugs) or any(
            holds(problem.message) for problem in entries.decode_problems(problems)
        ):
            yield kind, slug


def _compact(connection: sqlite3.Connection) -> bool:
    """Rewrite the file without deleted rows; false if another process still had the old pages in use."""
    connection.execute("VACUUM")
    is_busy, *_pages = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy
