"""Testimonies that hold words which a model wrote: quoted, they would pass for somebody's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from authoring.checks import Subject
from authoring.checks.support import clues
from authoring.model import history
from authoring.model.documents import Testimony
from authoring.model.events import CopiedDraft
from authoring.sourcing import model_drafts
from authoring.store.drafted import registered, written_words
from authoring.store.index import Index
from authoring.store.index.readers import DraftedRows
from authoring.store.repository import Repository

_MOST: Final = 20  # drafts that a testimony is compared with, those first with which it shares most


def drafted_testimonies(repository: Repository, index: Index, subject: Subject) -> dict[str, tuple[CopiedDraft, str]]:
    """Those that the piece draws on, by slug: the draft, and words in a row that both have.

    Of a draft that is gone only runs of words are on record, so that these words are empty.
    """
    drawn_on = clues.drawn_on(subject)
    matches = ((slug, next(_drafts(repository, index, testimony), None)) for slug, testimony in drawn_on.items())
    return {slug: match for slug, match in matches if match}


def _drafts(repository: Repository, index: Index, testimony: Testimony) -> Iterator[tuple[CopiedDraft, str]]:
    runs = model_drafts.runs_of_words(testimony.words_spoken)
    if not runs:
        return
    drafts, slugs = index.drafts_sharing(runs, DraftedRows(repository))
    for draft in drafts[:_MOST]:
        past = history.decode(repository.store.events.read(draft.slug), "")
        for words in written_words(repository.store, draft.slug, past):
            if common := model_drafts.common_words(testimony.words_spoken, words):
                yield CopiedDraft(draft.slug, draft.hash, draft.models), common
    for gone in registered(repository.store, apart_from=slugs):
        if model_drafts.is_same(len(runs & gone.runs), text=len(runs), draft=len(gone.runs)):
            yield CopiedDraft(gone.slug, gone.hash, gone.models), ""
