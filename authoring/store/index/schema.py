"""The tables of the index, in a module of their own, since a list imports few of the modules that use them."""

from __future__ import annotations

from typing import Final

# `rows` and `digests` are what is kept of documents, `answers` what was found out about them.
# The words are kept once, in `texts`. Each term in `words` keeps its places: without them, ranking reads every text
# again. `runs` and `names` say which testimonies can concern a text, `consents` what their people allowed.
# `drafts` and `draft_runs` are what models wrote.
SCHEMA: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE rows (kind TEXT, slug TEXT, stamp TEXT NOT NULL, entry TEXT NOT NULL, problems TEXT NOT NULL,
    PRIMARY KEY (kind, slug)) WITHOUT ROWID;
CREATE TABLE digests (kind TEXT, slug TEXT, picture TEXT, sha256 TEXT NOT NULL,
    PRIMARY KEY (kind, slug, picture)) WITHOUT ROWID;
CREATE TABLE answers (question TEXT, slug TEXT, stamp TEXT NOT NULL, answer INTEGER NOT NULL,
    PRIMARY KEY (question, slug)) WITHOUT ROWID;

CREATE TABLE texts (id INTEGER PRIMARY KEY, kind TEXT, slug TEXT, title TEXT, description TEXT, text TEXT,
    is_searchable INTEGER DEFAULT 0, UNIQUE (kind, slug));
CREATE INDEX unsearchable ON texts (id) WHERE NOT is_searchable;
CREATE VIRTUAL TABLE words USING fts5(title, description, text, content='texts', content_rowid='id',
    tokenize='unicode61 remove_diacritics 2');

CREATE TABLE runs (run INTEGER, number INTEGER, PRIMARY KEY (run, number)) WITHOUT ROWID;
CREATE TABLE names (name TEXT, slug TEXT, person TEXT NOT NULL, PRIMARY KEY (name, slug)) WITHOUT ROWID;
CREATE INDEX names_of ON names (slug);

CREATE TABLE drafts (number INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, models TEXT NOT NULL,
    runs INTEGER NOT NULL);
CREATE TABLE draft_runs (run INTEGER, number INTEGER, PRIMARY KEY (run, number)) WITHOUT ROWID;
CREATE INDEX draft_runs_of ON draft_runs (number);

CREATE TABLE consents (slug TEXT PRIMARY KEY, person TEXT NOT NULL, aliases TEXT NOT NULL, consent TEXT NOT NULL)
    WITHOUT ROWID
"""
