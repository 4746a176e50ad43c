"""Recognises a copy of a model's draft by digests of runs of words, even after the piece has been deleted.

The index has the runs of all existing pieces and can be rebuilt from their histories and kept revisions. The workspace
also keeps a register with a line for each draft: for deleted pieces it is the only source.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from authoring.errors import AuthoringError
from authoring.model.events import Event, models
from authoring.model.states import Action
from authoring.sourcing.model_drafts import own_words, runs_of_draft
from authoring.store import WORKSPACE, Key, Store
from authoring.text import frontmatter
from authoring.text.strict_json import decode_json

REGISTER: Final = "drafts.jsonl"


@dataclass(frozen=True)
class DraftedWords:
    """The runs of words that models wrote in a piece, the content hash of the last text by them, and their names."""

    slug: str
    hash: str
    models: tuple[str, ...]
    runs: frozenset[int]


def drafted_words(store: Store, slug: str, past: Sequence[Event]) -> DraftedWords | None:
    """What models wrote in a piece, by its history and its kept revisions; None where they wrote nothing."""
    written = [event for event in past if models(event)]
    if not written:
        return None
    runs = {run for body, before in _bodies(store, slug, past) for run in runs_of_draft(body, before=before)}
    names = sorted({name for event in written for name in models(event)})
    return DraftedWords(slug, written[-1].hash, tuple(names), frozenset(runs))


def written_words(store: Store, slug: str, past: Sequence[Event]) -> list[tuple[str, ...]]:
    """The words that models wrote in a piece, quoted ones apart, in each of the texts that they wrote."""
    return [own_words(body, before=before) for body, before in _bodies(store, slug, past)]


def register(store: Store, drafted: DraftedWords) -> None:
    """Add the draft to the register, so that it is recognised after its piece has been deleted."""
    line = {
        "slug": drafted.slug,
        "hash": drafted.hash,
        "models": list(drafted.models),
        "runs": sorted(drafted.runs),
    }
    store.records.append(WORKSPACE, REGISTER, json.dumps(line, ensure_ascii=False).encode() + b"\n")


def registered(store: Store, *, apart_from: Collection[str]) -> Iterator[DraftedWords]:
    """The drafts in the register, except those of these pieces; unreadable lines are skipped."""
    beginnings = tuple(json.dumps({"slug": slug}, ensure_ascii=False).encode()[:-1] + b"," for slug in apart_from)
    for line in store.records.read(WORKSPACE, REGISTER).splitlines():
        if not line.startswith(beginnings):
            with suppress(ValueError, KeyError, TypeError):
                entry = decode_json(line)
                names = tuple(str(name) for name in entry["models"])
                yield DraftedWords(str(entry["slug"]), str(entry["hash"]), names, frozenset(map(int, entry["runs"])))


def _bodies(store: Store, slug: str, past: Sequence[Event]) -> Iterator[tuple[str, str]]:
    """Each text that a model wrote, and the one that it was given."""
    for number, event in enumerate(past):
        if models(event):
            before = past[number - 1].hash if number and event.action is not Action.draft else ""
            yield _body(store, slug, event.hash), _body(store, slug, before) if before else ""


def _body(store: Store, slug: str, content_hash: str) -> str:
    try:
        text = store.documents.read(Key("piece", slug, content_hash))
        return frontmatter.parse(text.content.decode("utf-8")).body if text else ""
    except (ValueError, AuthoringError):  # an unreadable one, which `verify` reports
        return ""
